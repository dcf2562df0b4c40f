import { createLineBook } from '../../shared/parcel/line-book.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { reduceMerge } from '../../shared/merge/merge-bench.ts';
import {
  idleMerge,
  type MergeContext,
  type MergeEffect,
  type MergeEvent,
  type MergeParcel,
} from '../../shared/merge/merge-bench-state.ts';
import { planMerge } from '../../shared/merge/plan-merge.ts';
import { UnitFold } from '../../shared/merge/unit-fold.ts';

const book = createLineBook(
  () => builtInReference.lines,
  () => 1_795_000_000_000,
);
const cm = (length: string, width: string, height: string) => ({ length, width, height, unit: 'cm' as const });
export const mergeParcel = (waybill: string, more: Partial<MergeParcel> = {}): MergeParcel => ({
  ...{ waybill, gross: { value: '0.600', unit: 'kg' }, dimensions: cm('18', '12', '8') },
  ...{ customer: 'C1', line: 'US-A', cargoClass: 'none', country: 'US' },
  ...more,
});
/** Each bills 1.0 kg alone; two go into M and bill 1.5 kg. */
export const knownToMerge = new Map(
  [
    mergeParcel('YT1001'),
    mergeParcel('YT1002'),
    mergeParcel('YT1003', { customer: 'C2' }),
    mergeParcel('YT1004', { cargoClass: 'battery-in' }),
    mergeParcel('YT1005', { line: 'EU-B' }),
    mergeParcel('YT1006', { dimensions: cm('290', '12', '8') }),
    ...Array.from({ length: 42 }, (_, i) => mergeParcel(`YT20${String(i + 10)}`)),
  ].map((one) => [one.waybill, one]),
);

/** The merge bench with a disk that answers when it is told to, over the sample lines and boxes. */
export function mergeTable(more: Partial<MergeContext> = {}) {
  const units = new UnitFold();
  let state = idleMerge;
  const effects: MergeEffect[] = [];
  const context: MergeContext = {
    ...{ practice: false, holdPlace: 'H1' },
    findParcel: (waybill) => knownToMerge.get(waybill),
    findUnit: (waybill) => units.unitOf(waybill),
    bagOf: () => undefined,
    isTaken: (number) => knownToMerge.has(number) || units.find(number) !== undefined,
    check: () => [],
    findBox: (code) => builtInReference.boxes.find((box) => box.code === code),
    plan: (parcels) => planMerge(book, builtInReference.boxes, parcels),
    ...more,
  };
  const send = (event: MergeEvent): void => {
    const step = reduceMerge(state, event, context);
    state = step.state;
    effects.push(...step.effects);
    for (const effect of step.effects)
      if (effect.type === 'plan') send({ type: 'planned', plan: context.plan(effect.parcels) });
  };
  return {
    send,
    scan: (...texts: string[]) => {
      for (const text of texts) send({ type: 'scan', text });
    },
    key: (key: 'F1' | 'F6' | 'F8' | 'Escape') => send({ type: 'key', key }),
    saved: (seq: number) => {
      const merge = effects.findLast((effect) => effect.type === 'merge');
      if (merge?.type !== 'merge') throw new Error('nothing was to be saved');
      units.apply('parcelsMerged', operationPayloads.parcelsMerged.parse(merge.payload), `D-1-${seq}`);
      send({ type: 'written', seq });
    },
    effects,
    units,
    get state() {
      return state;
    },
  };
}
