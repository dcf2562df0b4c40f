import { expect, it } from 'vitest';
import {
  codeInFours,
  enrolmentScan,
  enrolStart,
  reduceEnrol,
  type EnrolBoard,
  type EnrolEvent,
} from './enrol-board.ts';

const url = 'http://cloud.lan:8917';
const type = (text: string): EnrolEvent[] => [...text].map((name) => ({ type: 'key', name }));
const run = (events: readonly EnrolEvent[], start: EnrolBoard = enrolStart('')) =>
  events.reduce((step, event) => reduceEnrol(step.board, event), {
    board: start,
    effects: [],
    used: true,
  } as ReturnType<typeof reduceEnrol>);

it('takes address and code by the keyboard alone, in any case and with or without hyphens', () => {
  const asked = run([
    ...type(url),
    { type: 'key', name: 'Enter' },
    ...type('abcd-efgh-jkmn'),
    { type: 'key', name: 'Enter' },
  ]);
  expect(asked.effects).toEqual([{ type: 'enrol', url, code: 'ABCDEFGHJKMN' }]);
  expect(run(type('x'), asked.board).board).toBe(asked.board);
  expect(codeInFours('abcdefghjkmn')).toBe('ABCD-EFGH-JKMN');
});

it('takes both from one scan, and the code alone when the address is known', () => {
  const scanned = run([{ type: 'scan', text: `ENROL:ABCD-EFGH-JKMN@${url}` }]);
  expect(scanned.effects).toEqual([{ type: 'enrol', url, code: 'ABCDEFGHJKMN' }]);
  expect(run([{ type: 'scan', text: 'ABCDEFGHJKMN' }], enrolStart(url)).effects).toHaveLength(1);
  expect(enrolmentScan('YT7700000001')).toBeUndefined();
  expect(run([{ type: 'scan', text: 'YT7700000001' }]).used).toBe(false);
});

it('goes to what is missing instead of asking, and a refusal leaves what was typed to be mended', () => {
  expect(run([{ type: 'key', name: 'F1' }])).toMatchObject({ board: { field: 'url' }, effects: [{ type: 'cue' }] });
  const half = run([...type('abc'), { type: 'key', name: 'Enter' }], enrolStart(url));
  expect(half).toMatchObject({ board: { field: 'code', step: 'typing' }, effects: [{ type: 'cue' }] });
  const refused = run(
    [
      { type: 'scan', text: 'ABCDEFGHJKMN' },
      { type: 'refused', detail: 'old' },
    ],
    enrolStart(url),
  );
  expect(refused.board).toMatchObject({ step: 'refused', code: 'ABCDEFGHJKMN', detail: 'old' });
  expect(run([{ type: 'key', name: 'Escape' }], refused.board).board).toMatchObject({ code: '', step: 'typing' });
});
