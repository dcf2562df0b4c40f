import { massIn } from './mass.ts';
import { toDecimal } from './rational.ts';

/** Whole milligrams as the scale would show them, three decimals, half up: "1.180"; for screens that write the unit smaller. */
export const kilogramText = (milligrams: number): string =>
  toDecimal(massIn({ value: String(milligrams), unit: 'mg' }, 'kg'), 3, 3);

/** The same with its unit: "1.180 kg". */
export const kgText = (milligrams: number): string => `${kilogramText(milligrams)} kg`;
