import { describe, expect, it } from 'vitest';
import { chained, weighed } from '../../test/support/operations.ts';
import { classify } from './classify.ts';
import { exceptionsOf, judgeOperations, type ContentFacts } from './judge-operations.ts';
import { placeBatch, storedRange, type StoredOperation } from './place-batch.ts';
import { genesis } from './chain.ts';
import type { Batch } from './parse-batch.ts';

const source = { organisation: 'live', device: 'ABCD', epoch: 1 };
const nothing: ContentFacts = {
  heldEntities: new Map(),
  weighings: new Set(),
  heldTargets: new Map(),
  standing: new Map(),
};
const parcel = (waybill: string, more = {}) => ({
  type: 'parcelWeighed',
  entity: `parcel:${waybill}`,
  payload: weighed(waybill, 1000, more),
});
const odd = (entity: string) => ({ type: 'droneLanded', entity, payload: {} });
const voided = (voids: number, waybill: string) => ({
  type: 'parcelWeighingVoided',
  entity: `parcel:${waybill}`,
  payload: { voids, waybill, reason: 'x' },
});
const judge = (entries: Parameters<typeof chained>[2], facts = nothing) =>
  judgeOperations(
    source,
    chained('ABCD', 1, entries).map(({ seq, body }) => classify(seq, Buffer.from(body))),
    facts,
  ).map(({ verdict }) => verdict);

describe('what becomes of an operation', () => {
  it('parks what is not known and defers what follows on the same entity, and nothing else', () => {
    const unknown = { result: 'parked', code: 'OPERATION_TYPE_UNKNOWN' };
    const waits = { result: 'deferred', on: 'ABCD-1-1' };
    expect(judge([odd('parcel:YT01'), parcel('YT01'), parcel('YT02'), voided(2, 'YT01')])).toEqual([
      unknown,
      waits,
      { result: 'applied' },
      waits,
    ]);
  });
  it('waits for the record it is about, also across entities and batches', () => {
    const sent = { type: 'labelSent', entity: 'label:ABCD-1-2', payload: { job: 'ABCD-1-2', bytes: 1 } };
    expect(judge([odd('parcel:YT01'), parcel('YT01'), sent])[2]).toEqual({ result: 'deferred', on: 'ABCD-1-1' });
    const later = { ...nothing, heldTargets: new Map([['ABCD-1-2', 'ABCD-1-1']]) };
    expect(judge([sent], later)).toEqual([{ result: 'deferred', on: 'ABCD-1-1' }]);
    expect(judge([sent], { ...nothing, weighings: new Set(['ABCD-1-2']) })).toEqual([{ result: 'applied' }]);
    expect(judge([sent])).toEqual([{ result: 'parked', code: 'OPERATION_TARGET_UNKNOWN' }]);
    expect(judge([parcel('YT01')], { ...nothing, heldEntities: new Map([['parcel:YT01', 'ABCD-1-9']]) })).toEqual([
      { result: 'deferred', on: 'ABCD-1-9' },
    ]);
  });
  it('a figure that its own rule does not give is applied, and put before a person with both figures', () => {
    const [sample] = [parcel('YT01').payload];
    const rated = (value: string) => ({
      ratedWith: {},
      chargeable: { ...sample?.chargeable, ruleVersion: '2026-01', chargeable: { value, unit: 'kg' } },
    });
    const conflicts = (value: string) =>
      judgeOperations(
        source,
        chained('ABCD', 1, [parcel('YT01', rated(value))]).map(({ seq, body }) => classify(seq, Buffer.from(body))),
        nothing,
      ).flatMap(({ verdict, effects }) => {
        expect(verdict).toEqual({ result: 'applied' });
        return effects.flatMap((effect) => (effect.do === 'conflict' ? [effect.conflict] : []));
      });
    // 30 × 22 × 15 cm / 8000 = 1.2375 kg, next half kilogram.
    expect(conflicts('1.5')).toEqual([]);
    expect(conflicts('1.0')).toMatchObject([
      {
        ...{ kind: 'rated-otherwise', stands: 'first' },
        ...{ first: { said: { chargeable: '1.0 kg' } }, second: { said: { chargeable: '1.5 kg' } } },
      },
    ]);
  });
  it('parks texts that PostgreSQL cannot hold before it is asked', () => {
    for (const line of ['US\u0000A', '\ud800', '\udc00'])
      expect(judge([parcel('YT01', { line })])[0]).toEqual({ result: 'parked', code: 'OPERATION_NOT_UNDERSTOOD' });
    expect(judge([parcel('YT01', { line: '📦' })])).toEqual([{ result: 'applied' }]);
  });
});

describe('where a batch belongs', () => {
  const records = chained('ABCD', 1, [parcel('YT01'), parcel('YT02'), parcel('YT03')]);
  const bodies = records.map(({ body }) => Buffer.from(body));
  const hash = (seq: number) => (seq === 0 ? genesis('ABCD', 1) : Buffer.from(records[seq - 1]?.hash ?? '', 'hex'));
  const batch = (from: number, to: number): Batch => ({
    header: {
      protocol: 1,
      device: 'ABCD',
      epoch: 1,
      fromSeq: from,
      count: to - from + 1,
      head: hash(to).toString('hex'),
    },
    bodies: bodies.slice(from - 1, to),
  });
  const known = (seq: number): [number, StoredOperation] => [seq, { seq, hash: hash(seq), result: 'applied' }];
  const after = (lastSeq: number) => ({ lastSeq, head: hash(lastSeq) });

  it('takes what continues, repeats, overlaps', () => {
    expect(storedRange(batch(2, 3), after(1))).toEqual({ from: 2, to: 1 });
    expect(storedRange(batch(2, 3), after(2))).toEqual({ from: 1, to: 2 });
    expect(placeBatch(source, batch(2, 3), after(1), new Map())).toMatchObject({ outcome: 'placed', lastSeq: 3 });
    const stored = new Map([known(1), known(2)]);
    const placed = placeBatch(source, batch(1, 3), after(2), stored);
    expect(placed.outcome === 'placed' && placed.fresh.map(({ seq }) => seq)).toEqual([3]);
    expect(exceptionsOf(batch(1, 3), stored, new Map([[3, { result: 'applied' }]]))).toEqual([
      { seq: 1, result: 'duplicate' },
      { seq: 2, result: 'duplicate' },
    ]);
  });
  it('names a gap, a fork, a head that does not fit, and a damaged database', () => {
    expect(placeBatch(source, batch(3, 3), after(1), new Map()).outcome).toBe('gap');
    expect(placeBatch(source, batch(2, 2), { lastSeq: 1, head: Buffer.alloc(32) }, new Map()).outcome).toBe('fork');
    const other = { seq: 1, hash: Buffer.alloc(32), result: 'applied' } as const;
    expect(placeBatch(source, batch(1, 1), after(1), new Map([[1, other]])).outcome).toBe('fork');
    const lying = { ...batch(1, 2), bodies: batch(2, 3).bodies };
    expect(placeBatch(source, lying, after(0), new Map()).outcome).toBe('bad-batch');
    expect(() => placeBatch(source, batch(1, 2), after(2), new Map([known(1)]))).toThrow(
      'operation 2 of ABCD is missing',
    );
  });
});
