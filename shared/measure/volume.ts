import { divide, multiply, type Rational } from './rational.ts';

export type VolumeUnit = 'mm3' | 'cm3' | 'm3' | 'in3' | 'ft3' | 'l';

/** Cubic centimetres in one unit, exact: the cubic inch is 2.54³ = 16.387064 cm³. */
const cubicCentimetresPer: Readonly<Record<VolumeUnit, Rational>> = {
  mm3: { n: 1n, d: 1_000n },
  cm3: { n: 1n, d: 1n },
  l: { n: 1_000n, d: 1n },
  m3: { n: 1_000_000n, d: 1n },
  in3: { n: 16_387_064n, d: 1_000_000n },
  ft3: { n: 28_316_846_592n, d: 1_000_000n },
};

export const volumeIn = (value: Rational, from: VolumeUnit, to: VolumeUnit): Rational =>
  from === to ? value : divide(multiply(value, cubicCentimetresPer[from]), cubicCentimetresPer[to]);
