import { describe, expect, it } from 'vitest';
import type { OperationBody } from '../sync/operation.ts';
import { reconcileShift, type ReconcileInput, type Reconciliation } from './reconcile-shift.ts';
import { foldShift } from './shift-parcels.ts';

const chain = { device: 'WAAAAAAA', epoch: 1 };
const job = (seq: number): string => `WAAAAAAA-1-${seq}`;

/** Operations by type and payload, numbered as they come. */
function operations(...acts: (readonly [type: string, payload: Record<string, unknown>])[]): OperationBody[] {
  return acts.map(([type, payload], index) => ({
    ...{ v: 1, type, entity: 'parcel:x', actor: 'op-1', payload },
    seq: index + 1,
    wallMs: (index + 1) * 1_000,
  })) as unknown as OperationBody[];
}
const weigh = (waybill: string): readonly [string, Record<string, unknown>] => [
  'parcelWeighed',
  { waybill, gross: { value: '0.612', unit: 'kg' } },
];
const sent = (seq: number): readonly [string, Record<string, unknown>] => ['labelSent', { job: job(seq), bytes: 9 }];
const bag = (waybill: string): readonly [string, Record<string, unknown>] => ['parcelBagged', { waybill, bag: 'B1' }];

function reconcile(acts: OperationBody[], input: Partial<ReconcileInput> = {}): Reconciliation {
  return reconcileShift({
    ...{ shift: foldShift(acts, chain), counted: undefined, usesBags: true, ackedSeq: acts.length, parked: new Set() },
    ...input,
  });
}
const counts = ({ nodes }: Reconciliation): number[] => nodes.map(({ count }) => count);
const open = ({ links }: Reconciliation): number[] => links.map(({ unexplained }) => unexplained);

describe('the count at the end of a shift', () => {
  it('is balanced when every parcel went all the way', () => {
    const result = reconcile(operations(weigh('AAAA1'), sent(1), bag('AAAA1')), { counted: 1 });
    expect(counts(result)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(result).toMatchObject({ balanced: true, missing: [] });
  });

  it('names the parcel that is in no bag, with where it was last seen', () => {
    const result = reconcile(operations(weigh('AAAA1'), sent(1), bag('AAAA1'), weigh('AAAA2'), sent(4)), {
      counted: 2,
    });
    expect(open(result)).toEqual([0, 0, 0, -1, 0]);
    expect(result.balanced).toBe(false);
    expect(result.missing).toMatchObject([
      { why: 'in-no-bag', parcel: { waybill: 'AAAA2', gross: '0.612 kg', last: { at: 'label', wallMs: 5_000 } } },
    ]);
  });

  it('takes a scan or a lead for that parcel, and then is balanced', () => {
    const found = ['shiftDifferenceExplained', { waybill: 'AAAA2', pieces: 1, reason: 'found' }] as const;
    const result = reconcile(operations(weigh('AAAA1'), sent(1), bag('AAAA1'), weigh('AAAA2'), sent(4), found), {
      counted: 2,
    });
    expect(result).toMatchObject({ balanced: true, missing: [] });
    expect(result.links[3]).toMatchObject({ difference: -1, explained: [{ why: 'explained', pieces: -1 }] });
  });

  it('explains what was set aside, undone and merged, and counts the carton in their place', () => {
    const result = reconcile(
      operations(
        weigh('AAAA1'),
        sent(1),
        weigh('AAAA2'),
        sent(3),
        ['parcelsMerged', { unit: 'UNIT1', parcels: [{ waybill: 'AAAA1' }, { waybill: 'AAAA2' }] }],
        weigh('UNIT1'),
        sent(6),
        bag('UNIT1'),
        ['parcelSetAside', { waybill: 'HELD1', code: 'PARCEL_HELD', place: 'H2' }],
        weigh('AAAA3'),
        ['parcelWeighingVoided', { waybill: 'AAAA3', voids: 10 }],
      ),
      { counted: 4 },
    );
    expect(counts(result)).toEqual([4, 4, 2, 1, 1, 1]);
    expect(result.links[1]?.explained).toEqual([
      { why: 'set-aside', pieces: -1 },
      { why: 'undone', pieces: -1 },
    ]);
    expect(result.links[2]?.explained).toEqual([
      { why: 'merged', pieces: -2 },
      { why: 'unit', pieces: 1 },
    ]);
    expect(result.balanced).toBe(true);
  });

  it('a merge that is undone gives its parcels back', () => {
    const result = reconcile(
      operations(
        weigh('AAAA1'),
        sent(1),
        ['parcelsMerged', { unit: 'UNIT1', parcels: [{ waybill: 'AAAA1' }] }],
        ['mergeUndone', { unit: 'UNIT1', undoes: 3 }],
        bag('AAAA1'),
      ),
      { counted: 1 },
    );
    expect(result.balanced).toBe(true);
  });

  it('a label whose fate is not known is a difference with a name', () => {
    const result = reconcile(
      operations(weigh('AAAA1'), ['labelUnknown', { job: job(1), code: 'LABEL_UNKNOWN', detail: '' }]),
      {
        counted: 1,
        usesBags: false,
      },
    );
    expect(result.missing).toMatchObject([{ why: 'label-open', parcel: { waybill: 'AAAA1', label: 'unknown' } }]);
    expect(result.balanced).toBe(false);
  });

  it('what waits for the network is explained, what the cloud parked too', () => {
    const acts = operations(weigh('AAAA1'), sent(1), weigh('AAAA2'), sent(3));
    const result = reconcile(acts, { counted: 2, usesBags: false, ackedSeq: 3, parked: new Set([2]) });
    expect(result.links.at(-1)).toMatchObject({
      difference: -2,
      unexplained: 0,
      explained: [
        { why: 'waiting', pieces: -1 },
        { why: 'parked', pieces: -1 },
      ],
    });
  });

  it('pieces counted and never scanned are not balanced by anything but a lead, piece for piece', () => {
    const acts = operations(weigh('AAAA1'), sent(1), [
      'shiftDifferenceExplained',
      { pieces: 1, reason: 'not-scanned', lead: 'L1' },
    ]);
    expect(reconcile(acts, { counted: 3, usesBags: false })).toMatchObject({ balanced: false, countDifference: 1 });
    expect(reconcile(acts, { counted: 2, usesBags: false })).toMatchObject({ balanced: true, countDifference: 0 });
    // One piece was explained as not scanned; more scanned than counted is another matter of the same size.
    expect(reconcile(acts, { usesBags: false }).balanced).toBe(false);
  });

  it('nothing is balanced before somebody has counted', () => {
    expect(reconcile(operations(weigh('AAAA1'), sent(1)), { usesBags: false }).balanced).toBe(false);
  });

  it('every unexplained piece on a link has a name, whatever happened', () => {
    // All orders of seven acts on two parcels: what is not explained and what is named are the same pieces.
    const acts = [
      weigh('AAAA1'),
      sent(1),
      bag('AAAA1'),
      weigh('AAAA2'),
      sent(4),
      bag('AAAA2'),
      ['parcelUnbagged', { waybill: 'AAAA1', bag: 'B1' }],
    ] as const;
    for (let taken = 0; taken < 1 << acts.length; taken += 1) {
      const some = operations(
        ...acts.map((act, at) => (((taken >> at) & 1) === 1 ? act : (['stationStarted', {}] as const))),
      );
      const result = reconcile(some, { counted: undefined });
      const unexplained = result.links.slice(1).reduce((sum, { unexplained: left }) => sum - left, 0);
      expect(unexplained).toBe(result.missing.length);
    }
  });
});
