import { describe, expect, it } from 'vitest';
import { knownToMerge, mergeParcel, mergeTable } from '../../test/support/merge-table.ts';

describe('merging', () => {
  it('the best carton is said before the tape, its number closes it, its contents stand in the record, and it goes to the scale', () => {
    const one = mergeTable();
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    expect(one.state.phase).toBe('planned');
    expect(one.state.plan?.cartons[0]?.parcels).toEqual(['YT1001', 'YT1002']);
    const box = one.state.plan?.cartons[0]?.box.code;
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
    const one = mergeTable();
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
    ['the forty-first', Array.from({ length: 41 }, (_, i) => `YT20${i + 10}`), 'MERGE_FULL'],
  ])('%s is refused with words', (_name, scans, code) => {
    const one = mergeTable();
    one.scan(...scans);
    expect(one.state.refusal?.code).toBe(code);
    expect(one.state.parcels).toHaveLength(scans.length - 1);
  });

  it('a held parcel stops here as everywhere', () => {
    const one = mergeTable({ check: () => [{ code: 'PARCEL_HELD', severity: 'stop', zh: '欠费', en: 'Unpaid' }] });
    one.scan('YT1001');
    expect(one.state.refusal).toMatchObject({ code: 'PARCEL_HELD', facts: { zh: '欠费' } });
  });

  it('more than one carton takes: packed one after the other, each with its own parcels and number; the scale gets the last', () => {
    const one = mergeTable();
    one.scan(...Array.from({ length: 20 }, (_, i) => `YT20${i + 10}`));
    one.key('F1');
    const cartons = one.state.plan?.cartons ?? [];
    expect(cartons.length).toBeGreaterThan(1);
    const units = cartons.map((_, i) => `HU0000${80 + i}`);
    for (const [i, unit] of units.entries()) {
      expect(one.state).toMatchObject({ phase: 'planned', plan: { at: i } });
      expect(one.effects.filter(({ type }) => type === 'weigh')).toEqual([]);
      one.scan(unit);
      one.saved(20 + i);
      expect(one.units.find(unit)?.parcels.map(({ waybill }) => waybill)).toEqual(cartons[i]?.parcels);
    }
    expect(one.effects.at(-1)).toEqual({ type: 'weigh', unit: units.at(-1) });
    expect(one.state).toMatchObject({ phase: 'collecting', parcels: [], toWeigh: units });
    const billed = units.map((unit) => Number(one.units.find(unit)?.planned.value));
    expect(billed).toEqual(cartons.map(({ chargeable }) => Number(chargeable.value)));
  });

  it('F6 puts the refused parcel on the hold shelf, else the last one, and it goes into no carton', () => {
    const one = mergeTable();
    one.scan('YT1001', 'YT1002', 'YT1003');
    one.key('F6');
    const aside = () => one.effects.findLast((effect) => effect.type === 'aside');
    expect(aside()).toMatchObject({ payload: { waybill: 'YT1003', code: 'MERGE_NOT_TOGETHER', place: 'H1' } });
    expect(one.state.parcels).toHaveLength(2);
    one.key('F6');
    expect(aside()).toMatchObject({ payload: { waybill: 'YT1002', code: 'BY_HAND' } });
    expect(one.state.parcels.map(({ waybill }) => waybill)).toEqual(['YT1001']);
  });

  it('a parcel that lies in a bag is taken out of it first', () => {
    const one = mergeTable({ bagOf: (waybill) => (waybill === 'YT1002' ? 'C' : undefined) });
    one.scan('YT1001', 'YT1002');
    expect(one.state.refusal).toMatchObject({ code: 'MERGE_IN_BAG', facts: { en: 'It is in bag C' } });
    expect(one.state.parcels).toHaveLength(1);
  });

  it('no carton that saves anything: apart, and F8 clears the bench', () => {
    const one = mergeTable();
    one.scan('YT1001', 'YT1006');
    one.key('F1');
    expect(one.state.refusal?.code).toBe('MERGE_NO_CARTON');
    one.key('F8');
    expect(one.state).toMatchObject({ parcels: [], refusal: undefined });
  });

  it('a number that is a parcel is no number for a carton; a further parcel is planned anew', () => {
    const one = mergeTable({ isTaken: () => true });
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    one.scan('YT7777');
    expect(one.state.refusal?.code).toBe('MERGE_NUMBER_USED');
    one.scan('YT2010');
    expect(one.state).toMatchObject({ phase: 'collecting', plan: undefined });
    expect(one.state.parcels).toHaveLength(3);
  });

  it('a carton that was weighed is not opened here', () => {
    const one = mergeTable({
      findParcel: (waybill) =>
        waybill.startsWith('HU') && one.units.find(waybill) ? mergeParcel(waybill) : knownToMerge.get(waybill),
    });
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    one.scan('HU000077');
    one.saved(9);
    one.key('F8');
    expect(one.state.refusal?.code).toBe('MERGE_WEIGHED');
  });

  it('a disk that refuses leaves the plan as it was; nothing is said to be merged', () => {
    const one = mergeTable();
    one.scan('YT1001', 'YT1002');
    one.key('F1');
    one.scan('HU000077');
    one.send({ type: 'write-failed', code: 'DISK_FULL' });
    expect(one.state).toMatchObject({ phase: 'planned', refusal: { code: 'DISK_FULL' } });
    one.scan('HU000077');
    expect(one.state.phase).toBe('booking');
  });
});
