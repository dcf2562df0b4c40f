import { lengthIn } from '../measure/length.ts';
import {
  add,
  compare,
  divide,
  fromDecimal,
  fromInteger,
  maximum,
  multiply,
  roundToStep,
  subtract,
  ZERO,
  type Rational,
} from '../measure/rational.ts';
import { volumeIn } from '../measure/volume.ts';
import { actualWeight, stop, type Dispute } from './actual-weight.ts';
import type { Facts } from './compile-condition.ts';
import type { CompiledRule, Rounder } from './compile-rule.ts';
import { RatingStop } from './rating-fault.ts';
import type { PieceInput, TicketInput } from './rating-input.ts';
import { type NumericMeasure, type WordMeasure } from './rule-parts.ts';
import { actualUnitOf } from './rule.ts';
import type { Trail } from './trail.ts';

/** A piece after everything that happens to it alone: units, sides, volume, gate, division, rounding of the two weights. */
export interface PieceFigures {
  readonly index: number;
  readonly actual: Rational;
  readonly volume: Rational | undefined;
  /** Rounded volumetric weight; undefined where volume does not count for this piece. */
  readonly volumetric: Rational | undefined;
  /** Volumetric weight before its rounding and the gate, for the trail and for flags. */
  readonly rawVolumetric: Rational | undefined;
  /** Actual weight before its rounding. */
  readonly rawActual: Rational;
  /** Steps the two weights were rounded to by their own slots. */
  readonly volumetricStep: string | undefined;
  readonly actualStep: string | undefined;
  readonly divisorText: string | undefined;
  readonly loadingMetres: Rational | undefined;
  readonly facts: Facts;
  readonly dispute: Dispute | undefined;
}

interface Size {
  readonly sides: readonly [Rational, Rational, Rational] | undefined;
  readonly roll: boolean;
  readonly volume: Rational | undefined;
}

function readSize(compiled: CompiledRule, piece: PieceInput, index: number): Size {
  const { lengthUnit } = compiled.rule;
  const given = [piece.dimensions, piece.roll, piece.cbm, piece.volume].filter((one) => one !== undefined).length;
  if (given > 1) throw stop(index, 'dimensions', 'more than one of dimensions, roll, cbm and volume is given');
  if (piece.cbm !== undefined)
    return { sides: undefined, roll: false, volume: volumeIn(fromDecimal(piece.cbm), 'm3', `${lengthUnit}3`) };
  if (piece.volume !== undefined)
    return {
      sides: undefined,
      roll: false,
      volume: volumeIn(fromDecimal(piece.volume.value), piece.volume.unit, `${lengthUnit}3`),
    };
  if (piece.roll !== undefined) {
    const { length, diameter, unit } = piece.roll;
    const across = lengthIn(diameter, unit, lengthUnit);
    return { sides: [lengthIn(length, unit, lengthUnit), across, across], roll: true, volume: undefined };
  }
  if (piece.dimensions === undefined) return { sides: undefined, roll: false, volume: undefined };
  const { length, width, height, unit } = piece.dimensions;
  return {
    sides: [lengthIn(length, unit, lengthUnit), lengthIn(width, unit, lengthUnit), lengthIn(height, unit, lengthUnit)],
    roll: false,
    volume: undefined,
  };
}

type Sides = readonly [Rational, Rational, Rational];

/** Longest first. Three compares: a general sort costs more than the rest of the piece. */
function sorted([a, b, c]: Sides): Sides {
  const [p, q] = compare(a, b) >= 0 ? [a, b] : [b, a];
  if (compare(c, p) >= 0) return [c, p, q];
  return compare(c, q) >= 0 ? [p, c, q] : [p, q, c];
}

function roundSides(compiled: CompiledRule, raw: Sides): Sides {
  const spec = compiled.sides;
  if (spec === undefined) return raw;
  const { mode, step, least } = spec;
  let sides: Sides = [
    roundToStep(raw[0], step, mode),
    roundToStep(raw[1], step, mode),
    roundToStep(raw[2], step, mode),
  ];
  if (least.length > 0) {
    // The minimum belongs to the place after sorting; the order given by the source is kept for flags on length, width, height.
    const order = [0, 1, 2].sort((a, b) => compare(sides[b] ?? ZERO, sides[a] ?? ZERO));
    const lifted = [...sides];
    for (const [place, index] of order.entries()) {
      const floor = least[place];
      if (floor !== undefined) lifted[index] = maximum(lifted[index] ?? ZERO, floor);
    }
    sides = [lifted[0] ?? ZERO, lifted[1] ?? ZERO, lifted[2] ?? ZERO];
  }
  return sides;
}

interface KnownSize {
  readonly given: Sides | undefined;
  readonly ordered: Sides | undefined;
  readonly roll: boolean;
  readonly volume: Rational | undefined;
}

const TWO = fromInteger(2);

/** The facts of one piece, worked out only when somebody asks. Weights are those before rounding. */
class PieceFacts implements Facts {
  readonly #index: number;
  readonly #piece: PieceInput;
  readonly #ticket: TicketInput;
  readonly #size: KnownSize;
  readonly #actual: Rational;
  volumetric: Rational | undefined = undefined;

  constructor(index: number, piece: PieceInput, ticket: TicketInput, size: KnownSize, actual: Rational) {
    this.#index = index;
    this.#piece = piece;
    this.#ticket = ticket;
    this.#size = size;
    this.#actual = actual;
  }

  #side(place: 0 | 1 | 2, of: Sides | undefined): Rational {
    if (of === undefined) throw stop(this.#index, 'dimensions', 'the rule looks at a side: dimensions are needed');
    return of[place];
  }

  number(measure: NumericMeasure): Rational {
    const { given, ordered, roll, volume } = this.#size;
    switch (measure) {
      case 'length':
        return this.#side(0, given);
      case 'width':
        return this.#side(1, given);
      case 'height':
        return this.#side(2, given);
      case 'longest':
        return this.#side(0, ordered);
      case 'second':
        return this.#side(1, ordered);
      case 'shortest':
        return this.#side(2, ordered);
      case 'sumOfSides':
        return add(add(this.#side(0, ordered), this.#side(1, ordered)), this.#side(2, ordered));
      case 'longestPlusSecond':
        return add(this.#side(0, ordered), this.#side(1, ordered));
      case 'girth':
        return multiply(TWO, add(this.#side(1, ordered), this.#side(2, ordered)));
      case 'lengthPlusGirth':
        return add(this.#side(0, ordered), this.number('girth'));
      case 'rollSum':
        if (!roll) throw stop(this.#index, 'roll', 'the rule looks at a roll: length and diameter are needed');
        return add(this.#side(0, given), multiply(TWO, this.#side(1, given)));
      case 'largestFace':
        return multiply(this.#side(0, ordered), this.#side(1, ordered));
      case 'volume':
        if (volume === undefined) throw stop(this.#index, 'dimensions', 'the rule looks at the volume: it is missing');
        return volume;
      case 'actual':
        return this.#actual;
      case 'volumetric':
      case 'excess':
        if (this.volumetric === undefined)
          throw stop(this.#index, 'dimensions', 'the rule looks at the volumetric weight: it is not known');
        return measure === 'volumetric' ? this.volumetric : subtract(this.volumetric, this.#actual);
      case 'billable':
        throw new RatingStop('RULE_CONTRADICTORY', 'rule', 'billable weight is asked for before it is known');
      case 'pieces':
        return fromInteger(this.#ticket.pieces.length);
    }
  }

  word(measure: WordMeasure): readonly string[] {
    return wordsOf(measure, this.#piece, this.#ticket, this.#index, this.#size.roll);
  }
}

function needed(value: string | undefined, field: string): readonly string[] {
  if (value === undefined) throw new RatingStop('RATING_INPUT_REFUSED', `input.${field}`, 'the rule asks for it');
  return [value];
}

/** What a word measure is for one piece, or for the ticket as a whole. */
export function wordsOf(
  measure: WordMeasure,
  piece: PieceInput | undefined,
  ticket: TicketInput,
  index: number,
  roll: boolean,
): readonly string[] {
  switch (measure) {
    case 'shape':
      return [piece?.shape ?? (roll ? 'roll' : 'box')];
    case 'packaging':
      return needed(piece?.packaging, `pieces.${index}.packaging`);
    case 'cargoClass':
      return needed(piece?.cargoClass, `pieces.${index}.cargoClass`);
    case 'country':
      return needed(ticket.destination?.country, 'destination.country');
    case 'service':
      return needed(ticket.service, 'service');
    case 'area':
      return ticket.areas ?? [];
  }
}

function divisorFor(compiled: CompiledRule, facts: Facts): CompiledRule['divisor'] {
  const { bands } = compiled;
  if (bands === undefined) return compiled.divisor;
  const value = facts.number(bands.measure);
  return bands.bands.find(
    ({ end, inclusive }) => end === undefined || (inclusive ? compare(value, end) <= 0 : compare(value, end) < 0),
  )?.of;
}

function stepOf(rounder: Rounder | undefined, value: Rational | undefined): string | undefined {
  if (rounder === undefined || value === undefined) return undefined;
  const { mode, stepText } = rounder.stepFor(value);
  return mode === 'none' ? undefined : stepText;
}

/** Everything that happens to one piece alone, in the order of the rule. Throws RatingStop. */
export function pieceFigures(compiled: CompiledRule, ticket: TicketInput, index: number, trail: Trail): PieceFigures {
  const { rule } = compiled;
  const piece = ticket.pieces[index];
  if (piece === undefined) throw stop(index, 'weight', 'is missing');
  const sourced = actualWeight(compiled, piece, index);
  if (sourced.value.n <= 0n) throw stop(index, 'weight', 'is not above zero');
  trail.add('gross', sourced.value, actualUnitOf(rule), index, sourced.note);

  const size = readSize(compiled, piece, index);
  if (size.sides !== undefined)
    for (const [place, side] of size.sides.entries())
      if (side.n <= 0n)
        throw stop(
          index,
          size.roll ? 'roll' : `dimensions.${['length', 'width', 'height'][place]}`,
          'is not above zero',
        );
  if (size.volume !== undefined && size.volume.n <= 0n) throw stop(index, 'volume', 'is not above zero');
  const given = size.sides === undefined ? undefined : roundSides(compiled, size.sides);
  const ordered = given === undefined ? undefined : sorted(given);
  if (given !== undefined) {
    if (compiled.sides !== undefined && compiled.sides.mode !== 'none')
      trail.sides(given, rule.lengthUnit, index, `${compiled.sides.mode} ${rule.sides?.step}`);
    else trail.sides(given, rule.lengthUnit, index, undefined);
    if (given.some((side) => side.n <= 0n)) throw stop(index, 'dimensions', 'a side is rounded to zero');
  }
  let volume = size.volume ?? (given === undefined ? undefined : multiply(multiply(given[0], given[1]), given[2]));
  if (volume !== undefined) {
    trail.add('volume', volume, `${rule.lengthUnit}³`, index);
    const shape = piece.shape ?? (size.roll ? 'roll' : 'box');
    const factor = compiled.shapeFactors.get(shape);
    if (factor !== undefined) {
      volume = multiply(volume, factor);
      trail.add('shape', volume, `${rule.lengthUnit}³`, index, `${shape} × ${rule.shapeFactors?.[shape]}`);
    }
    if (compiled.volumeRounding !== undefined) {
      volume = compiled.volumeRounding(volume);
      trail.add('volume-rounding', volume, `${rule.lengthUnit}³`, index);
    }
  }
  const known = { given, ordered, roll: size.roll, volume };
  const needsVolume = rule.choice.mode !== 'actual';
  if (volume === undefined && needsVolume)
    throw stop(index, 'dimensions', 'the rule bills by volume: dimensions, roll, cbm or volume are needed');

  const facts = new PieceFacts(index, piece, ticket, known, sourced.value);
  const divisor = volume === undefined ? undefined : divisorFor(compiled, facts);
  let rawVolumetric: Rational | undefined;
  let counted = false;
  if (volume !== undefined && divisor !== undefined) {
    rawVolumetric = divide(volume, divisor.value);
    facts.volumetric = rawVolumetric;
    counted = compiled.gate === undefined || rule.gate?.on === 'ticket' || compiled.gate(facts);
    if (compiled.gate !== undefined && rule.gate?.on === 'piece')
      trail.word('gate', counted ? 'open' : 'closed', index, counted ? 'volume counts' : 'volume does not count');
    trail.add('volumetric', rawVolumetric, rule.weightUnit, index, `÷ ${divisor.text}`);
  } else if (volume !== undefined && compiled.bands !== undefined)
    trail.word('gate', 'closed', index, 'no divisor for this size: volume does not count');

  let volumetric = counted ? rawVolumetric : undefined;
  if (volumetric !== undefined && compiled.round.pieceVolumetric !== undefined) {
    volumetric = compiled.round.pieceVolumetric(volumetric);
    trail.add('round-volumetric', volumetric, rule.weightUnit, index);
  }
  if (volumetric !== undefined && compiled.cap?.of === 'volumetric' && compare(volumetric, compiled.cap.value) > 0) {
    volumetric = compiled.cap.value;
    trail.add('cap-volumetric', volumetric, rule.weightUnit, index);
  }
  let actual = sourced.value;
  if (compiled.round.pieceActual !== undefined) {
    actual = compiled.round.pieceActual(actual);
    trail.add('round-actual', actual, actualUnitOf(rule), index);
  }
  let loadingMetres: Rational | undefined;
  if (rule.choice.mode === 'greatest-of-three' && ticket.loadingMetres === undefined) {
    if (given === undefined)
      throw stop(index, 'dimensions', 'loading metres need length and width, or input.loadingMetres');
    const perMetre = lengthIn('1', 'm', rule.lengthUnit);
    const area = multiply(given[0], given[1]);
    loadingMetres = divide(area, multiply(multiply(perMetre, perMetre), compiled.choiceFigures.trailer));
  }
  return {
    index,
    actual,
    volume,
    volumetric,
    rawVolumetric,
    rawActual: sourced.value,
    volumetricStep: stepOf(compiled.round.pieceVolumetric, rawVolumetric),
    actualStep: stepOf(compiled.round.pieceActual, sourced.value),
    divisorText: counted ? divisor?.text : undefined,
    loadingMetres,
    facts,
    dispute: sourced.dispute,
  };
}
