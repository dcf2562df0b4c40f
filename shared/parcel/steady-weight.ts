import type { ScaleFrame } from '../devices/scale-reading.ts';
import { massToMilligrams } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';
import type { DeviceStatus } from '../devices/device-status.ts';
import { viewOfFrame, viewOfStatus } from './scale-view.ts';
import type { ScaleView } from './weigh-bench-state.ts';
import type { WeightEvidence } from './weight-evidence.ts';

/** How a weight becomes one: of the settings. */
export interface SteadyRules {
  readonly neededFrames: number;
  readonly zeroBandMg: number;
  readonly toleranceMg: number;
}

/** What the scale shows, whether the plate was empty since the last booking, and the run of equal frames. Ask `steadyMass` for the number. */
export interface SteadyWeight {
  readonly scale: ScaleView;
  readonly zeroSeen: boolean;
  /** 0 … neededFrames. */
  readonly stableFrames: number;
  readonly run:
    | {
        readonly firstMg: number;
        readonly offZeroMonoMs: number;
        readonly startMonoMs: number;
        readonly derived: boolean;
        readonly last: ScaleFrame;
        readonly mass: Mass;
      }
    | undefined;
}

/** Where the wire has no stability it is derived: equal frames over at least this long. */
const DERIVED_STABLE_MS = 500;

export const noWeight: SteadyWeight = { scale: { kind: 'none' }, zeroSeen: false, stableFrames: 0, run: undefined };

/** After a booking the plate has to be seen empty before anything counts again. */
export const afterBooking = (weight: SteadyWeight): SteadyWeight => ({
  ...weight,
  ...{ zeroSeen: false, stableFrames: 0, run: undefined },
});

export function weightAfterFrame(weight: SteadyWeight, frame: ScaleFrame, rules: SteadyRules): SteadyWeight {
  const scale = viewOfFrame(frame, rules.zeroBandMg);
  const { reading } = frame;
  if (scale.kind !== 'live' || reading.type !== 'weight') return { ...weight, scale, stableFrames: 0, run: undefined };
  if (scale.atZero) return { scale, zeroSeen: weight.zeroSeen || scale.stable, stableFrames: 0, run: undefined };
  if (!weight.zeroSeen) return { ...weight, scale, stableFrames: 0, run: undefined };
  const milligrams = massToMilligrams(scale.mass);
  const { run } = weight;
  const continues =
    run !== undefined &&
    weight.stableFrames > 0 &&
    scale.stable &&
    Math.abs(milligrams - run.firstMg) <= rules.toleranceMg;
  return {
    ...{ scale, zeroSeen: true },
    stableFrames: scale.stable ? (continues ? Math.min(weight.stableFrames + 1, rules.neededFrames) : 1) : 0,
    run: {
      firstMg: continues ? run.firstMg : milligrams,
      offZeroMonoMs: run?.offZeroMonoMs ?? frame.monoMs,
      startMonoMs: continues ? run.startMonoMs : frame.monoMs,
      derived: reading.stability === 'unknown',
      last: frame,
      mass: scale.mass,
    },
  };
}

/** The connection said something; what lay on the plate has to be seen again from zero, or it might be another thing. */
export function weightAfterStatus(weight: SteadyWeight, status: DeviceStatus): SteadyWeight {
  const scale = viewOfStatus(status);
  return scale === undefined ? weight : { ...weight, scale, stableFrames: 0, run: undefined };
}

export interface SteadyMass {
  readonly mass: Mass;
  readonly milligrams: number;
  readonly evidence: Omit<WeightEvidence, 'scaleName' | 'simulated'>;
  readonly wallMs: number;
}

/** The weight when it has stood still long enough; else undefined: there is no number yet. */
export function steadyMass({ run, stableFrames, zeroSeen }: SteadyWeight, rules: SteadyRules): SteadyMass | undefined {
  if (run === undefined || stableFrames < rules.neededFrames) return undefined;
  const { last, mass, derived } = run;
  if (derived && last.monoMs - run.startMonoMs < DERIVED_STABLE_MS) return undefined;
  return {
    mass,
    milligrams: massToMilligrams(mass),
    evidence: {
      scale: last.deviceId,
      rawHex: last.rawHex,
      frame: last.sequence,
      stableFrames,
      settleMs: Math.max(0, Math.round(last.monoMs - run.offZeroMonoMs)),
      zeroSeen,
      stabilityFrom: derived ? 'derived' : 'protocol',
    },
    wallMs: last.wallMs,
  };
}
