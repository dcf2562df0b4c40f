import type { SimulatedScaleState } from '../simulators/scale/scale-encoders.ts';
import { Misuse } from './misuse.ts';

const troubles = ['overload', 'wobble', 'noise', 'silent', 'unplug'] as const;
type Trouble = (typeof troubles)[number];

/** A weight put down swings this long before the simulated indicator calls it stable. */
export const SETTLE_MS = 600;
const SWING_GRAMS = 40;
const MAX_STEPS = 1000;

export interface PlanStep {
  readonly what: number | Trouble;
  readonly ms: number;
}

/** What the simulated device does at a moment. */
export type PlanMoment =
  { readonly kind: 'frame'; readonly state: SimulatedScaleState } | { readonly kind: 'noise' | 'silent' | 'unplug' };

/** "0:1s,2365:3s,overload:1s,wobble:2s,noise:1s,silent:1s,unplug:500ms". Weights in whole grams. Throws Misuse. */
export function parsePlan(text: string): readonly PlanStep[] {
  const steps = text.split(',').map((part): PlanStep => {
    const match = /^ *(-?\d{1,6}|[a-z]+):(\d+(?:\.\d+)?)(ms|s) *$/.exec(part);
    const trouble = troubles.find((name) => name === match?.[1]);
    if (match === null || (trouble === undefined && !/^-?\d+$/.test(match[1] ?? '')))
      throw new Misuse(`"${part}": write a step as GRAMS:3s or ${troubles.join(':1s, ')}:1s`);
    return { what: trouble ?? Number(match[1]), ms: Number(match[2]) * (match[3] === 's' ? 1000 : 1) };
  });
  if (steps.length > MAX_STEPS) throw new Misuse(`at most ${MAX_STEPS} steps`);
  if (steps.every((step) => step.ms <= 0)) throw new Misuse('a plan must last longer than nothing');
  return steps;
}

/** The plan runs round and round. The same random numbers give the same moments. */
export function momentOf(plan: readonly PlanStep[], elapsedMs: number, random: () => number): PlanMoment {
  const total = plan.reduce((sum, step) => sum + step.ms, 0);
  let rest = elapsedMs % total;
  const step = plan.find(({ ms }) => (rest < ms ? true : ((rest -= ms), false))) ?? { what: 0, ms: total };
  const frame = (grams: number, moving: boolean): PlanMoment => ({
    kind: 'frame',
    state: { grams, moving, overload: false },
  });
  if (typeof step.what === 'number') {
    const moving = rest < Math.min(SETTLE_MS, step.ms / 2);
    return frame(step.what + (moving ? Math.round((random() - 0.5) * SWING_GRAMS) : 0), moving);
  }
  if (step.what === 'wobble') return frame(1000 + Math.round((random() - 0.5) * SWING_GRAMS), true);
  if (step.what === 'overload') return { kind: 'frame', state: { grams: 0, moving: false, overload: true } };
  return { kind: step.what };
}
