import { expect, it } from 'vitest';
import { CHECK_HOLDS_MS, isCheckDue } from './check-due.ts';

it('a check is due at the first work, after each seal, and when a shift has lasted longer than a crew does', () => {
  const at = (checkedMs: number | undefined, sealedMs: number | undefined, nowMs: number): boolean =>
    isCheckDue({ checkedMs, sealedMs, nowMs });
  expect(at(undefined, undefined, 5)).toBe(true);
  expect(at(1_000, undefined, 2_000)).toBe(false);
  expect(at(1_000, 1_500, 2_000)).toBe(true);
  expect(at(1_600, 1_500, 2_000)).toBe(false);
  expect(at(1_000, undefined, 1_000 + CHECK_HOLDS_MS)).toBe(false);
  expect(at(1_000, undefined, 1_001 + CHECK_HOLDS_MS)).toBe(true);
  expect(at(1_000, undefined, 0)).toBe(false);
});
