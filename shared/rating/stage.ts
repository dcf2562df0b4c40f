import { compare, divide, multiply, type Rational } from '../measure/rational.ts';
import type { Basis } from './choose-weight.ts';
import type { Facts } from './compile-condition.ts';
import type { CompiledRule, Rounder } from './compile-rule.ts';
import type { Flag } from './raise-flags.ts';
import { RatingStop } from './rating-fault.ts';
import type { TicketInput } from './rating-input.ts';
import type { Trail } from './trail.ts';

/** The figure of a piece or a ticket on its way through the steps of the rule; the steps change it in place. */
export interface Stage {
  value: Rational;
  basis: Basis;
  before: Rational;
  roundedBy: string | undefined;
}

export function roundStage(
  stage: Stage,
  rounder: Rounder | undefined,
  slot: string,
  unit: string,
  trail: Trail,
  piece?: number,
): void {
  if (rounder === undefined) return;
  const { stepText, mode } = rounder.stepFor(stage.value);
  const rounded = rounder(stage.value);
  // A second rounding that changes nothing does not hide the first.
  if (mode !== 'none' && (stage.roundedBy === undefined || compare(rounded, stage.value) !== 0)) {
    stage.before = stage.value;
    stage.roundedBy = stepText;
  }
  stage.value = rounded;
  trail.add(slot, rounded, unit, piece, mode === 'none' ? 'none' : `${mode} ${stepText}`);
}

export function lift(
  stage: Stage,
  floor: Rational | undefined,
  basis: Basis,
  slot: string,
  unit: string,
  trail: Trail,
  piece?: number,
  note?: string,
): void {
  if (floor === undefined || compare(stage.value, floor) >= 0) return;
  stage.value = floor;
  stage.before = floor;
  stage.roundedBy = undefined;
  stage.basis = basis;
  trail.add(slot, floor, unit, piece, note);
}

export function topOf(stage: Stage, compiled: CompiledRule, unit: string, trail: Trail, piece?: number): void {
  const { cap } = compiled;
  if (cap?.of !== 'chargeable' || compare(stage.value, cap.value) <= 0) return;
  stage.value = cap.value;
  stage.basis = 'cap';
  trail.add('cap', cap.value, unit, piece);
}

export const highestMinimum = (flags: readonly Flag[]): Flag | undefined =>
  flags.reduce<Flag | undefined>(
    (best, flag) =>
      flag.minimum === undefined || (best?.minimum !== undefined && compare(best.minimum, flag.minimum) >= 0)
        ? best
        : flag,
    undefined,
  );

/** Ticket minimum: the greatest of the fixed one, the one in cubic metres and the start weight of the country. */
export function ticketFloor(
  compiled: CompiledRule,
  ticket: TicketInput,
): { value: Rational; note: string } | undefined {
  const { minimum } = compiled;
  const floors: { value: Rational; note: string }[] = [];
  if (minimum.ticket !== undefined) floors.push({ value: minimum.ticket, note: 'ticket minimum' });
  if (minimum.ticketCbm !== undefined && compiled.divisor !== undefined)
    floors.push({
      value: divide(minimum.ticketCbm, compiled.divisor.value),
      note: `${compiled.rule.minimums?.ticketCbm} m³`,
    });
  if (minimum.startWeights !== undefined) {
    const country = ticket.destination?.country;
    if (country === undefined)
      throw new RatingStop(
        'RATING_INPUT_REFUSED',
        'input.destination.country',
        'the rule has start weights by country',
      );
    const start = minimum.startWeights.get(country) ?? minimum.startWeights.get('*');
    if (start !== undefined) floors.push({ value: start, note: `start weight ${country}` });
  }
  return floors.reduce<{ value: Rational; note: string } | undefined>(
    (best, floor) => (best === undefined || compare(floor.value, best.value) > 0 ? floor : best),
    undefined,
  );
}

export function multiplierOf(
  compiled: CompiledRule,
  stage: Stage,
  facts: readonly Facts[],
  unit: string,
  trail: Trail,
  piece?: number,
): void {
  for (const { test, factor, text } of compiled.multipliers)
    if (facts.some(test)) {
      stage.value = multiply(stage.value, factor);
      stage.before = stage.value;
      trail.add('multiplier', stage.value, unit, piece, `× ${text}`);
    }
}
