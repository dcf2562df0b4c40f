import { z } from 'zod';
import { massSchema } from '../measure/quantity.ts';
import { expirySchema, lotSchema, ownerSchema, skuCodeSchema } from '../stock/stock-key.ts';

/** One carton of an announced delivery (头程备货): what a seller says is in it. */
export const asnCartonSchema = z.strictObject({
  /** SSCC (18 digits), or the number that stands on it. */
  carton: z.string().min(3).max(64),
  waybill: z.string().max(64).optional(),
  gross: massSchema.optional(),
  lines: z
    .array(
      z.strictObject({
        sku: skuCodeSchema,
        pieces: z.number().int().positive().max(100_000),
        lot: lotSchema.optional(),
        expiry: expirySchema.optional(),
      }),
    )
    .min(1)
    .max(100),
});
export type AsnCarton = z.infer<typeof asnCartonSchema>;

/** Advance shipping notice, as reference data brings it. */
export const asnSchema = z.strictObject({
  asn: z.string().min(3).max(64),
  owner: ownerSchema,
  expectedMs: z.number().int().optional(),
  cartons: z.array(asnCartonSchema).min(1).max(2_000),
});
export type Asn = z.infer<typeof asnSchema>;

/** A carton found by its number, with the notice that names it. */
export interface AnnouncedCarton {
  readonly asn: string;
  readonly owner: string;
  readonly carton: AsnCarton;
}
