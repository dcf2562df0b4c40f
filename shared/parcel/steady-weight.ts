import type { ScaleFrame } from '../devices/scale-reading.ts';
import { massToMilligrams } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';
import type { DeviceStatus } from '../devices/device-status.ts';
import { viewOfFrame, viewOfStatus } from './scale-view.ts';
import { countFrame, evidenceOf, standsStill, type SteadyRun, type SteadyRunRules } from './steady-run.ts';
import type { ScaleView } from './weigh-bench-state.ts';
import type { WeightEvidence } from './weight-evidence.ts';

/** How a weight becomes one: of the settings. */
export interface SteadyRules extends SteadyRunRules {
  readonly zeroBandMg: number;
}

/** What the scale shows, whether the plate was empty since the last booking, and the run of equal frames. Ask `steadyMass` for the number. */
export interface SteadyWeight {
  readonly scale: ScaleView;
  readonly zeroSeen: boolean;
  /** 0 … neededFrames. */
  readonly stableFrames: number;
  readonly run: (SteadyRun & { readonly last: ScaleFrame; readonly mass: Mass }) | undefined;
}

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
  const seen = {
    milligrams: massToMilligrams(scale.mass),
    ...{ stable: scale.stable, derived: reading.stability === 'unknown' },
  };
  const { run, stableFrames } = countFrame(weight, frame, seen, rules);
  return { scale, zeroSeen: true, stableFrames, run: { ...run, last: frame, mass: scale.mass } };
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
  if (run === undefined) return undefined;
  const { last, mass } = run;
  if (!standsStill({ run, stableFrames }, last, rules)) return undefined;
  return {
    mass,
    milligrams: massToMilligrams(mass),
    evidence: evidenceOf({ run, stableFrames }, last, zeroSeen),
    wallMs: last.wallMs,
  };
}
