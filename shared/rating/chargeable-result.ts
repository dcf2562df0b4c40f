import { z } from 'zod';
import { decimalTextSchema, massSchema } from '../measure/quantity.ts';

/**
 * One step of the evaluation, in order, so that an invoice can be argued line by line.
 * slot names the step of facts §2 ("sides", "volume", "volumetric", "gross", "choice", "minimum", "final").
 */
export const ratingStepSchema = z.strictObject({
  slot: z.string().max(40),
  value: z.string().max(80),
  unit: z.string().max(16),
  note: z.string().max(120).optional(),
});
export type RatingStep = z.infer<typeof ratingStepSchema>;

/** Chargeable weight with its reason. All masses in the rule's weight unit. */
export const chargeableResultSchema = z.strictObject({
  ruleId: z.string().max(64),
  ruleVersion: z.string().max(32),
  chargeable: massSchema,
  gross: massSchema,
  volumetric: massSchema.optional(),
  /** Which figure won before rounding. */
  basis: z.enum(['gross', 'volumetric', 'minimum', 'average', 'split', 'cap']),
  /** The billing step that the result was rounded to, in the rule's unit; absent where nothing was rounded. */
  step: decimalTextSchema.optional(),
  /** Winner before the final rounding, in the rule's unit. */
  beforeRounding: decimalTextSchema,
  divisor: z.string().max(16).optional(),
  steps: z.array(ratingStepSchema).max(40),
  /** What would lower the bill, if anything small would: one side shorter by `by`, saving `saves`. */
  lever: z
    .strictObject({
      side: z.enum(['length', 'width', 'height']),
      from: decimalTextSchema,
      to: decimalTextSchema,
      unit: z.string().max(4),
      saves: massSchema,
    })
    .optional(),
});
export type ChargeableResult = z.infer<typeof chargeableResultSchema>;
