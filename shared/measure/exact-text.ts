import { z } from 'zod';
import { expandNumber } from './exact-json.ts';
import { toDecimal, type Rational } from './rational.ts';

/** Digits before and after the point that a rule, a price or a question may carry. A longer number is refused, not cut. */
const MAX_WHOLE = 60;
const MAX_FRACTION = 120;

/** "0.5", ".5", "5.", "+5", "1e-3" → plain decimal text, digit by digit; undefined for anything else or longer than the limits. */
export function readDecimal(text: string): string | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eE][+-]?\d{1,3})?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const plain = expandNumber(
    `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}${exponent}`,
  );
  if (plain === undefined) return undefined;
  const [front = '', back = ''] = plain.replace('-', '').split('.');
  return front.length <= MAX_WHOLE && back.length <= MAX_FRACTION ? plain : undefined;
}

/**
 * A decimal of a rule, a price or a question: more room than `decimalTextSchema` (which is what a scale can say), because
 * exact arithmetic is the point. Text or, by way of `parseExactJson`, a JSON number by its text; never a double.
 */
export const exactDecimalSchema = z
  .string('expected a decimal number such as 0.5, as text or as a JSON number')
  .transform((text, context) => {
    const found = readDecimal(text);
    if (found !== undefined) return found;
    context.addIssue({
      code: 'custom',
      message: `expected a decimal number such as 0.5 (at most ${MAX_WHOLE} digits before and ${MAX_FRACTION} after the point)`,
    });
    return z.NEVER;
  });

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
