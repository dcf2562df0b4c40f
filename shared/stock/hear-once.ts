import { scannedTwice, type LastScan } from '../devices/scanned-twice.ts';
import { stay, type Step } from './bench-step.ts';
import { cue } from './floor-effect.ts';
import { readFloorScan, type FloorLookups, type FloorScan } from './floor-scan.ts';
import { REREAD_MS, SURE_MS } from './tell-units.ts';

/** A scan as a device hears it. atMs: of the page's monotonic clock. */
export interface ScanEvent {
  readonly type: 'scan';
  readonly text: string;
  readonly atMs: number;
  readonly aim?: string | undefined;
}

/** What happens at a bench besides scans. */
export type Unscanned<E> = Exclude<E, { readonly type: 'scan' }>;

export interface HeardScan extends FloorScan {
  readonly atMs: number;
  /** Since the same code was read, in ms, when no other was read in between. */
  readonly sinceReadMs?: number | undefined;
}

/** What a bench remembers for it: the last code read, also while it was busy or refused it. */
export interface Hearing {
  readonly lastScan: LastScan | undefined;
}

/**
 * A trigger held down is one act, at every bench of this floor: what opens, closes or names something (a carton, a bin, a tote, a lot)
 * acts once in three seconds; an answer scanned from the command card once in SURE_MS, because the next question may want the same one;
 * where pieces are counted an article acts once in REREAD_MS, and shared/stock/tell-units.ts judges what comes later. Each reading
 * counts from the one before it, so that a trigger held for a minute is still one act.
 * @param counts the state counts pieces by scan: a repeated article may be another piece.
 */
export const hearOnce =
  <S extends Hearing, O extends { readonly type: string }, C extends FloorLookups>(
    counts: (state: S) => boolean,
    onScan: (state: S, scan: HeardScan, context: C) => Step<S>,
    onOther: (state: S, event: O, context: C) => Step<S>,
  ) =>
  (state: S, event: O | ScanEvent, context: C): Step<S> => {
    if (!isScan(event)) return remember(onOther(state, event, context), state.lastScan);
    const { text, aim, atMs } = event;
    const { lastScan } = state;
    const heard: LastScan = { text, atMs };
    const sinceReadMs = lastScan?.text === text ? atMs - lastScan.atMs : undefined;
    const scan = { ...readFloorScan(text, aim, context), atMs, sinceReadMs };
    return remember(
      sinceReadMs !== undefined && actedAlready(scan, lastScan, counts(state))
        ? stay(state, cue('twice'))
        : onScan(state, scan, context),
      heard,
    );
  };

function actedAlready(
  { text, command, skus, atMs, sinceReadMs = 0 }: HeardScan,
  last: LastScan | undefined,
  counts: boolean,
): boolean {
  if (command !== undefined) return sinceReadMs < SURE_MS;
  if (counts && skus.length > 0) return sinceReadMs < REREAD_MS;
  return scannedTwice(last, text, atMs);
}

const isScan = <O extends { readonly type: string }>(event: O | ScanEvent): event is ScanEvent => event.type === 'scan';

/** Benches begin anew from a fixed first state: what was read last outlives that. */
const remember = <S extends Hearing>({ state, effects }: Step<S>, lastScan: LastScan | undefined): Step<S> => ({
  state: state.lastScan === lastScan ? state : { ...state, lastScan },
  effects,
});
