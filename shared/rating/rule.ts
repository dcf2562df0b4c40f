import { z } from 'zod';
import { decimalTextSchema } from '../measure/quantity.ts';

export const roundingSchema = z.strictObject({
  mode: z.enum(['none', 'up', 'down', 'half-up']),
  step: decimalTextSchema.default('1'),
});

/** How one line bills weight. Units are named once and every figure of the rule is in them. */
export const ratingRuleSchema = z.strictObject({
  id: z.string().min(1).max(64),
  version: z.string().min(1).max(32),
  status: z.enum(['sample', 'confirmed']),
  source: z.string().max(300),
  /** Valid for shipments from this instant (inclusive) to that one (exclusive), ms since 1970. */
  fromMs: z.number().int(),
  toMs: z.number().int().optional(),
  weightUnit: z.enum(['kg', 'lb', 'g']),
  lengthUnit: z.enum(['cm', 'in', 'mm']),
  sides: roundingSchema.default({ mode: 'none', step: '1' }),
  /** Volume in lengthUnit³ per weightUnit. */
  divisor: decimalTextSchema,
  final: roundingSchema,
  minimum: decimalTextSchema.optional(),
});
export type RatingRule = z.infer<typeof ratingRuleSchema>;
