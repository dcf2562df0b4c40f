import { lengthIn } from './length.ts';
import { massIn } from './mass.ts';
import type { LengthUnit, MassUnit } from './quantity.ts';
import { fromInteger, subtract, toDecimal, type Rational } from './rational.ts';
import type { Quantity } from './parse-measure.ts';

/** "2.365 kg" in another unit, half up at the last of `decimals`, which stay even where they are zeros: "5.214 lb". */
export const printMass = (mass: Quantity<MassUnit>, unit: MassUnit, decimals: number): string =>
  `${toDecimal(massIn(mass, unit), decimals, decimals)} ${unit}`;

export const printLength = (length: Quantity<LengthUnit>, unit: LengthUnit, decimals: number): string =>
  `${toDecimal(lengthIn(length.value, length.unit, unit), decimals, decimals)} ${unit}`;

/** "5 lb 3.4 oz". The ounces are rounded first, so that 15.99 oz at one decimal becomes the next pound and never "16.0 oz". */
export function printPoundsAndOunces(mass: Quantity<MassUnit>, decimals: number): string {
  const scale = 10n ** BigInt(decimals);
  const ounces: Rational = massIn(mass, 'oz');
  const negative = ounces.n < 0n;
  const size = negative ? { n: -ounces.n, d: ounces.d } : ounces;
  const steps = (size.n * scale * 2n + size.d) / (size.d * 2n);
  const pounds = steps / (16n * scale);
  const rest = subtract({ n: steps, d: scale }, fromInteger(pounds * 16n));
  return `${negative && steps !== 0n ? '-' : ''}${pounds} lb ${toDecimal(rest, decimals, decimals)} oz`;
}
