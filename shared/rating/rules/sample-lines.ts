import { ratingRuleSchema, type RatingRule } from '../rule.ts';

/** Two sample lines. Invented figures in common shapes: no carrier's price list. */
export const sampleRules: readonly RatingRule[] = [
  {
    id: 'sample-us-a',
    version: '2026-01',
    status: 'sample',
    source: 'sample data of this project',
    fromMs: 1_767_225_600_000,
    weightUnit: 'kg',
    lengthUnit: 'cm',
    sides: { mode: 'none', step: '1' },
    divisor: '8000',
    final: { mode: 'up', step: '0.5' },
    minimum: '0.5',
  },
  {
    id: 'sample-eu-b',
    version: '2026-01',
    status: 'sample',
    source: 'sample data of this project',
    fromMs: 1_767_225_600_000,
    weightUnit: 'kg',
    lengthUnit: 'cm',
    sides: { mode: 'up', step: '1' },
    divisor: '6000',
    final: { mode: 'up', step: '0.1' },
    minimum: '0.1',
  },
].map((rule) => ratingRuleSchema.parse(rule));

/** The version of a rule that is valid for a shipment date, or undefined: never the nearest one. */
export function findRule(
  id: string,
  shipmentMs: number,
  rules: readonly RatingRule[] = sampleRules,
): RatingRule | undefined {
  return rules.find(
    (rule) => rule.id === id && rule.fromMs <= shipmentMs && (rule.toMs === undefined || shipmentMs < rule.toMs),
  );
}
