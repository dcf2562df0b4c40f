import { describe, expect, it } from 'vitest';
import { healOnce } from '../bench/heal.ts';

describe('after a link has healed', () => {
  // Seed 2 of half-open: 49 s, when the wait after a probe did not count the five seconds that the probe itself had taken.
  it.each(['down', 'half-open', 'portal'] as const)(
    '%s for two minutes: a push is durable within 45 s',
    async (kind) => {
      for (let seed = 1; seed <= 40; seed += 1)
        expect(await healOnce(seed, kind, 120_000), `seed ${seed}`).toBeLessThanOrEqual(45_000);
    },
  );
});
