import { createStore, type StoreApi } from 'zustand/vanilla';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import { reduceMerge } from '../../../shared/merge/merge-bench.ts';
import {
  idleMerge,
  type MergeBenchState,
  type MergeContext,
  type MergeEffect,
  type MergeEvent,
  type MergeParcel,
} from '../../../shared/merge/merge-bench-state.ts';
import { planMerge } from '../../../shared/merge/plan-merge.ts';
import { checkParcel } from '../../../shared/parcel/check-parcel.ts';
import { createAnnounced } from '../../app/announced.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';

export interface MergeFlow extends Flow {
  readonly id: 'merge';
  readonly store: StoreApi<MergeBenchState>;
}

/** 合箱 at work: the pure bench, its look-ups, and its operations written. */
export function createMergeFlow(parts: FlowParts): MergeFlow {
  const store = createStore<MergeBenchState>(() => idleMerge);
  const { bags, book } = parts;
  const { findPreAlert, findHold, findUnit } = createAnnounced(parts);

  function findParcel(waybill: string): MergeParcel | undefined {
    const weighed = parts.weighed.find(waybill);
    const alert = findPreAlert(waybill);
    if (weighed?.dimensions === undefined || weighed.line === undefined) return undefined;
    const { gross, dimensions, line } = weighed;
    const { customer = '', country, dutyMode } = alert ?? {};
    const cargoClass = weighed.cargoClass ?? alert?.cargoClass ?? '';
    return { waybill, gross, dimensions, line, cargoClass, customer, country, dutyMode };
  }

  const context = (): MergeContext => ({
    practice: parts.station().mode === 'practice',
    holdPlace: parts.station().settings.weighing.holdPlace,
    findParcel,
    findUnit,
    bagOf: (waybill) => bags.fold.bags.get(bags.fold.parcels.get(waybill)?.bag ?? '')?.letter,
    isTaken: (number) => parts.weighed.find(number) !== undefined || findPreAlert(number) !== undefined,
    check: (parcel) =>
      checkParcel(parcel, {
        ...{ findHold, ruleOf: book.ruleOf, lineOf: book.lineOf },
      }),
    findBox: (code) => parts.reference.findBox(code),
    plan: (parcels) => planMerge(book, parts.reference.boxes, parcels),
  });

  function dispatch(event: MergeEvent): void {
    const before = store.getState();
    const { state, effects } = reduceMerge(before, event, context());
    store.setState(state, true);
    for (const effect of effects) void carryOut(effect);
    const { refusal } = state;
    if (refusal !== undefined && refusal !== before.refusal) parts.speak(refusal.code);
  }

  async function carryOut(effect: MergeEffect): Promise<void> {
    switch (effect.type) {
      case 'cue':
        parts.play(effect.cue);
        return;
      case 'plan':
        // The band says so first: the search keeps the page busy for a second or two.
        requestAnimationFrame(() =>
          setTimeout(() => {
            dispatch({ type: 'planned', plan: planMerge(book, parts.reference.boxes, effect.parcels) });
          }),
        );
        return;
      case 'weigh':
        // The carton is one parcel from here on, with all that is said of one.
        parts.handOver('weigh', effect.unit);
        return;
      case 'aside': {
        const { waybill } = effect.payload;
        const written = await parts.bridge.invoke('operation.append', {
          ...{ type: 'parcelSetAside' as const, entity: `parcel:${waybill}`, payload: effect.payload },
        });
        if (!written.ok) dispatch({ type: 'write-failed', code: written.error.code });
        return;
      }
      case 'merge': {
        const written = await parts.bridge.invoke('operation.append', {
          ...{ type: 'parcelsMerged' as const, entity: `parcel:${effect.payload.unit}`, payload: effect.payload },
        });
        if (!written.ok) {
          dispatch({ type: 'write-failed', code: written.error.code });
          return;
        }
        const { seq } = written.value;
        const { device, epoch } = parts.operations.head() ?? parts.station().head;
        // The weigh bench asks for it before the local view tells of it.
        parts.floor.written({ device, epoch, seq }, { type: 'parcelsMerged', payload: effect.payload });
        dispatch({ type: 'written', seq });
        return;
      }
      case 'undo': {
        const written = await parts.bridge.invoke('operation.append', {
          ...{ type: 'mergeUndone' as const, entity: `parcel:${effect.payload.unit}`, payload: effect.payload },
        });
        dispatch(written.ok ? { type: 'undone' } : { type: 'write-failed', code: written.error.code });
        return;
      }
    }
  }

  return {
    id: 'merge',
    store,
    onScan: ({ text, aim }) => dispatch({ type: 'scan', text, aim }),
    onTornScan: () => dispatch({ type: 'scan-torn' }),
    onKey: (name) => {
      if (name !== 'F1' && name !== 'F6' && name !== 'F8' && name !== 'Escape') return false;
      dispatch({ type: 'key', key: name });
      return true;
    },
    onStorage: ({ state }) => dispatch({ type: 'storage', full: state === 'full' }),
    restore: () => Promise.resolve(),
    quiet: () => store.getState().parcels.length === 0 && store.getState().phase === 'collecting',
  };
}

export const mergeTone = (state: MergeBenchState): 'idle' | 'busy' | 'ok' | 'check' | 'stop' =>
  state.refusal !== undefined
    ? toneOf(state.refusal.code)
    : state.parcels.length > 0
      ? 'busy'
      : state.last !== undefined && !state.last.undone
        ? 'ok'
        : 'idle';
