import { lengthIn } from '../measure/length.ts';
import { massIn } from '../measure/mass.ts';
import type { Quantity } from '../measure/parse-measure.ts';
import type { LengthUnit, MassUnit } from '../measure/quantity.ts';
import {
  absolute,
  compare,
  divide,
  fromDecimal,
  fromInteger,
  maximum,
  multiply,
  subtract,
  toDecimal,
  type Rational,
} from '../measure/rational.ts';
import { cargoWord } from '../rating/cargo/cargo-classes.ts';
import { densityWindows, type DensityWindow } from './density-windows.ts';

type Weight = Quantity<MassUnit>;

/** How far two weights of one parcel may differ. Percent is of the greater one. */
export interface Tolerance {
  readonly absolute?: Weight;
  readonly percent?: string;
  /** Doubt when either limit is passed, or only when both are. */
  readonly require: 'either' | 'both';
}

export interface ParcelToJudge {
  /** From our own scale: what is judged. */
  readonly measured: Weight;
  /** What the sender said. */
  readonly declared?: Weight;
  /** What the carrier before us weighed. */
  readonly upstream?: Weight;
  readonly dimensions?: {
    readonly length: string;
    readonly width: string;
    readonly height: string;
    readonly unit: LengthUnit;
  };
  readonly cargoClass?: string;
}

export interface PlausibilitySettings {
  readonly tolerance: Tolerance;
  readonly windows?: Readonly<Record<string, DensityWindow>>;
}

export type DoubtCode =
  | 'weight-differs'
  | 'weight-in-other-unit'
  | 'weight-digits-swapped'
  | 'weight-point-slipped'
  | 'too-light-for-size'
  | 'too-heavy-for-size'
  | 'size-in-other-unit'
  | 'side-digits-swapped';

/** A reason to look again, never a correction. `instead` is the figure that would fit, where one slip explains the difference. */
export interface Doubt {
  readonly code: DoubtCode;
  readonly about: 'declared' | 'upstream' | 'dimensions' | 'measured';
  readonly instead?: string;
  readonly zh: string;
  readonly en: string;
}

const kilograms = (weight: Weight): Rational => massIn(weight, 'kg');
const short = (value: Rational): string => toDecimal(value, 3);
const show = ({ value, unit }: Weight): string => `${value} ${unit}`;

/** Passed limits, by the choice of either or both. A limit that is not set cannot be passed and is not waited for. */
export function differs(a: Rational, b: Rational, tolerance: Tolerance): boolean {
  const difference = absolute(subtract(a, b));
  const verdicts: boolean[] = [];
  if (tolerance.absolute !== undefined) verdicts.push(compare(difference, kilograms(tolerance.absolute)) > 0);
  if (tolerance.percent !== undefined)
    verdicts.push(
      compare(multiply(difference, fromInteger(100)), multiply(maximum(a, b), fromDecimal(tolerance.percent))) > 0,
    );
  if (verdicts.length === 0) return compare(difference, fromInteger(0)) !== 0;
  return tolerance.require === 'either' ? verdicts.some(Boolean) : verdicts.every(Boolean);
}

/** Units that are taken for one another, with the words for it. */
const slips: readonly { readonly unit: MassUnit; readonly zh: string; readonly en: string }[] = [
  { unit: 'kg', zh: '公斤', en: 'kilograms' },
  { unit: 'g', zh: '克', en: 'grams' },
  { unit: 'lb', zh: '磅', en: 'pounds' },
  { unit: 'oz', zh: '盎司', en: 'ounces' },
];

/** Decimal text with two neighbouring digits the other way round, each once. */
export function swappedDigits(text: string): string[] {
  const found = new Set<string>();
  const digits = [...text];
  const places = digits.flatMap((char, i) => (/\d/.test(char) ? [i] : []));
  for (let i = 1; i < places.length; i += 1) {
    const [a, b] = [places[i - 1] ?? 0, places[i] ?? 0];
    const other = [...digits];
    [other[a], other[b]] = [digits[b] ?? '', digits[a] ?? ''];
    const swapped = other.join('');
    if (swapped !== text && !/^0\d/.test(swapped)) found.add(swapped);
  }
  return [...found];
}

/** Why a stated weight is not the measured one: another unit, a point ten times off, two digits swapped, or simply different. */
function judgeStated(
  about: 'declared' | 'upstream',
  stated: Weight,
  measured: Rational,
  tolerance: Tolerance,
): Doubt | undefined {
  const own = kilograms(stated);
  if (!differs(own, measured, tolerance)) return undefined;
  const who = about === 'declared' ? { zh: '申报', en: 'declared' } : { zh: '上游', en: 'upstream' };
  const close = (kg: Rational): boolean => kg.n > 0n && !differs(kg, measured, tolerance);
  for (const { unit, zh, en } of slips)
    if (unit !== stated.unit && close(massIn({ value: stated.value, unit }, 'kg')))
      return {
        code: 'weight-in-other-unit',
        about,
        instead: `${stated.value} ${unit}`,
        zh: `${who.zh}重量 ${show(stated)}, 实称 ${short(measured)} kg: 单位可能是${zh}`,
        en: `${who.en} ${show(stated)}, weighed ${short(measured)} kg: the unit may be ${en}`,
      };
  for (const value of swappedDigits(stated.value))
    if (close(massIn({ value, unit: stated.unit }, 'kg')))
      return {
        code: 'weight-digits-swapped',
        about,
        instead: `${value} ${stated.unit}`,
        zh: `${who.zh}重量 ${show(stated)}, 实称 ${short(measured)} kg: 数字可能写反, 应为 ${value}`,
        en: `${who.en} ${show(stated)}, weighed ${short(measured)} kg: digits may be swapped, ${value} would fit`,
      };
  for (const factor of [10n, 100n])
    for (const moved of [multiply(own, fromInteger(factor)), divide(own, fromInteger(factor))])
      if (close(moved)) {
        const instead = toDecimal(massIn({ value: toDecimal(moved, 12), unit: 'kg' }, stated.unit), 6);
        return {
          code: 'weight-point-slipped',
          about,
          instead: `${instead} ${stated.unit}`,
          zh: `${who.zh}重量 ${show(stated)}, 实称 ${short(measured)} kg: 小数点可能错位, 应为 ${instead}`,
          en: `${who.en} ${show(stated)}, weighed ${short(measured)} kg: the point may have slipped, ${instead} would fit`,
        };
      }
  const by = absolute(subtract(own, measured));
  const heavier = compare(measured, own) > 0;
  return {
    code: 'weight-differs',
    about,
    zh: `${who.zh}重量 ${show(stated)}, 实称 ${short(measured)} kg, ${heavier ? '重' : '轻'} ${short(by)} kg`,
    en: `${who.en} ${show(stated)}, weighed ${short(measured)} kg: ${short(by)} kg ${heavier ? 'more' : 'less'}`,
  };
}

const UNITS: readonly LengthUnit[] = ['cm', 'mm', 'in'];
const unitWords: Readonly<Record<LengthUnit, { zh: string; en: string }>> = {
  mm: { zh: '毫米', en: 'millimetres' },
  cm: { zh: '厘米', en: 'centimetres' },
  in: { zh: '英寸', en: 'inches' },
  m: { zh: '米', en: 'metres' },
};

/** kg/m³, or undefined where a side is not above zero. */
function densityOf(measured: Rational, sides: readonly string[], unit: LengthUnit): Rational | undefined {
  const metres = sides.map((side) => lengthIn(side, unit, 'm'));
  const volume = metres.reduce(multiply, fromInteger(1));
  return volume.n <= 0n ? undefined : divide(measured, volume);
}

function judgeDensity(
  measured: Rational,
  parcel: ParcelToJudge,
  windows: Readonly<Record<string, DensityWindow>>,
): Doubt[] {
  const { dimensions, cargoClass } = parcel;
  const window = windows[cargoClass ?? 'general'] ?? windows['general'];
  if (dimensions === undefined || window === undefined) return [];
  const [least, most] = [fromDecimal(window.least), fromDecimal(window.most)];
  const names = ['length', 'width', 'height'] as const;
  const sides = names.map((name) => dimensions[name]);
  const density = densityOf(measured, sides, dimensions.unit);
  if (density === undefined) return [];
  const inside = (value: Rational | undefined): boolean =>
    value !== undefined && compare(value, least) >= 0 && compare(value, most) <= 0;
  if (inside(density)) return [];
  const light = compare(density, least) < 0;
  const figures = `${toDecimal(density, density.n < density.d * 10n ? 2 : 0)} kg/m³`;
  const span = `${window.least}–${window.most}`;
  const found: Doubt[] = [];
  for (const unit of UNITS)
    if (unit !== dimensions.unit && inside(densityOf(measured, sides, unit)))
      found.push({
        code: 'size-in-other-unit',
        about: 'dimensions',
        instead: `${sides.join('×')} ${unit}`,
        zh: `密度 ${figures} 不在 ${span}: 尺寸单位可能是${unitWords[unit].zh}`,
        en: `density ${figures} is outside ${span}: the sides may be in ${unitWords[unit].en}`,
      });
  const [onlyUnit] = found;
  // More than one unit would fit: then neither is named as the likely one.
  const doubts = found.length === 1 && onlyUnit !== undefined ? [onlyUnit] : [];
  if (doubts.length === 0)
    for (const [place, name] of names.entries())
      for (const swapped of swappedDigits(dimensions[name]))
        if (doubts.length === 0 && inside(densityOf(measured, sides.with(place, swapped), dimensions.unit)))
          doubts.push({
            code: 'side-digits-swapped',
            about: 'dimensions',
            instead: `${sides.with(place, swapped).join('×')} ${dimensions.unit}`,
            zh: `密度 ${figures} 不在 ${span}: ${dimensions[name]} 的数字可能写反, 应为 ${swapped}`,
            en: `density ${figures} is outside ${span}: the digits of ${dimensions[name]} may be swapped, ${swapped} would fit`,
          });
  doubts.push({
    code: light ? 'too-light-for-size' : 'too-heavy-for-size',
    about: 'measured',
    zh: `密度 ${figures}, ${cargoWord(cargoClass ?? '', 'zh')}一般 ${span} kg/m³: 对这个尺寸太${light ? '轻' : '重'}`,
    en: `density ${figures}, ${cargoWord(cargoClass ?? '', 'en')} usually ${span} kg/m³: too ${light ? 'light' : 'heavy'} for its size`,
  });
  return doubts;
}

/**
 * Reasons to look at a parcel again before its numbers are believed, most telling first; none: nothing speaks against them. Needs no
 * history of the goods: the declared weight, the weight of the carrier before, the size and the cargo class are enough.
 * A parcel that is fine by one limit of the tolerance and not by the other is in doubt by `either`, and is not by `both`.
 */
export function judgeParcel(parcel: ParcelToJudge, settings: PlausibilitySettings): readonly Doubt[] {
  const measured = kilograms(parcel.measured);
  if (measured.n <= 0n)
    return [{ code: 'weight-differs', about: 'measured', zh: '没有重量', en: 'there is no weight' }];
  const doubts: Doubt[] = [];
  for (const about of ['declared', 'upstream'] as const) {
    const stated = parcel[about];
    const doubt = stated === undefined ? undefined : judgeStated(about, stated, measured, settings.tolerance);
    if (doubt !== undefined) doubts.push(doubt);
  }
  doubts.push(...judgeDensity(measured, parcel, settings.windows ?? densityWindows));
  return doubts;
}
