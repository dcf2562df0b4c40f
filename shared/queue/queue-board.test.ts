import { describe, expect, it } from 'vitest';
import { boardStart, inSight, reduceBoard, type BoardContext, type QueueBoard } from './queue-board.ts';
import type { QueueEntry } from './queue-entries.ts';

const entry = (key: string, more: Partial<QueueEntry> = {}): QueueEntry => ({
  ...{ key, kind: 'parked', code: 'OPERATION_CONFLICT', operation: undefined, conflict: undefined, waiting: 0 },
  ...{ state: 'open', word: undefined, answers: ['ours', 'theirs'], atMs: 0 },
  ...more,
});
const context = (standing?: string): BoardContext => ({ entries: [entry('A-1-1'), entry('A-1-2')], standing });
const press = (board: QueueBoard, name: string, standing?: string) =>
  reduceBoard(board, { type: 'key', name }, context(standing));

describe('the queue screen by keys', () => {
  it('F10 and the arrows go through everything that waits, round and round', () => {
    const seen = ['F10', 'ArrowDown', 'ArrowUp', 'PageUp'].reduce<{ board: QueueBoard; keys: (string | undefined)[] }>(
      ({ board, keys }, name) => {
        const next = press(board, name).board;
        return { board: next, keys: [...keys, inSight(next, context().entries).entry?.key] };
      },
      { board: boardStart, keys: [] },
    );
    expect(seen.keys).toEqual(['A-1-2', 'A-1-1', 'A-1-2', 'A-1-1']);
  });

  it('an answer of an operator asks for a lead; the badge is the word, and counts for the next answer too', () => {
    const asked = press(boardStart, 'F2');
    expect(asked).toMatchObject({ board: { page: 'lead', pending: { answer: 'theirs' } }, effects: [] });
    const given = reduceBoard(asked.board, { type: 'lead', id: 'lead-1' }, context());
    expect(given).toMatchObject({
      board: { page: 'saving' },
      effects: [{ type: 'settle', answer: 'theirs', lead: 'lead-1' }],
    });
    const { board } = reduceBoard(given.board, { type: 'settled', refused: undefined }, context());
    expect(press(board, 'F1').effects).toMatchObject([{ type: 'settle', answer: 'ours', lead: 'lead-1' }]);
  });

  it('a lead who stands here says it twice, and may go back', () => {
    const asked = press(boardStart, 'F1', 'lead-2');
    expect(asked).toMatchObject({ board: { page: 'confirm' }, effects: [] });
    expect(press(asked.board, 'F2', 'lead-2').effects).toEqual([]);
    expect(press(asked.board, 'F8', 'lead-2').board).toMatchObject({
      page: 'list',
      pending: undefined,
      lead: undefined,
    });
    expect(press(asked.board, 'F1', 'lead-2').effects).toMatchObject([{ type: 'settle', lead: 'lead-2' }]);
  });

  it('a word that has run out is asked for again; nothing is decided meanwhile', () => {
    const saving: QueueBoard = { ...boardStart, page: 'saving', lead: 'lead-1' };
    const { board, effects } = reduceBoard(saving, { type: 'settled', refused: 'LEAD_NEEDED' }, context());
    expect(board).toMatchObject({ page: 'list', lead: undefined, problem: 'LEAD_NEEDED' });
    expect(effects).toEqual([{ type: 'cue', cue: 'stop' }]);
  });

  it('what was decided already takes no second answer, and a key without an answer is refused by tone', () => {
    const told = { entries: [entry('A-1-1', { state: 'told' })], standing: 'lead-1' };
    expect(reduceBoard(boardStart, { type: 'key', name: 'F1' }, told).effects).toEqual([{ type: 'cue', cue: 'check' }]);
    expect(press(boardStart, 'F3', 'lead-1').effects).toEqual([{ type: 'cue', cue: 'check' }]);
    expect(press(boardStart, 'F12').used).toBe(false);
  });
});
