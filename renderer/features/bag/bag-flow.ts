import { createStore, type StoreApi } from 'zustand/vanilla';
import { reduceBagBench } from '../../../shared/consolidation/bag-bench.ts';
import type { BagBenchState, BagContext, BagEffect, BagEvent } from '../../../shared/consolidation/bag-bench-state.ts';
import { judgeParcelInBag, type BagFacts } from '../../../shared/consolidation/bag-rules.ts';
import { initialBagBench, type BagMemory } from '../../../shared/consolidation/bag-steps.ts';
import { explainDifference } from '../../../shared/consolidation/explain-difference.ts';
import { freeLetter, letterOrder } from '../../../shared/consolidation/floor-fold.ts';
import { findBagFacts, openBagFor } from '../../../shared/consolidation/fold-lookups.ts';
import { isMarkedBadge } from '../../../shared/identity/credential-entry.ts';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import { baggingIn } from '../../../shared/settings/bagging-settings.ts';
import { spell } from '../../../shared/voice/voice-phrase.ts';
import { appendOperation } from '../../app/append-operation.ts';
import { printStandTag } from '../../app/print-sheets.ts';
import type { Flow, FlowParts, FlowScan } from '../../app/flow.ts';
import { createFloorLookups } from '../../app/floor-lookups.ts';
import type { Applied } from '../../data/operation-store.ts';
import { createLeadsWord, type CredentialEntry } from '../../ui/credential-entry.ts';
import { timeText } from '../../text/time-text.ts';

export interface BagFlow extends Flow {
  readonly id: 'bag';
  readonly store: StoreApi<BagBenchState>;
  /** Bags that hang here, by letter. */
  readonly stands: StoreApi<readonly BagFacts[]>;
  readonly dispatch: (event: BagEvent) => void;
  /** A lead's badge or PIN, while `asksLead`. */
  readonly lead: CredentialEntry;
}

const QUIET: readonly BagBenchState['phase'][] = ['idle', 'bagged', 'sealed', 'done'];

/** Bagging at work: the pure reducer, its look-ups, and its effects carried out. */
export function createBagFlow(parts: FlowParts): BagFlow {
  const { bags } = parts;
  const { fold } = bags;
  const lookups = createFloorLookups(parts);
  let memory: BagMemory = initialBagBench(parts.station().settings.weighing.stableFrames);
  const store = createStore<BagBenchState>(() => memory.bench);
  const stands = createStore<readonly BagFacts[]>(() => []);

  function context(): BagContext {
    const { settings, mode } = parts.station();
    const { weighing, language } = settings;
    const bagging = baggingIn(mode, settings.bagging);
    const scale = parts.device('scale-1');
    const limits = lookups.limits();
    const { id, name, role } = parts.operator();
    return {
      weighing: {
        neededFrames: weighing.stableFrames,
        zeroBandMg: massToMilligrams(weighing.zeroBand),
        toleranceMg: massToMilligrams(weighing.tolerance),
      },
      ...{ limits, tare: bagging.tare, tolerance: bagging.tolerance },
      labels: {
        ...{ companyPrefix: bagging.companyPrefix, receptacles: bagging.receptacles, from: bagging.from },
        ...{ destinations: bagging.destinations, language, timeText },
        yearOf: (wallMs) => new Date(wallMs).getFullYear(),
      },
      ...{
        holdPlace: weighing.holdPlace,
        practice: mode === 'practice',
        scaleName: scale?.name ?? '',
        scaleSimulated: scale?.simulated ?? false,
      },
      leadHere: role === 'operator' ? undefined : { id, name },
      findParcel: lookups.facts,
      findBag: (bag) => findBagFacts(fold, bag),
      resolveTag: lookups.resolveTag,
      openBagFor: (parcel) => openBagFor(fold, parcel, limits),
      freeLetter: () => freeLetter(fold, bagging.stands),
      stoppedIn: (bag) => lookups.stoppedIn(bag.bag),
      explain: (bag, difference, tolerance) => {
        const found = fold.bags.get(bag.bag);
        return found === undefined
          ? undefined
          : explainDifference(fold, found, difference, tolerance, ({ waybill }) => {
              const parcel = lookups.uncheckedFacts(waybill);
              return parcel !== undefined && judgeParcelInBag({ parcel, bag, limits }) === undefined;
            });
      },
    };
  }

  const lead = createLeadsWord(parts, {
    onLead: ({ id, name }) => dispatch({ type: 'lead', lead: { id, name } }),
    onLeave: () => dispatch({ type: 'lead-left' }),
  });

  function dispatch(event: BagEvent): void {
    const step = reduceBagBench(memory, event, context());
    memory = step.memory;
    store.setState(memory.bench, true);
    for (const effect of step.effects) carryOut(effect);
  }

  function carryOut(effect: BagEffect): void {
    switch (effect.type) {
      case 'cue':
        parts.play(effect.cue);
        return;
      case 'say-bag':
        parts.speak(effect.fresh ? 'bag-open' : 'bag', ...spell(effect.letter));
        return;
      case 'say-code':
        parts.speak(effect.code);
        return;
      case 'ask-lead':
        lead.reset();
        return;
      case 'print-tag':
        printStandTag(parts, effect.letter);
        return;
      case 'take-number':
        void parts.bridge.invoke('numbers.take', { series: effect.series }).then((result) => {
          if (result.ok) dispatch({ type: 'number', number: result.value.number, wallMs: parts.wallMs() });
          else dispatch({ type: 'failed', code: result.error.code });
        });
        return;
      case 'append':
        void appendOperation(parts, effect).then((result) => {
          if (result.ok) dispatch({ type: 'recorded', operation: effect.operation, ...result.value });
          else dispatch({ type: 'failed', code: result.error.code });
        });
        return;
    }
  }

  function showStands(): void {
    const shown = [...fold.stands.values()].flatMap((bag) => findBagFacts(fold, bag) ?? []);
    stands.setState(
      shown.sort((a, b) => letterOrder(a.letter) - letterOrder(b.letter)),
      true,
    );
  }
  bags.onChange(showStands);

  function onApplied(applied: readonly Applied[]): void {
    for (const { label } of applied)
      if (label !== undefined && label.job === memory.bench.last?.job)
        dispatch({ type: 'label', job: label.job, state: label.state, code: label.code });
  }

  function onScan(scan: FlowScan): void {
    // A lead's badge where a lead may decide needs no key before it.
    const { asksLead, phase, question } = store.getState();
    if (!asksLead && phase === 'sum' && question === undefined && isMarkedBadge(scan.text))
      dispatch({ type: 'key', key: 'F9' });
    if (store.getState().asksLead) lead.onScan(scan.text);
    else dispatch({ type: 'scan', ...scan });
  }

  function onKey(name: string): boolean {
    const { asksLead, tareTyped } = store.getState();
    if (asksLead) return lead.onKey(name);
    const typed = tareTyped !== undefined && /^(\d|Backspace|Enter)$/.test(name);
    if (!typed && !/^(F[1-9]|Escape)$/.test(name)) return false;
    dispatch({ type: 'key', key: name });
    return true;
  }

  return {
    id: 'bag',
    ...{ store, stands, dispatch, lead, onScan, onKey, onApplied },
    onTornScan: () => dispatch({ type: 'scan-torn' }),
    onFrame: (frame) => dispatch({ type: 'frame', frame }),
    onScaleStatus: (status) => dispatch({ type: 'scale-status', status }),
    onAcknowledged: (ackedSeq) => dispatch({ type: 'synced', ackedSeq }),
    onStorage: (storage) => dispatch({ type: 'storage', full: storage.state === 'full' }),
    restore: () => {
      showStands();
      return Promise.resolve();
    },
    quiet: () => {
      const { phase, refusal, question, asksLead, tareTyped } = memory.bench;
      const open = refusal ?? question ?? tareTyped;
      return QUIET.includes(phase) && open === undefined && !asksLead;
    },
    doneCount: () => {
      let pieces = 0;
      for (const { parcels, elsewhere } of fold.bags.values()) if (!elsewhere) pieces += parcels.size;
      return pieces;
    },
  };
}
