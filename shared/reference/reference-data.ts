import { z } from 'zod';
import { operatorSchema } from '../identity/operator.ts';
import { dimensionsSchema, massSchema } from '../measure/quantity.ts';

/** Supply of work: what a station needs to know ahead of a parcel. Arrives from the cloud, works for weeks without it. */
export const lineSchema = z.strictObject({
  /** Short name for the band and the label: "US-A". */
  code: z.string().regex(/^[A-Z0-9-]{1,12}$/),
  nameZh: z.string().max(40),
  nameEn: z.string().max(40),
  /** Rule file and version that rate this line: shared/rating/rules. */
  ruleId: z.string().max(64),
});
export type Line = z.infer<typeof lineSchema>;

export const boxSchema = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{1,16}$/),
  dimensions: dimensionsSchema,
});
export type Box = z.infer<typeof boxSchema>;

export const preAlertSchema = z.strictObject({
  waybill: z.string().min(4).max(64),
  line: lineSchema.shape.code,
  cargoClass: z.string().max(32),
  customer: z.string().max(64),
  declared: massSchema.optional(),
  dimensions: dimensionsSchema.optional(),
  receiver: z.string().max(120).optional(),
  destination: z.string().max(200).optional(),
});
export type PreAlert = z.infer<typeof preAlertSchema>;

export const referenceDataSchema = z.strictObject({
  version: z.number().int().nonnegative(),
  issuedAtMs: z.number().int(),
  lines: z.array(lineSchema).max(500),
  boxes: z.array(boxSchema).max(2_000),
  preAlerts: z.array(preAlertSchema).max(200_000),
  /** People of the floor with the hashes of their PIN and badge. */
  operators: z.array(operatorSchema).max(2_000).optional(),
});
export type ReferenceData = z.infer<typeof referenceDataSchema>;
