import { z } from 'zod';
import { decimalTextSchema, massUnitSchema } from '../measure/quantity.ts';

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

/** What a line bills by: a weight, or a volume where the line bills cubic metres or feet. */
export const billedSchema = z.strictObject({
  value: decimalTextSchema,
  unit: z.enum([...massUnitSchema.options, 'cbm', 'ft3']),
});
export type Billed = z.infer<typeof billedSchema>;

/** Chargeable weight with its reason. All figures in the rule's weight unit; gross in pounds where cubic feet are billed. */
export const chargeableResultSchema = z.strictObject({
  ruleId: z.string().max(64),
  ruleVersion: z.string().max(32),
  chargeable: billedSchema,
  gross: billedSchema,
  volumetric: billedSchema.optional(),
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
      saves: billedSchema,
    })
    .optional(),
});
export type ChargeableResult = z.infer<typeof chargeableResultSchema>;
