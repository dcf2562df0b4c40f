import { ratingRuleSchema, type RatingRule } from '../rule.ts';

/** Two sample lines. Invented figures in common shapes: no carrier's price list. */
export const sampleRules: readonly RatingRule[] = [
  {
    id: 'sample-us-a',
    version: '2026-01',
    status: 'sample',
    source: 'sample data of this project',
    effectiveFrom: '2026-01-01',
    weightUnit: 'kg',
    lengthUnit: 'cm',
    divisor: '8000',
    choice: { mode: 'max' },
    rounding: { final: { mode: 'up', step: '0.5' } },
    minimums: { ticket: '0.5' },
  },
  {
    id: 'sample-eu-b',
    version: '2026-01',
    status: 'sample',
    source: 'sample data of this project',
    effectiveFrom: '2026-01-01',
    weightUnit: 'kg',
    lengthUnit: 'cm',
    sides: { mode: 'up', step: '1' },
    divisor: '6000',
    choice: { mode: 'max' },
    rounding: { final: { mode: 'up', step: '0.1' } },
    minimums: { ticket: '0.1' },
  },
].map((rule) => ratingRuleSchema.parse(rule));
