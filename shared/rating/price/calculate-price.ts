import {
  add,
  compare,
  divide,
  fromDecimal,
  maximum,
  minimum,
  multiply,
  roundToStep,
  subtract,
  toDecimal,
  ZERO,
  type Rational,
} from '../../measure/rational.ts';
import { compileCondition } from '../compile-condition.ts';
import type { Evaluation } from '../evaluate-ticket.ts';
import { fault, rated, RatingStop, type Rated } from '../rating-fault.ts';
import type { TicketInput } from '../rating-input.ts';
import type { Bracket, Charge, PriceSheet, PriceTable, Surcharge } from './price-table.ts';

export interface PriceLine {
  readonly id: string;
  readonly amount: string;
  /** How it came about: "3.5 kg × 80 / 1 kg". */
  readonly how: string;
  readonly zh?: string;
  readonly en?: string;
}
export interface PriceBreakdown {
  readonly currency: string;
  readonly total: string;
  readonly zone?: string;
  readonly lines: readonly PriceLine[];
}

interface Line {
  readonly id: string;
  readonly amount: Rational;
  readonly how: string;
  readonly zh?: string;
  readonly en?: string;
}

const stepDecimals = (step: string): number => (step.includes('.') ? step.length - step.indexOf('.') - 1 : 0);
const text = (value: Rational): string => toDecimal(value, 6);

const holds = (bracket: Bracket, weight: Rational, edge: PriceSheet['edge']): boolean => {
  const from = compare(weight, fromDecimal(bracket.from));
  const to = bracket.to === undefined ? -1 : compare(weight, fromDecimal(bracket.to));
  return edge === '(from,to]' ? from > 0 && to <= 0 : from >= 0 && to < 0;
};

/** Whole steps begun: 1.2 kg over in steps of 0.5 kg is three. */
const begun = (weight: Rational, step: Rational): Rational => divide(roundToStep(weight, step, 'up'), step);

function charged(charge: Charge, weight: Rational, unit: string): { amount: Rational; how: string } {
  switch (charge.type) {
    case 'flat':
      return { amount: fromDecimal(charge.amount), how: `flat ${charge.amount}` };
    case 'per-unit':
      return {
        amount: divide(multiply(weight, fromDecimal(charge.rate)), fromDecimal(charge.per)),
        how: `${text(weight)} ${unit} × ${charge.rate} / ${charge.per} ${unit}`,
      };
    case 'first-next': {
      const over = maximum(subtract(weight, fromDecimal(charge.first)), ZERO);
      const step = fromDecimal(charge.next);
      const steps = charge.stepped ? begun(over, step) : divide(over, step);
      return {
        amount: add(fromDecimal(charge.firstPrice), multiply(steps, fromDecimal(charge.nextPrice))),
        how: `first ${charge.first} ${unit} ${charge.firstPrice} + ${text(steps)} × ${charge.nextPrice} for each ${charge.next} ${unit}`,
      };
    }
    case 'flat-then-per-unit': {
      const over = maximum(subtract(weight, fromDecimal(charge.included)), ZERO);
      return {
        amount: add(
          fromDecimal(charge.amount),
          divide(multiply(over, fromDecimal(charge.rate)), fromDecimal(charge.per)),
        ),
        how: `${charge.amount} for ${charge.included} ${unit} + ${text(over)} ${unit} × ${charge.rate} / ${charge.per} ${unit}`,
      };
    }
  }
}

/** The table for a destination: one for its area goes before one for its country, that before one for all. Two of a kind contradict. */
function findTable(sheet: PriceSheet, ticket: TicketInput): { table: PriceTable; index: number } {
  const country = ticket.destination?.country;
  const fitting = sheet.tables.flatMap((table, index) => {
    if (table.countries !== undefined && (country === undefined || !table.countries.includes(country))) return [];
    if (table.areas?.some((area) => ticket.areas?.includes(area) === true) === false) return [];
    return [{ table, index, weight: (table.areas === undefined ? 0 : 2) + (table.countries === undefined ? 0 : 1) }];
  });
  const weight = Math.max(...fitting.map((one) => one.weight));
  const [only, other] = fitting.filter((one) => one.weight === weight);
  if (other !== undefined)
    throw new RatingStop(
      'RULE_CONTRADICTORY',
      `rule.price.tables.${other.index}`,
      `tables ${only?.index} and ${other.index} are both for ${[...(ticket.areas ?? []), country ?? 'any country'].join(', ')}`,
    );
  if (only !== undefined) return only;
  throw country === undefined
    ? new RatingStop('RATING_INPUT_REFUSED', 'input.destination.country', 'the price depends on it')
    : new RatingStop(
        'PRICE_UNKNOWN',
        'rule.price.tables',
        `there is no price for ${[country, ...(ticket.areas ?? [])].join(', ')}`,
      );
}

/** Each slice pays the rate of its own bracket. Brackets must join without a gap. */
function cumulativeFreight(
  table: PriceTable,
  weight: Rational,
  at: string,
  unit: string,
): { amount: Rational; how: string; last: Bracket | undefined } {
  let amount = ZERO;
  let reached = ZERO;
  let last: Bracket | undefined;
  const how: string[] = [];
  for (const [i, bracket] of table.brackets.entries()) {
    if (compare(weight, reached) <= 0) break;
    if (bracket.charge.type !== 'per-unit')
      throw new RatingStop('RULE_CONTRADICTORY', `${at}.brackets.${i}.charge`, 'cumulative brackets charge per unit');
    if (compare(fromDecimal(bracket.from), reached) !== 0)
      throw new RatingStop(
        'RULE_CONTRADICTORY',
        `${at}.brackets.${i}.from`,
        `begins at ${bracket.from}, the one before ends at ${text(reached)}`,
      );
    const end = bracket.to === undefined ? weight : minimum(weight, fromDecimal(bracket.to));
    const slice = subtract(end, reached);
    const part = charged(bracket.charge, slice, unit);
    amount = add(amount, part.amount);
    how.push(part.how);
    reached = end;
    last = bracket;
  }
  if (compare(weight, reached) > 0)
    throw new RatingStop('PRICE_UNKNOWN', `${at}.brackets`, `the table ends at ${text(reached)} ${unit}`);
  return { amount, how: how.join(' + '), last };
}

function surchargeAmount(
  surcharge: Surcharge,
  weight: Rational,
  times: number,
  lines: readonly Line[],
  unit: string,
): { amount: Rational; how: string } {
  const { amount } = surcharge;
  switch (amount.type) {
    case 'fixed':
      return {
        amount: multiply(fromDecimal(amount.amount), { n: BigInt(times), d: 1n }),
        how: times === 1 ? `fixed ${amount.amount}` : `${times} × ${amount.amount}`,
      };
    case 'per-unit': {
      const byWeight = divide(multiply(weight, fromDecimal(amount.rate)), fromDecimal(amount.per));
      const floor = amount.minimum === undefined ? ZERO : fromDecimal(amount.minimum);
      const lifted = compare(byWeight, floor) < 0;
      return {
        amount: lifted ? floor : byWeight,
        how: lifted
          ? `at least ${amount.minimum} (${text(weight)} ${unit} × ${amount.rate} would be less)`
          : `${text(weight)} ${unit} × ${amount.rate} / ${amount.per} ${unit}`,
      };
    }
    case 'percent': {
      const base = lines.filter(({ id }) => amount.of.includes(id)).reduce((sum, line) => add(sum, line.amount), ZERO);
      return {
        amount: divide(multiply(base, fromDecimal(amount.percent)), { n: 100n, d: 1n }),
        how: `${amount.percent} % of ${amount.of.join(' + ')}`,
      };
    }
  }
}

function calculate(evaluation: Evaluation, ticket: TicketInput, sheet: PriceSheet): PriceBreakdown {
  const { rule } = evaluation.compiled;
  const unit = rule.weightUnit;
  const weight = evaluation.chargeable;
  const { table, index } = findTable(sheet, ticket);
  const at = `rule.price.tables.${index}`;
  const round = (amount: Rational): Rational => roundToStep(amount, fromDecimal(sheet.money.step), sheet.money.mode);
  const line = (amount: Rational): Rational => (sheet.money.each === 'line' ? round(amount) : amount);
  const lines: Line[] = [];

  let bracket: Bracket | undefined;
  let freight: { amount: Rational; how: string };
  if (table.cumulative) {
    const slices = cumulativeFreight(table, weight, at, unit);
    freight = slices;
    bracket = slices.last;
  } else {
    const fitting = table.brackets.flatMap((one, i) => (holds(one, weight, sheet.edge) ? [{ one, i }] : []));
    const [first, second] = fitting;
    if (first === undefined)
      throw new RatingStop('PRICE_UNKNOWN', `${at}.brackets`, `no bracket holds ${text(weight)} ${unit}`);
    if (second !== undefined)
      throw new RatingStop(
        'RULE_CONTRADICTORY',
        `${at}.brackets.${second.i}`,
        `brackets ${first.i} and ${second.i} both hold ${text(weight)} ${unit}`,
      );
    bracket = first.one;
    freight = charged(bracket.charge, weight, unit);
  }
  if (bracket?.minimum !== undefined && compare(freight.amount, fromDecimal(bracket.minimum)) < 0)
    freight = {
      amount: fromDecimal(bracket.minimum),
      how: `at least ${bracket.minimum} (${freight.how} would be less)`,
    };
  lines.push({ id: 'freight', amount: line(freight.amount), how: freight.how });
  if (bracket?.ticketFee !== undefined)
    lines.push({ id: 'ticket-fee', amount: line(fromDecimal(bracket.ticketFee)), how: 'per ticket' });

  const raised: { surcharge: Surcharge; line: Line }[] = [];
  for (const [i, surcharge] of (sheet.surcharges ?? []).entries()) {
    const flagged = evaluation.flags.filter(({ limit }) => limit.id === surcharge.flag).length;
    const test =
      surcharge.when === undefined
        ? undefined
        : compileCondition(rule, surcharge.when, `rule.price.surcharges.${i}.when`);
    const meeting =
      test === undefined
        ? evaluation.pieces.length
        : evaluation.pieces.filter(({ figures }) => test(figures.facts)).length;
    const times = surcharge.flag === undefined ? meeting : Math.min(flagged, meeting);
    if (times === 0) continue;
    const { amount, how } = surchargeAmount(
      surcharge,
      weight,
      surcharge.per === 'piece' ? times : 1,
      [...lines, ...raised.map((one) => one.line)],
      unit,
    );
    raised.push({
      surcharge,
      line: {
        id: surcharge.id,
        amount: line(amount),
        how,
        ...(surcharge.zh === undefined ? {} : { zh: surcharge.zh }),
        ...(surcharge.en === undefined ? {} : { en: surcharge.en }),
      },
    });
  }
  for (const { surcharge, line: own } of raised) {
    const dearer = raised.some(
      (other) =>
        surcharge.group !== undefined &&
        other.surcharge.group === surcharge.group &&
        other.surcharge !== surcharge &&
        (compare(other.line.amount, own.amount) > 0 ||
          (compare(other.line.amount, own.amount) === 0 &&
            raised.indexOf(other) < raised.findIndex((one) => one.line === own))),
    );
    if (!dearer) lines.push(own);
  }
  if (sheet.fuel !== undefined) {
    const { percent, of } = sheet.fuel;
    const base = lines.filter(({ id }) => of.includes(id)).reduce((sum, one) => add(sum, one.amount), ZERO);
    lines.push({
      id: 'fuel',
      amount: line(divide(multiply(base, fromDecimal(percent)), { n: 100n, d: 1n })),
      how: `${percent} % of ${of.join(' + ')}`,
    });
  }
  const sum = lines.reduce((total, one) => add(total, one.amount), ZERO);
  const decimals = stepDecimals(sheet.money.step);
  return {
    currency: sheet.currency,
    total: toDecimal(round(sum), Math.max(decimals, 6), decimals),
    ...(table.zone === undefined ? {} : { zone: table.zone }),
    lines: lines.map(({ amount, ...rest }) => ({
      ...rest,
      amount: toDecimal(amount, Math.max(decimals, 6), decimals),
    })),
  };
}

/** The price of an evaluated ticket, line by line: freight, ticket fee, surcharges, fuel. PRICE_UNKNOWN where no bracket holds the weight. */
export function calculatePrice(evaluation: Evaluation, ticket: TicketInput, sheet: PriceSheet): Rated<PriceBreakdown> {
  try {
    return rated(calculate(evaluation, ticket, sheet));
  } catch (error) {
    if (error instanceof RatingStop) return fault(error.fault.code, error.fault.at, error.fault.detail);
    throw error;
  }
}
