import { describe, expect, it } from 'vitest';
import { Admission, TokenBuckets } from './admission.ts';

describe('admission', () => {
  it('lets in as many as will be done soon, in their order, and sends the rest away with a spread', async () => {
    let now = 0;
    const chance = [0, 0.5, 0.999];
    const admission = new Admission(
      { concurrent: 1, waitMs: 40, retryMaxSeconds: 30 },
      () => chance.shift() ?? 0,
      () => now,
    );
    const done: number[] = [];
    const finish: (() => void)[] = [];
    const asked = Array.from({ length: 7 }, (_, index) =>
      admission.run(async () => {
        await new Promise<void>((resolve) => finish.push(resolve));
        done.push(index);
      }),
    );
    expect(admission.inFlight).toBe(4);
    for (let step = 0; step < 4; step += 1) {
      now += 20;
      finish.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const answers = await Promise.all(asked);
    expect(done).toEqual([0, 1, 2, 3]);
    expect(answers.slice(4)).toEqual([{ retryAfterSeconds: 1 }, { retryAfterSeconds: 16 }, { retryAfterSeconds: 30 }]);
    expect([admission.inFlight, admission.refused]).toEqual([0, 3]);
  });
  it('sees work that takes long before it has ended, and does not serve who has waited too long', async () => {
    let now = 0;
    const admission = new Admission(
      { concurrent: 1, waitMs: 100, retryMaxSeconds: 30 },
      () => 0,
      () => now,
    );
    let finish = (): void => undefined;
    let served = 0;
    const work = (): Promise<void> => {
      served += 1;
      return new Promise((resolve) => (finish = resolve));
    };
    const asked = [admission.run(work), admission.run(work)];
    now = 150;
    asked.push(admission.run(work));
    expect(await asked[2]).toEqual({ retryAfterSeconds: 1 });
    now = 250;
    finish();
    expect(await asked[1]).toEqual({ retryAfterSeconds: 1 });
    expect([served, admission.inFlight, admission.refused]).toEqual([1, 0, 2]);
    expect(await admission.run(async () => 1)).toEqual({ value: 1 });
  });
  it('gives the place on when work fails', async () => {
    const admission = new Admission(
      { concurrent: 1, waitMs: 40, retryMaxSeconds: 1 },
      () => 0,
      () => 0,
    );
    await expect(admission.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await admission.run(async () => 1)).toEqual({ value: 1 });
  });
  it('limits each key for itself, refills, and says when to come', () => {
    let now = 0;
    const buckets = new TokenBuckets(2, 3, () => now);
    expect([1, 2, 3, 4].map(() => buckets.take('a'))).toEqual([0, 0, 0, 1]);
    expect(buckets.take('b')).toBe(0);
    now += 500;
    expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1]);
  });
});
