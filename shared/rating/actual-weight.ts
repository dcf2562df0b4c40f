import { massIn } from '../measure/mass.ts';
import { compare, divide, fromDecimal, fromInteger, multiply, subtract, type Rational } from '../measure/rational.ts';
import type { CompiledRule } from './compile-rule.ts';
import { RatingStop } from './rating-fault.ts';
import type { PieceInput } from './rating-input.ts';
import { stages } from './rule-parts.ts';

export interface Dispute {
  readonly piece: number;
  readonly low: string;
  readonly high: string;
  readonly difference: Rational;
}

export const stop = (piece: number, field: string, detail: string): RatingStop =>
  new RatingStop('RATING_INPUT_REFUSED', `input.pieces.${piece}.${field}`, detail);

function inRuleUnit(
  compiled: CompiledRule,
  mass: { value: string; unit: 'mg' | 'g' | 'kg' | 't' | 'oz' | 'lb' },
): Rational {
  const { rule } = compiled;
  if (rule.weightUnit === 'cbm') return divide(massIn(mass, 'kg'), fromDecimal(rule.kgPerCbm ?? '1'));
  const own = rule.weightUnit === 'ft3' ? 'lb' : rule.weightUnit;
  const guard = rule.unitGuard;
  // "A submitted weight above 100 is read as grams": only a figure in the rule's own unit can be such a slip.
  if (guard !== undefined && mass.unit === own && compare(fromDecimal(mass.value), fromDecimal(guard.above)) > 0)
    return massIn({ value: mass.value, unit: guard.readAs }, own);
  return massIn(mass, own);
}

export interface SourcedWeight {
  readonly value: Rational;
  readonly note: string | undefined;
  readonly dispute: Dispute | undefined;
}

/** The weight of a piece that counts, in the unit of the rule, and whether its weighings are too far apart. Throws RatingStop. */
export function actualWeight(compiled: CompiledRule, piece: PieceInput, index: number): SourcedWeight {
  const { sources } = compiled.rule;
  if (piece.weight !== undefined && piece.weights !== undefined)
    throw stop(index, 'weights', 'stands beside weight: which one counts?');
  if (piece.weight !== undefined)
    return { value: inRuleUnit(compiled, piece.weight), note: undefined, dispute: undefined };
  if (piece.weights === undefined) throw stop(index, 'weight', 'is missing');
  if (sources === undefined) throw stop(index, 'weights', 'the rule does not say which weighing counts (sources)');
  const known = stages.flatMap((stage) => {
    const mass = piece.weights?.[stage];
    return mass === undefined ? [] : [{ stage, value: inRuleUnit(compiled, mass) }];
  });
  const first = known[0];
  if (first === undefined) throw stop(index, 'weights', 'holds no weight');
  const greatest = known.reduce((a, b) => (compare(b.value, a.value) > 0 ? b : a));
  const least = known.reduce((a, b) => (compare(b.value, a.value) < 0 ? b : a));
  const winner =
    sources.use === 'max'
      ? greatest
      : sources.use === 'last'
        ? (known.at(-1) ?? first)
        : known.find(({ stage }) => stage === sources.use);
  if (winner === undefined) throw stop(index, `weights.${sources.use}`, 'is missing, and the rule bills by it');
  const { tolerance } = sources;
  const difference = subtract(greatest.value, least.value);
  let dispute: Dispute | undefined;
  if (tolerance !== undefined && known.length > 1) {
    const absolute = tolerance.absolute !== undefined && compare(difference, fromDecimal(tolerance.absolute)) > 0;
    const relative =
      tolerance.percent !== undefined &&
      compare(multiply(difference, fromInteger(100)), multiply(greatest.value, fromDecimal(tolerance.percent))) > 0;
    const asked = [tolerance.absolute, tolerance.percent].filter((one) => one !== undefined).length;
    if (
      tolerance.require === 'both'
        ? [absolute, relative].filter(Boolean).length === asked && asked > 0
        : absolute || relative
    )
      dispute = { piece: index, low: least.stage, high: greatest.stage, difference };
  }
  return { value: winner.value, note: winner.stage, dispute };
}
