import { cue, type FloorEffect } from '../stock/floor-effect.ts';
import { LOG_LINES, type ReturnLogLine, type ReturnRefusal, type ReturnsBenchState } from './returns-bench-state.ts';
import { returnRefusals, type ReturnRefusalCode } from './refusals.ts';

export interface ReturnsStep {
  readonly state: ReturnsBenchState;
  readonly effects: readonly FloorEffect[];
}

/** Nothing in hand. The open return, the last piece and the log stay. */
export const idleReturns = {
  piece: undefined,
  graded: undefined,
  open: undefined,
  step: undefined,
  candidates: [],
  candidateMarks: {},
  unknownCode: undefined,
  answers: [],
  wanted: undefined,
  proposedBin: undefined,
} as const satisfies Partial<ReturnsBenchState>;

export const stay = (state: ReturnsBenchState, ...effects: FloorEffect[]): ReturnsStep => ({ state, effects });

/** The phase stays: the refusal says what it waits for. */
export function refuseReturn(
  state: ReturnsBenchState,
  code: ReturnRefusalCode,
  about: Partial<Omit<ReturnRefusal, 'code'>> = {},
): ReturnsStep {
  return { state: { ...state, refusal: { code, ...about } }, effects: [cue(returnRefusals[code].tone)] };
}

export const log = (state: ReturnsBenchState, line: ReturnLogLine): ReturnsBenchState => ({
  ...state,
  log: [line, ...state.log].slice(0, LOG_LINES),
});
