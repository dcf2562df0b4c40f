/** What was scanned last at a bench. atMs: of the monotonic clock, when it was heard. */
export interface LastScan {
  readonly text: string;
  readonly atMs: number;
}

/** The same code within this time is one act of one hand: a trigger held, a code still in view. */
const TWICE_MS = 3_000;

/** Benches that count units tell a second piece from a second reading by a rule of their own: shared/stock/tell-units.ts. */
export const scannedTwice = (last: LastScan | undefined, text: string, atMs: number): boolean =>
  last?.text === text && atMs - last.atMs < TWICE_MS;
