/** Reduced fractions for oracles in tests: nothing shared with the engine they judge. */
export type F = readonly [bigint, bigint];

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
export const f = (n: bigint, d = 1n): F => {
  const g = gcd(n, d) || 1n;
  return d < 0n ? [-n / g, -d / g] : [n / g, d / g];
};
export const plus = (a: F, b: F): F => f(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
export const times = (a: F, b: F): F => f(a[0] * b[0], a[1] * b[1]);
export const over = (a: F, b: F): F => f(a[0] * b[1], a[1] * b[0]);
export const minus = (a: F, b: F): F => plus(a, f(-b[0], b[1]));
export const less = (a: F, b: F): boolean => a[0] * b[1] < b[0] * a[1];
export const most = (a: F, b: F): F => (less(a, b) ? b : a);
export const dec = (text: string): F => {
  const [whole = '0', part = ''] = text.split('.');
  return f(BigInt(whole + part), BigInt(`1${'0'.repeat(part.length)}`));
};
/** To a whole multiple of a step; values are never below zero here. */
export const round = (value: F, mode: string, step: F): F => {
  if (mode === 'none') return value;
  const steps = over(value, step);
  const floor = steps[0] / steps[1];
  const rest = minus(steps, f(floor));
  const up = mode === 'up' ? rest[0] > 0n : mode === 'half-up' ? !less(rest, f(1n, 2n)) : false;
  return times(f(up ? floor + 1n : floor), step);
};
/** "3/7" or "2.5" → fraction; what an answer of the engine holds. */
export const answered = (weight: { readonly value: string; readonly exact?: string }): F => {
  if (weight.exact === undefined) return dec(weight.value);
  const [n = '0', d = '1'] = weight.exact.split('/');
  return f(BigInt(n), BigInt(d));
};
