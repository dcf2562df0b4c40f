import { z } from 'zod';
import { exactDecimalSchema } from './exact-text.ts';
import { massIn } from './mass.ts';
import type { LengthUnit, MassUnit } from './quantity.ts';
import { add, fromDecimal, toDecimal, type Rational } from './rational.ts';

/** A quantity as text and unit, with the room of `exactDecimalSchema`. */
export interface Quantity<Unit extends string> {
  readonly value: string;
  readonly unit: Unit;
}

const massUnits: Readonly<Record<string, MassUnit>> = {
  mg: 'mg',
  g: 'g',
  gram: 'g',
  grams: 'g',
  克: 'g',
  kg: 'kg',
  kgs: 'kg',
  公斤: 'kg',
  千克: 'kg',
  t: 't',
  吨: 't',
  oz: 'oz',
  ounce: 'oz',
  ounces: 'oz',
  盎司: 'oz',
  lb: 'lb',
  lbs: 'lb',
  pound: 'lb',
  pounds: 'lb',
  磅: 'lb',
};
const lengthUnits: Readonly<Record<string, LengthUnit>> = {
  mm: 'mm',
  毫米: 'mm',
  cm: 'cm',
  厘米: 'cm',
  m: 'm',
  米: 'm',
  in: 'in',
  inch: 'in',
  inches: 'in',
  '"': 'in',
  '″': 'in',
  英寸: 'in',
};

/** "12", "12.5", "12 1/4", "1/4" → decimal text; undefined for anything else, for a comma, and for thirds, which no decimal can say. */
function readNumber(text: string): string | undefined {
  if (exactDecimalSchema.safeParse(text).success) return text;
  const [, whole = '0', top, bottom] = /^(?:(\d{1,9})[ -])?(\d{1,4})\/(2|4|5|8|10|16|20|32|64)$/.exec(text) ?? [];
  if (top === undefined || bottom === undefined) return undefined;
  const value: Rational = add(fromDecimal(whole), { n: BigInt(top), d: BigInt(bottom) });
  return toDecimal(value, 9);
}

function read<Unit extends string>(text: string, units: Readonly<Record<string, Unit>>): Quantity<Unit> | undefined {
  const [, number = '', word = ''] = /^\s*(-?[\d./ -]*\d)\s*([^\d\s.,/-]+)\s*$/.exec(text) ?? [];
  const unit = units[word.toLowerCase()];
  const value = readNumber(number.trim());
  return unit === undefined || value === undefined ? undefined : { value, unit };
}

/** "2.365 kg", "12oz", "5 lb 3 oz" (as ounces), "2公斤". No unit, a comma or two readings: undefined, never a guess. */
export function parseMass(text: string): Quantity<MassUnit> | undefined {
  const [, pounds, ounces] = /^\s*(\d+)\s*lbs?\s+(\d+(?:\.\d+)?)\s*oz\s*$/i.exec(text) ?? [];
  if (pounds !== undefined && ounces !== undefined)
    return {
      value: toDecimal(add(massIn({ value: pounds, unit: 'lb' }, 'oz'), fromDecimal(ounces)), 30),
      unit: 'oz',
    };
  return read(text, massUnits);
}

/** "12.5 cm", "12 1/4 in", '3"'. */
export const parseLength = (text: string): Quantity<LengthUnit> | undefined => read(text, lengthUnits);

/** "42x31x20 cm", "16 × 12 × 8 in", "42*31*20cm": three sides in the order written. */
export function parseSides(
  text: string,
): { readonly length: string; readonly width: string; readonly height: string; readonly unit: LengthUnit } | undefined {
  const [first = '', second = '', third = '', rest] = text.split(/[x×*]/i);
  const last = parseLength(third);
  const [length, width] = [readNumber(first.trim()), readNumber(second.trim())];
  if (rest !== undefined || last === undefined || length === undefined || width === undefined) return undefined;
  return { length, width, height: last.value, unit: last.unit };
}

/** {value, unit} or a text with its unit. */
export const massInputSchema = z.union([
  z.strictObject({ value: exactDecimalSchema, unit: z.enum(['mg', 'g', 'kg', 't', 'oz', 'lb']) }),
  z.string().transform((text, context) => {
    const found = parseMass(text);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: 'expected a weight with its unit, such as "2.365 kg"' });
    return z.NEVER;
  }),
]);

/** {length, width, height, unit} or "42x31x20 cm". */
export const sidesInputSchema = z.union([
  z.strictObject({
    length: exactDecimalSchema,
    width: exactDecimalSchema,
    height: exactDecimalSchema,
    unit: z.enum(['mm', 'cm', 'm', 'in']),
  }),
  z.string().transform((text, context) => {
    const found = parseSides(text);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: 'expected three sides with their unit, such as "42x31x20 cm"' });
    return z.NEVER;
  }),
]);
