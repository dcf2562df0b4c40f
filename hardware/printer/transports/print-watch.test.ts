import { beforeEach, describe, expect, it } from 'vitest';
import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import { PrintWatch } from './print-watch.ts';

const limits = { settleMs: 100, silentMs: 500, troubleMs: 10_000, quietMs: 50 };
const idle: PrinterCondition = { troubles: [], warnings: [], busy: false };
const busy: PrinterCondition = { ...idle, busy: true };
const noPaper: PrinterCondition = { ...idle, troubles: ['paper-out'] };

let watch = new PrintWatch();
let now = 0;
const heard = (condition: PrinterCondition | undefined, count: number | undefined, laterMs = 10): string[] => {
  now += laterMs;
  return watch.heard(condition, count, now, limits).map(([job, { outcome }]) => `${job} ${outcome}`);
};
const trusted = (): void => {
  watch.begin(7);
  watch.add('first');
  heard(idle, 8);
  expect(heard(idle, 8, 60)).toEqual(['first confirmed']);
};

beforeEach(() => {
  watch = new PrintWatch();
  now = 0;
});

describe('the first label after a start', () => {
  it('is believed when the printer is idle and its count stands still', () => {
    watch.begin(7);
    watch.add('A');
    expect(watch.room).toBe(false);
    expect(heard(busy, 7)).toEqual([]);
    expect(heard(idle, 8)).toEqual([]);
    expect(heard(idle, 8, 60)).toEqual(['A confirmed']);
    expect(watch.room).toBe(true);
  });

  it('is in doubt when one more came out: a label of the last run was in the line', () => {
    watch.begin(7);
    watch.add('A');
    expect(heard(busy, 8)).toEqual([]);
    expect(heard(idle, 9)).toEqual(['A unknown']);
  });
});

describe('labels in a run', () => {
  it('are confirmed one by one as the count goes up, two inside at most', () => {
    trusted();
    watch.begin(8);
    watch.add('A');
    expect(watch.room).toBe(true);
    watch.add('B');
    expect(watch.room).toBe(false);
    expect(heard(busy, 9)).toEqual(['A confirmed']);
    watch.add('C');
    expect(heard(busy, 10)).toEqual(['B confirmed']);
    expect(heard(idle, 11)).toEqual(['C confirmed']);
  });

  it('are in doubt when the line broke and one is missing', () => {
    trusted();
    watch.begin(8);
    watch.add('A');
    watch.add('B');
    expect(heard(undefined, undefined)).toEqual([]);
    expect(watch.room).toBe(false);
    expect(heard(idle, 9)).toEqual([]);
    expect(heard(idle, 9, 150)).toEqual(['A unknown', 'B unknown']);
  });

  it('wait for paper, and are confirmed when it is in', () => {
    trusted();
    watch.begin(8);
    watch.add('A');
    expect(heard(noPaper, 8)).toEqual([]);
    expect(heard(noPaper, 8, 5_000)).toEqual([]);
    expect(heard(idle, 9)).toEqual(['A confirmed']);
  });
});

it.each([
  ['silent', undefined, 600],
  ['idle without counting', idle, 200],
  ['in trouble too long', noPaper, 11_000],
])('a label is given up when the printer is %s', (_, condition, laterMs) => {
  trusted();
  watch.begin(8);
  watch.add('A');
  expect(heard(condition, condition === undefined ? undefined : 8)).toEqual([]);
  expect(heard(condition, condition === undefined ? undefined : 8, laterMs)).toEqual(['A unknown']);
  expect(watch.size).toBe(0);
});

it('a count that runs backwards or ahead proves nothing', () => {
  trusted();
  watch.begin(8);
  watch.add('A');
  expect(heard(idle, 3)).toEqual(['A unknown']);
});
