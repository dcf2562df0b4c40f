import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRule, readRule, type CompiledRule } from '../compile-rule.ts';
import { fitBoxes, type Box } from './fit-boxes.ts';
import { EXACT_LIMIT, mergeInputSchema, mergeParcels } from './merge-parcels.ts';

const ruleOf = (more: object = {}): CompiledRule => {
  const read = readRule({
    weightUnit: 'kg',
    lengthUnit: 'cm',
    divisor: '6000',
    choice: { mode: 'max' },
    rounding: { final: { mode: 'up', step: '0.5' } },
    ...more,
  });
  const compiled = read.ok ? compileRule(read.value) : read;
  if (!compiled.ok) throw new Error(`${compiled.error.at} ${compiled.error.detail}`);
  return compiled.value;
};
const plan = (rule: CompiledRule, input: unknown) => {
  const answer = mergeParcels(rule, mergeInputSchema.parse(input));
  if (!answer.ok) throw new Error(`${answer.error.at} ${answer.error.detail}`);
  return answer.value;
};
const carton = (id: string, inner: string, outer: string, more: object = {}) => ({
  id,
  inner,
  outer,
  tare: '0.2 kg',
  ...more,
});
const price = {
  currency: 'CNY',
  money: { step: '0.01', mode: 'half-up', each: 'line' },
  edge: '(from,to]',
  tables: [
    {
      brackets: [
        {
          from: '0',
          charge: { type: 'first-next', first: '0.5', firstPrice: '50', next: '0.5', nextPrice: '10', stepped: true },
        },
      ],
    },
  ],
};

describe('boxes in a carton', () => {
  it.each<[readonly Box[], Box, boolean]>([
    [[[10, 10, 10]], [10, 10, 10], true],
    [[[10, 10, 11]], [10, 10, 10], false],
    [[[20, 10, 5]], [5, 20, 10], true],
    // Eight cubes fill a carton exactly; nine do not.
    [Array.from({ length: 8 }, (): Box => [5, 5, 5]), [10, 10, 10], true],
    [Array.from({ length: 9 }, (): Box => [5, 5, 5]), [10, 10, 10], false],
    // Enough volume, no room: two rods longer than half of every side.
    [
      [
        [6, 6, 6],
        [6, 6, 6],
      ],
      [10, 10, 10],
      false,
    ],
    // Two of 6×4 and two of 4×6 around a middle that stays empty.
    [
      [
        [6, 4, 10],
        [6, 4, 10],
        [4, 6, 10],
        [4, 6, 10],
      ],
      [10, 10, 10],
      true,
    ],
  ])('%j in %j: %s', (boxes, into, fits) => {
    expect(fitBoxes(boxes, into).fits).toBe(fits);
  });

  it('what it says to fit lies inside and apart', () => {
    const side = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(side, side, side), { minLength: 1, maxLength: 6 }),
        fc.tuple(side, side, side),
        (boxes, into) => {
          const fit = fitBoxes(boxes, into);
          if (!fit.fits) return;
          expect(fit.placements.map(({ box }) => box).sort()).toEqual(boxes.map((_, i) => i).sort());
          const cells = new Set<string>();
          for (const { box, at, sides } of fit.placements) {
            expect([...sides].sort()).toEqual([...(boxes[box] ?? [])].sort());
            for (let x = at[0]; x < at[0] + sides[0]; x += 1)
              for (let y = at[1]; y < at[1] + sides[1]; y += 1)
                for (let z = at[2]; z < at[2] + sides[2]; z += 1) {
                  expect(x < into[0] && y < into[1] && z < into[2]).toBe(true);
                  expect(cells.has(`${x},${y},${z}`)).toBe(false);
                  cells.add(`${x},${y},${z}`);
                }
          }
        },
      ),
    );
  });
});

describe('merging a customer’s parcels', () => {
  it('joins where rounding and minimums make one cheaper than two', () => {
    const parcels = ['a', 'b', 'c'].map((id) => ({ id, weight: '0.2 kg', dimensions: '10x10x10 cm' }));
    const best = plan(ruleOf({ price }), {
      parcels,
      cartons: [carton('m', '30x10x10 cm', '31x11x11 cm')],
      goal: 'cost',
    });
    // Apart 3 × 50; together 0.8 kg → 1 kg: 50 + 10.
    expect(best).toMatchObject({ exact: true, cost: '60.00', apart: { cost: '150.00' }, chargeable: '1' });
    expect(best.groups).toEqual([{ parcels: ['a', 'b', 'c'], carton: 'm', chargeable: '1', cost: '60.00' }]);
    expect(best.words.zh).toBe('合成 1 票, 计费 1 kg; 分开走 1.5 kg, 省 0.5 kg; 费用省 90 CNY');
  });

  it('leaves apart what a large carton would make dearer', () => {
    const parcels = ['a', 'b'].map((id) => ({ id, weight: '1 kg', dimensions: '10x10x10 cm' }));
    const best = plan(ruleOf(), { parcels, cartons: [carton('xl', '60x60x60 cm', '62x62x62 cm')], goal: 'weight' });
    expect(best.groups.map((group) => group.parcels)).toEqual([['a'], ['b']]);
    expect(best.chargeable).toBe('2');
  });

  it('obeys the weight of the carton and what the rule blocks', () => {
    const parcels = ['a', 'b'].map((id) => ({ id, weight: '1.2 kg', dimensions: '10x10x10 cm' }));
    const cartons = [carton('m', '20x10x10 cm', '21x11x11 cm', { maxWeight: '2.5 kg' })];
    expect(plan(ruleOf(), { parcels, cartons, goal: 'weight' }).groups).toHaveLength(2);
    const block = { limits: [{ id: 'heavy', severity: 'block', when: { measure: 'actual', op: '>', value: '2' } }] };
    const open = [carton('m', '20x10x10 cm', '21x11x11 cm')];
    expect(plan(ruleOf(), { parcels, cartons: open, goal: 'weight' }).groups).toHaveLength(1);
    expect(plan(ruleOf(block), { parcels, cartons: open, goal: 'weight' }).groups).toHaveLength(2);
  });

  it('refuses a parcel that can travel in no way, and cost without a price', () => {
    const input = mergeInputSchema.parse({
      parcels: [{ id: 'long', weight: '1 kg', dimensions: '100x10x10 cm' }],
      cartons: [carton('m', '20x10x10 cm', '21x11x11 cm')],
      mayStayAsIs: false,
      goal: 'weight',
    });
    expect(mergeParcels(ruleOf(), input)).toMatchObject({ ok: false, error: { at: 'input.parcels.0' } });
    expect(mergeParcels(ruleOf(), { ...input, goal: 'cost' })).toMatchObject({
      ok: false,
      error: { at: 'input.goal' },
    });
  });

  const parcelsOf = (sizes: readonly (readonly [number, number, number, number])[]) =>
    sizes.map(([g, l, w, h], i) => ({
      id: String(i),
      weight: `${g} g`,
      dimensions: `${l}x${w}x${h} cm`,
    }));
  const size = fc.tuple(
    fc.integer({ min: 50, max: 3_000 }),
    fc.integer({ min: 4, max: 30 }),
    fc.integer({ min: 4, max: 20 }),
    fc.integer({ min: 2, max: 15 }),
  );
  const cartons = [
    carton('s', '25x20x15 cm', '26x21x16 cm', { cost: '2' }),
    carton('m', '40x30x20 cm', '41x31x21 cm', { cost: '3.5' }),
    carton('l', '50x40x30 cm', '52x42x32 cm', { cost: '6' }),
  ];

  it('is the best of all groupings, tried one by one', { timeout: 120_000 }, () => {
    // Every way to put n things into groups, by the number of the group of each.
    const groupings = (n: number): number[][] =>
      n === 0
        ? [[]]
        : groupings(n - 1).flatMap((rest) => Array.from({ length: Math.max(-1, ...rest) + 2 }, (_, g) => [...rest, g]));
    const rule = ruleOf({ price });
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 5 }), (sizes) => {
        const parcels = parcelsOf(sizes);
        const found = plan(rule, { parcels, cartons, goal: 'cost' });
        if (!found.exact) return;
        let least = Infinity;
        for (const grouping of groupings(parcels.length)) {
          let cents = 0;
          for (let g = 0; g <= Math.max(...grouping); g += 1) {
            const own = parcels.filter((_, i) => grouping[i] === g);
            const one = mergeParcels(rule, mergeInputSchema.parse({ parcels: own, cartons, goal: 'cost' }));
            // The plan of a group counts only where it stays one group.
            const together = one.ok && one.value.groups.length === 1 ? one.value.cost : undefined;
            cents += together === undefined ? Infinity : Math.round(Number(together) * 100);
          }
          least = Math.min(least, cents);
        }
        expect(Math.round(Number(found.cost) * 100)).toBeLessThanOrEqual(least);
      }),
      { numRuns: 25 },
    );
  });

  it(
    'beyond eight it is never worse than sending each apart, and says that it is no proof',
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(fc.array(size, { minLength: EXACT_LIMIT + 1, maxLength: 12 }), (sizes) => {
          const found = plan(ruleOf({ price }), { parcels: parcelsOf(sizes), cartons, goal: 'cost' });
          expect(found.exact).toBe(false);
          expect(Number(found.cost)).toBeLessThanOrEqual(Number(found.apart?.cost));
          expect(found.groups.flatMap((group) => group.parcels).sort()).toEqual(sizes.map((_, i) => String(i)).sort());
        }),
        { numRuns: 5 },
      );
    },
  );
});
