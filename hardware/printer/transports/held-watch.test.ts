import { beforeEach, describe, expect, it } from 'vitest';
import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import { HeldWatch } from './held-watch.ts';

const limits = { silentMs: 500, troubleMs: 10_000 };
const holding = (held: number): PrinterCondition => ({ troubles: [], warnings: [], busy: held > 0, held });
const full: PrinterCondition = { troubles: [], warnings: [], busy: true };
const noPaper: PrinterCondition = { ...holding(0), troubles: ['paper-out'] };

let watch = new HeldWatch();
let now = 0;
const add = (job: string): void => watch.add(job, 9, now);
let late = false;
const heard = (condition: PrinterCondition | undefined, laterMs = 10): string[] => {
  now += laterMs;
  return watch.heard(condition, late, now, limits).map(([job, { outcome }]) => `${job} ${outcome}`);
};

beforeEach(() => {
  watch = new HeldWatch();
  now = 0;
  late = false;
});

describe('labels behind each other', () => {
  it('are two at most, and the first is through when one is held, said twice', () => {
    add('A');
    expect([watch.room(true), watch.room(false)]).toEqual([true, false]);
    add('B');
    expect(watch.room(true)).toBe(false);
    expect(heard(holding(2))).toEqual([]);
    expect(heard(holding(1))).toEqual([]);
    expect(heard(holding(1))).toEqual(['A sent']);
    add('C');
    // Asked about two, and the answer before was about one: nothing is said by it.
    expect(heard(holding(1))).toEqual([]);
    expect(heard(holding(2))).toEqual([]);
    expect(heard(holding(0))).toEqual([]);
    expect(heard(holding(0))).toEqual(['B sent', 'C sent']);
    expect(watch.size).toBe(0);
  });

  it('one alone is through at the first word, and at the second when the first may be an old one', () => {
    add('A');
    expect([heard(full), heard({ troubles: [], warnings: [], busy: false })]).toEqual([[], ['A sent']]);
    late = true;
    add('B');
    expect([heard(holding(0)), heard(holding(0))]).toEqual([[], ['B sent']]);
  });

  it('wait behind labels of others', () => {
    add('A');
    add('B');
    for (const held of [3, 3, 2, 2]) expect(heard(holding(held))).toEqual([]);
    expect([heard(holding(1)), heard(holding(1))]).toEqual([[], ['A sent']]);
  });

  it.each([
    ['a full buffer', full],
    ['no paper', noPaper],
    ['silence', undefined],
  ])('%s between two answers says nothing of any label', (_, between) => {
    add('A');
    add('B');
    for (const condition of [holding(1), between, holding(1)]) expect(heard(condition)).toEqual([]);
    expect(heard(holding(1))).toEqual(['A sent']);
  });
});

it.each([
  ['silent', undefined, 500],
  ['in trouble too long', noPaper, 10_000],
  ['for ever at the same label', holding(2), 10_000],
] as const)('both are in doubt when the printer is %s', (_, condition, laterMs) => {
  add('A');
  add('B');
  expect(heard(condition)).toEqual([]);
  expect(heard(condition, laterMs - 11)).toEqual([]);
  expect(heard(condition, 1)).toEqual(['A unknown', 'B unknown']);
});

it('a printer that goes on label by label is never called in trouble', () => {
  add('A');
  for (const job of ['B', 'C', 'D']) {
    add(job);
    heard(holding(2), limits.troubleMs - 100);
    heard(holding(1));
    expect(heard(holding(1))).toHaveLength(1);
  }
});
