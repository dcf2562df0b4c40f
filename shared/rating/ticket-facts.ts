import { add, maximum, subtract, ZERO, type Rational } from '../measure/rational.ts';
import type { Facts } from './compile-condition.ts';
import { wordsOf, type PieceFigures } from './piece-figures.ts';
import type { TicketInput } from './rating-input.ts';
import type { NumericMeasure, WordMeasure } from './rule-parts.ts';

export const sum = (values: readonly Rational[]): Rational => (values.length === 0 ? ZERO : values.reduce(add));

/** Facts of the whole ticket: sums of weights and volumes, the greatest of each side. */
export class TicketFacts implements Facts {
  readonly #ticket: TicketInput;
  readonly #pieces: readonly PieceFigures[];
  readonly #actual: Rational;
  readonly #volumetric: Rational;

  constructor(
    ticket: TicketInput,
    pieces: readonly PieceFigures[],
    actual: Rational,
    volumetric: Rational | undefined,
  ) {
    this.#ticket = ticket;
    this.#pieces = pieces;
    this.#actual = actual;
    this.#volumetric = volumetric ?? ZERO;
  }

  number(measure: NumericMeasure): Rational {
    if (measure === 'actual') return this.#actual;
    if (measure === 'volumetric') return this.#volumetric;
    if (measure === 'excess') return subtract(this.#volumetric, this.#actual);
    if (measure === 'pieces') return { n: BigInt(this.#pieces.length), d: 1n };
    const each = this.#pieces.map(({ facts }) => facts.number(measure));
    return measure === 'volume' ? sum(each) : each.reduce(maximum);
  }

  word(measure: WordMeasure): readonly string[] {
    return measure === 'shape' || measure === 'packaging' || measure === 'cargoClass'
      ? this.#pieces.flatMap(({ facts }) => facts.word(measure))
      : wordsOf(measure, undefined, this.#ticket, 0, false);
  }
}

export const withBillable = (facts: Facts, billable: Rational): Facts => ({
  number: (measure) => (measure === 'billable' ? billable : facts.number(measure)),
  word: (measure) => facts.word(measure),
});
