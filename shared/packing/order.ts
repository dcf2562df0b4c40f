import { z } from 'zod';
import { documentLabelSchema } from '../devices/print-job.ts';
import { amountSchema } from '../measure/exact-text.ts';
import { dimensionsSchema, massSchema } from '../measure/quantity.ts';
import { gradeSchema } from '../stock/grade.ts';
import { binCodeSchema, expirySchema, lotSchema, ownerSchema, skuCodeSchema } from '../stock/stock-key.ts';

export const orderCodeSchema = z
  .string()
  .min(3)
  .max(64)
  .regex(/^[\x21-\x7e]+$/);

/** Why an order must not be packed or must not leave. Closed: each has words and all stop alike. */
export const stopReasons = {
  cancelled: { zh: '订单已取消', en: 'Order cancelled' },
  refunded: { zh: '已退款', en: 'Refunded' },
  'address-changed': { zh: '地址已改', en: 'Address changed' },
  held: { zh: '订单被扣', en: 'Order on hold' },
} as const;
export type StopReason = keyof typeof stopReasons;
export const stopReasonSchema = z.enum(Object.keys(stopReasons) as [StopReason, ...StopReason[]]);

export const orderLineSchema = z.strictObject({
  sku: skuCodeSchema,
  pieces: z.number().int().positive().max(10_000),
  /** Where the pieces were picked, and which ones: that is what leaves the stock. */
  bin: binCodeSchema,
  lot: lotSchema.optional(),
  expiry: expirySchema.optional(),
  grade: gradeSchema.default('A'),
});
export type OrderLine = z.infer<typeof orderLineSchema>;

/** An order ready to be packed, as reference data brings it. No name and no address: a packer needs neither. */
export const orderSchema = z.strictObject({
  order: orderCodeSchema,
  owner: ownerSchema,
  tote: z.string().max(32).optional(),
  /** Known once the carrier's label is made. */
  waybill: z.string().max(64).optional(),
  shipByMs: z.number().int(),
  /** Smaller goes first among equal deadlines. */
  priority: z.number().int().min(0).max(9).default(5),
  lines: z.array(orderLineSchema).min(1).max(100),
  /** Set by the shop or the cloud; an order with one is not packed. */
  stopped: stopReasonSchema.optional(),
  /** Rises with every change of the address: a label made for an older one must not leave. */
  addressVersion: z.number().int().positive().default(1),
  /** For the plain route label: line or carrier service, and the country. */
  line: z.string().regex(/^[A-Z0-9-]{1,12}$/),
  country: z.string().regex(/^[A-Z]{2}$/),
  shipping: z.strictObject({
    by: z.enum(['post', 'courier']),
    /** Leaves the customs territory it is packed in. */
    crossesCustoms: z.boolean(),
    value: z.strictObject({ amount: amountSchema, currency: z.string().regex(/^[A-Z]{3}$/) }).optional(),
    packingSlip: z.boolean().default(false),
  }),
});
export type Order = z.infer<typeof orderSchema>;

/** A box of this floor: what it weighs empty and what goes in. */
export const packBoxSchema = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{1,16}$/),
  inner: dimensionsSchema,
  tare: massSchema,
  maxGross: massSchema.optional(),
});
export type PackBox = z.infer<typeof packBoxSchema>;

/** A carrier's label that has been fetched ahead. The document itself lies in the label store under its digest. */
export const prefetchedLabelSchema = z.strictObject({
  order: orderCodeSchema,
  parcel: z.number().int().positive().max(99),
  carrier: z.string().min(1).max(32),
  tracking: z.string().min(4).max(64),
  document: documentLabelSchema.shape.document,
  /** Size of the document. */
  bytes: documentLabelSchema.shape.bytes,
  addressVersion: z.number().int().positive(),
});
export type PrefetchedLabel = z.infer<typeof prefetchedLabelSchema>;
