import { failure, success, type Result } from '../errors/catalog.ts';
import { toDecimal, type Rational } from '../measure/rational.ts';
import type { ChargeableResult } from './chargeable-result.ts';
import type { CompiledRule } from './compile-rule.ts';
import { evaluateTicket, type Evaluation } from './evaluate-ticket.ts';
import { findLever } from './find-lever.ts';
import type { TicketInput } from './rating-input.ts';
import { actualUnitOf } from './rule.ts';
import type { TrailStep } from './trail.ts';

const MAX_STEPS = 40;
const decimalsOf = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);

/** What a station books and prints: the same evaluation as everywhere, in the narrower words of the operation schema. */
function forStation(compiled: CompiledRule, evaluation: Evaluation): ChargeableResult {
  const { rule } = compiled;
  const unit = rule.weightUnit;
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
    gross: { value: text(evaluation.actual), unit: actualUnitOf(rule) },
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
 * Chargeable weight of a ticket in the words of an operation, with every intermediate value and the lever. The lever is about the
 * first piece: of a ticket with several, those that are gone cannot be repacked.
 * Errors: RULE_CONTRADICTORY, RATING_INPUT_REFUSED (for example a side that is not above zero), with the field in the detail.
 */
export function rateChargeable(compiled: CompiledRule, ticket: TicketInput): Result<ChargeableResult> {
  const evaluation = evaluateTicket(compiled, ticket);
  if (!evaluation.ok) return failure(evaluation.error.code, `${evaluation.error.at}: ${evaluation.error.detail}`);
  const result = forStation(compiled, evaluation.value);
  const lever =
    evaluation.value.basis === 'gross'
      ? undefined
      : findLever(compiled, ticket, evaluation.value).find(({ piece }) => piece === 0);
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
            saves: { value: lever.saves, unit: compiled.rule.weightUnit },
          },
        },
  );
}
