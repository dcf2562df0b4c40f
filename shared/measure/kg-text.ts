import { massIn } from './mass.ts';
import { toDecimal } from './rational.ts';

/** Whole milligrams as the scale would show them: "1.180 kg", with a sign when below zero. */
export const kgText = (milligrams: number): string =>
  `${toDecimal(massIn({ value: String(milligrams), unit: 'mg' }, 'kg'), 3, 3)} kg`;
