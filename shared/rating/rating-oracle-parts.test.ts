import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answered, dec, f, less, minus, most, over, plus, round, times, type F } from '../../test/support/fractions.ts';
import { answerQuestion, ruleReader, type Answer } from './answer-question.ts';

/**
 * The parameters that rating-oracle.test.ts leaves out, each against a reading of its own: units, volume handed in, rolls, bands of
 * divisors, rounding of volume, loading metres, floors of every kind, sources, unit guard, limits, and every shape of a price.
 */
const read = ruleReader(() => []);
const base = { weightUnit: 'kg', lengthUnit: 'cm', divisor: '6000', choice: { mode: 'max' } };
const ask = (rule: object, input: object): Answer => answerQuestion(read(rule as never), input);
const weigh = (rule: object, input: object): string => {
  const answer = ask(rule, input);
  if (!answer.ok) throw new Error(`${answer.error.at}: ${answer.error.detail}`);
  return answered(answer.chargeable).join('/');
};
const runs = { numRuns: 400 };
const slow = { timeout: 60_000 };

/** Decimal text with up to three places, on a step of a half as often as anywhere. */
const amount = (max: number) =>
  fc
    .oneof(
      fc.integer({ min: 1, max: max * 1000 }),
      fc.tuple(fc.integer({ min: 1, max: max * 2 }), fc.constantFrom(-1, 0, 1)).map(([n, off]) => n * 500 + off),
    )
    .map((thousandths) => `${Math.trunc(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`);
const side = fc
  .integer({ min: 1, max: 1200 })
  .map((tenths) => `${Math.trunc(tenths / 10)}.${tenths % 10}`)
  .filter((text) => text !== '0.0');
const massUnits = {
  mg: f(1n, 1_000_000n),
  g: f(1n, 1000n),
  kg: f(1n),
  t: f(1000n),
  lb: f(45_359_237n, 100_000_000n),
  oz: f(45_359_237n, 1_600_000_000n),
};
const lengthUnits = { mm: f(1n, 10n), cm: f(1n), m: f(100n), in: f(254n, 100n) };
type MassUnit = keyof typeof massUnits;
type LengthUnit = keyof typeof lengthUnits;
const massUnit = fc.constantFrom(...(Object.keys(massUnits) as MassUnit[]));
const lengthUnit = fc.constantFrom(...(Object.keys(lengthUnits) as LengthUnit[]));
const sides = fc.tuple(side, side, side);

describe('parameters one by one against an oracle', slow, () => {
  it('units of weight and length, in the rule and in the input, exactly', () => {
    fc.assert(
      fc.property(
        amount(60),
        massUnit,
        sides,
        lengthUnit,
        fc.constantFrom<Exclude<MassUnit, 'mg'>>('kg', 'lb', 'g', 'oz', 't'),
        lengthUnit,
        (weight, unit, [a, b, c], length, ruleWeight, ruleLength) => {
          const actual = over(times(dec(weight), massUnits[unit]), massUnits[ruleWeight]);
          const one = over(lengthUnits[length], lengthUnits[ruleLength]);
          const volume = times(times(times(dec(a), one), times(dec(b), one)), times(dec(c), one));
          const rule = { ...base, weightUnit: ruleWeight, lengthUnit: ruleLength };
          const dimensions = { length: a, width: b, height: c, unit: length };
          expect(weigh(rule, { weight: { value: weight, unit }, dimensions })).toBe(
            most(actual, over(volume, f(6000n))).join('/'),
          );
        },
      ),
      runs,
    );
  });

  it('a divisor in other units, a density, cubic metres, cubic feet', () => {
    fc.assert(
      fc.property(
        amount(40),
        amount(3),
        fc.constantFrom('139', '166', '366'),
        fc.constantFrom('167', '250', '333'),
        (weight, cbm, perLb, density) => {
          const litres = times(dec(cbm), f(1_000_000n)); // cm³
          const cubicInch = f(16_387_064n, 1_000_000n);
          const byDivisor = over(over(litres, cubicInch), dec(perLb)); // lb
          expect(weigh({ ...base, divisor: perLb, divisorUnit: 'in3/lb' }, { weight: `${weight} kg`, cbm })).toBe(
            most(dec(weight), times(byDivisor, massUnits.lb)).join('/'),
          );
          const { divisor: _, ...open } = base;
          expect(weigh({ ...open, density }, { weight: `${weight} kg`, cbm })).toBe(
            most(dec(weight), times(dec(cbm), dec(density))).join('/'),
          );
          expect(weigh({ ...open, weightUnit: 'cbm', kgPerCbm: density }, { weight: `${weight} kg`, cbm })).toBe(
            most(over(dec(weight), dec(density)), dec(cbm)).join('/'),
          );
          expect(
            weigh(
              { ...open, weightUnit: 'ft3', lengthUnit: 'in', choice: { mode: 'volumetric' } },
              { weight: `${weight} kg`, cbm },
            ),
          ).toBe(over(litres, f(28_316_846_592n, 1_000_000n)).join('/'));
        },
      ),
      runs,
    );
  });

  it('bands of divisors by size, exclusive and inclusive, and a band without volume', () => {
    fc.assert(
      fc.property(
        sides,
        amount(5),
        fc.boolean(),
        fc.constantFrom('sumOfSides', 'longest', 'volume'),
        (s, weight, inclusive, measure) => {
          const [a, b, c] = s.map(dec) as [F, F, F];
          const seen =
            measure === 'sumOfSides'
              ? plus(a, plus(b, c))
              : measure === 'longest'
                ? most(a, most(b, c))
                : times(a, times(b, c));
          const ends = measure === 'volume' ? ['1000', '30000'] : ['30', '90'];
          const inside = (end: string): boolean => less(seen, dec(end)) || (inclusive && !less(dec(end), seen));
          const divisor = inside(ends[0] ?? '') ? undefined : inside(ends[1] ?? '') ? '8000' : '6000';
          const volumetric = divisor === undefined ? undefined : over(times(a, times(b, c)), dec(divisor));
          const bands = ends.map((end, i) => ({
            [inclusive ? 'upTo' : 'below']: end,
            divisor: i === 0 ? null : '8000',
          }));
          const rule = {
            weightUnit: 'kg',
            lengthUnit: 'cm',
            choice: { mode: 'max' },
            divisorBands: { measure, bands: [...bands, { divisor: '6000' }] },
          };
          const dimensions = { length: s[0], width: s[1], height: s[2], unit: 'cm' };
          expect(weigh(rule, { weight: `${weight} kg`, dimensions })).toBe(
            (volumetric === undefined ? dec(weight) : most(dec(weight), volumetric)).join('/'),
          );
        },
      ),
      runs,
    );
    const at = (length: string) =>
      weigh(
        {
          weightUnit: 'kg',
          lengthUnit: 'cm',
          choice: { mode: 'volumetric' },
          divisorBands: { measure: 'sumOfSides', bands: [{ upTo: '90', divisor: '8000' }, { divisor: '6000' }] },
        },
        { weight: '1 g', dimensions: { length, width: '30', height: '30', unit: 'cm' } },
      );
    expect([at('29.999999999'), at('30'), at('30.000000001')].map((text) => text.split('/').length)).toEqual([2, 2, 2]);
    expect(at('30')).toBe('27/8'); // 27000/8000
    expect(at('30.000000001')).not.toBe(at('30'));
  });

  it('rolls, rounding of the volume, tables with inclusive ends', () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom('none', 'up', 'half-up', 'down'),
        fc.constantFrom('1', '100', '0.5'),
        amount(30),
        (length, diameter, mode, step, end) => {
          const volume = round(times(dec(length), times(dec(diameter), dec(diameter))), mode, dec(step));
          const raw = over(volume, f(6000n));
          // Up to the end the next half, above it the next whole.
          const expected = less(dec(end), raw) ? round(raw, 'up', f(1n)) : round(raw, 'up', f(1n, 2n));
          const rule = {
            ...base,
            choice: { mode: 'volumetric' },
            volumeRounding: { mode, step },
            rounding: {
              final: [
                { upTo: end, mode: 'up', step: '0.5' },
                { mode: 'up', step: '1' },
              ],
            },
          };
          expect(weigh(rule, { weight: '1 g', roll: { length, diameter, unit: 'cm' } })).toBe(expected.join('/'));
        },
      ),
      runs,
    );
  });

  it('loading metres: the greatest of three', () => {
    fc.assert(
      fc.property(
        sides,
        amount(60),
        fc.constantFrom('1250', '1750', '2000'),
        fc.constantFrom('2.4', '2.45'),
        ([a, b, c], weight, perMetre, trailer) => {
          const metres = over(times(dec(a), dec(b)), times(dec(trailer), f(10_000n)));
          const volumetric = over(times(dec(a), times(dec(b), dec(c))), f(3003n));
          const expected = most(dec(weight), most(volumetric, times(metres, dec(perMetre))));
          const rule = {
            ...base,
            divisor: '3003',
            choice: { mode: 'greatest-of-three', kgPerLoadingMetre: perMetre, trailerWidth: trailer },
          };
          expect(
            weigh(rule, { weight: `${weight} kg`, dimensions: { length: a, width: b, height: c, unit: 'cm' } }),
          ).toBe(expected.join('/'));
        },
      ),
      runs,
    );
  });

  it('floors: per piece, per ticket, in cubic metres, by country, tied to a limit; the greatest counts, the cap last', () => {
    const maybe = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(amount(9), { minLength: 1, maxLength: 4 }),
        maybe(['0.5', '5']),
        maybe(['3', '12']),
        maybe(['0.01', '0.05']),
        fc.constantFrom('US', 'FR'),
        maybe(['4', '9']),
        maybe(['20', '40']),
        (weights, piece, ticket, cbm, country, conditional, cap) => {
          const floors = [piece, ticket, conditional].flatMap((text) => text ?? []);
          if (cap !== undefined && floors.some((floor) => less(dec(cap), dec(floor)))) return;
          let total = weights
            .map((weight) => {
              let own = dec(weight);
              // The limit is on the piece: above 5 kg it bills at least so much.
              if (conditional !== undefined && less(dec('5'), dec(weight))) own = most(own, dec(conditional));
              return piece === undefined ? own : most(own, dec(piece));
            })
            .reduce(plus);
          if (ticket !== undefined) total = most(total, dec(ticket));
          if (cbm !== undefined) total = most(total, times(dec(cbm), f(167n)));
          total = most(total, country === 'US' ? dec('2') : dec('1'));
          if (cap !== undefined && less(dec(cap), total)) total = dec(cap);
          const { divisor: _, ...open } = base;
          const rule = {
            ...open,
            density: '167',
            choice: { mode: 'actual' },
            aggregation: 'compare-sum',
            minimums: {
              ...(piece === undefined ? {} : { piece }),
              ...(ticket === undefined ? {} : { ticket }),
              ...(cbm === undefined ? {} : { ticketCbm: cbm }),
              startWeights: { US: '2', '*': '1' },
            },
            ...(cap === undefined ? {} : { cap: { of: 'chargeable', value: cap } }),
            ...(conditional === undefined
              ? {}
              : {
                  limits: [
                    {
                      id: 'heavy',
                      severity: 'surcharge',
                      minimumBillable: conditional,
                      when: { measure: 'actual', op: '>', value: '5' },
                    },
                  ],
                }),
          };
          expect(
            weigh(rule, { destination: country, pieces: weights.map((weight) => ({ weight: `${weight} kg` })) }),
          ).toBe(total.join('/'));
        },
      ),
      runs,
    );
  });

  it('which weighing counts, when two are in dispute, and the guard against grams', () => {
    const stages = ['declared', 'inbound', 'outbound', 'carrier'] as const;
    fc.assert(
      fc.property(
        fc.tuple(amount(40), amount(40), amount(40), amount(40)),
        fc.constantFrom('max', 'last', ...stages),
        fc.boolean(),
        (weights, use, both) => {
          const values = weights.map(dec);
          const expected =
            use === 'max' ? values.reduce(most) : use === 'last' ? values[3] : values[stages.indexOf(use)];
          const least = values.reduce((a, b) => (less(a, b) ? a : b));
          const greatest = values.reduce(most);
          const difference = minus(greatest, least);
          const [absolute, relative] = [less(dec('0.5'), difference), less(times(greatest, f(5n, 100n)), difference)];
          const rule = {
            weightUnit: 'kg',
            lengthUnit: 'cm',
            choice: { mode: 'actual' },
            sources: { use, tolerance: { absolute: '0.5', percent: '5', require: both ? 'both' : 'either' } },
          };
          const answer = ask(rule, {
            weights: Object.fromEntries(stages.map((stage, i) => [stage, `${weights[i]} kg`])),
          });
          if (!answer.ok) throw new Error(answer.error.detail);
          expect(answered(answer.chargeable)).toEqual(expected);
          expect((answer.disputes ?? []).length > 0).toBe(both ? absolute && relative : absolute || relative);
        },
      ),
      runs,
    );
    const guarded = {
      weightUnit: 'kg',
      lengthUnit: 'cm',
      choice: { mode: 'actual' },
      unitGuard: { above: '100', readAs: 'g' },
    };
    expect([
      weigh(guarded, { weight: '100 kg' }),
      weigh(guarded, { weight: '100.000000001 kg' }),
      weigh(guarded, { weight: '250000 g' }),
    ]).toEqual(['100/1', '100000000001/1000000000000', '250/1']);
  });

  it('limits: every measure and operator, exactly on the figure, one unit below, one above', () => {
    const measures: Readonly<Record<string, (a: F, b: F, c: F) => F>> = {
      longest: (a) => a,
      second: (_, b) => b,
      shortest: (_, __, c) => c,
      sumOfSides: (a, b, c) => plus(a, plus(b, c)),
      longestPlusSecond: (a, b) => plus(a, b),
      girth: (_, b, c) => times(f(2n), plus(b, c)),
      lengthPlusGirth: (a, b, c) => plus(a, times(f(2n), plus(b, c))),
      largestFace: (a, b) => times(a, b),
      volume: (a, b, c) => times(a, times(b, c)),
    };
    fc.assert(
      fc.property(
        sides,
        fc.constantFrom(...Object.keys(measures)),
        fc.constantFrom('>', '>=', '<', '<=', '=', '!='),
        fc.constantFrom(-1n, 0n, 1n),
        (s, measure, op, off) => {
          const [a, b, c] = s.map(dec).sort((x, y) => (less(x, y) ? 1 : -1)) as [F, F, F];
          const seen = measures[measure]?.(a, b, c) ?? f(0n);
          const bar = plus(seen, f(off, 1_000_000_000n));
          // A measure of tenths ends within a few places: written out as a decimal.
          const places = 12;
          const digits = ((bar[0] * 10n ** BigInt(places)) / bar[1]).toString().padStart(places + 1, '0');
          const value = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
          const order = off === 0n ? 0 : off > 0n ? -1 : 1; // of the measure against the figure
          const expected = {
            '>': order > 0,
            '>=': order >= 0,
            '<': order < 0,
            '<=': order <= 0,
            '=': order === 0,
            '!=': order !== 0,
          }[op];
          const rule = {
            weightUnit: 'kg',
            lengthUnit: 'cm',
            choice: { mode: 'actual' },
            limits: [{ id: 'seen', severity: 'warn', when: { measure, op, value } }],
          };
          const answer = ask(rule, {
            weight: '1 kg',
            dimensions: { length: s[0], width: s[1], height: s[2], unit: 'cm' },
          });
          if (!answer.ok) throw new Error(answer.error.detail);
          expect(answer.flags.length === 1).toBe(expected);
        },
      ),
      { numRuns: 800 },
    );
  });
});

describe('prices against an oracle', slow, () => {
  const money = fc.record({
    step: fc.constantFrom('0.01', '0.05', '1'),
    mode: fc.constantFrom('up', 'down', 'half-up'),
    each: fc.constantFrom('line', 'total'),
  });
  const rate = fc
    .integer({ min: 1, max: 99_999 })
    .map((cents) => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
  const charge = fc.oneof(
    fc.record({ type: fc.constant('flat'), amount: rate }),
    fc.record({ type: fc.constant('per-unit'), rate, per: fc.constantFrom('1', '0.5', '0.1') }),
    fc.record({
      type: fc.constant('first-next'),
      first: fc.constantFrom('0.5', '1'),
      firstPrice: rate,
      next: fc.constantFrom('0.5', '0.1', '1'),
      nextPrice: rate,
      stepped: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('flat-then-per-unit'),
      amount: rate,
      included: fc.constantFrom('1', '2'),
      rate,
      per: fc.constant('1'),
    }),
  );
  type Charge = Readonly<Record<string, string | boolean>>;
  const figure = (one: Charge, field: string): F => dec(String(one[field]));
  const priced = (one: Charge, weight: F): F => {
    const beyond = (from: F): F => (less(from, weight) ? minus(weight, from) : f(0n));
    switch (one['type']) {
      case 'flat':
        return figure(one, 'amount');
      case 'per-unit':
        return over(times(weight, figure(one, 'rate')), figure(one, 'per'));
      case 'first-next': {
        const steps = over(beyond(figure(one, 'first')), figure(one, 'next'));
        const counted = one['stepped'] === true ? round(steps, 'up', f(1n)) : steps;
        return plus(figure(one, 'firstPrice'), times(counted, figure(one, 'nextPrice')));
      }
      default:
        return plus(
          figure(one, 'amount'),
          over(times(beyond(figure(one, 'included')), figure(one, 'rate')), figure(one, 'per')),
        );
    }
  };

  it('every shape, both edges, fee, minimum, surcharges, fuel, both ways to round money', () => {
    fc.assert(
      fc.property(
        amount(9),
        fc.tuple(charge, charge, charge),
        fc.constantFrom('(from,to]', '[from,to)'),
        money,
        fc.option(rate, { nil: undefined }),
        fc.option(rate, { nil: undefined }),
        fc.constantFrom('0', '12.5', '7.25'),
        (weight, charges, edge, rounding, fee, least, fuel) => {
          const value = dec(weight);
          const ends = ['1', '2.5'];
          const index = ends.filter((end) =>
            edge === '(from,to]' ? less(dec(end), value) : !less(value, dec(end)),
          ).length;
          const own = charges[index as 0 | 1 | 2] as Charge;
          const cash = (sum: F): F => round(sum, rounding.mode, dec(rounding.step));
          const line = (sum: F): F => (rounding.each === 'line' ? cash(sum) : sum);
          let freight = priced(own, value);
          if (least !== undefined) freight = most(freight, dec(least));
          const lines = {
            freight: line(freight),
            fee: fee === undefined ? f(0n) : line(dec(fee)),
            fixed: line(dec('3.337')),
          };
          const byWeight = line(most(times(value, dec('1.1')), dec('4')));
          const tenth = line(over(plus(lines.freight, lines.fixed), f(10n)));
          const burnt = line(over(times(plus(lines.freight, byWeight), dec(fuel)), f(100n)));
          const total = cash([lines.freight, lines.fee, lines.fixed, byWeight, tenth, burnt].reduce(plus));
          const bracket = (from: string, to: string | undefined, i: 0 | 1 | 2) => ({
            from,
            ...(to === undefined ? {} : { to }),
            charge: charges[i],
            ...(fee === undefined ? {} : { ticketFee: fee }),
            ...(least === undefined ? {} : { minimum: least }),
          });
          const rule = {
            weightUnit: 'kg',
            lengthUnit: 'cm',
            choice: { mode: 'actual' },
            price: {
              currency: 'CNY',
              money: rounding,
              edge,
              tables: [{ brackets: [bracket('0', '1', 0), bracket('1', '2.5', 1), bracket('2.5', undefined, 2)] }],
              surcharges: [
                { id: 'fixed', amount: { type: 'fixed', amount: '3.337' } },
                { id: 'by-weight', amount: { type: 'per-unit', rate: '1.1', minimum: '4' } },
                { id: 'tenth', amount: { type: 'percent', percent: '10', of: ['freight', 'fixed'] } },
              ],
              fuel: { percent: fuel, of: ['freight', 'by-weight'] },
            },
          };
          const answer = ask(rule, { weight: `${weight} kg` });
          if (!answer.ok) throw new Error(`${answer.error.at}: ${answer.error.detail}`);
          expect(dec(answer.price?.total ?? '').join('/')).toBe(total.join('/'));
        },
      ),
      runs,
    );
  });

  it('cumulative: each slice at the rate of its own bracket, whatever the edge', () => {
    fc.assert(
      fc.property(
        amount(900),
        fc.tuple(rate, rate, rate),
        fc.constantFrom('(from,to]', '[from,to)'),
        (weight, rates, edge) => {
          const value = dec(weight);
          const ends = [f(100n), f(500n)];
          const slice = (from: F, to: F | undefined): F => {
            const end = to === undefined || less(value, to) ? value : to;
            return less(from, end) ? minus(end, from) : f(0n);
          };
          const [first, second] = ends as [F, F];
          const exact = [
            times(slice(f(0n), first), dec(rates[0])),
            times(slice(first, second), dec(rates[1])),
            times(slice(second, undefined), dec(rates[2])),
          ].reduce(plus);
          const rule = {
            weightUnit: 'kg',
            lengthUnit: 'cm',
            choice: { mode: 'actual' },
            price: {
              currency: 'AUD',
              money: { step: '0.01', mode: 'half-up', each: 'total' },
              edge,
              tables: [
                {
                  cumulative: true,
                  brackets: [
                    { from: '0', to: '100', charge: { type: 'per-unit', rate: rates[0] } },
                    { from: '100', to: '500', charge: { type: 'per-unit', rate: rates[1] } },
                    { from: '500', charge: { type: 'per-unit', rate: rates[2] } },
                  ],
                },
              ],
            },
          };
          const answer = ask(rule, { weight: `${weight} kg` });
          if (!answer.ok) throw new Error(`${answer.error.at}: ${answer.error.detail}`);
          expect(dec(answer.price?.total ?? '').join('/')).toBe(round(exact, 'half-up', f(1n, 100n)).join('/'));
        },
      ),
      runs,
    );
  });
});
