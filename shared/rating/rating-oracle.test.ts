import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answered, dec, f, less, over, plus, round, times, type F } from '../../test/support/fractions.ts';
import { answerQuestion, ruleReader } from './answer-question.ts';

/**
 * An independent reading of facts §2 and §6: reduced fractions of its own, one flat function, nothing shared with the engine.
 * Sides come in tenths of a centimetre, weights in grams.
 */
const neg = (a: F): F => f(-a[0], a[1]);
interface Bands {
  readonly below?: string;
  readonly mode: string;
  readonly step: string;
}
const banded = (value: F, table: readonly Bands[] | undefined): F => {
  const band = table?.find(({ below }) => below === undefined || less(value, dec(below)));
  return band === undefined ? value : round(value, band.mode, dec(band.step));
};

interface Case {
  readonly divisor: string;
  readonly density: boolean;
  readonly sideMode: string;
  readonly sideStep: string;
  readonly least: string | undefined;
  readonly factor: string | undefined;
  readonly gate: { readonly measure: string; readonly op: string; readonly value: string } | undefined;
  readonly slots: Readonly<Record<string, readonly Bands[] | undefined>>;
  readonly choice: { readonly mode: string; readonly [field: string]: string };
  readonly aggregation: string;
  readonly multiplier: { readonly above: string; readonly by: string } | undefined;
  readonly minimum: string | undefined;
  readonly cap: { readonly of: string; readonly value: string } | undefined;
  readonly pieces: readonly { readonly grams: number; readonly tenths: readonly [number, number, number] }[];
}

const choose = (c: Case, a: F, v: F | undefined): F => {
  if (v === undefined) return a;
  const excess = plus(v, neg(a));
  const { mode } = c.choice;
  const share = dec(c.choice['share'] ?? '0');
  if (mode === 'actual') return a;
  if (mode === 'volumetric') return v;
  if (mode === 'ratio') {
    const bar = times(a, dec(c.choice['ratio'] ?? '1'));
    return (c.choice['edge'] === '>' ? less(bar, v) : !less(v, bar)) ? v : a;
  }
  if (mode === 'free-allowance') {
    const free = dec(c.choice['allowance'] ?? '0');
    if (c.choice['edge'] === '<=' ? !less(free, excess) : less(excess, free)) return a;
    return c.choice['then'] === 'average'
      ? times(plus(a, v), f(1n, 2n))
      : c.choice['then'] === 'volumetric'
        ? v
        : plus(v, neg(free));
  }
  if (!less(a, v)) return a;
  if (mode === 'average') return times(plus(a, v), f(1n, 2n));
  if (mode === 'split')
    return plus(a, times(excess, c.choice['direction'] === 'billed' ? share : plus(f(1n), neg(share))));
  return v;
};

function oracle(c: Case): F | undefined {
  const sums = c.aggregation.startsWith('sum');
  const pieces = c.pieces.map(({ grams, tenths }) => {
    const sides = tenths.map((side) => {
      const rounded = round(f(BigInt(side), 10n), c.sideMode, dec(c.sideStep));
      const least = c.least === undefined ? undefined : dec(c.least);
      return least !== undefined && less(rounded, least) ? least : rounded;
    });
    if (sides.some((side) => side[0] === 0n)) return undefined;
    const box = sides.reduce(times);
    const volume = c.factor === undefined ? box : times(box, dec(c.factor));
    const actual = f(BigInt(grams), 1000n);
    const raw = c.density ? over(times(volume, dec(c.divisor)), f(1_000_000n)) : over(volume, dec(c.divisor));
    const sorted = [...sides].sort((a, b) => (less(a, b) ? 1 : -1));
    const [l = f(0n), s = f(0n), t = f(0n)] = sorted;
    const measures: Record<string, F> = {
      volume,
      longest: l,
      sumOfSides: sides.reduce(plus),
      volumetric: raw,
      lengthPlusGirth: plus(l, times(f(2n), plus(s, t))),
    };
    const bar = c.gate === undefined ? undefined : dec(c.gate.value);
    const seen = c.gate === undefined ? undefined : measures[c.gate.measure];
    const open = bar === undefined || seen === undefined || (c.gate?.op === '>' ? less(bar, seen) : !less(seen, bar));
    let v = open ? banded(raw, c.slots['pieceVolumetric']) : undefined;
    if (v !== undefined && c.cap?.of === 'volumetric' && less(dec(c.cap.value), v)) v = dec(c.cap.value);
    return { a: banded(actual, c.slots['pieceActual']), v, longest: l };
  });
  const good = pieces.flatMap((piece) => (piece === undefined ? [] : [piece]));
  if (good.length !== pieces.length) return undefined;
  const finish = (value: F, longest: readonly F[]): F => {
    let now = value;
    const bar = c.multiplier === undefined ? undefined : dec(c.multiplier.above);
    if (bar !== undefined && longest.some((side) => less(bar, side))) now = times(now, dec(c.multiplier?.by ?? '1'));
    now = banded(now, c.slots['final']);
    if (c.minimum !== undefined && less(now, dec(c.minimum))) now = dec(c.minimum);
    if (c.cap?.of === 'chargeable' && less(dec(c.cap.value), now)) now = dec(c.cap.value);
    return now;
  };
  const longest = good.map((piece) => piece.longest);
  if (sums) {
    if (good.length > 1 && good.some(({ v }) => v === undefined) && c.choice.mode !== 'actual') return undefined;
    const vs = good.flatMap(({ v }) => (v === undefined ? [] : [v]));
    const total = vs.length === 0 ? undefined : banded(vs.reduce(plus), c.slots['ticketVolumetric']);
    return finish(choose(c, banded(good.map(({ a }) => a).reduce(plus), c.slots['ticketActual']), total), longest);
  }
  const each = good.map(({ a, v }) => banded(choose(c, a, v), c.slots['piece']));
  if (c.aggregation === 'per-parcel') return each.map((value, i) => finish(value, [longest[i] ?? f(0n)])).reduce(plus);
  return finish(each.reduce(plus), longest);
}

const steps = fc.constantFrom('0.5', '1', '0.1', '0.05', '0.001');
const band = fc.record({ mode: fc.constantFrom('none', 'up', 'down', 'half-up'), step: steps });
const table = fc.oneof(
  band.map((only) => [only]),
  fc.tuple(fc.constantFrom('1', '21', '5.5'), band, band).map(([below, low, high]) => [{ below, ...low }, high]),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const choices = fc.oneof(
  fc.constantFrom('actual', 'volumetric', 'max', 'average').map((mode): { mode: string } => ({ mode })),
  fc.record({ mode: fc.constant('ratio'), ratio: fc.constantFrom('2', '1.5', '1'), edge: fc.constantFrom('>=', '>') }),
  fc.record({
    mode: fc.constant('split'),
    share: fc.constantFrom('0.3', '0.1', '1', '0'),
    direction: fc.constantFrom('billed', 'waived'),
  }),
  fc.record({
    mode: fc.constant('free-allowance'),
    allowance: fc.constantFrom('20', '0.5', '0'),
    edge: fc.constantFrom('<=', '<'),
    then: fc.constantFrom('average', 'volumetric', 'excess-above-allowance'),
  }),
);
// Weights and sides that land on a step, one unit below and one above, as often as anywhere else.
const near = (unit: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 1, max }),
    fc
      .tuple(fc.integer({ min: 1, max: Math.floor(max / unit) }), fc.constantFrom(-1, 0, 1))
      .map(([n, off]) => Math.max(1, n * unit + off)),
  );
const pieces = (max: number) =>
  fc.array(fc.record({ grams: near(500, 60_000), tenths: fc.tuple(near(10, 1_300), near(10, 900), near(10, 600)) }), {
    minLength: 1,
    maxLength: max,
  });

const cases: fc.Arbitrary<Case> = fc.record({
  divisor: fc.constantFrom('5000', '6000', '8000', '139', '167', '333', '4750'),
  density: fc.boolean(),
  sideMode: fc.constantFrom('none', 'up', 'half-up', 'down'),
  sideStep: fc.constantFrom('1', '0.25', '5'),
  least: maybe(fc.constantFrom('2', '10')),
  factor: maybe(fc.constant('0.785')),
  gate: maybe(
    fc.oneof(
      fc.record({
        measure: fc.constant('volume'),
        op: fc.constantFrom('>', '>='),
        value: fc.constantFrom('1728', '6000'),
      }),
      fc.record({
        measure: fc.constantFrom('longest', 'sumOfSides', 'lengthPlusGirth'),
        op: fc.constantFrom('>', '>='),
        value: fc.constantFrom('40', '60', '90'),
      }),
      fc.record({
        measure: fc.constant('volumetric'),
        op: fc.constantFrom('>', '>='),
        value: fc.constantFrom('5', '0.5'),
      }),
    ),
  ),
  slots: fc
    .record({
      pieceVolumetric: maybe(table),
      pieceActual: maybe(table),
      piece: maybe(table),
      ticketVolumetric: maybe(table),
      ticketActual: maybe(table),
      final: maybe(table),
    })
    .map((slots) => slots as Readonly<Record<string, readonly Bands[] | undefined>>),
  choice: choices.map((choice) => choice as Case['choice']),
  aggregation: fc.constantFrom('per-parcel', 'sum-compare', 'compare-sum', 'compare-round-sum', 'sum-compare-round'),
  multiplier: maybe(fc.record({ above: fc.constantFrom('60', '110'), by: fc.constantFrom('2', '1.5') })),
  minimum: maybe(fc.constantFrom('0.5', '3')),
  cap: maybe(fc.record({ of: fc.constantFrom('volumetric', 'chargeable'), value: fc.constantFrom('70', '12.5') })),
  pieces: pieces(4),
});

/** Slots the aggregation does not reach, and pairs that contradict, are left out: refusing them has tests of its own. */
function tidy(c: Case): Case {
  const sums = c.aggregation.startsWith('sum');
  const slots = { ...c.slots };
  if (sums) slots['piece'] = undefined;
  else {
    slots['ticketVolumetric'] = undefined;
    slots['ticketActual'] = undefined;
  }
  if (c.aggregation === 'compare-sum') slots['piece'] = undefined;
  if (c.aggregation === 'compare-round-sum') slots['piece'] ??= [{ mode: 'up', step: '0.5' }];
  if (c.aggregation === 'sum-compare-round') slots['final'] ??= [{ mode: 'up', step: '0.5' }];
  // A gate on one of several summed pieces is refused.
  const gate = sums && c.pieces.length > 1 ? undefined : c.gate;
  const cap = c.cap?.of === 'volumetric' && c.choice.mode === 'actual' ? undefined : c.cap;
  return { ...c, slots, gate, cap };
}

const asRule = (c: Case) => ({
  id: 'r',
  version: '1',
  status: 'sample',
  source: 'property',
  weightUnit: 'kg',
  lengthUnit: 'cm',
  sides: { mode: c.sideMode, step: c.sideStep, ...(c.least === undefined ? {} : { minimum: c.least }) },
  ...(c.factor === undefined ? {} : { shapeFactors: { box: c.factor } }),
  ...(c.density ? { density: c.divisor } : { divisor: c.divisor }),
  ...(c.gate === undefined ? {} : { gate: { when: c.gate } }),
  rounding: Object.fromEntries(Object.entries(c.slots).filter(([, slot]) => slot !== undefined)),
  choice: c.choice,
  aggregation: c.aggregation,
  ...(c.multiplier === undefined
    ? {}
    : { multipliers: [{ when: { measure: 'longest', op: '>', value: c.multiplier.above }, factor: c.multiplier.by }] }),
  ...(c.minimum === undefined ? {} : { minimums: { ticket: c.minimum } }),
  ...(c.cap === undefined ? {} : { cap: c.cap }),
});
const tenth = (n: number): string => `${Math.trunc(n / 10)}.${n % 10}`;
const kilo = (n: number): string => `${Math.trunc(n / 1000)}.${String(n % 1000).padStart(3, '0')}`;
const asInput = (c: Case) => ({
  pieces: c.pieces.map(({ grams, tenths: [length, width, height] }) => ({
    weight: { value: kilo(grams), unit: 'kg' },
    dimensions: { length: tenth(length), width: tenth(width), height: tenth(height), unit: 'cm' },
  })),
});

describe('the engine against an independent oracle', () => {
  it('agrees on every parameter at once', { timeout: 120_000 }, () => {
    const read = ruleReader(() => []);
    let rated = 0;
    fc.assert(
      fc.property(cases.map(tidy), (c) => {
        const answer = answerQuestion(read(asRule(c) as never), asInput(c));
        const expected = oracle(c);
        if (expected === undefined) {
          expect(answer).toMatchObject({ ok: false, error: { code: 'RATING_INPUT_REFUSED' } });
          return;
        }
        if (!answer.ok) throw new Error(`${answer.error.at}: ${answer.error.detail}`);
        rated += 1;
        const ours = answered(answer.chargeable);
        expect(ours.join('/')).toBe(expected.join('/'));
      }),
      { numRuns: 1_500 },
    );
    expect(rated).toBeGreaterThan(1_000);
  });

  it('is exact where doubles and an added epsilon are not', () => {
    const read = ruleReader(() => []);
    const rate = (divisor: string, step: string, sides: string, weight = '0.001 kg') => {
      const rule = {
        id: 'r',
        version: '1',
        status: 'sample',
        source: 's',
        weightUnit: 'kg',
        lengthUnit: 'cm',
        divisor,
        choice: { mode: 'max' },
        rounding: { final: { mode: 'up', step } },
      };
      const answer = answerQuestion(read(rule), { weight, dimensions: sides });
      return answer.ok ? answer.chargeable.value : answer.error.detail;
    };
    // 1.1 / 0.1 is 11.000000000000002 in doubles: ceil gives 1.2.
    expect(rate('6000', '0.1', '30x20x11 cm')).toBe('1.1');
    // One part in 10^20 above a step must go up; an epsilon repair swallows it.
    expect(rate('6000', '0.1', '30x20x11.00000000000000000001 cm')).toBe('1.2');
    expect(rate('6000', '0.5', '1x1x1 cm', '2.50000000000000000001 kg')).toBe('3');
    expect(rate('6000', '0.5', '1x1x1 cm', '2.49999999999999999999 kg')).toBe('2.5');
    expect(rate('6000', '0.1', '1x1x1 cm', '0.3 kg')).toBe('0.3');
    expect(rate('5000', '0.5', '35x41x30.5 cm')).toBe('9');
    // One kilogram is 100000000/45359237 = 2.204622621848775807… lb: seventeen digits tell the two sides apart.
    expect(rate('6000', '1', '1x1x1 cm', '2.2046226218487758 lb')).toBe('1');
    expect(rate('6000', '1', '1x1x1 cm', '2.2046226218487759 lb')).toBe('2');
  });
});
