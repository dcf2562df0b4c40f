import { failure, success, type Result } from '../errors/catalog.ts';
import type { Dimensions, Mass } from '../measure/quantity.ts';
import { toDecimal, type Rational } from '../measure/rational.ts';
import type { ChargeableResult } from './chargeable-result.ts';
import { compileRule, type CompiledRule } from './compile-rule.ts';
import { evaluateTicket, type Evaluation } from './evaluate-ticket.ts';
import { findLever } from './find-lever.ts';
import type { TicketInput } from './rating-input.ts';
import type { RatingRule } from './rule.ts';
import type { TrailStep } from './trail.ts';

export interface RatingInput {
  readonly gross: Mass;
  readonly dimensions: Dimensions;
}

/** Rules that bill volume are refused before this is asked. */
const massUnitOf = (rule: RatingRule): Mass['unit'] =>
  rule.weightUnit === 'cbm' || rule.weightUnit === 'ft3' ? 'kg' : rule.weightUnit;
const MAX_STEPS = 40;
const decimalsOf = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);

/** What a station books and prints: the same evaluation as everywhere, in the narrower words of the operation schema. */
function forStation(compiled: CompiledRule, evaluation: Evaluation): ChargeableResult {
  const { rule } = compiled;
  const unit = massUnitOf(rule);
  const text = (value: Rational): string => toDecimal(value, 6);
  const basis =
    evaluation.basis === 'conditional-minimum'
      ? 'minimum'
      : evaluation.basis === 'loading-metre'
        ? 'volumetric'
        : evaluation.basis;
  const steps = evaluation.trail.read().slice(0, MAX_STEPS);
  const divisor = evaluation.pieces[0]?.figures.divisorText;
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    chargeable: {
      value: toDecimal(
        evaluation.chargeable,
        6,
        evaluation.roundedBy === undefined ? 0 : decimalsOf(evaluation.roundedBy),
      ),
      unit,
    },
    gross: { value: text(evaluation.actual), unit },
    ...(evaluation.volumetric === undefined ? {} : { volumetric: { value: text(evaluation.volumetric), unit } }),
    basis,
    ...(evaluation.roundedBy === undefined ? {} : { step: evaluation.roundedBy }),
    beforeRounding: text(evaluation.beforeRounding),
    ...(divisor === undefined ? {} : { divisor: divisor.slice(0, 16) }),
    steps: steps.map((step: TrailStep): ChargeableResult['steps'][number] => ({
      slot: step.slot.slice(0, 40),
      value: step.value.slice(0, 80),
      unit: (step.unit ?? '').slice(0, 16),
      ...(step.note === undefined ? {} : { note: step.note.slice(0, 120) }),
    })),
  };
}

/**
 * Chargeable weight of one parcel for the bench, with every intermediate value and the lever.
 * Errors: RULE_CONTRADICTORY, RATING_INPUT_REFUSED (for example a side that is not above zero), with the field in the detail.
 */
export function rateChargeable(rule: RatingRule, input: RatingInput): Result<ChargeableResult> {
  const compiled = compileRule(rule);
  if (!compiled.ok) return failure(compiled.error.code, `${compiled.error.at}: ${compiled.error.detail}`);
  if (rule.weightUnit === 'cbm' || rule.weightUnit === 'ft3')
    return failure('RULE_CONTRADICTORY', 'rule.weightUnit: a bench books weights, this rule bills volume');
  const ticket: TicketInput = { pieces: [{ weight: input.gross, dimensions: input.dimensions }] };
  const evaluation = evaluateTicket(compiled.value, ticket);
  if (!evaluation.ok) return failure(evaluation.error.code, `${evaluation.error.at}: ${evaluation.error.detail}`);
  const lever = evaluation.value.basis === 'gross' ? undefined : findLever(compiled.value, ticket, evaluation.value)[0];
  const result = forStation(compiled.value, evaluation.value);
  return success(
    lever === undefined || lever.side === 'weight'
      ? result
      : {
          ...result,
          lever: {
            side: lever.side,
            from: lever.from,
            to: lever.to,
            unit: lever.unit.slice(0, 4),
            saves: { value: lever.saves, unit: massUnitOf(rule) },
          },
        },
  );
}
