import type { LengthUnit } from './quantity.ts';
import { divide, fromDecimal, multiply, type Rational } from './rational.ts';

/** Centimetres in one unit, exact. The inch is 2.54 cm by definition. */
const centimetresPer: Readonly<Record<LengthUnit, Rational>> = {
  mm: { n: 1n, d: 10n },
  cm: { n: 1n, d: 1n },
  m: { n: 100n, d: 1n },
  in: { n: 254n, d: 100n },
};

export const lengthIn = (value: string, from: LengthUnit, to: LengthUnit): Rational =>
  from === to ? fromDecimal(value) : divide(multiply(fromDecimal(value), centimetresPer[from]), centimetresPer[to]);
