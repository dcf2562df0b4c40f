import { expect, it } from 'vitest';
import { momentOf, parsePlan, SETTLE_MS } from './simulate-plan.ts';

const plan = parsePlan('0:1s,2365:3s,overload:1s,unplug:500ms');
const half = () => 0.5;

it('swings before a weight is stable, then shows it exactly', () => {
  expect(momentOf(plan, 1000 + SETTLE_MS - 1, () => 1)).toEqual({
    kind: 'frame',
    state: { grams: 2385, moving: true, overload: false },
  });
  expect(momentOf(plan, 1000 + SETTLE_MS, () => 1)).toEqual({
    kind: 'frame',
    state: { grams: 2365, moving: false, overload: false },
  });
});

it('goes round', () => {
  expect(momentOf(plan, 5_499, half)).toEqual({ kind: 'unplug' });
  expect(momentOf(plan, 5_500 + 900, half)).toMatchObject({ state: { grams: 0, moving: false } });
  expect(momentOf(plan, 4_500, half)).toMatchObject({ state: { overload: true } });
});

it.each(['', '2365', 'dance:1s', '0:0s', '1.5:1s'])('refuses the plan "%s"', (text) => {
  expect(() => parsePlan(text)).toThrow();
});
