/**
 * What a packed parcel should weigh, and how far it may differ. All in whole milligrams; no floating point.
 *
 * Without history: the articles' master weights and the empty box. Master weights are off by some per cent and filling material is not
 * in them, so the tolerance is wide.
 *
 * With at least three earlier parcels of identical content (same articles, same numbers, same box): their median, and as the spread
 * 1.4826 · MAD · b(n), the median absolute deviation made comparable to a standard deviation, with the small-sample factors of Croux and
 * Rousseeuw (1992). One parcel that was packed wrongly moves neither median nor MAD, as it would mean and deviation. Three spreads are
 * tolerated.
 *
 * The weight is there to see a missing or a surplus piece: comfort margins never widen the tolerance beyond half the lightest piece, and
 * where the spread itself is wider than that, the verdict is "cannot tell" and says so instead of passing for a proof.
 */
export interface WeightWindow {
  readonly method: 'sum' | 'learned' | 'none';
  readonly expectedMilligrams: number;
  readonly toleranceMilligrams: number;
  readonly samples: number;
}

export type WeightVerdict = 'fits' | 'off' | 'cannot-tell';

export interface Content {
  /** Weight of each piece; undefined where the article's weight is not known. */
  readonly pieces: readonly (number | undefined)[];
  readonly boxMilligrams: number | undefined;
  readonly scaleStepMilligrams: number;
}

/** Identical parcels that it takes to learn from. */
export const LEARN_FROM = 3;
/** Newest first, older ones are forgotten: suppliers change their packing. */
export const REMEMBER = 50;

const SPREADS = 3n;
/** 1.4826 · b(n) in ten-thousandths; b(n) for n = 3…9, beyond that n / (n − 0.8). */
const MAD_TO_SPREAD: Readonly<Record<number, bigint>> = {
  3: 22_165n,
  4: 20_208n,
  5: 17_880n,
  6: 17_791n,
  7: 16_902n,
  8: 16_739n,
  9: 16_412n,
};
const madToSpread = (n: number): bigint => MAD_TO_SPREAD[n] ?? (14_826n * BigInt(n) * 10n) / (BigInt(n) * 10n - 8n);

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Middle value; of an even number the mean of the two middle ones, down to a whole milligram. */
export function median(values: readonly number[]): number {
  const order = sorted(values);
  const upper = order[Math.floor(order.length / 2)] ?? 0;
  const lower = order[Math.floor((order.length - 1) / 2)] ?? 0;
  return Math.floor((lower + upper) / 2);
}

/** Three spreads of the history, up to a whole milligram. */
export function learnedSpread(history: readonly number[]): number {
  const middle = median(history);
  const mad = median(history.map((value) => Math.abs(value - middle)));
  return Number((SPREADS * BigInt(mad) * madToSpread(history.length) + 9_999n) / 10_000n);
}

const share = (milligrams: number, perMille: number): number => Math.floor((milligrams * perMille) / 1000);
const lightest = (content: Content): number | undefined =>
  content.pieces.some((piece) => piece === undefined) || content.pieces.length === 0
    ? undefined
    : Math.min(...content.pieces.map((piece) => piece ?? 0));

/** Of an article's master weight: two per cent, at least a gram. */
const pieceTolerance = (milligrams: number): number => Math.max(1_000, share(milligrams, 20));
/** Paper, tape, a slip: 20 g and one per cent. */
const fillingTolerance = (milligrams: number): number => 20_000 + share(milligrams, 10);

export function weightWindow(content: Content, history: readonly number[]): WeightWindow {
  const known = history.slice(0, REMEMBER);
  if (known.length >= LEARN_FROM) {
    const middle = median(known);
    const least = Math.max(learnedSpread(known), 2 * content.scaleStepMilligrams);
    const comfort = Math.max(least, share(middle, 5), 5_000);
    const half = Math.floor((lightest(content) ?? 0) / 2);
    return {
      method: 'learned',
      expectedMilligrams: middle,
      toleranceMilligrams: Math.min(comfort, Math.max(least, half)),
      samples: known.length,
    };
  }
  const { pieces, boxMilligrams } = content;
  if (boxMilligrams === undefined || lightest(content) === undefined)
    return { method: 'none', expectedMilligrams: 0, toleranceMilligrams: 0, samples: known.length };
  const goods = pieces.reduce((sum: number, piece) => sum + (piece ?? 0), 0);
  const tolerance =
    pieces.reduce((sum: number, piece) => sum + pieceTolerance(piece ?? 0), 0) + fillingTolerance(goods);
  return {
    method: 'sum',
    expectedMilligrams: goods + boxMilligrams,
    toleranceMilligrams: Math.max(tolerance, 2 * content.scaleStepMilligrams),
    samples: known.length,
  };
}

/** `fits` is said only where one piece more or less would have been seen. */
export function judgeWeight(window: WeightWindow, content: Content, measuredMilligrams: number): WeightVerdict {
  if (window.method === 'none') return 'cannot-tell';
  if (Math.abs(measuredMilligrams - window.expectedMilligrams) > window.toleranceMilligrams) return 'off';
  const least = lightest(content);
  return least !== undefined && 2 * window.toleranceMilligrams <= least ? 'fits' : 'cannot-tell';
}

export interface WeightExplanation {
  readonly sku: string;
  /** Above zero: so many pieces too many. */
  readonly pieces: number;
}

/** The article of which one to three pieces more or less explain a difference best, if any explains it within the tolerance. */
export function explainDifference(
  window: WeightWindow,
  differenceMilligrams: number,
  articles: readonly { readonly sku: string; readonly milligrams: number | undefined; readonly pieces: number }[],
): WeightExplanation | undefined {
  let best: (WeightExplanation & { readonly rest: number }) | undefined;
  for (const { sku, milligrams, pieces } of articles) {
    if (milligrams === undefined || milligrams === 0) continue;
    const count = Math.round(differenceMilligrams / milligrams);
    if (count === 0 || Math.abs(count) > 3 || count < -pieces) continue;
    const rest = Math.abs(differenceMilligrams - count * milligrams);
    if (rest <= window.toleranceMilligrams && (best === undefined || rest < best.rest))
      best = { sku, pieces: count, rest };
  }
  return best === undefined ? undefined : { sku: best.sku, pieces: best.pieces };
}

/** What makes two parcels the same for learning: box and number of each article. */
export function contentKey(owner: string, box: string, units: readonly { readonly sku: string }[]): string {
  const counts = new Map<string, number>();
  for (const { sku } of units) counts.set(sku, (counts.get(sku) ?? 0) + 1);
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([sku, count]) => `${sku}×${count}`);
  return [owner, box, ...lines].join('\u001f');
}
