import { lengthIn } from '../measure/length.ts';
import { massToMilligrams } from '../measure/mass.ts';
import type { Dimensions } from '../measure/quantity.ts';
import { fitBoxes, type Box } from '../rating/merge/fit-boxes.ts';
import type { Sku } from '../stock/sku.ts';
import type { PackBox } from './order.ts';

/** More pieces than this are not laid out in space: their volume and their longest piece decide. */
const LAID_OUT = 8;
/** Of a box's space that loose goods fill at best; own figure. */
const FILL_PER_CENT = 70n;

/** Whole micrometres: goods up, boxes down, so that rounding never makes room. */
function micrometres({ length, width, height, unit }: Dimensions, up: boolean): Box {
  const one = (side: string): number => {
    const { n, d } = lengthIn(side, unit, 'mm');
    return Number(up ? (n * 1000n + d - 1n) / d : (n * 1000n) / d);
  };
  return [one(length), one(width), one(height)];
}
const volume = ([a, b, c]: Box): bigint => BigInt(a) * BigInt(b) * BigInt(c);
const descending = (box: Box): number[] => [...box].sort((a, b) => b - a);

export interface BoxSuggestion {
  /** Smallest first. */
  readonly fitting: readonly string[];
  /** false: laid out in space, it does fit. true: by volume, or some article's size is not known. */
  readonly estimated: boolean;
}

/** Boxes that take these pieces, smallest volume first. Soft goods are taken as boxes: the answer is on the careful side. */
export function suggestBoxes(skus: readonly Sku[], boxes: readonly PackBox[]): BoxSuggestion {
  const sizes = skus.flatMap(({ dimensions }) => (dimensions === undefined ? [] : [micrometres(dimensions, true)]));
  const goods = skus.reduce((sum, { weight }) => sum + (weight === undefined ? 0 : massToMilligrams(weight)), 0);
  const estimated = sizes.length < skus.length || sizes.length > LAID_OUT;
  const needed = sizes.reduce((sum, size) => sum + volume(size), 0n);
  const fits = (inner: Box): boolean => {
    if (!estimated) return fitBoxes(sizes, inner).fits;
    const room = descending(inner);
    const eachFits = sizes.every((size) => descending(size).every((side, i) => side <= (room[i] ?? 0)));
    return eachFits && needed * 100n <= volume(inner) * FILL_PER_CENT;
  };
  const fitting = boxes
    .map((box) => ({ box, inner: micrometres(box.inner, false) }))
    .filter(
      ({ box, inner }) =>
        (box.maxGross === undefined || goods + massToMilligrams(box.tare) <= massToMilligrams(box.maxGross)) &&
        fits(inner),
    )
    .sort((a, b) => (volume(a.inner) < volume(b.inner) ? -1 : 1))
    .map(({ box }) => box.code);
  return { fitting, estimated };
}
