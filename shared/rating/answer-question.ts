import type { ExactJson } from '../measure/exact-json.ts';
import { checkCustoms, readDutyIntent, type CustomsFinding } from '../customs/check-customs.ts';
import type { AreaList } from './areas/area-pack.ts';
import { judgeCargo, type CargoVerdict } from './cargo/cargo-matrix.ts';
import { chooseVersion } from './choose-version.ts';
import { compileRule, readRule } from './compile-rule.ts';
import { evaluateTicket } from './evaluate-ticket.ts';
import { findLever, findWeightLever, type Lever } from './find-lever.ts';
import { calculatePrice, type PriceBreakdown } from './price/calculate-price.ts';
import { fault, rated, type Rated, type RatingFault } from './rating-fault.ts';
import { locateTicket, type Located } from './locate-ticket.ts';
import { readTicket, type TicketInput } from './rating-input.ts';
import { describeEvaluation, type RatingResult } from './rating-result.ts';
import type { RatingRule } from './rule.ts';

export type Answer =
  | ({ readonly ok: true } & RatingResult & {
        readonly lever?: readonly Lever[];
        readonly price?: PriceBreakdown;
        /** Area the destination lies in by the rule's own list, and the row that says so. */
        readonly area?: Located['match'];
        readonly cargo?: readonly CargoVerdict[];
        readonly customs?: readonly CustomsFinding[];
      })
  | { readonly ok: false; readonly error: RatingFault };

/** Rules known by name: the packs that ship, or a user's own. */
export type RuleSource = (id: string) => readonly unknown[];

/** Parsing a rule costs more than using it, and lines of a file mostly repeat theirs. */
const CACHE_LIMIT = 200;

/** A reader of rules with a small memory, keyed by the text of the rule. */
export function ruleReader(packs: RuleSource): (rule: ExactJson) => Rated<readonly RatingRule[]> {
  const memory = new Map<string, Rated<readonly RatingRule[]>>();
  const read = (rule: ExactJson): Rated<readonly RatingRule[]> => {
    if (typeof rule === 'string') {
      const found = packs(rule);
      if (found.length === 0) return fault('RULE_UNKNOWN', 'rule', `there is no rule ${rule}`);
      return readAll(found);
    }
    if (rule === null || typeof rule !== 'object')
      return fault('RULE_BROKEN', 'rule', 'expected a rule, a list of its versions, or the id of a rule pack');
    if (Array.isArray(rule)) return readAll(rule as readonly unknown[]);
    if ('rules' in rule && Array.isArray(rule.rules)) return readAll(rule.rules as readonly unknown[]);
    return readAll([rule]);
  };
  return (rule) => {
    const key = JSON.stringify(rule);
    const known = memory.get(key);
    if (known !== undefined) return known;
    const found = read(rule);
    if (memory.size >= CACHE_LIMIT) memory.clear();
    memory.set(key, found);
    return found;
  };
}

function readAll(values: readonly unknown[]): Rated<readonly RatingRule[]> {
  const rules: RatingRule[] = [];
  for (const [i, value] of values.entries()) {
    const read = readRule(value, values.length === 1 ? 'rule' : `rule.${i}`);
    if (!read.ok) return read;
    // A contradiction in any version stops all: a file with one bad row is not half a file.
    const compiled = compileRule(read.value);
    if (!compiled.ok) return compiled;
    rules.push(read.value);
  }
  if (new Set(rules.map(({ id }) => id)).size > 1)
    return fault(
      'RULE_CONTRADICTORY',
      'rule',
      `versions of different rules: ${[...new Set(rules.map(({ id }) => id))].join(', ')}`,
    );
  return rated(rules);
}

/** One question {rule, input} answered: chargeable weight, flags, price, lever, reason; or the field that stopped it. */
export function answerQuestion(
  rules: Rated<readonly RatingRule[]>,
  input: unknown,
  lists: readonly AreaList[] = [],
): Answer {
  if (!rules.ok) return { ok: false, error: rules.error };
  const ticket = readTicket(input);
  if (!ticket.ok) return { ok: false, error: ticket.error };
  const rule = chooseVersion(rules.value, ticket.value);
  if (!rule.ok) return { ok: false, error: rule.error };
  const compiled = compileRule(rule.value);
  if (!compiled.ok) return { ok: false, error: compiled.error };
  const located = locateTicket(compiled.value, ticket.value, lists);
  if (!located.ok) return { ok: false, error: located.error };
  const { ticket: placed, match } = located.value;
  const cargo = cargoOf(rule.value, placed);
  if (!cargo.ok) return { ok: false, error: cargo.error };
  const customs = placed.customs === undefined ? [] : checkCustoms(placed.customs, placed.destination?.country);
  const evaluation = evaluateTicket(compiled.value, placed);
  if (!evaluation.ok) return { ok: false, error: evaluation.error };
  const price = rule.value.price === undefined ? undefined : calculatePrice(evaluation.value, placed, rule.value.price);
  if (price !== undefined && !price.ok) return { ok: false, error: price.error };
  const lighter = findWeightLever(compiled.value, placed, evaluation.value);
  const lever =
    evaluation.value.basis === 'gross'
      ? lighter === undefined
        ? []
        : [lighter]
      : findLever(compiled.value, placed, evaluation.value);
  const result = describeEvaluation(evaluation.value);
  const blocked =
    result.blocked ||
    cargo.value.some(({ actions }) => actions.some(({ type }) => type === 'block')) ||
    customs.some(({ severity }) => severity === 'block');
  return {
    ok: true,
    ...result,
    blocked,
    ...(match === undefined ? {} : { area: match }),
    ...(cargo.value.length === 0 ? {} : { cargo: cargo.value }),
    ...(placed.customs === undefined ? {} : { customs }),
    ...(lever.length === 0 ? {} : { lever }),
    ...(price === undefined ? {} : { price: price.value }),
  };
}

/** Classes of the pieces judged by the rule's own matrix; a piece without a class is not assumed to be general goods. */
function cargoOf(rule: RatingRule, ticket: TicketInput): Rated<readonly CargoVerdict[]> {
  if (rule.cargo === undefined) return rated([]);
  const classes: string[] = [];
  for (const [i, { cargoClass }] of ticket.pieces.entries()) {
    if (cargoClass === undefined)
      return fault(
        'RATING_INPUT_REFUSED',
        `input.pieces.${i}.cargoClass`,
        'the rule has a cargo matrix: say which class',
      );
    classes.push(cargoClass);
  }
  const { customs } = ticket;
  const intent = customs?.duty === undefined ? undefined : readDutyIntent(customs.duty);
  const also = [
    ...(intent === undefined ? [] : [intent === 'seller-pays' ? 'ddp' : 'dap']),
    ...(customs?.ioss === undefined ? [] : ['ioss']),
  ];
  return judgeCargo(rule.cargo, {
    line: rule.service ?? rule.id,
    destination: ticket.destination?.country,
    classes,
    also,
  });
}
