import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import type { ErrorCode } from '../../shared/errors/catalog.ts';
import { isMarkedBadge } from '../../shared/identity/credential-entry.ts';
import type { JobId } from '../../shared/devices/print-job.ts';
import { mustBeAnswered, type LabelAsk } from '../../shared/labels/label-ask.ts';
import { jobIdOf } from '../../shared/labels/label-ledger.ts';
import { massToMilligrams } from '../../shared/measure/mass.ts';
import {
  afterBooking,
  noWeight,
  steadyMass,
  weightAfterFrame,
  weightAfterStatus,
  type SteadyMass,
} from '../../shared/parcel/steady-weight.ts';
import type { WeightEvidence } from '../../shared/parcel/weight-evidence.ts';
import type { Step } from '../../shared/stock/bench-step.ts';
import type { Photo } from '../../shared/stock/photo.ts';
import type { FloorEffect } from '../../shared/stock/floor-effect.ts';
import { createLeadsWord, type CredentialEntry } from '../ui/credential-entry.ts';
import type { FlowId } from '../../shared/settings/flow-id.ts';
import { SURE_MS } from '../../shared/stock/tell-units.ts';
import type { Applied } from '../data/operation-store.ts';
import type { FlowParts, FlowScan } from './flow.ts';
import { createLabelCare } from './label-care.ts';

/** What every bench of the overseas floor answers alike; its own events come beside these. */
type CommonEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'booked'; readonly operation: string; readonly job: string; readonly payload: unknown }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };

export interface FloorBenchState<S> {
  readonly bench: S;
  /** A lead's badge or PIN is asked for. */
  readonly asksLead: boolean;
  readonly storageFull: boolean;
  /** A question about a label that was sent, or why one is wanted again. */
  readonly labelAsk: LabelAsk | undefined;
}

/** What is particular about one bench. E: all its events. */
export interface FloorBenchRules<S, E> {
  readonly id: FlowId;
  readonly initial: S;
  readonly reduce: (state: S, event: E | CommonEvent) => Step<S>;
  readonly refusalOf: (state: S) => ErrorCode | undefined;
  /** A lead's word would let what is refused pass: the event that says so. Absent: nothing here is a lead's. */
  readonly lead?: { readonly wanted: (state: S) => boolean; readonly event: (id: string) => E };
  /** F1…F9 and Escape that this bench takes. */
  readonly keys: readonly string[];
  readonly key: (name: string) => E;
  /** Digits, Backspace and Enter go to the bench. */
  readonly keypad?: { readonly open: (state: S) => boolean; readonly event: (key: string) => E };
  readonly weight?: {
    readonly event: (weight: SteadyMass & { readonly evidence: WeightEvidence }) => E;
    readonly empty?: () => E;
  };
  readonly photo?: (photo: Photo) => E;
  readonly number?: (number: number | undefined) => E;
  /** This bench prints: F4 prints its last label again, and a label that nobody knows of is asked about. */
  readonly label?: {
    /** Of what was done last. */
    readonly job: (state: S) => JobId | undefined;
    /** Nothing is half done but the label itself. */
    readonly rests: (state: S) => boolean;
    /** The label is read back from what it is on: a scan goes to the bench whatever is asked. */
    readonly awaited?: (state: S) => boolean;
  };
  /** After every step; says aloud what is to be done next, where that helps. */
  readonly after?: (before: S, now: S) => void;
}

export interface FloorBench<S, E> {
  readonly store: StoreApi<FloorBenchState<S>>;
  readonly dispatch: (event: E | CommonEvent) => void;
  readonly lead: CredentialEntry;
  readonly onScan: (scan: FlowScan) => void;
  readonly onTornScan: () => void;
  readonly onKey: (name: string) => boolean;
  readonly onFrame: (frame: ScaleFrame) => void;
  readonly onScaleStatus: (status: DeviceStatus) => void;
  readonly onStorage: (storage: { readonly state: string }) => void;
  /** A label's fate has changed. */
  readonly onApplied: (applied: readonly Applied[]) => void;
  /** It comes in hand. */
  readonly begin: () => void;
}

/**
 * One pure bench at work: events in, effects carried out. The disk's answer comes back as `booked`; "saved" is what it says then. The
 * reason of a refusal is said aloud once, when it appears.
 */
export function createFloorBench<S, E>(parts: FlowParts, rules: FloorBenchRules<S, E>): FloorBench<S, E> {
  const store = createStore<FloorBenchState<S>>(() => ({
    ...{ bench: rules.initial, asksLead: false, storageFull: false, labelAsk: undefined },
  }));
  const { label } = rules;
  const care =
    label === undefined
      ? undefined
      : createLabelCare(parts, {
          job: () => label.job(store.getState().bench),
          rests: () => !store.getState().asksLead && label.rests(store.getState().bench),
          inHand: () => parts.inHand() === rules.id,
          asked: () => store.getState().labelAsk,
          ask: (labelAsk) => store.setState({ labelAsk }),
        });
  let weight = noWeight;
  let lastCard: FlowScan | undefined;
  /** The run that was told of already: one weight is one event. */
  let told: unknown;

  const dispatch = (event: E | CommonEvent): void => {
    const before = store.getState().bench;
    const { state, effects } = rules.reduce(before, event);
    const still = store.getState().asksLead && (rules.lead?.wanted(state) ?? false);
    store.setState({ bench: state, asksLead: still });
    for (const effect of effects) carryOut(effect);
    const code = rules.refusalOf(state);
    if (code !== undefined && (code !== rules.refusalOf(before) || saysStop(effects))) parts.speak(code);
    rules.after?.(before, state);
    care?.look();
  };

  function carryOut(effect: FloorEffect): void {
    switch (effect.type) {
      case 'cue':
        parts.play(effect.cue);
        return;
      case 'append':
        void write(effect);
        return;
      case 'take-number':
        void takeNumber(effect.series);
        return;
      case 'photo':
        void takePhoto();
        return;
    }
  }

  async function write(effect: Extract<FloorEffect, { type: 'append' }>): Promise<void> {
    const { operation, entity, payload } = effect;
    const answer = await parts.bridge.invoke('operation.append', { type: operation, entity, payload });
    if (!answer.ok) {
      // A confirmed label is said once more by the next scan; nothing of the piece depends on it.
      if (operation !== 'labelConfirmed') dispatch({ type: 'booking-failed', code: answer.error.code });
      return;
    }
    const { device, epoch } = parts.operations.head() ?? parts.station().head;
    const { seq } = answer.value;
    parts.floor.written({ device, epoch, seq }, { type: operation, payload });
    // The next thing on the plate is another thing only after an empty plate was seen.
    if (rules.weight !== undefined && 'evidence' in payload) weight = afterBooking(weight);
    dispatch({ type: 'booked', operation, job: jobIdOf(device, epoch, seq), payload });
  }

  async function takePhoto(): Promise<void> {
    const taken = await parts.camera.take();
    if (!taken.ok) parts.play('check');
    else if (rules.photo !== undefined) {
      const { name, sha256 } = taken.value;
      dispatch(rules.photo({ name, sha256 }));
    }
  }

  async function takeNumber(series: 'label'): Promise<void> {
    const answer = await parts.bridge.invoke('numbers.take', { series });
    const event = rules.number?.(answer.ok ? answer.value.number : undefined);
    if (event !== undefined) dispatch(event);
  }

  const lead = createLeadsWord(parts, {
    onLead: (person) => {
      store.setState({ asksLead: false });
      if (rules.lead !== undefined) dispatch(rules.lead.event(person.id));
    },
    onLeave: () => store.setState({ asksLead: false }),
  });
  const askLead = (): void => {
    lead.reset();
    store.setState({ asksLead: true });
    parts.play('next');
  };

  function onKey(name: string): boolean {
    const { bench, asksLead } = store.getState();
    if (asksLead) return lead.onKey(name);
    if (care?.onKey(name) === true) return true;
    if (name === 'F9') {
      if (rules.lead?.wanted(bench) === true) askLead();
      else parts.play('check');
      return true;
    }
    if (/^(\d|\.|Backspace|Enter)$/.test(name)) {
      if (rules.keypad?.open(bench) !== true) return false;
      dispatch(rules.keypad.event(name));
      return true;
    }
    if (!rules.keys.includes(name)) return false;
    dispatch(rules.key(name));
    return true;
  }

  /** A command card's codes are keys; while a label is asked about, only they and the label itself are heard. */
  function onWork(scan: FlowScan): void {
    const { labelAsk, bench } = store.getState();
    const key = cardKeys[scan.text.toUpperCase()];
    const answers = labelAsk !== undefined && key !== undefined;
    if (key !== undefined && (answers || !/^F[1-358]$/.test(key))) {
      if (scan.text === lastCard?.text && scan.atMs - lastCard.atMs < SURE_MS) parts.play('twice');
      else onKey(key);
      lastCard = scan;
      return;
    }
    if (care?.onScan(scan.text) === true) return;
    if (labelAsk !== undefined && mustBeAnswered(labelAsk) && label?.awaited?.(bench) !== true)
      return parts.play('check');
    if (labelAsk !== undefined && !mustBeAnswered(labelAsk)) store.setState({ labelAsk: undefined });
    dispatch({ type: 'scan', ...scan });
  }

  const steadyRules = () => {
    const { stableFrames, tolerance, zeroBand } = parts.station().settings.weighing;
    const [toleranceMg, zeroBandMg] = [massToMilligrams(tolerance), massToMilligrams(zeroBand)];
    return { neededFrames: stableFrames, toleranceMg, zeroBandMg };
  };

  return {
    store,
    dispatch,
    lead,
    onScan: (scan) => {
      const { bench, asksLead } = store.getState();
      if (!asksLead && rules.lead?.wanted(bench) === true && isMarkedBadge(scan.text)) askLead();
      if (store.getState().asksLead) lead.onScan(scan.text);
      else onWork(scan);
    },
    onTornScan: () => dispatch({ type: 'scan-torn' }),
    onKey,
    onFrame: (frame) => {
      if (rules.weight === undefined) return;
      const was = weight.scale;
      weight = weightAfterFrame(weight, frame, steadyRules());
      const { scale } = weight;
      const empty = scale.kind === 'live' && scale.atZero && scale.stable;
      if (empty && !(was.kind === 'live' && was.atZero && was.stable) && rules.weight.empty !== undefined)
        dispatch(rules.weight.empty());
      const steady = steadyMass(weight, steadyRules());
      if (steady === undefined || told === weight.run?.startMonoMs) return;
      told = weight.run?.startMonoMs;
      const device = parts.device(frame.deviceId);
      const evidence = { ...steady.evidence, scaleName: device?.name ?? '', simulated: device?.simulated ?? false };
      dispatch(rules.weight.event({ ...steady, evidence }));
    },
    onScaleStatus: (status) => {
      weight = weightAfterStatus(weight, status);
    },
    onStorage: ({ state }) => store.setState({ storageFull: state === 'full' }),
    onApplied: (applied) => {
      if (applied.some((one) => one.label !== undefined)) care?.look();
    },
    begin: () => care?.look(),
  };
}

/** Codes of the command card and the keys they stand for. Those of answers, change and undo the pure benches read themselves. */
const cardKeys: Readonly<Record<string, string>> = {
  ...{ 'CMD:1': 'F1', 'CMD:2': 'F2', 'CMD:3': 'F3', 'CMD:REPRINT': 'F4', 'CMD:CHANGE': 'F5' },
  ...{ 'CMD:HOLD': 'F6', 'CMD:PHOTO': 'F7', 'CMD:UNDO': 'F8', 'CMD:LEAD': 'F9' },
};

/** The same refusal once more is said once more: the person did something. */
const saysStop = (effects: readonly FloorEffect[]): boolean =>
  effects.some((effect) => effect.type === 'cue' && effect.cue === 'stop');
