import { describe, expect, it } from 'vitest';
import { ENROLMENT_ALPHABET, enrolmentCodeSchema } from './device-identity.ts';
import { afterWrong, lockedForMs, openGuard } from './operator.ts';

describe('identity', () => {
  it('takes a code as a person types it, and no other letters', () => {
    expect(enrolmentCodeSchema.parse(' 23ab-cdef ghjk ')).toBe('23ABCDEFGHJK');
    for (const wrong of ['23AB-CDEF-GHJ', '23AB-CDEF-GHJ0', '23AB-CDEF-GHJKM', ''])
      expect(enrolmentCodeSchema.safeParse(wrong).success).toBe(false);
    expect(ENROLMENT_ALPHABET).not.toMatch(/[01OIL]/);
  });
  it('slows guessing down and never locks a floor out for ever', () => {
    let guard = openGuard;
    const waits: number[] = [];
    for (let now = 0, tries = 0; tries < 16; tries += 1) {
      guard = afterWrong(guard, now);
      const wait = lockedForMs(guard, now);
      waits.push(wait);
      now += wait;
    }
    expect(waits.slice(0, 7)).toEqual([0, 0, 0, 0, 15_000, 30_000, 60_000]);
    expect(Math.max(...waits)).toBe(900_000);
    expect(lockedForMs(guard, Number.MAX_SAFE_INTEGER)).toBe(0);
  });
});
