import { failure, success, type Result } from '../errors/catalog.ts';
import { lengthIn } from '../measure/length.ts';
import { massIn } from '../measure/mass.ts';
import type { Dimensions, Mass } from '../measure/quantity.ts';
import {
  compare,
  divide,
  fromDecimal,
  fromInteger,
  maximum,
  multiply,
  roundToStep,
  subtract,
  toDecimal,
  ZERO,
  type Rational,
} from '../measure/rational.ts';
import type { ChargeableResult, RatingStep } from './chargeable-result.ts';
import type { RatingRule } from './rule.ts';

export interface RatingInput {
  readonly gross: Mass;
  readonly dimensions: Dimensions;
}

const SIDES = ['length', 'width', 'height'] as const;
/** A lever asks for at most this much less of one side; more is another box, not a lever. */
const LEVER_MAX_STEPS = 5;

interface Figures {
  readonly sides: readonly Rational[];
  readonly volume: Rational;
  readonly volumetric: Rational;
  readonly chosen: Rational;
  readonly basis: ChargeableResult['basis'];
  readonly chargeable: Rational;
}

function evaluate(rule: RatingRule, gross: Rational, rawSides: readonly Rational[]): Figures {
  const step = fromDecimal(rule.sides.step);
  const sides = rawSides.map((side) => roundToStep(side, step, rule.sides.mode));
  const volume = sides.reduce(multiply);
  const volumetric = divide(volume, fromDecimal(rule.divisor));
  const larger = maximum(gross, volumetric);
  const rounded = roundToStep(larger, fromDecimal(rule.final.step), rule.final.mode);
  const minimum = rule.minimum === undefined ? ZERO : fromDecimal(rule.minimum);
  const under = compare(rounded, minimum) < 0;
  return {
    sides,
    volume,
    volumetric,
    chosen: under ? minimum : larger,
    basis: under ? 'minimum' : compare(volumetric, gross) > 0 ? 'volumetric' : 'gross',
    chargeable: under ? minimum : rounded,
  };
}

/**
 * Chargeable weight with every intermediate value. Order: units, sides, volume, divide, choose the larger, round, minimum.
 * Errors: REQUEST_REFUSED for a side or weight that is not above zero.
 */
export function rateChargeable(rule: RatingRule, input: RatingInput): Result<ChargeableResult> {
  const gross = massIn(input.gross, rule.weightUnit);
  const rawSides = SIDES.map((side) => lengthIn(input.dimensions[side], input.dimensions.unit, rule.lengthUnit));
  if (compare(gross, ZERO) <= 0)
    return failure('REQUEST_REFUSED', `gross: ${input.gross.value} ${input.gross.unit} is not above zero`);
  const flat = rawSides.findIndex((side) => compare(side, ZERO) <= 0);
  if (flat !== -1) return failure('REQUEST_REFUSED', `${SIDES[flat]}: not above zero`);
  const figures = evaluate(rule, gross, rawSides);
  const unit = rule.weightUnit;
  const decimals = decimalsOf(rule.final.step);
  const text = (value: Rational): string => toDecimal(value, 6);
  const steps: RatingStep[] = [
    { slot: 'gross', value: text(gross), unit },
    {
      slot: 'sides',
      value: figures.sides.map((side) => toDecimal(side, 3)).join(' × '),
      unit: rule.lengthUnit,
      note: `${rule.sides.mode} ${rule.sides.step}`,
    },
    { slot: 'volume', value: toDecimal(figures.volume, 3), unit: `${rule.lengthUnit}³` },
    { slot: 'volumetric', value: text(figures.volumetric), unit, note: `÷ ${rule.divisor}` },
    { slot: 'choice', value: text(maximum(gross, figures.volumetric)), unit, note: 'the larger' },
    {
      slot: 'final',
      value: toDecimal(figures.chargeable, 6, decimals),
      unit,
      note: `${rule.final.mode} ${rule.final.step}`,
    },
  ];
  if (rule.minimum !== undefined) steps.push({ slot: 'minimum', value: rule.minimum, unit });
  const lever = figures.basis === 'volumetric' ? findLever(rule, gross, rawSides, figures) : undefined;
  return success({
    ruleId: rule.id,
    ruleVersion: rule.version,
    chargeable: { value: toDecimal(figures.chargeable, 6, decimals), unit },
    gross: { value: text(gross), unit },
    volumetric: { value: text(figures.volumetric), unit },
    basis: figures.basis,
    step: rule.final.step,
    beforeRounding: text(figures.chosen),
    divisor: rule.divisor,
    steps,
    ...(lever === undefined ? {} : { lever }),
  });
}

/** Whole units off one side, tried from the least: the first that brings the bill down by a step. The shortest side moves most volume. */
function findLever(
  rule: RatingRule,
  gross: Rational,
  rawSides: readonly Rational[],
  now: Figures,
): ChargeableResult['lever'] {
  const order = SIDES.map((_, index) => index).sort((a, b) => compare(now.sides[a] ?? ZERO, now.sides[b] ?? ZERO));
  for (let less = 1; less <= LEVER_MAX_STEPS; less += 1) {
    for (const index of order) {
      const side = rawSides[index] ?? ZERO;
      const shorter = roundToStep(
        subtract(side, fromInteger(less)),
        fromInteger(1),
        compare(fromInteger(1), side) > 0 ? 'none' : 'up',
      );
      if (compare(shorter, ZERO) <= 0) continue;
      const then = evaluate(
        rule,
        gross,
        rawSides.map((raw, i) => (i === index ? shorter : raw)),
      );
      const saved = subtract(now.chargeable, then.chargeable);
      if (compare(saved, ZERO) <= 0) continue;
      return {
        side: SIDES[index] ?? 'height',
        from: toDecimal(side, 3),
        to: toDecimal(shorter, 3),
        unit: rule.lengthUnit,
        saves: { value: toDecimal(saved, 6), unit: rule.weightUnit },
      };
    }
  }
  return undefined;
}

const decimalsOf = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);
