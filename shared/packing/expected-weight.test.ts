import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explainDifference,
  judgeWeight,
  learnedSpread,
  median,
  weightWindow,
  type Content,
} from './expected-weight.ts';

const content = (pieces: (number | undefined)[], box: number | undefined = 120_000, step = 5_000): Content => ({
  ...{ pieces, boxMilligrams: box, scaleStepMilligrams: step },
});

describe('the expected weight of a parcel', () => {
  it('is the sum until three identical parcels were packed, then their median', () => {
    const mugs = content([350_000, 350_000]);
    expect(weightWindow(mugs, [])).toMatchObject({ method: 'sum', expectedMilligrams: 820_000 });
    expect(weightWindow(mugs, [850_000, 852_000])).toMatchObject({ method: 'sum', samples: 2 });
    expect(weightWindow(mugs, [850_000, 852_000, 849_000])).toMatchObject({
      method: 'learned',
      expectedMilligrams: 850_000,
      samples: 3,
    });
  });

  it('an article or a box of unknown weight cannot be told by the sum, but can be learned', () => {
    expect(weightWindow(content([undefined]), [])).toMatchObject({ method: 'none' });
    expect(
      judgeWeight(weightWindow({ ...content([350_000]), boxMilligrams: undefined }, []), content([350_000]), 1),
    ).toBe('cannot-tell');
    expect(weightWindow(content([undefined]), [500_000, 501_000, 502_000]).method).toBe('learned');
  });

  it('three equal weights do not make a tolerance of nothing, and one wrong parcel does not move it', () => {
    const mugs = content([350_000, 350_000]);
    const equal = weightWindow(mugs, [850_000, 850_000, 850_000]);
    expect(equal.toleranceMilligrams).toBe(10_000);
    const spoiled = weightWindow(mugs, [850_000, 851_000, 1_200_000, 849_000, 850_000, 852_000]);
    expect(spoiled.expectedMilligrams).toBe(850_500);
    expect(spoiled.toleranceMilligrams).toBeLessThan(15_000);
  });

  it('a learned tolerance sees the lightest piece missing, or says that it cannot', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5_000, max: 2_000_000 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: -40_000, max: 40_000 }), { minLength: 3, maxLength: 30 }),
        (pieces, noise) => {
          const goods = content(pieces);
          const total = pieces.reduce((sum, one) => sum + one, 120_000);
          const window = weightWindow(
            goods,
            noise.map((one) => total + one),
          );
          const lightest = Math.min(...pieces);
          const verdict = judgeWeight(window, goods, window.expectedMilligrams);
          expect(verdict).not.toBe('off');
          if (verdict === 'fits') {
            expect(judgeWeight(window, goods, window.expectedMilligrams - lightest)).toBe('off');
            expect(judgeWeight(window, goods, window.expectedMilligrams + lightest)).toBe('off');
          }
          expect(Number.isSafeInteger(window.toleranceMilligrams)).toBe(true);
        },
      ),
    );
  });

  it('the spread of a normal sample is three standard deviations, about', () => {
    // Sum of twelve uniform numbers: nearly normal. Deterministic, mulberry-like.
    let state = 7;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const sigma = 4_000;
    const sample = Array.from({ length: 50 }, () =>
      Math.round(800_000 + sigma * (Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, 0) - 6)),
    );
    expect(learnedSpread(sample)).toBeGreaterThan(3 * sigma * 0.7);
    expect(learnedSpread(sample)).toBeLessThan(3 * sigma * 1.3);
    expect(median([3, 1, 2, 10])).toBe(2);
  });

  it('names the article that explains a difference, and none where none does', () => {
    const window = { method: 'sum', expectedMilligrams: 0, toleranceMilligrams: 20_000, samples: 0 } as const;
    const articles = [
      { sku: 'MUG', milligrams: 350_000, pieces: 2 },
      { sku: 'SOCKS', milligrams: 60_000, pieces: 1 },
    ];
    expect(explainDifference(window, -345_000, articles)).toEqual({ sku: 'MUG', pieces: -1 });
    expect(explainDifference(window, 62_000, articles)).toEqual({ sku: 'SOCKS', pieces: 1 });
    expect(explainDifference(window, -125_000, articles)).toBeUndefined();
    expect(explainDifference(window, 205_000, articles)).toBeUndefined();
  });
});
