import { describe, expect, it } from 'vitest';
import { operationPayloads } from '../parcel/operations.ts';
import { createLineBook } from '../parcel/line-book.ts';
import { builtInReference } from '../reference/built-in-reference.ts';
import { reduceMerge } from './merge-bench.ts';
import {
  idleMerge,
  type MergeContext,
  type MergeEffect,
  type MergeEvent,
  type MergeParcel,
} from './merge-bench-state.ts';
import { planMerge } from './plan-merge.ts';
import { UnitFold } from './unit-fold.ts';

const book = createLineBook(
  () => builtInReference.lines,
  () => 1_795_000_000_000,
);
const cm = (length: string, width: string, height: string) => ({ length, width, height, unit: 'cm' as const });
const parcel = (waybill: string, more: Partial<MergeParcel> = {}): MergeParcel => ({
  ...{ waybill, gross: { value: '0.600', unit: 'kg' }, dimensions: cm('18', '12', '8') },
  ...{ customer: 'C1', line: 'US-A', cargoClass: 'none', country: 'US' },
  ...more,
});
/** Each bills 1.0 kg alone; two go into M and bill 1.5 kg. */
const known = new Map(
  [
    parcel('YT1001'),
    parcel('YT1002'),
    parcel('YT1003', { customer: 'C2' }),
    parcel('YT1004', { cargoClass: 'battery-in' }),
    parcel('YT1005', { line: 'EU-B' }),
    parcel('YT1006', { dimensions: cm('290', '12', '8') }),
    ...Array.from({ length: 14 }, (_, i) => parcel(`YT20${String(i + 10)}`)),
  ].map((one) => [one.waybill, one]),
);

function bench(more: Partial<MergeContext> = {}) {
  const units = new UnitFold();
  let state = idleMerge;
  const effects: MergeEffect[] = [];
  const context: MergeContext = {
    practice: false,
    findParcel: (waybill) => known.get(waybill),
    findUnit: (waybill) => units.unitOf(waybill),
    isTaken: (number) => known.has(number) || units.find(number) !== undefined,
    check: () => [],
    findBox: (code) => builtInReference.boxes.find((box) => box.code === code),
    plan: (parcels) => planMerge(book, builtInReference.boxes, parcels),
    ...more,
  };
  const send = (event: MergeEvent): void => {
    const step = reduceMerge(state, event, context);
    state = step.state;
    effects.push(...step.effects);
  };
  return {
    send,
    scan: (...texts: string[]) => {
      for (const text of texts) send({ type: 'scan', text });
    },
    key: (key: 'F1' | 'F8' | 'Escape') => send({ type: 'key', key }),
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

describe('merging', () => {
  it('the best carton is said before the tape, its number closes it, its contents stand in the record, and it goes to the scale', () => {
    const one = bench();
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    expect(one.state.phase).toBe('planned');
    expect(one.state.plan?.carton.parcels).toEqual(['YT1001', 'YT1002']);
    const box = one.state.plan?.carton.box.code;
    one.scan('HU000077');
    expect(one.state.phase).toBe('booking');
    expect(one.effects.filter(({ type }) => type === 'weigh')).toEqual([]);
    one.saved(9);
    expect(one.effects.at(-1)).toEqual({ type: 'weigh', unit: 'HU000077' });
    expect(one.units.find('HU000077')).toMatchObject({
      ...{ box, customer: 'C1', line: 'US-A', merge: 'D-1-9' },
      parcels: [
        { waybill: 'YT1001', grossMilligrams: 600_000 },
        { waybill: 'YT1002', grossMilligrams: 600_000 },
      ],
      ...{ planned: { value: '1.5', unit: 'kg' }, apart: { value: '2', unit: 'kg' } },
    });
    expect(one.state).toMatchObject({ phase: 'collecting', parcels: [] });
  });

  it('what is in a carton is nowhere else: its parcels are refused until it is opened again', () => {
    const one = bench();
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    one.scan('HU000077');
    one.saved(9);
    one.scan('YT1001');
    expect(one.state.refusal).toMatchObject({ code: 'PARCEL_IN_MERGE', facts: { en: 'It is in HU000077' } });
    one.key('F8');
    one.key('F8');
    const undo = one.effects.at(-1);
    expect(undo).toMatchObject({ type: 'undo', payload: { unit: 'HU000077', undoes: 9 } });
    if (undo?.type === 'undo') one.units.apply('mergeUndone', undo.payload, 'D-1-10');
    one.send({ type: 'undone' });
    one.scan('YT1001');
    expect(one.state.refusal).toBeUndefined();
    expect(one.units.find('HU000077')).toBeUndefined();
  });

  it.each<[string, string[], string]>([
    ['never weighed here', ['YT9999'], 'MERGE_NOT_WEIGHED'],
    ['another customer', ['YT1001', 'YT1003'], 'MERGE_NOT_TOGETHER'],
    ['another class', ['YT1001', 'YT1004'], 'MERGE_NOT_TOGETHER'],
    ['another line', ['YT1001', 'YT1005'], 'MERGE_NOT_TOGETHER'],
    ['no code at all', ['BOX:M'], 'SCAN_UNREADABLE'],
    ['the thirteenth', Array.from({ length: 13 }, (_, i) => `YT20${i + 10}`), 'MERGE_FULL'],
  ])('%s is refused with words', (_name, scans, code) => {
    const one = bench();
    one.scan(...scans);
    expect(one.state.refusal?.code).toBe(code);
    expect(one.state.parcels).toHaveLength(scans.length - 1);
  });

  it('a held parcel stops here as everywhere', () => {
    const one = bench({ check: () => [{ code: 'PARCEL_HELD', severity: 'stop', zh: '欠费', en: 'Unpaid' }] });
    one.scan('YT1001');
    expect(one.state.refusal).toMatchObject({ code: 'PARCEL_HELD', facts: { zh: '欠费' } });
  });

  it('no carton that saves anything: apart, and F8 clears the bench', () => {
    const one = bench();
    one.scan('YT1001', 'YT1006');
    one.key('F1');
    expect(one.state.refusal?.code).toBe('MERGE_NO_CARTON');
    one.key('F8');
    expect(one.state).toMatchObject({ parcels: [], refusal: undefined });
  });

  it('a number that is a parcel is no number for a carton; a further parcel is planned anew', () => {
    const one = bench({ isTaken: () => true });
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    one.scan('YT7777');
    expect(one.state.refusal?.code).toBe('MERGE_NUMBER_USED');
    one.scan('YT2010');
    expect(one.state).toMatchObject({ phase: 'collecting', plan: undefined });
    expect(one.state.parcels).toHaveLength(3);
  });

  it('a carton that was weighed is not opened here', () => {
    const one = bench({
      findParcel: (waybill) =>
        waybill.startsWith('HU') && one.units.find(waybill) ? parcel(waybill) : known.get(waybill),
    });
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    one.scan('HU000077');
    one.saved(9);
    one.key('F8');
    expect(one.state.refusal?.code).toBe('MERGE_WEIGHED');
  });

  it('a disk that refuses leaves the plan as it was; nothing is said to be merged', () => {
    const one = bench();
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    one.scan('HU000077');
    one.send({ type: 'write-failed', code: 'DISK_FULL' });
    expect(one.state).toMatchObject({ phase: 'planned', refusal: { code: 'DISK_FULL' } });
    one.scan('HU000077');
    expect(one.state.phase).toBe('booking');
  });
});
