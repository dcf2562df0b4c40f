import type { FloorBag, FloorFold, FloorParcel } from './floor-fold.ts';

/** Pairs are looked for among the newest ones only: the work stays below a few milliseconds. */
const MAX_FOR_PAIRS = 2_000;

/** Which parcel explains best why a bag weighs too much or too little. */
export interface Explanation {
  /** missed: weighed and in no bag, probably in this one. not-inside: scanned into this bag, probably not in it. */
  readonly kind: 'missed' | 'not-inside';
  /** One, or two that explain it together. */
  readonly parcels: readonly { readonly waybill: string; readonly milligrams: number; readonly wallMs: number }[];
  /** What it leaves unexplained; within the tolerance. */
  readonly remainderMilligrams: number;
  /** So many others would explain it as well. */
  readonly others: number;
}

/**
 * @param difference gross − tare − Σ parcels, in milligrams: above zero something is inside that was not scanned, below zero something
 * was scanned that is not inside.
 * @param fits parcels that may lie in this bag at all; only asked of those whose weight fits, for what was missed.
 * @returns undefined when no parcel and no pair comes within the tolerance.
 */
export function explainDifference(
  fold: FloorFold,
  bag: FloorBag,
  difference: number,
  tolerance: number,
  fits: (parcel: FloorParcel) => boolean,
): Explanation | undefined {
  const kind = difference > 0 ? 'missed' : 'not-inside';
  const gap = Math.abs(difference);
  const pool: FloorParcel[] = [];
  if (kind === 'missed') {
    for (const parcel of fold.parcels.values()) {
      const { milligrams } = parcel;
      if (parcel.bag === undefined && milligrams !== undefined && milligrams <= gap + tolerance) pool.push(parcel);
    }
  } else
    for (const waybill of bag.parcels) {
      const parcel = fold.parcels.get(waybill);
      if (parcel?.milligrams !== undefined && parcel.milligrams <= gap + tolerance) pool.push(parcel);
    }
  const leaves = (parcel: FloorParcel): number => Math.abs(gap - (parcel.milligrams ?? 0));
  const single = pool
    .filter((parcel) => leaves(parcel) <= tolerance && (kind === 'not-inside' || fits(parcel)))
    // The nearest weight; of equal ones the one that was in hand last.
    .sort((a, b) => leaves(a) - leaves(b) || b.wallMs - a.wallMs);
  const [best] = single;
  if (best !== undefined) return explanation(kind, [best], gap, single.length - 1);
  const newest = [...pool].sort((a, b) => b.wallMs - a.wallMs).slice(0, MAX_FOR_PAIRS);
  return bestPair(kind, kind === 'missed' ? newest.filter(fits) : newest, gap, tolerance);
}

/** Two pointers over the weights: of all pairs that come within the tolerance the nearest one. */
function bestPair(
  kind: Explanation['kind'],
  pool: readonly FloorParcel[],
  gap: number,
  tolerance: number,
): Explanation | undefined {
  const byWeight = [...pool].sort((a, b) => (a.milligrams ?? 0) - (b.milligrams ?? 0));
  let [low, high, found] = [0, byWeight.length - 1, 0];
  let best: { readonly pair: readonly [FloorParcel, FloorParcel]; readonly left: number } | undefined;
  while (low < high) {
    const [light, heavy] = [byWeight[low], byWeight[high]];
    if (light === undefined || heavy === undefined) break;
    const left = gap - (light.milligrams ?? 0) - (heavy.milligrams ?? 0);
    if (Math.abs(left) <= tolerance) {
      found += 1;
      if (best === undefined || Math.abs(left) < Math.abs(best.left)) best = { pair: [light, heavy], left };
    }
    if (left > 0) low += 1;
    else high -= 1;
  }
  return best === undefined ? undefined : explanation(kind, best.pair, gap, found - 1);
}

function explanation(
  kind: Explanation['kind'],
  parcels: readonly FloorParcel[],
  gap: number,
  others: number,
): Explanation {
  const told = parcels.map(({ waybill, milligrams = 0, wallMs }) => ({ waybill, milligrams, wallMs }));
  const sum = told.reduce((total, { milligrams }) => total + milligrams, 0);
  return { kind, parcels: told, remainderMilligrams: gap - sum, others };
}
