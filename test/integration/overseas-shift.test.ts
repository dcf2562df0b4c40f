import { expect, it } from 'vitest';
import { playOverseasShift } from '../shift/overseas-shift.ts';
import { differencesOf } from '../shift/reconciliation.ts';

it('a small day of the overseas floor: stock, labels and sellers’ totals agree with an independent fold', async () => {
  const day = await playOverseasShift({ seed: 7, size: 6, say: () => undefined });
  expect(differencesOf(day)).toEqual([]);
  expect(day.rows.length).toBeGreaterThan(10);
}, 300_000);
