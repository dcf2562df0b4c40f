import { describe, expect, it } from 'vitest';
import type { SealedShift } from '../ipc/supply-commands.ts';
import type { MissingParcel, Reconciliation } from './reconcile-shift.ts';
import { leadReasons, openDifference, reduceSealBench, sealBenchStart, unseenDifferences } from './seal-bench.ts';
import type { SealBenchEffect, SealBenchEvent, SealBenchState } from './seal-bench-state.ts';

const missing = (waybill: string): MissingParcel => ({
  why: 'in-no-bag',
  parcel: {
    ...{ waybill, isUnit: false, weighed: true, gross: '0.612 kg', label: 'sent' },
    ...{ bag: undefined, unit: undefined, aside: undefined, lastSeq: 7 },
    last: { at: 'label', wallMs: 5, actor: 'o1', place: '' },
  },
});
const rec = (parcels: readonly string[], countDifference = 0): Reconciliation => ({
  ...{ nodes: [], links: [], countDifference },
  missing: parcels.map(missing),
  balanced: parcels.length === 0 && countDifference === 0,
});
const seal = (change: Partial<SealedShift> = {}): SealedShift => ({
  ...{ operation: 'WAAAAAAA-1-9', wallMs: 9, actor: 'o1', state: 'waiting', differences: [], signatures: [] },
  seal: { fromSeq: 1, toSeq: 8, head: '', counts: {}, net: [], parked: 0 },
  ...change,
});
const sign = (as: 'outgoing' | 'incoming', differencesSeen = 0) => ({ as, actor: as, differencesSeen });
const lead = { id: 'L1', name: 'Li Wei', role: 'lead' } as const;
const key = (name: string): SealBenchEvent => ({ type: 'key', name });
const keys = (names: string): SealBenchEvent[] => names.split(' ').map(key);
const reconciled = (reconciliation: Reconciliation): SealBenchEvent => ({ type: 'reconciled', reconciliation });

function play(
  events: readonly SealBenchEvent[],
  from = sealBenchStart,
): { state: SealBenchState; effects: SealBenchEffect[] } {
  let state = from;
  const effects: SealBenchEffect[] = [];
  for (const event of events) {
    const turn = reduceSealBench(state, event);
    state = turn.state;
    effects.push(...turn.effects.filter(({ type }) => type !== 'cue'));
  }
  return { state, effects };
}
const counted = (reconciliation: Reconciliation): SealBenchEvent[] => [
  { type: 'opened', reconciliation: rec([]), sealed: undefined },
  ...keys('8 1 2 Enter'),
  reconciled(reconciliation),
];

describe('the seal of a shift', () => {
  it('counts by hand first: digits, a slip taken back, nothing without a number', () => {
    const { state, effects } = play([...keys('Enter 0 9 Backspace 8 1 2'), key('Enter')]);
    expect(state).toMatchObject({ phase: 'explaining', counted: 812 });
    expect(effects).toEqual([{ type: 'reconcile', counted: 812 }]);
    expect(play(keys('Enter')).state.phase).toBe('counting');
    expect(play(keys('1 2 3 4 5 6')).state.typed).toBe('12345');
  });

  it('a difference is a parcel by name; its scan explains it, whichever of them it is', () => {
    const { state } = play(counted(rec(['YT1', 'YT0947'])));
    expect(openDifference(state)).toMatchObject({ kind: 'parcel', missing: { parcel: { waybill: 'YT1' } } });
    expect(play([key('F1')], state).effects).toEqual([]);
    const found = { type: 'explain', waybill: 'YT0947', pieces: 1, reason: 'found' };
    expect(play([{ type: 'scan', text: ' yt0947' }], state).effects).toEqual([found]);
    expect(play([{ type: 'scan', text: 'YT7' }], state).effects).toEqual([]);
  });

  it('what nobody finds is a lead’s word, with a reason', () => {
    const { state } = play(counted(rec(['YT1'], 3)));
    expect(play([key('F2')], state).effects).toEqual([]);
    const asked = play([key('F9'), { type: 'lead', person: lead }], state);
    expect(asked.effects).toEqual([{ type: 'ask-lead' }]);
    expect(play([key('F2')], asked.state).effects).toEqual([
      { type: 'explain', waybill: 'YT1', pieces: 1, reason: 'lost', lead: 'L1' },
    ]);
    // Nobody came: nothing is explained.
    expect(play([key('F9'), { type: 'lead', person: undefined }, key('F2')], state).effects).toHaveLength(1);
    const left = play([reconciled(rec([], -2)), key('F9'), { type: 'lead', person: lead }, key('F1')], state);
    expect(left.effects.at(-1)).toEqual({ type: 'explain', pieces: 2, reason: 'counted-wrong', lead: 'L1' });
    expect(leadReasons({ kind: 'count', pieces: 2 })).not.toEqual(leadReasons({ kind: 'count', pieces: -2 }));
  });

  it('is set at zero and not before; work that comes in between opens it again', () => {
    const ready = play(counted(rec([]))).state;
    expect(ready.phase).toBe('ready');
    expect(play([reconciled(rec(['YT2']))], ready).state.phase).toBe('explaining');
    const { state, effects } = play([key('F1')], ready);
    expect(effects).toMatchObject([{ type: 'seal', counted: 812 }]);
    // A second press does not seal twice; a disk that refuses gives the key back.
    expect(play([key('F1')], state).effects).toEqual([]);
    expect(play([{ type: 'failed', code: 'DISK_FULL' }], state).state).toMatchObject({
      phase: 'ready',
      problem: 'DISK_FULL',
    });
    expect(play([key('F5')], ready).state).toMatchObject({ phase: 'counting', typed: '' });
  });

  it('both shifts sign what they have seen; then it is said and written', () => {
    const out: SealBenchEvent[] = [
      ...counted(rec([])),
      ...[key('F1'), { type: 'sealed', sealed: seal() } as const],
      { type: 'signer', person: lead },
    ];
    const { state, effects } = play(out);
    expect(effects.slice(-2)).toEqual([
      { type: 'ask-signer', as: 'outgoing' },
      { type: 'sign', operation: 'WAAAAAAA-1-9', as: 'outgoing', differencesSeen: 0 },
    ]);
    const half = play([{ type: 'signed', sealed: seal({ signatures: [sign('outgoing')] }) }], state);
    expect(half.state.phase).toBe('incoming');
    const both = seal({ signatures: [sign('outgoing'), sign('incoming')] });
    const done = play(
      [
        { type: 'signer', person: lead },
        { type: 'signed', sealed: both },
      ],
      half.state,
    );
    expect(done.state.phase).toBe('closed');
    expect(done.effects.map(({ type }) => type)).toEqual(['sign', 'speak', 'report']);
    // The next shift is not here: it signs later, at the same seal.
    const later = play([key('F8')], half.state).state;
    expect(later.phase).toBe('closed');
    const sealed = seal({ signatures: [sign('outgoing')] });
    expect(play([{ type: 'opened', reconciliation: rec([]), sealed }]).state.phase).toBe('incoming');
    expect(play([{ type: 'opened', reconciliation: rec([]), sealed: both }]).state.phase).toBe('counting');
  });

  it('a cloud that differs opens it until somebody has signed having seen how many', () => {
    const differs = seal({
      ...{ state: 'open', signatures: [sign('outgoing'), sign('incoming')] },
      differences: [{ what: 'operation', seq: 4, station: '4 parcelWeighed US-A 1 500', cloud: '' }],
    });
    expect(unseenDifferences(differs)).toBe(1);
    const closed: SealBenchState = { ...sealBenchStart, phase: 'closed', sealed: seal() };
    const { state } = play([{ type: 'seal-changed', sealed: differs }, key('F1')], closed);
    expect(state.phase).toBe('outgoing');
    expect(play([{ type: 'signer', person: lead }], state).effects).toMatchObject([
      { type: 'sign', differencesSeen: 1 },
    ]);
    expect(unseenDifferences({ ...differs, signatures: [sign('outgoing', 1)] })).toBe(0);
    // Another seal's news is not this one's.
    expect(play([{ type: 'seal-changed', sealed: { ...differs, operation: 'x' } }], closed).state).toBe(closed);
  });
});
