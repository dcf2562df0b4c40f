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

/** The version of a rule that is valid on a shipment date (UTC), or undefined: never the nearest one. */
export function findRule(
  id: string,
  shipmentMs: number,
  rules: readonly RatingRule[] = sampleRules,
): RatingRule | undefined {
  const day = new Date(shipmentMs).toISOString().slice(0, 10);
  return rules.find(
    (rule) =>
      rule.id === id &&
      (rule.effectiveFrom === undefined || rule.effectiveFrom <= day) &&
      (rule.effectiveTo === undefined || day <= rule.effectiveTo),
  );
}
