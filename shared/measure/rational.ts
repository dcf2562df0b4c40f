import type { DecimalText } from './quantity.ts';

/** An exact number n/d, d > 0. Not reduced: callers compare by cross-multiplication and print decimals. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Rational = { n: 0n, d: 1n };

/** Powers of ten up to the longest decimal that may come in: `**` on bigint costs more than a whole multiplication. */
const powers: readonly bigint[] = Array.from({ length: 61 }, (_, exponent) => 10n ** BigInt(exponent));
const powerOfTen = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent);

/** "2.365" → 2365/1000. Text must match `decimalTextSchema`. */
export function fromDecimal(text: DecimalText): Rational {
  const point = text.indexOf('.');
  if (point === -1) return { n: BigInt(text), d: 1n };
  return { n: BigInt(text.slice(0, point) + text.slice(point + 1)), d: powerOfTen(text.length - point - 1) };
}

export const fromInteger = (value: number | bigint): Rational => ({ n: BigInt(value), d: 1n });
export const add = (a: Rational, b: Rational): Rational =>
  a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
export const subtract = (a: Rational, b: Rational): Rational => add(a, { n: -b.n, d: b.d });
export const multiply = (a: Rational, b: Rational): Rational => ({ n: a.n * b.n, d: a.d * b.d });
export function divide(a: Rational, b: Rational): Rational {
  if (b.n === 0n) throw new RangeError('division by zero');
  return b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n };
}
/** −1, 0 or 1. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  if (a.d === b.d) return a.n < b.n ? -1 : a.n > b.n ? 1 : 0;
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}
export const maximum = (a: Rational, b: Rational): Rational => (compare(a, b) >= 0 ? a : b);
export const minimum = (a: Rational, b: Rational): Rational => (compare(a, b) <= 0 ? a : b);
export const absolute = (a: Rational): Rational => (a.n < 0n ? { n: -a.n, d: a.d } : a);

export type RoundingMode = 'none' | 'up' | 'down' | 'half-up';

/** To a whole multiple of `step` > 0. Up means away from zero for positive values, as freight rounds. */
export function roundToStep(value: Rational, step: Rational, mode: RoundingMode): Rational {
  if (mode === 'none') return value;
  const n = value.n * step.d;
  const d = value.d * step.n;
  let whole = n / d;
  let rest = n - whole * d;
  if (rest < 0n) {
    // Division of bigint cuts towards zero; a floor is wanted.
    whole -= 1n;
    rest += d;
  }
  if (mode === 'up' && rest > 0n) whole += 1n;
  if (mode === 'half-up' && rest * 2n >= d) whole += 1n;
  return { n: whole * step.n, d: step.d };
}

/** Exact decimal text; where the value does not end within `maxDecimals` it is rounded half up. `minDecimals` keeps trailing zeros. */
export function toDecimal(value: Rational, maxDecimals: number, minDecimals = 0): DecimalText {
  const scale = powerOfTen(maxDecimals);
  const negative = value.n < 0n;
  const n = negative ? -value.n : value.n;
  const scaled = (n * scale * 2n + value.d) / (value.d * 2n);
  let digits = scaled.toString().padStart(maxDecimals + 1, '0');
  let fraction = maxDecimals === 0 ? '' : digits.slice(-maxDecimals);
  digits = maxDecimals === 0 ? digits : digits.slice(0, -maxDecimals);
  while (fraction.length > minDecimals && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  const text = fraction === '' ? digits : `${digits}.${fraction}`;
  return negative && scaled !== 0n ? `-${text}` : text;
}
