import { expect, it } from 'vitest';
import type { SealedShift } from '../ipc/supply-commands.ts';
import { documentDataSchema } from '../labels/document-model.ts';
import { shiftReportA4 } from '../labels/documents/shift-report-a4.ts';
import { shiftReport } from './shift-report.ts';
import type { ShiftParcel } from './shift-parcels.ts';

const parcel = (waybill: string, change: Partial<ShiftParcel> = {}): ShiftParcel => ({
  ...{ waybill, isUnit: false, weighed: true, gross: '0.612 kg', label: 'sent', lastSeq: 3 },
  ...{ bag: undefined, unit: undefined, aside: undefined },
  last: { at: 'label', wallMs: 2, actor: 'CHEN', place: '' },
  ...change,
});
const sealed: SealedShift = {
  ...{ operation: 'WAAAAAAA-1-9', wallMs: 9, actor: 'CHEN', state: 'open' },
  seal: {
    ...{ fromSeq: 1, toSeq: 8, head: '', counts: {}, parked: 0 },
    net: [{ line: 'US-A', parcels: 2, milligrams: 1_224_000 }],
  },
  differences: [{ what: 'operation', seq: 4, station: '4 parcelWeighed US-A 1 612000', cloud: '' }],
  signatures: [{ as: 'outgoing', actor: 'CHEN', differencesSeen: 0 }],
};
const parcels = [
  parcel('YT2'),
  parcel('YT1', { bag: 'LAX-01' }),
  parcel('YT3', { weighed: false, aside: 'PARCEL_HELD' }),
];

it('holds counts, reasons, weights by line, the exact differences and every parcel by name, as the document wants it', () => {
  const data = shiftReport({
    sealed,
    shift: { parcels: new Map(parcels.map((one) => [one.waybill, one])), explained: [] },
    reconciled: {
      ...{ counted: 3, practice: false },
      nodes: [{ id: 'counted', count: 3 }],
      links: [{ why: 'set-aside', pieces: 1 }],
    },
    ...{ fromMs: 1, toMs: 8, station: 'W7', nowMs: 9, timeText: (ms: number) => `at ${ms}` },
  });
  expect(documentDataSchema(shiftReportA4).parse(data)).toEqual(data);
  expect(data.fields).toMatchObject({
    parcels: '2',
    exceptions: '1',
    operator: 'CHEN → 未签 not signed',
    begin: 'at 1',
  });
  expect(data.rows.map(({ item, count, weight, note }) => [item, count, weight, note].join('|'))).toEqual([
    '清点 Counted|3||',
    '  扣下 set aside|1||',
    '封班 Seal|||有差异 open, differs from the cloud',
    '线路 Line US-A|2|1.224 kg|',
    '差异 Difference: operation|||4: 4 parcelWeighed US-A 1 612000 ≠ ',
    'YT1|1|0.612 kg|LAX-01',
    'YT2|1|0.612 kg|',
    'YT3|1|0.612 kg|PARCEL_HELD',
  ]);
});
