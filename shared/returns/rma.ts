import { z } from 'zod';
import { serialSchema, ownerSchema, skuCodeSchema } from '../stock/stock-key.ts';

/** A return that the seller has announced, as reference data brings it. */
export const rmaRecordSchema = z.strictObject({
  rma: z.string().min(3).max(60),
  owner: ownerSchema,
  /** Number on the return label. */
  returnLabel: z.string().max(64).optional(),
  /** Waybill that the goods once left with. */
  waybill: z.string().max(64).optional(),
  openedMs: z.number().int(),
  lines: z
    .array(
      z.strictObject({
        sku: skuCodeSchema,
        pieces: z.number().int().positive().max(999),
        /** Those that were shipped, where they are known. */
        serials: z.array(serialSchema).max(200).optional(),
      }),
    )
    .min(1)
    .max(50),
  /** What the buyer says. */
  reason: z.string().max(120).optional(),
});
export type Rma = z.infer<typeof rmaRecordSchema>;

/** A piece of a return that was taken in already and counts. */
export interface TakenUnit {
  readonly unit: number;
  readonly sku: string | undefined;
  readonly serial: string | undefined;
}

/** Pieces of an article that are still to come. */
export function stillExpected(rma: Rma, taken: readonly TakenUnit[], sku: string): number {
  const announced = rma.lines.filter((line) => line.sku === sku).reduce((sum, { pieces }) => sum + pieces, 0);
  return announced - taken.filter((one) => one.sku === sku).length;
}

/** What has not come, by article, in the order of the announcement. */
export function missingOf(rma: Rma, taken: readonly TakenUnit[]): { sku: string; pieces: number }[] {
  return [...new Set(rma.lines.map(({ sku }) => sku))]
    .map((sku) => ({ sku, pieces: stillExpected(rma, taken, sku) }))
    .filter(({ pieces }) => pieces > 0);
}
