import { describe, expect, it } from 'vitest';
import type { PulledConflict } from '../sync/pulled-records.ts';
import { openEntries, queueEntries, type LeadsWord, type QueueSources } from './queue-entries.ts';

const side = (operation: string, wallMs: number): PulledConflict['first'] => ({
  ...{ operation, actor: 'a', wallMs, said: { bag: 'B1' } },
});
const conflict = (kind: PulledConflict['kind'], more: Partial<PulledConflict> = {}): PulledConflict => ({
  ...{ kind, subject: 'bag:B1', rule: 'first-stands', first: side('W9ZZ-1-4', 5), second: side('W1AA-1-7', 9) },
  ...{ stands: 'first', decision: null },
  ...more,
});
const word = (about: string): LeadsWord => ({ about, answer: 'ours', lead: 'l', wallMs: 20, epoch: 1, seq: 99 });
const body = { type: 'bagClosed', entity: 'bag:B1', actor: 'a', wallMs: 9 };
const given: QueueSources = {
  device: 'W1AA',
  parked: [
    { epoch: 1, seq: 7, result: 'parked', code: 'OPERATION_CONFLICT', atMs: 30 },
    { epoch: 1, seq: 8, result: 'deferred', code: 'W1AA-1-7', atMs: 31 },
    { epoch: 1, seq: 9, result: 'deferred', code: 'W1AA-1-7', atMs: 32 },
    { epoch: 1, seq: 3, result: 'parked', code: 'OPERATION_OF_TOMORROW', atMs: 40 },
  ],
  bodies: new Map([['W1AA-1-7', body]]),
  conflicts: new Map([
    ['W1AA-1-7', conflict('bag-closed-twice')],
    ['W5BB-1-1', conflict('parcel-in-two-bags')],
    ['W5BB-1-2', conflict('return-graded-twice', { decision: { by: 's', stands: 'first', reason: 'r' } })],
  ]),
  words: [],
  answered: new Set(),
};

describe('what waits for a lead', () => {
  it('names each thing once: a parked contradiction with both sides, those behind it counted, what the cloud calls by a new name', () => {
    const entries = queueEntries(given);
    expect(entries.map(({ key, kind, waiting, answers }) => ({ key, kind, waiting, answers }))).toEqual([
      { key: 'W5BB-1-1', kind: 'conflict', waiting: 0, answers: ['first', 'second'] },
      { key: 'W1AA-1-7', kind: 'parked', waiting: 2, answers: ['ours', 'theirs'] },
      { key: 'W1AA-1-3', kind: 'parked', waiting: 0, answers: ['set-aside'] },
    ]);
    expect(entries[1]).toMatchObject({ operation: body, conflict: { kind: 'bag-closed-twice' } });
    expect(openEntries(entries)).toBe(3);
  });

  it('a word that is on its way goes to the end and needs nobody; one that the cloud had and parked again does', () => {
    const told = queueEntries({ ...given, words: [word('W5BB-1-1')] });
    expect(told.at(-1)).toMatchObject({ key: 'W5BB-1-1', state: 'told', word: { lead: 'l' } });
    expect(openEntries(told)).toBe(2);
    const again = queueEntries({ ...given, words: [word('W5BB-1-1')], answered: new Set(['W5BB-1-1']) });
    expect(again[0]).toMatchObject({ key: 'W5BB-1-1', state: 'again' });
    expect(openEntries(again)).toBe(3);
  });

  it('one that waits for another station is shown without an answer', () => {
    const parked = [{ epoch: 1, seq: 8, result: 'deferred' as const, code: 'W9ZZ-1-4', atMs: 31 }];
    const entries = queueEntries({ ...given, parked, conflicts: new Map() });
    expect(entries).toMatchObject([{ kind: 'waits', code: 'W9ZZ-1-4', answers: [] }]);
    expect(openEntries(entries)).toBe(0);
  });
});
