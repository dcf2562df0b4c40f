import { z } from 'zod';
import { toDecimal, type Rational } from './rational.ts';

/**
 * A decimal of a rule, a price or a published example: more room than `decimalTextSchema` (which is what a scale can say), because
 * exact arithmetic is the point. Limit: 30 digits before and 30 after the point.
 */
export const exactDecimalSchema = z
  .string()
  .regex(/^-?\d{1,30}(\.\d{1,30})?$/, 'expected a decimal number such as 0.5, as text or as a JSON number');

/** Not below zero. */
export const amountSchema = exactDecimalSchema.refine((text) => !text.startsWith('-'), 'must not be below zero');

/** Above zero. */
export const positiveSchema = amountSchema.refine((text) => /[1-9]/.test(text), 'must be above zero');

const MAX_DECIMALS = 9;

/** The number as decimal text, and as a fraction where the decimals would not end within nine places. */
export function exactText(value: Rational): { readonly value: string; readonly exact?: string } {
  const text = toDecimal(value, MAX_DECIMALS);
  let { n, d } = value;
  if ((n * 10n ** BigInt(MAX_DECIMALS)) % d === 0n) return { value: text };
  // Reduced only here, where a person reads it.
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  n /= a;
  d /= a;
  return { value: text, exact: `${n}/${d}` };
}
