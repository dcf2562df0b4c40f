import { expect, describe, it } from 'vitest';
import { NEEDED, weighBench } from '../../test/support/weigh-bench-at-work.ts';
import type { BenchRules } from './bench-rules.ts';
import type { ParcelFinding } from './check-parcel.ts';
import { createLineBook } from './line-book.ts';
import { operationPayloads } from './operations.ts';

const finding = (code: ParcelFinding['code'], severity: 'stop' | 'check', when = true): readonly ParcelFinding[] =>
  when ? [{ code, severity, zh: '事实', en: 'the facts' }] : [];
const held = { reason: 'unpaid' as const, sinceMs: 7 };
const onHold: Partial<BenchRules> = {
  check: () => [{ code: 'PARCEL_HELD', severity: 'stop', zh: '欠费', en: 'Unpaid', hold: held }],
};

describe('a held parcel', () => {
  it('stops at its scan, before the scale, and nothing else is done until it is cleared', () => {
    const one = weighBench(onHold);
    one.weight('0.000');
    one.scan('YT1000000001');
    expect(one.state.refusal).toMatchObject({ code: 'PARCEL_HELD', place: 'H1', hold: held });
    one.weight('1.250', 10);
    one.scan('YT1000000002');
    one.key('F8');
    one.scan('LINE:EU-B');
    expect(one.state.refusal).toMatchObject({ code: 'PARCEL_HELD', subject: 'YT1000000001' });
    expect(one.appended('parcelWeighed')).toEqual([]);
  });

  it('the code of the place clears it, another place does not', () => {
    const one = weighBench(onHold);
    one.scan('YT1000000001');
    one.scan('PLACE:B7');
    expect(one.state.refusal?.code).toBe('PARCEL_HELD');
    one.scan('PLACE:h1');
    expect(one.state.phase).toBe('idle');
    expect(operationPayloads.parcelSetAside.parse(one.appended('parcelSetAside')[0])).toMatchObject({
      ...{ waybill: 'YT1000000001', code: 'PARCEL_HELD', place: 'H1', scanned: true },
    });
  });

  it('a lead releases it by an operation; it goes on only when that is on the disk', () => {
    const one = weighBench(onHold);
    one.weight('0.000');
    one.scan('YT1000000001');
    one.key('F9');
    expect(one.asked('ask-lead')).toHaveLength(1);
    one.send({ type: 'lead', lead: { id: 'lead-1', name: 'Li' } });
    expect(operationPayloads.holdReleased.parse(one.appended('holdReleased')[0])).toEqual({
      ...{ waybill: 'YT1000000001', reason: 'unpaid', sinceMs: 7, lead: 'lead-1' },
    });
    expect(one.state.refusal?.code).toBe('PARCEL_HELD');
    one.send({ type: 'hold-released', waybill: 'YT1000000001' });
    expect(one.state.phase).toBe('await-weight');
    one.weight('1.250', NEEDED);
    expect(one.appended('parcelWeighed')).toHaveLength(1);
  });
});

describe('doubts', () => {
  it('a weight that differs is asked about with its facts; the answer stands in the record', () => {
    const one = weighBench({ check: ({ gross }) => finding('WEIGHT_DIFFERS', 'check', gross !== undefined) });
    one.weight('0.000');
    one.scan('YT1000000001');
    one.weight('1.250', NEEDED);
    expect(one.state.refusal).toMatchObject({ code: 'WEIGHT_DIFFERS', facts: { en: 'the facts' } });
    expect(one.appended('parcelWeighed')).toEqual([]);
    one.key('F1');
    one.weight('1.250', NEEDED);
    const payload = operationPayloads.parcelWeighed.parse(one.appended('parcelWeighed')[0]);
    expect(payload.answered).toEqual([{ code: 'WEIGHT_DIFFERS', answer: 'accepted', note: '事实' }]);
  });

  it('weighed again means lifted: the same standing weight does not count', () => {
    const one = weighBench({ check: ({ gross }) => finding('WEIGHT_DIFFERS', 'check', gross?.value === '1.250') });
    one.weight('0.000');
    one.scan('YT1000000001');
    one.weight('1.250', NEEDED);
    one.key('F2');
    one.weight('1.250', 10);
    expect(one.state.refusal?.code).toBe('SCALE_NOT_AT_ZERO');
    one.weight('0.000');
    one.weight('1.300', NEEDED);
    expect(one.appended('parcelWeighed')).toHaveLength(1);
  });

  it('over a limit: another line by its code, or a lead whose name is kept; an operator alone may not', () => {
    const over: Partial<BenchRules> = {
      check: ({ gross, line }) => finding('PARCEL_OVER_LIMIT', 'stop', gross !== undefined && line === 'US-A'),
    };
    const one = weighBench(over);
    one.weight('0.000');
    one.scan('YT1000000001');
    one.weight('1.250', NEEDED);
    one.scan('LINE:EU-B');
    one.weight('1.250', NEEDED);
    expect(one.appended('parcelWeighed')[0]).toMatchObject({ line: 'EU-B' });

    const two = weighBench(over);
    two.weight('0.000');
    two.scan('YT1000000001');
    two.weight('1.250', NEEDED);
    two.key('F9');
    two.send({ type: 'lead', lead: { id: 'lead-1', name: 'Li' } });
    two.weight('1.250', NEEDED);
    expect(two.appended('parcelWeighed')[0]).toMatchObject({
      answered: [{ code: 'PARCEL_OVER_LIMIT', answer: 'lead', lead: 'lead-1' }],
    });
  });

  it('a class that is not allowed is not for a lead either', () => {
    const one = weighBench({ check: () => finding('CARGO_REFUSED', 'stop') });
    one.scan('YT1000000001');
    one.key('F9');
    expect(one.state.asksLead).toBe(false);
  });
});

it('an old hold list is said, again after hours, and with `stop` only a lead goes on', () => {
  const list = { ageMs: 90_000, maxAgeMs: 60_000, whenOld: 'ask' as const, askAgainMs: 1_000 };
  const one = weighBench({ holdList: list });
  one.scan('YT1000000001');
  expect(one.state.refusal?.code).toBe('HOLDS_OLD');
  one.key('F1');
  expect(one.state).toMatchObject({ phase: 'await-weight', parcel: { waybill: 'YT1000000001' } });

  const two = weighBench({ holdList: { ...list, whenOld: 'stop' } });
  two.scan('YT1000000001');
  two.key('F1');
  expect(two.state.refusal?.code).toBe('HOLDS_TOO_OLD');
  two.key('F9');
  two.send({ type: 'lead', lead: { id: 'lead-1', name: 'Li' } });
  expect(two.state.phase).toBe('await-weight');
});

it('weigh first: the weight that stands there is booked by the scan; a scan of an empty plate is refused', () => {
  const one = weighBench({ order: 'weigh-first' });
  one.weight('0.000');
  one.scan('YT1000000001');
  expect(one.state.refusal?.code).toBe('WEIGH_FIRST');
  one.weight('1.250', NEEDED);
  one.key('F8');
  one.weight('1.250', NEEDED);
  expect(one.state.phase).toBe('await-scan');
  one.scan('YT1000000001');
  one.weight('1.250');
  expect(one.appended('parcelWeighed')).toHaveLength(1);
});

it('where the line wants it, the next parcel waits for the label of this one', () => {
  const one = weighBench({ wantsScanBack: () => true });
  one.weight('0.000');
  one.scan('YT1000000001');
  one.weight('1.250', NEEDED);
  one.saved();
  one.label('sent');
  one.weight('0.000');
  one.scan('YT1000000002');
  expect(one.state.refusal?.code).toBe('LABEL_NOT_SCANNED');
  one.scan('YT1000000001');
  expect(one.appended('labelConfirmed')).toMatchObject([{ by: 'scan-back' }]);
  one.label('confirmed');
  one.scan('YT1000000002');
  expect(one.state.phase).toBe('await-weight');
});

it('a reprint asks its reason, and prints nothing before it is given', () => {
  const one = weighBench();
  one.weight('0.000');
  one.scan('YT1000000001');
  one.weight('1.250', NEEDED);
  one.saved();
  one.label('sent');
  one.key('F4');
  expect(one.appended('labelReprintRequested')).toEqual([]);
  one.scan('CMD:2');
  expect(one.appended('labelReprintRequested')).toMatchObject([{ reason: 'lost' }]);
  expect(one.state.ask).toBeUndefined();
});

it('a correction keeps weight and evidence, and replaces the weighing by a new operation', () => {
  const one = weighBench();
  one.weight('0.000');
  one.scan('YT1000000001');
  one.weight('1.250', NEEDED);
  one.saved();
  const seq = one.state.last?.seq;
  one.weight('0.000');
  one.scan('CMD:CHANGE');
  one.scan('LINE:EU-B');
  const [first, second] = one
    .appended('parcelWeighed')
    .map((payload) => operationPayloads.parcelWeighed.parse(payload));
  expect(second).toMatchObject({
    line: 'EU-B',
    corrected: true,
    supersedes: seq,
    supersedesEpoch: 1,
    evidence: first?.evidence,
  });
  expect(second?.gross).toEqual(first?.gross);
});

it('pieces of a consignment: which are missing, by number and waybill, and the sum', () => {
  const one = weighBench(
    {
      findPieces: () => ({ weighed: [{ piece: 1, milligrams: 500_000 }], waybills: new Map([[3, 'YT1000000003']]) }),
    },
    { consignment: { id: 'C1', piece: 2, of: 3 } },
  );
  one.weight('0.000');
  one.scan('YT1000000002');
  one.weight('1.250', NEEDED);
  one.saved();
  expect(one.state.last?.pieces).toMatchObject({
    ...{ weighed: 2, sumMilligrams: 1_750_000, missing: [{ piece: 3, waybill: 'YT1000000003' }] },
  });
});

it('pieces are one ticket where the line adds them up: what is there so far, in the record and on the screen', () => {
  const book = createLineBook(
    () => [{ code: 'US-A', nameZh: '', nameEn: '', ruleId: 'pieces-sum-compare' }],
    () => 1_795_000_000_000,
  );
  const dimensions = { length: '60', width: '50', height: '10', unit: 'cm' as const };
  const other = {
    waybill: 'YT1',
    line: 'US-A',
    cargoClass: 'none',
    gross: { value: '1', unit: 'kg' as const },
    dimensions,
  };
  const one = weighBench(
    {
      rateTogether: book.rateTogether,
      findPieces: () => ({ weighed: [{ piece: 1, milligrams: 1_000_000, parcel: other }], waybills: new Map() }),
    },
    { consignment: { id: 'C1', piece: 2, of: 2 } },
  );
  one.weight('0.000');
  one.scan('YT1000000002');
  one.weight('8.000', NEEDED);
  one.saved();
  // 5 kg of volume and 1 kg; 4.34 kg of volume and 8 kg: as one ticket 9.34 kg of volume against 9 kg.
  expect(one.state.last?.record.together).toMatchObject({
    ...{ pieces: [1, 2], chargeable: { chargeable: { value: '9.34', unit: 'kg' }, basis: 'volumetric' } },
  });
  expect(one.state.last?.pieces?.together?.chargeable.value).toBe('9.34');
});

it('not at zero: a person may say that it is another parcel only when the weight is another', () => {
  const one = weighBench();
  one.weight('0.000');
  one.scan('YT1000000001');
  one.weight('1.250', NEEDED);
  one.saved();
  one.scan('YT1000000002');
  one.weight('1.250');
  expect(one.state.refusal).toMatchObject({ code: 'SCALE_NOT_AT_ZERO', answers: [] });
  one.key('F8');
  one.scan('YT1000000003');
  one.weight('2.000');
  one.key('F1');
  one.weight('2.000', NEEDED);
  const payload = operationPayloads.parcelWeighed.parse(one.appended('parcelWeighed')[1]);
  expect(payload.answered).toMatchObject([{ code: 'SCALE_NOT_AT_ZERO', answer: 'changed-quickly' }]);
  expect(payload.evidence.zeroSeen).toBe(false);
});

it.each<[string, (one: ReturnType<typeof weighBench>) => void]>([
  ['LINE_UNKNOWN', (one) => one.scan('LINE:XX-9')],
  ['CARGO_UNKNOWN', (one) => one.scan('CARGO:unheard-of')],
  ['LABEL_OF_ANOTHER', (one) => one.scan('W1234567-1-999')],
  ['PARCEL_UNANNOUNCED', (one) => one.scan('ZZ1000000009')],
])('%s is said, and nothing is booked', (code, act) => {
  const one = weighBench();
  one.weight('0.000');
  act(one);
  expect(one.state.refusal?.code).toBe(code);
  expect(one.appended('parcelWeighed')).toEqual([]);
});

it('another waybill while one lies on the plate unbooked: PARCEL_OPEN', () => {
  const one = weighBench();
  one.weight('0.000');
  one.scan('YT1000000001');
  one.weight('1.250');
  one.scan('YT1000000002');
  expect(one.state.refusal).toMatchObject({ code: 'PARCEL_OPEN', subject: 'YT1000000001' });
});

it('odd figures: PARCEL_DOUBTFUL is asked about, and a new size answers it', () => {
  const odd = 'PARCEL_DOUBTFUL';
  const one = weighBench({
    check: ({ gross, dimensions }) => finding(odd, 'check', gross !== undefined && dimensions?.length === '42'),
  });
  one.weight('0.000');
  one.scan('YT1000000001');
  one.weight('1.250', NEEDED);
  expect(one.state.refusal?.code).toBe(odd);
  one.scan('BOX:S');
  one.weight('1.250', NEEDED);
  expect(one.appended('parcelWeighed')).toHaveLength(1);
});

it('weighed before: PARCEL_ALREADY_WEIGHED, and F1 replaces that weighing', () => {
  const kg = { value: '1', unit: 'kg' as const };
  const one = weighBench({}, {}, { gross: kg, chargeable: kg, wallMs: 1, seq: 9, line: 'US-A' });
  one.weight('0.000');
  one.scan('YT1000000001');
  expect(one.state.refusal?.code).toBe('PARCEL_ALREADY_WEIGHED');
  one.key('F1');
  one.weight('1.250', NEEDED);
  expect(one.appended('parcelWeighed')[0]).toMatchObject({ supersedes: 9 });
});

it('a photo is asked for by F7 and never stands in the way of the weight; without a camera the screen says so', () => {
  const one = weighBench({ photo: 'by-key' });
  one.weight('0.000');
  one.scan('YT1000000001');
  one.key('F7');
  expect(one.asked('take-photo')).toEqual([{ type: 'take-photo', waybill: 'YT1000000001' }]);
  one.send({ type: 'photo', waybill: 'YT1000000001', stored: false });
  expect(one.state).toMatchObject({ phase: 'await-weight', photo: { state: 'failed', code: 'PHOTO_FAILED' } });
  one.weight('1.250', NEEDED);
  expect(one.appended('parcelWeighed')).toHaveLength(1);
  one.saved();
  one.send({ type: 'photo', waybill: 'YT1000000001', stored: true });
  expect(one.state.photo).toMatchObject({ state: 'stored' });

  const none = weighBench();
  none.scan('YT1000000001');
  none.key('F7');
  expect(none.asked('take-photo')).toEqual([]);
  expect(none.state).toMatchObject({ phase: 'await-weight', photo: { state: 'failed', code: 'CAMERA_ABSENT' } });
});

it('where every parcel is photographed, the picture is asked for when it is booked, not again when it is corrected', () => {
  const one = weighBench({ photo: 'each' });
  one.weight('0.000');
  one.scan('YT1000000001');
  one.weight('1.250', NEEDED);
  one.saved();
  expect(one.asked('take-photo')).toHaveLength(1);
  one.key('F5');
  one.scan('LINE:EU-B');
  one.saved();
  expect(one.asked('take-photo')).toHaveLength(1);
});
