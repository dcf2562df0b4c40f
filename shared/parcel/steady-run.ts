import type { ScaleFrame } from '../devices/scale-reading.ts';
import type { WeightEvidence } from './weight-evidence.ts';

/** Frames that say the same weight, one after the other. */
export interface SteadyRun {
  readonly firstMg: number;
  readonly offZeroMonoMs: number;
  readonly startMonoMs: number;
  /** The wire carries no stability: it follows from the frames being equal. */
  readonly derived: boolean;
}

export interface SteadyRunRules {
  readonly neededFrames: number;
  readonly toleranceMg: number;
}

/** A run as far as it goes; stableFrames 0 … neededFrames. */
export interface CountedRun {
  readonly run: SteadyRun;
  readonly stableFrames: number;
}

/** Where the wire has no stability it is derived: equal frames over at least this long. */
const DERIVED_STABLE_MS = 500;

/**
 * One more frame off zero, counted onto the run before it or as the first of a new one. The one rule of every bench that weighs.
 * @param seen milligrams of the frame; stable as the scale's view has it.
 */
export function countFrame(
  before: { readonly run: SteadyRun | undefined; readonly stableFrames: number },
  frame: Pick<ScaleFrame, 'monoMs'>,
  seen: { readonly milligrams: number; readonly stable: boolean; readonly derived: boolean },
  { neededFrames, toleranceMg }: SteadyRunRules,
): CountedRun {
  const { run } = before;
  const { milligrams, stable, derived } = seen;
  const continues =
    run !== undefined && before.stableFrames > 0 && stable && Math.abs(milligrams - run.firstMg) <= toleranceMg;
  return {
    stableFrames: stable ? (continues ? Math.min(before.stableFrames + 1, neededFrames) : 1) : 0,
    run: {
      firstMg: continues ? run.firstMg : milligrams,
      offZeroMonoMs: run?.offZeroMonoMs ?? frame.monoMs,
      startMonoMs: continues ? run.startMonoMs : frame.monoMs,
      derived,
    },
  };
}

/** Whether the run has stood still long enough at this frame to be a weight. */
export const standsStill = (
  { run, stableFrames }: CountedRun,
  frame: Pick<ScaleFrame, 'monoMs'>,
  { neededFrames }: SteadyRunRules,
): boolean => stableFrames >= neededFrames && (!run.derived || frame.monoMs - run.startMonoMs >= DERIVED_STABLE_MS);

/** Why the weight of this frame may be believed, as far as the scale itself says it. */
export const evidenceOf = (
  { run, stableFrames }: CountedRun,
  frame: ScaleFrame,
  zeroSeen: boolean,
): Omit<WeightEvidence, 'scaleName' | 'simulated'> => ({
  scale: frame.deviceId,
  rawHex: frame.rawHex,
  frame: frame.sequence,
  stableFrames,
  settleMs: Math.max(0, Math.round(frame.monoMs - run.offZeroMonoMs)),
  zeroSeen,
  stabilityFrom: run.derived ? 'derived' : 'protocol',
});
