import { cue, type FloorEffect } from '../stock/floor-effect.ts';
import type { OpenOrder, PackBenchState, PackRefusal } from './pack-bench-state.ts';
import { packRefusals, type PackRefusalCode } from './refusals.ts';

export interface PackStep {
  readonly state: PackBenchState;
  readonly effects: readonly FloorEffect[];
}

export const stay = (state: PackBenchState, ...effects: FloorEffect[]): PackStep => ({ state, effects });

export function refusePack(
  state: PackBenchState,
  code: PackRefusalCode,
  about: Partial<Omit<PackRefusal, 'code'>> = {},
): PackStep {
  const refusal: PackRefusal = { code, answers: [], ...about };
  return {
    state: { ...state, phase: 'refused', refusal, serialOf: undefined },
    effects: [cue(packRefusals[code].tone)],
  };
}

/** Pieces of a line that are in earlier parcels or in this one. */
export const piecesIn = ({ before, units }: OpenOrder, line: number): number =>
  (before[line] ?? 0) + units.filter((unit) => unit.line === line).length;

export const isComplete = (open: OpenOrder): boolean =>
  open.order.lines.every(({ pieces }, line) => piecesIn(open, line) >= pieces);

/** The article to take next: the first line that lacks pieces. */
export const nextNeeded = (open: OpenOrder): number =>
  open.order.lines.findIndex(({ pieces }, line) => piecesIn(open, line) < pieces);

/** Back to where the open order stands, without the last refusal. */
export function cleared(state: PackBenchState): PackBenchState {
  const { open } = state;
  if (open === undefined) return { ...state, refusal: undefined, phase: 'idle' };
  // What was closed early waits for its weight as a full one does.
  const closing = isComplete(open) || state.phase === 'await-weight';
  return { ...state, refusal: undefined, phase: closing ? 'await-weight' : 'items' };
}

/**
 * The parcel is full and a weight closes it, also when what was scanned last was refused: one scan too many takes nothing back. A
 * weight that did not fit is asked for anew when the plate has been empty.
 */
export const waitsForWeight = ({ phase, open, refusal }: PackBenchState): boolean =>
  phase === 'await-weight' ||
  (phase === 'refused' &&
    open?.box !== undefined &&
    isComplete(open) &&
    refusal !== undefined &&
    tooManyScans.has(refusal.code));

const tooManyScans: ReadonlySet<PackRefusal['code']> = new Set<PackRefusalCode>([
  'PACK_ITEM_ENOUGH',
  'PACK_ITEM_WRONG',
  'PACK_SERIAL_TWICE',
  'PACK_BOX_UNKNOWN',
  'PACK_ORDER_OPEN',
  'PACK_CODE_UNKNOWN',
]);
