import type { Mass, MassUnit } from './quantity.ts';
import { compare, divide, fromDecimal, multiply, toDecimal, type Rational } from './rational.ts';

/** Kilograms in one unit, exact. The pound is 0.45359237 kg by definition, the ounce a sixteenth of it. */
const kilogramsPer: Readonly<Record<MassUnit, Rational>> = {
  mg: { n: 1n, d: 1_000_000n },
  g: { n: 1n, d: 1_000n },
  kg: { n: 1n, d: 1n },
  t: { n: 1_000n, d: 1n },
  lb: { n: 45_359_237n, d: 100_000_000n },
  oz: { n: 45_359_237n, d: 1_600_000_000n },
};

export const massIn = (mass: Mass, unit: MassUnit): Rational =>
  mass.unit === unit
    ? fromDecimal(mass.value)
    : divide(multiply(fromDecimal(mass.value), kilogramsPer[mass.unit]), kilogramsPer[unit]);

/** Whole milligrams, half up. For sums and indexes; the booked truth keeps its own unit. Negative and above 2^53: RangeError. */
export function massToMilligrams(mass: Mass): number {
  const milligrams = Number(toDecimal(massIn(mass, 'mg'), 0));
  if (!Number.isSafeInteger(milligrams)) throw new RangeError(`mass out of range: ${mass.value} ${mass.unit}`);
  return milligrams;
}

export const compareMass = (a: Mass, b: Mass): -1 | 0 | 1 => compare(massIn(a, 'kg'), massIn(b, 'kg'));

export const isNegativeMass = (mass: Mass): boolean => mass.value.startsWith('-') && /[1-9]/.test(mass.value);
