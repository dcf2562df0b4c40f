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
