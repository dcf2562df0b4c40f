/**
 * Two pieces of one article, or one piece read twice? A bar code says only which article it is. In the order of what proves most:
 *
 * 1. Serial numbers. Two differ: two pieces. The same again: the same piece.
 * 2. The scale under the box. When the next piece is scanned the one before must lie in the box: the weight has grown by at least half
 *    a piece. Only where half a piece is four steps of the scale or more.
 * 3. Rhythm. Within REREAD_MS no hand brings another piece: scanners read again what stays in view, 5–40 times a second. From SURE_MS on
 *    nobody is still holding the trigger on the same piece by mistake. Between the two a person is asked.
 *
 * The two times are our own choice; the day has to show whether they are right (docs/packing-weight.md).
 */
export const REREAD_MS = 350;
export const SURE_MS = 1_200;
/** A weight step tells only from so many steps of the scale in half a piece. */
const STEPS_IN_HALF = 4;

export interface UnitQuestion {
  readonly serial: string | undefined;
  readonly serialsSeen: readonly string[];
  /** Since the same code was taken as a piece; undefined: it is the first. */
  readonly sinceMs: number | undefined;
  /** Undefined: no scale, not settled, or the article's weight is not known. All in milligrams. */
  readonly weight?: { readonly grown: number; readonly piece: number; readonly scaleStep: number } | undefined;
}

export type UnitVerdict =
  | { readonly unit: 'other'; readonly by: 'first' | 'serial' | 'weight' | 'rhythm' }
  | { readonly unit: 'same'; readonly by: 'serial' | 'weight' | 'rhythm' }
  | { readonly unit: 'unclear' };

export function tellUnit({ serial, serialsSeen, sinceMs, weight }: UnitQuestion): UnitVerdict {
  if (serial !== undefined) return { unit: serialsSeen.includes(serial) ? 'same' : 'other', by: 'serial' };
  if (sinceMs === undefined) return { unit: 'other', by: 'first' };
  if (sinceMs < REREAD_MS) return { unit: 'same', by: 'rhythm' };
  if (weight !== undefined && weight.piece >= 2 * STEPS_IN_HALF * weight.scaleStep) {
    if (2 * weight.grown >= weight.piece) return { unit: 'other', by: 'weight' };
    return sinceMs < SURE_MS ? { unit: 'same', by: 'weight' } : { unit: 'unclear' };
  }
  return sinceMs < SURE_MS ? { unit: 'unclear' } : { unit: 'other', by: 'rhythm' };
}

/**
 * How long ago the article was read, for `tellUnit`: since its last piece was taken, or since its code was read when that was later. A
 * reading that took nothing is no pause of the hand.
 * @param takenAtMs when each earlier piece of the article was taken. @returns undefined: there is none.
 */
export const sinceUnitMs = (
  takenAtMs: readonly number[],
  { atMs, sinceReadMs = Infinity }: { readonly atMs: number; readonly sinceReadMs?: number | undefined },
): number | undefined => (takenAtMs.length === 0 ? undefined : Math.min(atMs - Math.max(...takenAtMs), sinceReadMs));
