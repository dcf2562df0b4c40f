import { z } from 'zod';
import { mod10Weighted, s10Check } from '../identifiers/check-digits.ts';
import type { LabelElementInput } from './label-model.ts';

/** Field types of label data. All are text as it shall appear. */
export const shortText = z.string().max(60);
export const lineText = z.string().max(200);
export const longText = z.string().max(600);
export const codeText = z
  .string()
  .min(4)
  .max(48)
  .regex(/^[\x21-\x7e]+$/, 'printable ASCII without blanks');

/** Every template has them: the job id, set by the print service, and the word that a copy bears. */
export const printFields = { serial: lineText, copy: lineText };

const withCheckDigit = (length: number, name: string): z.ZodType<string> =>
  z
    .string()
    .regex(new RegExp(`^\\d{${length}}$`), `${length} digits`)
    .superRefine((text, context) => {
      if (!/^\d+$/.test(text)) return;
      const right = mod10Weighted(text.slice(0, -1));
      if (text.length === length && right !== text.slice(-1))
        context.addIssue({
          code: 'custom',
          message: `wrong ${name} check digit ${text.slice(-1)}, ${right} belongs there`,
        });
    });
export const sscc = withCheckDigit(18, 'SSCC');
export const gtin13 = withCheckDigit(13, 'GTIN');

export const s10 = z.string().superRefine((text, context) => {
  const [, serial, check] = /^[A-Z]{2}(\d{8})(\d)[A-Z]{2}$/.exec(text) ?? [];
  if (serial === undefined) context.addIssue({ code: 'custom', message: 'two letters, nine digits, country' });
  else if (s10Check(serial) !== check)
    context.addIssue({
      code: 'custom',
      message: `wrong S10 check digit ${check}, ${s10Check(serial)} belongs there`,
    });
});

type TextInput = Extract<LabelElementInput, { type: 'text' }>;

/** A text field: place, width, height of a line. */
export function textAt(
  xMm: number,
  yMm: number,
  widthMm: number,
  sizeMm: number,
  text: string,
  more: Omit<TextInput, 'type' | 'xMm' | 'yMm' | 'widthMm' | 'sizeMm' | 'text'> = {},
): LabelElementInput {
  return { type: 'text', xMm, yMm, widthMm, sizeMm, text, ...more };
}

/** A number that must be whole or not be printed at all. */
export function numberAt(
  xMm: number,
  yMm: number,
  widthMm: number,
  sizeMm: number,
  text: string,
  more: Parameters<typeof textAt>[5] = {},
): LabelElementInput {
  return textAt(xMm, yMm, widthMm, sizeMm, text, { minSizeMm: Math.min(sizeMm, 2.5), overflow: 'refuse', ...more });
}

/** A line from one place to another, half a millimetre thick. */
export function ruleAt(xMm: number, yMm: number, widthMm: number, heightMm = 0.5): LabelElementInput {
  return { type: 'box', xMm, yMm, widthMm, heightMm, lineMm: 0.5, fill: true };
}

export function boxAt(xMm: number, yMm: number, widthMm: number, heightMm: number): LabelElementInput {
  return { type: 'box', xMm, yMm, widthMm, heightMm, lineMm: 0.4 };
}

export function blackAt(xMm: number, yMm: number, widthMm: number, heightMm: number): LabelElementInput {
  return { type: 'box', xMm, yMm, widthMm, heightMm, lineMm: 1, fill: true };
}
