import { expect, it } from 'vitest';
import { exportStart, reduceExport, type ExportBoard, type ExportEvent } from './export-board.ts';

const stick = (label: string) => ({ path: `/media/op/${label}`, label, freeBytes: 1e9 });
const run = (events: readonly ExportEvent[], start: ExportBoard = exportStart) =>
  events.reduce((step, event) => reduceExport(step.board, event), {
    board: start,
    effects: [],
    used: true,
  } as ReturnType<typeof reduceExport>);
const key = (name: string): ExportEvent => ({ type: 'key', name });
const two: ExportEvent = { type: 'targets', targets: [stick('A'), stick('B')] };

it('writes what the key says to the stick in sight, once, and says where it is', () => {
  const asked = run([two, key('F10'), key('F3')]);
  expect(asked.effects).toEqual([{ type: 'write', what: 'journal', target: '/media/op/B' }]);
  expect(run([key('F1'), key('F8'), key('F5')], asked.board)).toMatchObject({ board: asked.board, effects: [] });
  const done = run([{ type: 'written', file: '/media/op/B/x', records: 9 }], asked.board);
  expect(done).toMatchObject({ board: { written: { what: 'journal', records: 9 } }, effects: [{ cue: 'ok' }] });
});

it('without a stick says so at each key and looks again; a stick that comes clears it', () => {
  const none = run([{ type: 'targets', targets: [] }]);
  expect(none.board.problem).toBe('NO_TARGET');
  expect(run([key('F2')], none.board).effects).toMatchObject([{ type: 'cue', cue: 'check' }, { type: 'look' }]);
  expect(run([key('F5')], none.board)).toMatchObject({ board: { problem: undefined }, effects: [{ type: 'look' }] });
  expect(run([two], none.board).board).toMatchObject({ problem: undefined, at: 0 });
});

it('a stick that is pulled out or full is named, stays named when the others are looked for, and the way back is open', () => {
  const failed = run([two, key('F1'), { type: 'refused', code: 'TARGET_GONE' }]);
  expect(failed.effects).toMatchObject([{ cue: 'check' }, { type: 'look' }]);
  const left = run([{ type: 'targets', targets: [stick('A')] }], failed.board);
  expect(left.board).toMatchObject({ problem: 'TARGET_GONE', writing: undefined, at: 0 });
  expect(run([key('F8')], left.board)).toEqual({ board: exportStart, effects: [{ type: 'close' }], used: true });
});
