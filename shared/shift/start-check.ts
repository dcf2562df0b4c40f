import type { LabelState } from '../devices/print-job.ts';
import type { ScaleFrame } from '../devices/scale-reading.ts';
import type { Person } from '../ipc/supply-commands.ts';
import { massToMilligrams } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';
import { viewOfFrame } from '../parcel/scale-view.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';
import type { VoicePhrase } from '../voice/voice-phrase.ts';
import { faultOfCard, type CardFault } from './scanner-card.ts';
import type { CheckOutcome, CheckStepId } from './shift-operations.ts';

/** What a step found wrong, for its words on the screen. */
export type StepFault =
  | CardFault
  | 'drift'
  | 'other-label'
  | 'label-failed'
  | 'label-unknown'
  | 'clock-off'
  | 'disk-low'
  | 'queue-old'
  | 'queue-parked';

export interface CheckStep extends CheckOutcome {
  readonly fault?: StepFault | undefined;
}

export interface StartCheckState {
  /** Steps that are over, in order; the next one of `plan` is being done. */
  readonly done: readonly CheckStep[];
  readonly plan: readonly CheckStepId[];
  /** The step being done went wrong: F8 does it again, a lead lets it pass. */
  readonly fault: { readonly why: StepFault; readonly reading: string; readonly driftMilligrams?: number } | undefined;
  /** A lead was asked for, has come, and says why. */
  readonly lead: 'none' | 'asked' | Person;
  /** What a lead's word covers: this step, or everything that is left, to start without the check. F5 changes it. */
  readonly scope: 'step' | 'rest';
  readonly run: { readonly milligrams: number; readonly frames: number };
  readonly job: string | undefined;
  readonly startedMs: number;
  readonly tookMs: number | undefined;
}

export interface StartCheckContext {
  readonly nowMs: number;
  readonly zeroBandMg: number;
  readonly neededFrames: number;
  readonly hasScale: boolean;
  readonly hasPrinter: boolean;
  readonly nominal: Mass | undefined;
  readonly toleranceMg: number;
}

/** What the station found out about itself. undefined: not known, nothing to compare with. */
export interface StationFacts {
  readonly clockSkewMs: number | undefined;
  readonly freeBytes: number;
  readonly storage: 'ok' | 'low' | 'full';
  readonly waiting: number;
  readonly parked: number;
  readonly oldestMs: number | undefined;
}

export type StartCheckEvent =
  | { readonly type: 'frame'; readonly frame: ScaleFrame }
  | { readonly type: 'scan'; readonly text: string }
  | { readonly type: 'torn' }
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'printed'; readonly job: string | undefined }
  | { readonly type: 'label'; readonly job: string; readonly state: LabelState }
  | { readonly type: 'facts'; readonly facts: StationFacts }
  | { readonly type: 'lead'; readonly person: Person | undefined };

export type StartCheckEffect =
  | { readonly type: 'cue'; readonly cue: Cue }
  | { readonly type: 'speak'; readonly phrase: VoicePhrase }
  | { readonly type: 'zero-scale' }
  | { readonly type: 'print' }
  | { readonly type: 'print-card' }
  | { readonly type: 'confirm-label'; readonly job: string }
  | { readonly type: 'look' }
  | { readonly type: 'ask-lead' }
  | { readonly type: 'record'; readonly steps: readonly CheckOutcome[]; readonly tookMs: number };

export interface StartCheckTurn {
  readonly state: StartCheckState;
  readonly effects: readonly StartCheckEffect[];
}

/** A clock that is off by more than this dates records wrongly enough to matter in a dispute. */
export const MAX_SKEW_MS = 60_000;
/** What waits longer than this was left by another shift. */
export const OLD_QUEUE_MS = 12 * 3_600_000;
export const LEAD_REASONS = ['known-fault', 'checked-by-hand', 'repair-ordered'] as const;

const PLAN: readonly CheckStepId[] = ['zero', 'test-weight', 'scanner', 'label', 'clock', 'storage', 'queue'];
const still = (state: StartCheckState): StartCheckTurn => ({ state, effects: [] });
const NO_RUN = { milligrams: 0, frames: 0 };

/** The step being done; undefined: all are over. */
export const stepNow = ({ plan, done }: StartCheckState): CheckStepId | undefined => plan[done.length];

export function startCheck(context: StartCheckContext): StartCheckTurn {
  const state: StartCheckState = {
    ...{ done: [], plan: PLAN, fault: undefined, lead: 'none', scope: 'step', run: NO_RUN },
    ...{ job: undefined, tookMs: undefined, startedMs: context.nowMs },
  };
  return enter(state, context);
}

export function reduceStartCheck(
  state: StartCheckState,
  event: StartCheckEvent,
  context: StartCheckContext,
): StartCheckTurn {
  const step = stepNow(state);
  if (step === undefined) return still(state);
  switch (event.type) {
    case 'key':
      return onKey(state, step, event.name, context);
    case 'lead':
      return still({ ...state, lead: state.lead === 'asked' ? (event.person ?? 'none') : state.lead });
    case 'frame':
      return state.fault === undefined ? onFrame(state, step, event.frame, context) : still(state);
    case 'torn':
      return step === 'scanner' ? fail(state, 'card-torn', '') : still(state);
    case 'scan':
      return onScan(state, step, event.text.trim(), context);
    case 'printed':
      if (step !== 'label') return still(state);
      return event.job === undefined ? fail(state, 'label-failed', '') : still({ ...state, job: event.job });
    case 'label':
      if (step !== 'label' || event.job !== state.job) return still(state);
      if (event.state === 'failed') return fail(state, 'label-failed', '');
      return event.state === 'unknown' ? fail(state, 'label-unknown', '') : still(state);
    case 'facts':
      return onFacts(state, event.facts, context);
  }
}

// ── the way from step to step ────────────────────────────────────────────────────────────────────────────────────────

/** What begins by itself; a step without its device is over at once. */
function enter(state: StartCheckState, context: StartCheckContext): StartCheckTurn {
  const fresh = { ...state, fault: undefined, lead: 'none', scope: 'step', run: NO_RUN } as const;
  switch (stepNow(state)) {
    case undefined: {
      const tookMs = Math.max(0, Math.round(context.nowMs - state.startedMs));
      const steps = state.done.map(({ fault: _, ...outcome }): CheckOutcome => outcome);
      const effects: StartCheckEffect[] = [
        { type: 'record', steps, tookMs },
        { type: 'speak', phrase: 'check-passed' },
      ];
      return { state: { ...fresh, tookMs }, effects };
    }
    case 'zero':
      return context.hasScale ? still(fresh) : over(fresh, { step: 'zero', outcome: 'absent', reading: '' }, context);
    case 'test-weight':
      return context.hasScale && context.nominal !== undefined
        ? still(fresh)
        : over(fresh, { step: 'test-weight', outcome: 'absent', reading: '' }, context);
    case 'scanner':
      return still(fresh);
    case 'label':
      return context.hasPrinter
        ? { state: { ...fresh, job: undefined }, effects: [{ type: 'print' }] }
        : over(fresh, { step: 'label', outcome: 'absent', reading: '' }, context);
    case 'clock':
    case 'storage':
    case 'queue':
      return { state: fresh, effects: [{ type: 'look' }] };
  }
}

function over(state: StartCheckState, step: CheckStep, context: StartCheckContext): StartCheckTurn {
  const next = enter({ ...state, done: [...state.done, step] }, context);
  return step.outcome === 'absent' ? next : { ...next, effects: [{ type: 'cue', cue: 'ok' }, ...next.effects] };
}

function fail(state: StartCheckState, why: StepFault, reading: string, driftMilligrams?: number): StartCheckTurn {
  return {
    state: {
      ...state,
      run: NO_RUN,
      fault: { why, reading, ...(driftMilligrams === undefined ? {} : { driftMilligrams }) },
    },
    effects: [
      { type: 'cue', cue: 'check' },
      { type: 'speak', phrase: 'STEP_NOT_PASSED' },
    ],
  };
}

// ── what people and devices do ───────────────────────────────────────────────────────────────────────────────────────

function onKey(state: StartCheckState, step: CheckStepId, name: string, context: StartCheckContext): StartCheckTurn {
  const slot = /^F([1-3])$/.exec(name)?.[1];
  if (typeof state.lead === 'object' && slot !== undefined)
    return byLead(state, step, { lead: state.lead.id, reason: LEAD_REASONS[Number(slot) - 1] }, context);
  // Beside a lead's question only its own keys act.
  if (typeof state.lead === 'object' && name === 'F5')
    return still({ ...state, scope: state.scope === 'step' ? 'rest' : 'step' });
  switch (name) {
    case 'F2':
      return step === 'zero' && state.lead === 'none' ? { state, effects: [{ type: 'zero-scale' }] } : still(state);
    case 'F4':
      // Print it, or print it again: the test label, or the card to scan where none lies at the bench.
      if (step === 'scanner' && context.hasPrinter) return { state, effects: [{ type: 'print-card' }] };
      return step === 'label' ? enter(state, context) : still(state);
    // Again: this step; or, when nothing of it has been done yet, the one before.
    case 'F8': {
      const back = state.fault === undefined && typeof state.lead !== 'object' && state.done.length > 0;
      return enter(back ? { ...state, done: state.done.slice(0, lastDone(state.done)) } : state, context);
    }
    // Asked for while nothing is wrong, a lead comes to let the shift begin without the rest.
    case 'F9': {
      const scope = state.fault === undefined ? 'rest' : 'step';
      return { state: { ...state, lead: 'asked', scope }, effects: [{ type: 'ask-lead' }] };
    }
    case 'Escape':
      return still({ ...state, lead: 'none' });
  }
  return still(state);
}

/** A lead's word with its reason, on this step or on all that is left; each of them stands in the record. */
function byLead(
  state: StartCheckState,
  step: CheckStepId,
  word: { readonly lead: string; readonly reason: string | undefined },
  context: StartCheckContext,
): StartCheckTurn {
  const { fault } = state;
  const passed: CheckStep = {
    ...{ step, outcome: 'overridden', reading: fault?.reading ?? '', fault: fault?.why },
    ...(fault?.driftMilligrams === undefined ? {} : { driftMilligrams: fault.driftMilligrams }),
    ...word,
  };
  if (state.scope === 'step') return over(state, passed, context);
  const rest = state.plan.slice(state.done.length + 1).map((one): CheckStep => ({ ...passed, step: one, reading: '' }));
  const all = [passed, ...rest.map(({ fault: _, driftMilligrams: __, ...one }) => one)];
  return over({ ...state, done: [...state.done, ...all.slice(0, -1)] }, all.at(-1) ?? passed, context);
}

/** Steps without a device are no place to go back to. */
const lastDone = (done: readonly CheckStep[]): number =>
  Math.max(0, done.map(({ outcome }) => outcome !== 'absent').lastIndexOf(true));

function onFrame(
  state: StartCheckState,
  step: CheckStepId,
  frame: ScaleFrame,
  context: StartCheckContext,
): StartCheckTurn {
  if (step !== 'zero' && step !== 'test-weight') return still(state);
  const view = viewOfFrame(frame, context.zeroBandMg);
  if (view.kind !== 'live' || !view.stable) return still({ ...state, run: NO_RUN });
  const milligrams = massToMilligrams(view.mass);
  if (view.atZero !== (step === 'zero')) return still({ ...state, run: NO_RUN });
  const frames = state.run.milligrams === milligrams ? state.run.frames + 1 : 1;
  if (frames < context.neededFrames) return still({ ...state, run: { milligrams, frames } });
  const reading = `${view.mass.value} ${view.mass.unit}`;
  if (step === 'zero') return over(state, { step, outcome: 'passed', reading, driftMilligrams: milligrams }, context);
  const drift = milligrams - (context.nominal === undefined ? 0 : massToMilligrams(context.nominal));
  return Math.abs(drift) > context.toleranceMg
    ? fail(state, 'drift', driftText(drift), drift)
    : over(state, { step, outcome: 'passed', reading: driftText(drift), driftMilligrams: drift }, context);
}

function onScan(state: StartCheckState, step: CheckStepId, text: string, context: StartCheckContext): StartCheckTurn {
  if (step === 'scanner') {
    const fault = faultOfCard(text);
    return fault === undefined
      ? over(state, { step, outcome: 'passed', reading: '' }, context)
      : fail(state, fault, text.slice(0, 40));
  }
  if (step !== 'label' || state.job === undefined) return { state, effects: [{ type: 'cue', cue: 'check' }] };
  if (text.toUpperCase() !== state.job) return fail(state, 'other-label', text.slice(-12));
  const next = over(state, { step, outcome: 'passed', reading: text.slice(-4) }, context);
  return { ...next, effects: [{ type: 'confirm-label', job: state.job }, ...next.effects] };
}

function onFacts(state: StartCheckState, facts: StationFacts, context: StartCheckContext): StartCheckTurn {
  const step = stepNow(state);
  switch (step) {
    case 'clock': {
      const { clockSkewMs } = facts;
      if (clockSkewMs === undefined) return over(state, { step, outcome: 'absent', reading: '' }, context);
      const reading = secondsText(clockSkewMs);
      return Math.abs(clockSkewMs) > MAX_SKEW_MS
        ? fail(state, 'clock-off', reading)
        : over(state, { step, outcome: 'passed', reading }, context);
    }
    case 'storage': {
      const reading = `${Math.floor(facts.freeBytes / 2 ** 30)} GiB`;
      return facts.storage === 'ok'
        ? over(state, { step, outcome: 'passed', reading }, context)
        : fail(state, 'disk-low', reading);
    }
    case 'queue': {
      const reading = String(facts.waiting);
      if (facts.parked > 0) return fail(state, 'queue-parked', String(facts.parked));
      const old = facts.oldestMs !== undefined && context.nowMs - facts.oldestMs > OLD_QUEUE_MS;
      return old ? fail(state, 'queue-old', reading) : over(state, { step, outcome: 'passed', reading }, context);
    }
    case undefined:
    case 'zero':
    case 'test-weight':
    case 'scanner':
    case 'label':
      return still(state);
  }
}

/** Whole milligrams as grams with their sign: "+0.2 g". */
export function driftText(milligrams: number): string {
  const grams = Math.trunc(Math.abs(milligrams) / 1_000);
  const rest = String(Math.abs(milligrams) % 1_000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  const sign = milligrams < 0 ? '−' : '+';
  return `${milligrams === 0 ? '' : sign}${grams}${rest === '' ? '' : `.${rest}`} g`;
}
const secondsText = (milliseconds: number): string =>
  `${milliseconds < 0 ? '−' : '+'}${Math.round(Math.abs(milliseconds) / 1_000)} s`;
