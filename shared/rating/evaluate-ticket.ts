import { compare, fromDecimal, ZERO, type Rational } from '../measure/rational.ts';
import { chooseWeight, type Basis, type Chosen } from './choose-weight.ts';
import type { Facts } from './compile-condition.ts';
import type { CompiledRule } from './compile-rule.ts';
import type { Dispute } from './actual-weight.ts';
import { pieceFigures, type PieceFigures } from './piece-figures.ts';
import { raisedLimits, settleFlags, type Flag } from './raise-flags.ts';
import { fault, rated, RatingStop, type Rated } from './rating-fault.ts';
import type { TicketInput } from './rating-input.ts';
import { actualUnitOf } from './rule.ts';
import { Trail } from './trail.ts';
import { highestMinimum, lift, multiplierOf, roundStage, ticketFloor, topOf, type Stage } from './stage.ts';
import { sum, TicketFacts, withBillable } from './ticket-facts.ts';

export interface PieceResult {
  readonly figures: PieceFigures;
  /** Chargeable weight of the piece where the aggregation gives it one. */
  readonly billable: Rational | undefined;
  readonly basis: Basis | undefined;
}

export interface Evaluation {
  readonly compiled: CompiledRule;
  readonly chargeable: Rational;
  readonly actual: Rational;
  readonly volumetric: Rational | undefined;
  readonly basis: Basis;
  /** What decided before minimum and cap: the figure that won, the one that lost. */
  readonly chosen: Chosen;
  /** Before the last rounding that changed it. */
  readonly beforeRounding: Rational;
  readonly roundedBy: string | undefined;
  readonly pieces: readonly PieceResult[];
  readonly flags: readonly Flag[];
  readonly disputes: readonly Dispute[];
  readonly trail: Trail;
}

/** One piece as far as it has a result of its own: choice, rounding, conditional minimum, minimum per piece. */
function ratePiece(
  compiled: CompiledRule,
  ticket: TicketInput,
  figures: PieceFigures,
  trail: Trail,
  single: boolean,
): { stage: Stage; chosen: Chosen; flags: readonly Flag[] } {
  const unit = compiled.rule.weightUnit;
  const { index } = figures;
  const perMetre =
    single && ticket.loadingMetres !== undefined ? fromDecimal(ticket.loadingMetres) : figures.loadingMetres;
  const chosen = chooseWeight(compiled, figures.actual, figures.volumetric, perMetre);
  trail.add('choice', chosen.value, unit, index, chosen.note);
  const slot =
    chosen.basis === 'volumetric'
      ? { before: figures.rawVolumetric, roundedBy: figures.volumetricStep }
      : chosen.basis === 'gross'
        ? { before: figures.rawActual, roundedBy: figures.actualStep }
        : undefined;
  const stage: Stage = {
    value: chosen.value,
    basis: chosen.basis,
    before: slot?.before ?? chosen.value,
    roundedBy: slot?.roundedBy,
  };
  roundStage(stage, compiled.round.piece, 'round-piece', unit, trail, index);
  const flags = settleFlags(raisedLimits(compiled, 'piece', figures.facts, index, 'before-billable'));
  return { stage, chosen, flags };
}

function liftPiece(compiled: CompiledRule, stage: Stage, flags: readonly Flag[], trail: Trail, index: number): void {
  const unit = compiled.rule.weightUnit;
  const conditional = highestMinimum(flags);
  lift(
    stage,
    conditional?.minimum,
    'conditional-minimum',
    'conditional-minimum',
    unit,
    trail,
    index,
    conditional?.limit.id,
  );
  lift(stage, compiled.minimum.piece, 'minimum', 'minimum-piece', unit, trail, index);
}

function finishTicket(
  compiled: CompiledRule,
  ticket: TicketInput,
  stage: Stage,
  facts: readonly Facts[],
  onTicket: Facts,
  trail: Trail,
  piece?: number,
): readonly Flag[] {
  const unit = compiled.rule.weightUnit;
  multiplierOf(compiled, stage, facts, unit, trail, piece);
  roundStage(stage, compiled.round.final, 'final', unit, trail, piece);
  const flags = settleFlags(raisedLimits(compiled, 'ticket', onTicket, undefined, 'before-billable'));
  const conditional = highestMinimum(flags);
  lift(
    stage,
    conditional?.minimum,
    'conditional-minimum',
    'conditional-minimum',
    unit,
    trail,
    piece,
    conditional?.limit.id,
  );
  const floor = ticketFloor(compiled, ticket);
  lift(stage, floor?.value, 'minimum', 'minimum', unit, trail, piece, floor?.note);
  topOf(stage, compiled, unit, trail, piece);
  return flags;
}

function evaluate(compiled: CompiledRule, ticket: TicketInput): Evaluation {
  const { rule } = compiled;
  const unit = rule.weightUnit;
  const trail = new Trail();
  const figures = ticket.pieces.map((_, index) => pieceFigures(compiled, ticket, index, trail));
  const many = figures.length > 1;
  if (many && rule.aggregation === undefined)
    throw new RatingStop(
      'RULE_CONTRADICTORY',
      'rule.aggregation',
      `the ticket has ${figures.length} pieces and the rule does not say how they add up`,
    );
  const sums = rule.aggregation === 'sum-compare' || rule.aggregation === 'sum-compare-round';
  const mode = many ? (rule.aggregation ?? 'per-parcel') : 'single';
  const flags: Flag[] = [];
  const pieces: PieceResult[] = [];
  let stage: Stage;
  let chosen: Chosen;
  let totals: { actual: Rational; volumetric: Rational | undefined };

  if (!sums) {
    const results = figures.map((figure) => ratePiece(compiled, ticket, figure, trail, !many));
    if (many && ticket.loadingMetres !== undefined && rule.choice.mode === 'greatest-of-three')
      throw new RatingStop(
        'RATING_INPUT_REFUSED',
        'input.loadingMetres',
        'the rule compares pieces: loading metres of the ticket do not fit',
      );
    totals = totalsOf(compiled, figures, trail, many, false);
    for (const [index, result] of results.entries()) {
      const figure = figures[index];
      if (figure === undefined) continue;
      const onPiece = new TicketFacts(ticket, [figure], figure.actual, figure.volumetric);
      liftPiece(compiled, result.stage, result.flags, trail, index);
      if (mode === 'per-parcel')
        flags.push(...finishTicket(compiled, ticket, result.stage, [figure.facts], onPiece, trail, index));
      flags.push(...result.flags);
    }
    const [first] = results;
    if (first === undefined) throw new RatingStop('RATING_INPUT_REFUSED', 'input.pieces', 'is empty');
    chosen = first.chosen;
    stage = first.stage;
    if (many) {
      const total = sum(results.map((result) => result.stage.value));
      chosen = mixed(results.map((result) => result.chosen));
      stage = {
        value: total,
        basis: commonBasis(results.map((result) => result.stage.basis)) ?? chosen.basis,
        before: total,
        roundedBy: undefined,
      };
      trail.add('sum', total, unit, undefined, `${results.length} pieces, ${mode}`);
    }
    if (mode !== 'per-parcel') {
      const onTicket = new TicketFacts(ticket, figures, totals.actual, totals.volumetric);
      flags.push(
        ...finishTicket(
          compiled,
          ticket,
          stage,
          figures.map(({ facts }) => facts),
          onTicket,
          trail,
        ),
      );
    }
    for (const [index, { stage: own }] of results.entries()) {
      const figure = figures[index];
      if (figure !== undefined) pieces.push({ figures: figure, billable: own.value, basis: own.basis });
    }
  } else {
    totals = totalsOf(compiled, figures, trail, many, true);
    const onTicket = new TicketFacts(ticket, figures, totals.actual, totals.volumetric);
    if (many && compiled.minimum.piece !== undefined)
      throw new RatingStop(
        'RULE_CONTRADICTORY',
        'rule.minimums.piece',
        `${mode} compares totals: a piece has no result to lift`,
      );
    let volumetric = totals.volumetric;
    if (compiled.gate !== undefined && rule.gate?.on === 'ticket') {
      const open = compiled.gate(onTicket);
      trail.word('gate', open ? 'open' : 'closed', undefined, open ? 'volume counts' : 'volume does not count');
      if (!open) volumetric = undefined;
    } else if (many && figures.some((figure) => figure.volumetric === undefined) && rule.choice.mode !== 'actual')
      throw new RatingStop(
        'RULE_CONTRADICTORY',
        'rule.gate',
        `${mode} adds volumes, and the volume of a piece does not count: use a gate on the ticket`,
      );
    const metres =
      ticket.loadingMetres !== undefined
        ? fromDecimal(ticket.loadingMetres)
        : rule.choice.mode === 'greatest-of-three'
          ? sum(figures.map((figure) => figure.loadingMetres ?? ZERO))
          : undefined;
    chosen = chooseWeight(compiled, totals.actual, volumetric, metres);
    trail.add('choice', chosen.value, unit, undefined, chosen.note);
    stage = { value: chosen.value, basis: chosen.basis, before: chosen.value, roundedBy: undefined };
    for (const figure of figures) {
      const raised = settleFlags(raisedLimits(compiled, 'piece', figure.facts, figure.index, 'before-billable'));
      const conditional = highestMinimum(raised);
      if (!many) liftPiece(compiled, stage, raised, trail, figure.index);
      else if (conditional !== undefined)
        throw new RatingStop(
          'RULE_CONTRADICTORY',
          `rule.limits.${conditional.limit.id}.minimumBillable`,
          `${mode} compares totals: piece ${figure.index} has no result to lift`,
        );
      flags.push(...raised);
    }
    flags.push(
      ...finishTicket(
        compiled,
        ticket,
        stage,
        figures.map(({ facts }) => facts),
        onTicket,
        trail,
      ),
    );
    for (const figure of figures)
      pieces.push({ figures: figure, billable: many ? undefined : stage.value, basis: many ? undefined : stage.basis });
  }

  const late = new TicketFacts(ticket, figures, totals.actual, totals.volumetric);
  for (const piece of pieces)
    if (piece.billable !== undefined)
      flags.push(
        ...settleFlags(
          raisedLimits(
            compiled,
            'piece',
            withBillable(piece.figures.facts, piece.billable),
            piece.figures.index,
            'after-billable',
          ),
        ),
      );
  flags.push(
    ...settleFlags(raisedLimits(compiled, 'ticket', withBillable(late, stage.value), undefined, 'after-billable')),
  );
  return {
    compiled,
    chargeable: stage.value,
    actual: totals.actual,
    volumetric: totals.volumetric,
    basis: stage.basis,
    chosen,
    beforeRounding: stage.before,
    roundedBy: stage.roundedBy,
    pieces,
    flags,
    disputes: figures.flatMap(({ dispute }) => (dispute === undefined ? [] : [dispute])),
    trail,
  };
}

/** Totals of the two weights; rounded by the ticket slots only where the totals are what is compared. */
function totalsOf(
  compiled: CompiledRule,
  figures: readonly PieceFigures[],
  trail: Trail,
  many: boolean,
  compared: boolean,
): { actual: Rational; volumetric: Rational | undefined } {
  const unit = compiled.rule.weightUnit;
  let actual = sum(figures.map((figure) => figure.actual));
  const counted = figures.flatMap(({ volumetric }) => (volumetric === undefined ? [] : [volumetric]));
  let volumetric = counted.length === 0 ? undefined : sum(counted);
  if (many) {
    trail.add('total-actual', actual, actualUnitOf(compiled.rule));
    if (volumetric !== undefined) trail.add('total-volumetric', volumetric, unit);
  }
  if (!compared) return { actual, volumetric };
  if (volumetric !== undefined && compiled.round.ticketVolumetric !== undefined) {
    volumetric = compiled.round.ticketVolumetric(volumetric);
    trail.add('round-total-volumetric', volumetric, unit);
  }
  if (compiled.round.ticketActual !== undefined) {
    actual = compiled.round.ticketActual(actual);
    trail.add('round-total-actual', actual, actualUnitOf(compiled.rule));
  }
  return { actual, volumetric };
}

const commonBasis = (bases: readonly Basis[]): Basis | undefined =>
  bases.every((basis) => basis === bases[0]) ? bases[0] : undefined;

/** Pieces that were decided differently: the ticket is named after the side that gave more weight. */
function mixed(chosen: readonly Chosen[]): Chosen {
  const weightOf = (basis: Basis): Rational => sum(chosen.filter((one) => one.basis === basis).map((one) => one.value));
  const [first, ...others] = [...new Set(chosen.map(({ basis }) => basis))];
  const basis = others.reduce<Basis>(
    (best, one) => (compare(weightOf(one), weightOf(best)) > 0 ? one : best),
    first ?? 'gross',
  );
  return { value: sum(chosen.map(({ value }) => value)), basis, lost: undefined, note: 'sum of the pieces' };
}

/** Chargeable weight of one ticket by one rule, with everything on the way. Errors name the rule's or the input's field. */
export function evaluateTicket(compiled: CompiledRule, ticket: TicketInput): Rated<Evaluation> {
  try {
    return rated(evaluate(compiled, ticket));
  } catch (error) {
    if (error instanceof RatingStop) return fault(error.fault.code, error.fault.at, error.fault.detail);
    throw error;
  }
}
