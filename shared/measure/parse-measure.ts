import { z } from 'zod';
import { exactDecimalSchema, readDecimal } from './exact-text.ts';
import { massIn } from './mass.ts';
import type { LengthUnit, MassUnit } from './quantity.ts';
import { add, fromDecimal, multiply, toDecimal, type Rational } from './rational.ts';

/** A quantity as text and unit, with the room of `exactDecimalSchema`. */
export interface Quantity<Unit extends string> {
  readonly value: string;
  readonly unit: Unit;
}

/** A word for a unit, and how many of the unit it stands for: 斤 is 500 g, a foot is 12 in. */
interface UnitWord<Unit> {
  readonly unit: Unit;
  readonly times?: string;
}

/** Spellings of one unit, apart by blanks. */
const spelled = <Unit extends string>(
  rows: readonly (readonly [string, UnitWord<Unit>])[],
): ReadonlyMap<string, UnitWord<Unit>> =>
  new Map(rows.flatMap(([words, unit]) => words.split(' ').map((word) => [word, unit] as const)));

const massWords = spelled<MassUnit>([
  ['mg milligram milligrams 毫克', { unit: 'mg' }],
  ['g gm gms gram grams 克', { unit: 'g' }],
  ['kg kgs kilo kilos kilogram kilograms 公斤 千克', { unit: 'kg' }],
  ['t tonne tonnes 吨', { unit: 't' }],
  ['oz ozs ounce ounces 盎司', { unit: 'oz' }],
  ['lb lbs pound pounds 磅', { unit: 'lb' }],
  ['斤 市斤 jin', { unit: 'g', times: '500' }],
]);
const lengthWords = spelled<LengthUnit>([
  ['mm millimetre millimetres millimeter millimeters 毫米', { unit: 'mm' }],
  ['cm cms centimetre centimetres centimeter centimeters 厘米 公分', { unit: 'cm' }],
  ['m metre metres meter meters 米', { unit: 'm' }],
  ['in ins inch inches " ″ 英寸 吋', { unit: 'in' }],
  ['ft foot feet ′ 英尺', { unit: 'in', times: '12' }],
]);

export const readMassUnit = (word: string): UnitWord<MassUnit> | undefined => massWords.get(word.trim().toLowerCase());
export const readLengthUnit = (word: string): UnitWord<LengthUnit> | undefined =>
  lengthWords.get(word.trim().toLowerCase());

/** "12", "12.5", "12 1/4", "1/4" → decimal text; undefined for anything else, for a comma, and for thirds, which no decimal can say. */
function readNumber(text: string): string | undefined {
  const plain = readDecimal(text);
  if (plain !== undefined) return plain;
  const [, whole = '0', top, bottom] = /^(?:(\d{1,9})[ -])?(\d{1,4})\/(2|4|5|8|10|16|20|32|64)$/.exec(text) ?? [];
  if (top === undefined || bottom === undefined) return undefined;
  const value: Rational = add(fromDecimal(whole), { n: BigInt(top), d: BigInt(bottom) });
  return toDecimal(value, 9);
}

/** The figure in the unit itself: 3 斤 is 1500 g. Exact, because a factor is a whole number. */
export function inUnit<Unit extends string>(number: string, word: UnitWord<Unit>): Quantity<Unit> {
  if (word.times === undefined) return { value: number, unit: word.unit };
  const value = multiply(fromDecimal(number), fromDecimal(word.times));
  return { value: toDecimal(value, value.d.toString().length), unit: word.unit };
}

function read<Unit extends string>(
  text: string,
  unitOf: (word: string) => UnitWord<Unit> | undefined,
): Quantity<Unit> | undefined {
  const [, number = '', word = ''] =
    /^\s*([+-]?(?:[\d./ -]*[\d.])(?:[eE][+-]?\d{1,3})?)\s*([^\d\s.,/+-]+)\.?\s*$/.exec(text) ?? [];
  const unit = unitOf(word);
  const value = readNumber(number.trim());
  return unit === undefined || value === undefined ? undefined : inUnit(value, unit);
}

/** "2.365 kg", "12oz", "5 lb 3 oz" (as ounces), "2公斤", "3斤". No unit, a comma or two readings: undefined, never a guess. */
export function parseMass(text: string): Quantity<MassUnit> | undefined {
  const [, pounds, ounces] = /^\s*(\d+)\s*(?:lbs?|pounds?)\s+(\d+(?:\.\d+)?)\s*(?:oz|ounces?)\s*$/i.exec(text) ?? [];
  if (pounds !== undefined && ounces !== undefined)
    return {
      value: toDecimal(add(massIn({ value: pounds, unit: 'lb' }, 'oz'), fromDecimal(ounces)), 30),
      unit: 'oz',
    };
  return read(text, readMassUnit);
}

/** "12.5 cm", "12 1/4 in", '3"', "2 ft". */
export const parseLength = (text: string): Quantity<LengthUnit> | undefined => read(text, readLengthUnit);

interface Sides {
  readonly length: string;
  readonly width: string;
  readonly height: string;
  readonly unit: LengthUnit;
}

const MILLIMETRES: Readonly<Record<LengthUnit, string>> = { mm: '1', cm: '10', m: '1000', in: '25.4' };

/** Sides in one unit: as given where all agree, else in millimetres, which every unit is a whole or a finite decimal of. */
export function sidesOf(
  length: Quantity<LengthUnit>,
  width: Quantity<LengthUnit>,
  height: Quantity<LengthUnit>,
): Sides {
  if (length.unit === width.unit && width.unit === height.unit)
    return { length: length.value, width: width.value, height: height.value, unit: length.unit };
  const millimetres = ({ value, unit }: Quantity<LengthUnit>): string => {
    const exact = multiply(fromDecimal(value), fromDecimal(MILLIMETRES[unit]));
    return toDecimal(exact, exact.d.toString().length);
  };
  return { length: millimetres(length), width: millimetres(width), height: millimetres(height), unit: 'mm' };
}

/** "42x31x20 cm", "16 × 12 × 8 in", "42*31*20cm", "42cm x 31cm x 20cm": three sides in the order written. */
export function parseSides(text: string): Sides | undefined {
  const [first = '', second = '', third = '', rest] = text.split(/[xX×*✕]/);
  const last = parseLength(third);
  if (rest !== undefined || last === undefined) return undefined;
  const own = (side: string): Quantity<LengthUnit> | undefined => {
    const bare = readNumber(side.trim());
    if (bare === undefined) return parseLength(side);
    const [, word = ''] = /([^\d\s.,/+-]+)\.?\s*$/.exec(third) ?? [];
    const unit = readLengthUnit(word);
    return unit === undefined ? undefined : inUnit(bare, unit);
  };
  const [length, width] = [own(first), own(second)];
  return length === undefined || width === undefined ? undefined : sidesOf(length, width, last);
}

/** A word for a unit of mass, in any spelling that is understood. */
const massUnitSchema = z.string().transform((word, context) => {
  const found = readMassUnit(word);
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: `${word} is no unit of weight: mg, g, kg, t, oz or lb` });
  return z.NEVER;
});
export const lengthUnitSchema = z.string().transform((word, context) => {
  const found = readLengthUnit(word);
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: `${word} is no unit of length: mm, cm, m or in` });
  return z.NEVER;
});

/** {value, unit} or a text with its unit. */
export const massInputSchema = z.union([
  z
    .strictObject({ value: exactDecimalSchema, unit: massUnitSchema })
    .transform(({ value, unit }): Quantity<MassUnit> => inUnit(value, unit)),
  z.string().transform((text, context): Quantity<MassUnit> => {
    const found = parseMass(text);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: `expected a weight with its unit, such as "2.365 kg"; got ${text}` });
    return z.NEVER;
  }),
]);

/** A figure in the unit that stands beside it, or a text with its own unit. */
const sideSchema = z.string();
const readSide = (text: string, unit: UnitWord<LengthUnit> | undefined): Quantity<LengthUnit> | undefined => {
  const bare = readNumber(text.trim());
  if (bare === undefined) return parseLength(text);
  return unit === undefined ? undefined : inUnit(bare, unit);
};

/** {length, width, height, unit} (each side may carry its own unit instead), or "42x31x20 cm". */
export const sidesInputSchema = z.union([
  z
    .strictObject({ length: sideSchema, width: sideSchema, height: sideSchema, unit: lengthUnitSchema.optional() })
    .transform((sides, context): Sides => {
      const [length, width, height] = (['length', 'width', 'height'] as const).map((side) => {
        const found = readSide(sides[side], sides.unit);
        if (found === undefined)
          context.addIssue({
            code: 'custom',
            path: [side],
            message: `expected a length with its unit, such as 42 with unit "cm", or "42 cm"; got ${sides[side]}`,
          });
        return found;
      });
      return length === undefined || width === undefined || height === undefined
        ? z.NEVER
        : sidesOf(length, width, height);
    }),
  z.string().transform((text, context): Sides => {
    const found = parseSides(text);
    if (found !== undefined) return found;
    context.addIssue({
      code: 'custom',
      message: `expected three sides with their unit, such as "42x31x20 cm"; got ${text}`,
    });
    return z.NEVER;
  }),
]);
