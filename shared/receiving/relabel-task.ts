import { z } from 'zod';
import { gradeSchema } from '../stock/grade.ts';
import { binCodeSchema, expirySchema, lotSchema, ownerSchema, skuCodeSchema } from '../stock/stock-key.ts';

/** What a seller orders (换标), as reference data brings it: so many pieces of one article, in one bin, become another article. */
export const relabelTaskSchema = z.strictObject({
  task: z
    .string()
    .min(3)
    .max(64)
    .regex(/^[\x21-\x7e]+$/),
  owner: ownerSchema,
  fromSku: skuCodeSchema,
  toSku: skuCodeSchema,
  pieces: z.number().int().positive().max(100_000),
  bin: binCodeSchema,
  grade: gradeSchema.default('A'),
  lot: lotSchema.optional(),
  expiry: expirySchema.optional(),
  orderedMs: z.number().int(),
});
export type RelabelTask = z.infer<typeof relabelTaskSchema>;

/** What is left of a task. done: pieces that bear the new sticker. */
export interface OpenRelabelTask {
  readonly task: RelabelTask;
  readonly done: number;
}
