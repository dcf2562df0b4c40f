import { z } from 'zod';
import { orderPapersSchema, sdrRateSchema } from '../customs/customs-forms.ts';
import { operatorSchema } from '../identity/operator.ts';
import { dimensionsSchema, massSchema } from '../measure/quantity.ts';
import { orderSchema, prefetchedLabelSchema } from '../packing/order.ts';
import { asnSchema } from '../receiving/asn.ts';
import { relabelTaskSchema } from '../receiving/relabel-task.ts';
import { dispositionRuleSchema } from '../returns/disposition.ts';
import { rmaRecordSchema } from '../returns/rma.ts';
import { binSchema } from '../stock/bin.ts';
import { skuSchema } from '../stock/sku.ts';
import { customerSchema, holdSchema } from './hold.ts';

/** Supply of work: what a station needs to know ahead of a parcel. Arrives from the cloud, works for weeks without it. */
export const lineSchema = z.strictObject({
  /** Short name for the band and the label: "US-A". */
  code: z.string().regex(/^[A-Z0-9-]{1,12}$/),
  nameZh: z.string().max(40),
  nameEn: z.string().max(40),
  /** The rule that rates this line, by its id; the day chooses the version. */
  ruleId: z.string().max(64),
  /** Where its parcels go when a parcel does not say, ISO 3166-1 alpha-2: lanes and start weights are by country. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** How its parcels are packed unless somebody says otherwise ("carton"); for rules that ask. */
  packaging: z.string().min(1).max(32).optional(),
});
export type Line = z.infer<typeof lineSchema>;

export const boxSchema = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{1,16}$/),
  /** Outside: what is billed. */
  dimensions: dimensionsSchema,
  /** What goes in, what it weighs empty, how much it carries. Absent: not offered at the pack bench; merged into as large as outside. */
  packing: z.strictObject({ inner: dimensionsSchema, tare: massSchema, maxGross: massSchema.optional() }).optional(),
});
export type Box = z.infer<typeof boxSchema>;

/** Who pays duty and import tax. Parcels of different modes never share a bag. */
export const dutyModeSchema = z.enum(['DDP', 'IOSS', 'DAP', 'none']);
export type DutyMode = z.infer<typeof dutyModeSchema>;

export const preAlertSchema = z.strictObject({
  waybill: z.string().min(4).max(64),
  line: lineSchema.shape.code,
  cargoClass: z.string().max(32),
  /** Code of the customer record, or a plain name where there is none. */
  customer: z.string().max(64),
  /** Mass that the customer declared; what is booked is measured. */
  declared: massSchema.optional(),
  dimensions: dimensionsSchema.optional(),
  receiver: z.string().max(120).optional(),
  /** Address as it stands on the label. */
  destination: z.string().max(200).optional(),
  /** Destination country, ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  dutyMode: dutyModeSchema.optional(),
  /** One of several pieces that travel and are billed together (一票多件). */
  consignment: z
    .strictObject({
      id: z.string().min(1).max(64),
      piece: z.number().int().positive().max(999),
      of: z.number().int().positive().max(999),
    })
    .optional(),
});
export type PreAlert = z.infer<typeof preAlertSchema>;

/** Everything at once, as a supervisor's system loads it; a list that is absent stays as it is in the cloud. */
export const referenceContentSchema = z.strictObject({
  lines: z.array(lineSchema).max(500).optional(),
  boxes: z.array(boxSchema).max(2_000).optional(),
  preAlerts: z.array(preAlertSchema).max(200_000).optional(),
  customers: z.array(customerSchema).max(20_000).optional(),
  holds: z.array(holdSchema).max(50_000).optional(),
  /** People of the floor with the hashes of their PIN and badge. */
  operators: z.array(operatorSchema).max(2_000).optional(),
  skus: z.array(skuSchema).max(300_000).optional(),
  bins: z.array(binSchema).max(100_000).optional(),
  orders: z.array(orderSchema).max(100_000).optional(),
  /** Carriers' labels that are made; their documents are loaded with PUT /v1/documents. */
  carrierLabels: z.array(prefetchedLabelSchema).max(100_000).optional(),
  asns: z.array(asnSchema).max(5_000).optional(),
  rmas: z.array(rmaRecordSchema).max(100_000).optional(),
  /** Whose rate of the special drawing right is used for customs forms. */
  sdrRates: z.array(sdrRateSchema).max(200).optional(),
  /** Names, addresses and goods for the customs forms of orders. */
  orderPapers: z.array(orderPapersSchema).max(100_000).optional(),
  relabelTasks: z.array(relabelTaskSchema).max(20_000).optional(),
  /** Sellers' own rules for returned goods, in the order in which they are asked. */
  dispositionRules: z.array(dispositionRuleSchema).max(2_000).optional(),
});
export type ReferenceContent = z.infer<typeof referenceContentSchema>;
