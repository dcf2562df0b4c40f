import { lengthIn } from '../measure/length.ts';
import { massIn } from '../measure/mass.ts';
import type { LengthUnit, MassUnit } from '../measure/quantity.ts';
import { compare, fromDecimal, type Rational } from '../measure/rational.ts';
import { volumeIn, type VolumeUnit } from '../measure/volume.ts';
import { RatingStop } from './rating-fault.ts';
import { actualUnitOf, type RatingRule } from './rule.ts';
import type { Condition, NumericMeasure, WordMeasure } from './rule-parts.ts';

/** What a condition can ask of a piece or a ticket. A measure that is not known stops the evaluation: nothing is assumed. */
export interface Facts {
  number(measure: NumericMeasure): Rational;
  word(measure: WordMeasure): readonly string[];
}
export type Test = (facts: Facts) => boolean;

const lengths = new Set<string>([
  'length',
  'width',
  'height',
  'longest',
  'second',
  'shortest',
  'sumOfSides',
  'longestPlusSecond',
  'girth',
  'lengthPlusGirth',
  'rollSum',
]);
const masses = new Set<string>(['actual', 'volumetric', 'excess', 'billable']);

/** The figure of a condition in the rule's own unit. */
function inRuleUnit(
  rule: RatingRule,
  at: string,
  measure: NumericMeasure,
  value: string,
  unit: string | undefined,
): Rational {
  if (unit === undefined) return fromDecimal(value);
  if (lengths.has(measure) && /^(mm|cm|m|in)$/.test(unit)) return lengthIn(value, unit as LengthUnit, rule.lengthUnit);
  const own = actualUnitOf(rule);
  if (masses.has(measure) && /^(g|kg|t|lb|oz)$/.test(unit) && own !== 'cbm')
    return massIn({ value, unit: unit as MassUnit }, own);
  if (measure === 'volume' && /3$|^l$/.test(unit))
    return volumeIn(fromDecimal(value), unit as VolumeUnit, `${rule.lengthUnit}3`);
  throw new RatingStop('RULE_CONTRADICTORY', at, `${unit} is no unit of ${measure}`);
}

/** Every numeric measure a condition asks for. */
export function measuresOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(measuresOf);
  if ('any' in condition) return condition.any.flatMap(measuresOf);
  if ('not' in condition) return measuresOf(condition.not);
  return [condition.measure];
}

/** A condition as a function; its figures are read once. Throws RatingStop with the field where a unit does not fit. */
export function compileCondition(rule: RatingRule, condition: Condition, at: string): Test {
  if ('all' in condition) {
    const tests = condition.all.map((part, i) => compileCondition(rule, part, `${at}.all.${i}`));
    return (facts) => tests.every((test) => test(facts));
  }
  if ('any' in condition) {
    const tests = condition.any.map((part, i) => compileCondition(rule, part, `${at}.any.${i}`));
    return (facts) => tests.some((test) => test(facts));
  }
  if ('not' in condition) {
    const test = compileCondition(rule, condition.not, `${at}.not`);
    return (facts) => !test(facts);
  }
  if ('in' in condition) {
    const allowed = new Set(condition.in);
    return (facts) => facts.word(condition.measure).some((word) => allowed.has(word));
  }
  if ('notIn' in condition) {
    const refused = new Set(condition.notIn);
    return (facts) => !facts.word(condition.measure).some((word) => refused.has(word));
  }
  const { measure, op } = condition;
  const limit = inRuleUnit(rule, at, measure, condition.value, condition.unit);
  return (facts) => {
    const order = compare(facts.number(measure), limit);
    switch (op) {
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      case '=':
        return order === 0;
      case '!=':
        return order !== 0;
    }
  };
}
