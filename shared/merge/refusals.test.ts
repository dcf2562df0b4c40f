import { describe, expect, it } from 'vitest';
import { mergeParcel, mergeTable, knownToMerge } from '../../test/support/merge-table.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import { mergeRefusals } from './refusals.ts';

type Table = ReturnType<typeof mergeTable>;

function merged(table: Table): Table {
  table.scan('YT1001', 'YT1002');
  table.key('F1');
  table.scan('HU000077');
  table.saved(9);
  return table;
}
const scanned = (table: Table, ...texts: string[]): Table => {
  table.scan(...texts);
  return table;
};

/** How each row comes about at the real bench over the sample lines and boxes. */
const provoked: Readonly<Record<keyof typeof mergeRefusals, () => Table>> = {
  MERGE_NOT_WEIGHED: () => scanned(mergeTable(), 'YT9999'),
  MERGE_NOT_TOGETHER: () => scanned(mergeTable(), 'YT1001', 'YT1003'),
  MERGE_NO_CARTON: () => {
    const table = scanned(mergeTable(), 'YT1001', 'YT1006');
    table.key('F1');
    return table;
  },
  MERGE_NUMBER_USED: () => {
    const table = scanned(mergeTable({ isTaken: () => true }), 'YT1001', 'YT1002');
    table.key('F1');
    return scanned(table, 'YT7777');
  },
  MERGE_FULL: () => scanned(mergeTable(), ...Array.from({ length: 41 }, (_, i) => `YT20${i + 10}`)),
  MERGE_IN_BAG: () => scanned(mergeTable({ bagOf: () => 'C' }), 'YT1001'),
  PARCEL_IN_MERGE: () => scanned(merged(mergeTable()), 'YT1001'),
  MERGE_WEIGHED: () => {
    const table: Table = mergeTable({
      findParcel: (waybill) =>
        waybill.startsWith('HU') && table.units.find(waybill) ? mergeParcel(waybill) : knownToMerge.get(waybill),
    });
    merged(table).key('F8');
    return table;
  },
};

describe('every refusal of the merge bench comes about', () => {
  it.each(Object.entries(mergeRefusals))('%s is refused with the tone of its row', (code, { tone }) => {
    const table = provoked[code as keyof typeof mergeRefusals]();
    expect(table.state.refusal?.code).toBe(code as ErrorCode);
    expect(table.effects.at(-1)).toEqual({ type: 'cue', cue: tone });
  });
});
