import { z } from 'zod';
import { lengthIn } from '../../measure/length.ts';
import { massIn } from '../../measure/mass.ts';
import { amountSchema } from '../../measure/exact-text.ts';
import { massInputSchema, sidesInputSchema } from '../../measure/parse-measure.ts';
import { add, compare, fromDecimal, subtract, toDecimal, ZERO, type Rational } from '../../measure/rational.ts';
import type { CompiledRule } from '../compile-rule.ts';
import { evaluateTicket } from '../evaluate-ticket.ts';
import { locateTicket } from '../locate-ticket.ts';
import { calculatePrice } from '../price/calculate-price.ts';
import { fault, rated, type Rated } from '../rating-fault.ts';
import type { PieceInput, TicketInput } from '../rating-input.ts';
import { fitBoxes, type Box } from './fit-boxes.ts';

/** Up to here every grouping is looked at; above, pairs are joined as long as that saves (see `mergeParcels`). */
export const EXACT_LIMIT = 8;
const MAX_PARCELS = 60;
const id = z.string().min(1).max(64);

export const mergeInputSchema = z.strictObject({
  parcels: z
    .array(z.strictObject({ id, weight: massInputSchema, dimensions: sidesInputSchema }))
    .min(1)
    .max(MAX_PARCELS),
  cartons: z
    .array(
      z.strictObject({
        id,
        inner: sidesInputSchema,
        outer: sidesInputSchema,
        tare: massInputSchema,
        maxWeight: massInputSchema.optional(),
        /** Price of the empty carton, in the currency of the price sheet. */
        cost: amountSchema.optional(),
      }),
    )
    .min(1)
    .max(40),
  /** A parcel may also travel as it came, without a carton. */
  mayStayAsIs: z.boolean().default(true),
  goal: z.enum(['weight', 'cost']),
});
export type MergeInput = z.infer<typeof mergeInputSchema>;
type Sides = MergeInput['parcels'][number]['dimensions'];

export interface MergedGroup {
  readonly parcels: readonly string[];
  /** Absent: the parcel stays as it came. */
  readonly carton?: string;
  readonly chargeable: string;
  readonly cost?: string;
}
export interface MergePlan {
  /** True: no grouping is better. False: found by joining pairs; better ones may exist. */
  readonly exact: boolean;
  readonly groups: readonly MergedGroup[];
  readonly chargeable: string;
  readonly cost?: string;
  readonly unit: string;
  readonly currency?: string;
  /** The same parcels each on its own ticket, for comparison; absent where one of them cannot travel so. */
  readonly apart?: { readonly chargeable: string; readonly cost?: string };
  /** Pairs of group and carton where the packing search ended at its limit: counted as not fitting, which may miss a better plan. */
  readonly unproven: number;
  readonly words: { readonly zh: string; readonly en: string };
}

interface Group {
  readonly members: readonly number[];
  readonly carton: string | undefined;
  readonly chargeable: Rational;
  readonly cost: Rational | undefined;
}
interface Plan {
  readonly groups: readonly Group[];
  readonly chargeable: Rational;
  readonly cost: Rational | undefined;
}

/** Whole micrometres: parcels up, cartons down, so that rounding never makes room. */
const micrometres = (side: string, unit: Sides['unit'], up: boolean): number => {
  const { n, d } = lengthIn(side, unit, 'mm');
  const scaled = n * 1000n;
  return Number(up ? (scaled + d - 1n) / d : scaled / d);
};
const boxOf = ({ length, width, height, unit }: Sides, up: boolean): Box => [
  micrometres(length, unit, up),
  micrometres(width, unit, up),
  micrometres(height, unit, up),
];

class Simulator {
  readonly #compiled: CompiledRule;
  readonly #input: MergeInput;
  readonly #base: Omit<TicketInput, 'pieces'>;
  readonly #words: Pick<PieceInput, 'cargoClass' | 'packaging'>;
  readonly #parcels: readonly Box[];
  readonly #cartons: readonly Box[];
  readonly #groups = new Map<string, Group | undefined>();
  /** Sets that are proven not to go into a carton: whatever holds one of them does not either. */
  readonly #misfits = new Set<string>();
  unproven = 0;

  constructor(
    compiled: CompiledRule,
    input: MergeInput,
    base: Omit<TicketInput, 'pieces'>,
    words: Pick<PieceInput, 'cargoClass' | 'packaging'>,
  ) {
    this.#words = words;
    this.#compiled = compiled;
    this.#input = input;
    this.#base = base;
    this.#parcels = input.parcels.map(({ dimensions }) => boxOf(dimensions, true));
    this.#cartons = input.cartons.map(({ inner }) => boxOf(inner, false));
  }

  /** Whether `a` serves the goal better than `b`; then the other figure, then fewer groups. */
  better(a: Plan, b: Plan | undefined): boolean {
    if (b === undefined) return true;
    const [weight, cost] = [
      compare(a.chargeable, b.chargeable),
      a.cost === undefined || b.cost === undefined ? 0 : compare(a.cost, b.cost),
    ];
    const [first, second] = this.#input.goal === 'cost' ? [cost, weight] : [weight, cost];
    return first < 0 || (first === 0 && (second < 0 || (second === 0 && a.groups.length < b.groups.length)));
  }

  #rate(
    members: readonly number[],
    kilograms: Rational,
    sides: Sides,
    carton: string | undefined,
    extra: Rational,
  ): Group | undefined {
    const ticket: TicketInput = {
      ...this.#base,
      pieces: [{ ...this.#words, weight: { value: toDecimal(kilograms, 30), unit: 'kg' }, dimensions: sides }],
    };
    const located = locateTicket(this.#compiled, ticket);
    if (!located.ok) return undefined;
    const evaluation = evaluateTicket(this.#compiled, located.value.ticket);
    if (!evaluation.ok || evaluation.value.flags.some(({ limit }) => limit.severity === 'block')) return undefined;
    const { price } = this.#compiled.rule;
    if (price === undefined) return { members, carton, chargeable: evaluation.value.chargeable, cost: undefined };
    const priced = calculatePrice(evaluation.value, located.value.ticket, price);
    if (!priced.ok) return undefined;
    return {
      members,
      carton,
      chargeable: evaluation.value.chargeable,
      cost: add(fromDecimal(priced.value.total), extra),
    };
  }

  /** The best way to send these parcels as one ticket, or undefined where no carton takes them. Each set is worked out once. */
  group(members: readonly number[]): Group | undefined {
    const key = members.join();
    if (this.#groups.has(key)) return this.#groups.get(key);
    const parcels = members.flatMap((i) => this.#input.parcels.slice(i, i + 1));
    const net = parcels.map(({ weight }) => massIn(weight, 'kg')).reduce(add, ZERO);
    let best: Group | undefined;
    const consider = (candidate: Group | undefined): void => {
      if (candidate === undefined) return;
      const plan = (group: Group): Plan => ({ groups: [group], chargeable: group.chargeable, cost: group.cost });
      if (this.better(plan(candidate), best === undefined ? undefined : plan(best))) best = candidate;
    };
    const [only] = parcels;
    if (parcels.length === 1 && only !== undefined && this.#input.mayStayAsIs)
      consider(this.#rate(members, net, only.dimensions, undefined, ZERO));
    for (const [i, carton] of this.#input.cartons.entries()) {
      const gross = add(net, massIn(carton.tare, 'kg'));
      if (carton.maxWeight !== undefined && compare(gross, massIn(carton.maxWeight, 'kg')) > 0) continue;
      const inner = this.#cartons[i];
      if (inner === undefined) continue;
      const misfit = (set: readonly number[]): string => `${i}|${set.join()}`;
      if (members.some((_, k) => this.#misfits.has(misfit(members.filter((__, j) => j !== k))))) {
        this.#misfits.add(misfit(members));
        continue;
      }
      const fit = fitBoxes(
        members.flatMap((member) => this.#parcels.slice(member, member + 1)),
        inner,
      );
      if (!fit.fits) {
        if (fit.proven) this.#misfits.add(misfit(members));
        else this.unproven += 1;
        continue;
      }
      consider(
        this.#rate(
          members,
          gross,
          carton.outer,
          carton.id,
          carton.cost === undefined ? ZERO : fromDecimal(carton.cost),
        ),
      );
    }
    this.#groups.set(key, best);
    return best;
  }

  join(plans: readonly (Group | undefined)[]): Plan | undefined {
    const groups = plans.flatMap((group) => (group === undefined ? [] : [group]));
    if (groups.length !== plans.length) return undefined;
    const costs = groups.flatMap(({ cost }) => (cost === undefined ? [] : [cost]));
    return {
      groups,
      chargeable: groups.map(({ chargeable }) => chargeable).reduce(add, ZERO),
      cost: costs.length === groups.length ? costs.reduce(add, ZERO) : undefined,
    };
  }

  /** Every grouping: the best plan of a set is a group that holds its first parcel, and the best plan of the rest. */
  everyGrouping(count: number): Plan | undefined {
    const best: (Plan | undefined)[] = [{ groups: [], chargeable: ZERO, cost: ZERO }];
    const membersOf = (set: number): number[] =>
      Array.from({ length: count }, (_, i) => i).filter((i) => (set >> i) & 1);
    for (let set = 1; set < 1 << count; set += 1) {
      const lowest = set & -set;
      let found: Plan | undefined;
      for (let part = set; part > 0; part = (part - 1) & set) {
        if ((part & lowest) === 0) continue;
        const rest = best[set ^ part];
        if (rest === undefined) continue;
        const plan = this.join([...rest.groups, this.group(membersOf(part))]);
        if (plan !== undefined && this.better(plan, found)) found = plan;
      }
      best[set] = found;
    }
    return best[(1 << count) - 1];
  }

  /** Each for itself, then again and again the pair of groups whose joining serves the goal most, until none does. */
  joiningPairs(count: number): Plan | undefined {
    const alone = this.join(Array.from({ length: count }, (_, i) => this.group([i])));
    if (alone === undefined) return undefined;
    const groups = [...alone.groups];
    const apart: Plan = { groups: groups.slice(0, 2), chargeable: ZERO, cost: ZERO };
    for (;;) {
      let next: { readonly pair: readonly [Group, Group]; readonly change: Plan } | undefined;
      for (const [at, a] of groups.entries())
        for (const b of groups.slice(at + 1)) {
          const change = this.#joining(a, b);
          if (change !== undefined && this.better(change, apart) && this.better(change, next?.change))
            next = { pair: [a, b], change };
        }
      if (next === undefined) return this.join(groups);
      const { pair, change } = next;
      groups.splice(0, groups.length, ...groups.filter((group) => !pair.includes(group)), ...change.groups);
    }
  }

  /** What changes when two groups become one: all the others stay as they are. */
  #joining(a: Group, b: Group): Plan | undefined {
    // Larger groups are not searched for a packing: the answer would take longer than the packing.
    if (a.members.length + b.members.length > EXACT_LIMIT) return undefined;
    const group = this.group([...a.members, ...b.members].sort((x, y) => x - y));
    if (group === undefined) return undefined;
    const chargeable = subtract(group.chargeable, add(a.chargeable, b.chargeable));
    const cost =
      group.cost === undefined || a.cost === undefined || b.cost === undefined
        ? undefined
        : subtract(group.cost, add(a.cost, b.cost));
    return { groups: [group], chargeable, cost };
  }
}

/**
 * Which grouping of a customer's parcels into the given cartons bills least weight, or costs least. Every group is a ticket of its own.
 * Up to 8 parcels every grouping is looked at. Above, a stated heuristic: start with each parcel alone, join the pair of groups that
 * saves most, repeat until nothing is saved; groups stay at 8 parcels or fewer.
 * Errors: RATING_INPUT_REFUSED where a parcel can travel in no way at all, or where the goal is cost and the rule has no price.
 */
export function mergeParcels(
  compiled: CompiledRule,
  input: MergeInput,
  base: Omit<TicketInput, 'pieces'> = {},
  words: Pick<PieceInput, 'cargoClass' | 'packaging'> = {},
): Rated<MergePlan> {
  const { rule } = compiled;
  if (input.goal === 'cost' && rule.price === undefined)
    return fault('RATING_INPUT_REFUSED', 'input.goal', 'the rule has no price: cost cannot be the goal');
  const simulator = new Simulator(compiled, input, base, words);
  const count = input.parcels.length;
  const exact = count <= EXACT_LIMIT;
  const plan = exact ? simulator.everyGrouping(count) : simulator.joiningPairs(count);
  const alone = input.parcels.map((_, i) => simulator.group([i]));
  if (plan === undefined) {
    const stuck = Math.max(0, alone.indexOf(undefined));
    return fault(
      'RATING_INPUT_REFUSED',
      `input.parcels.${stuck}`,
      `${input.parcels[stuck]?.id ?? ''} fits no carton and cannot travel as it is by this rule`,
    );
  }
  const apart = simulator.join(alone);
  const money = rule.price?.money.step.split('.')[1]?.length ?? 0;
  const weight = (value: Rational): string => toDecimal(value, 6);
  const cost = (value: Rational | undefined): { cost?: string } =>
    value === undefined ? {} : { cost: toDecimal(value, Math.max(6, money), money) };
  return rated({
    exact: exact && simulator.unproven === 0,
    groups: [...plan.groups]
      .sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0))
      .map((group) => ({
        parcels: group.members.map((i) => input.parcels[i]?.id ?? ''),
        ...(group.carton === undefined ? {} : { carton: group.carton }),
        chargeable: weight(group.chargeable),
        ...cost(group.cost),
      })),
    chargeable: weight(plan.chargeable),
    ...(rule.price === undefined ? {} : cost(plan.cost)),
    unit: rule.weightUnit,
    ...(rule.price === undefined ? {} : { currency: rule.price.currency }),
    ...(apart === undefined
      ? {}
      : { apart: { chargeable: weight(apart.chargeable), ...(rule.price === undefined ? {} : cost(apart.cost)) } }),
    unproven: simulator.unproven,
    words: inWords(plan, apart, rule.weightUnit, rule.price?.currency),
  });
}

function inWords(plan: Plan, apart: Plan | undefined, unit: string, currency: string | undefined): MergePlan['words'] {
  const zh = [`合成 ${plan.groups.length} 票, 计费 ${toDecimal(plan.chargeable, 3)} ${unit}`];
  const en = [
    `${plan.groups.length} ${plan.groups.length === 1 ? 'ticket' : 'tickets'}, ${toDecimal(plan.chargeable, 3)} ${unit} chargeable`,
  ];
  if (apart !== undefined) {
    const saved = subtract(apart.chargeable, plan.chargeable);
    zh.push(
      `分开走 ${toDecimal(apart.chargeable, 3)} ${unit}, ${saved.n < 0n ? '多' : '省'} ${toDecimal(saved.n < 0n ? { n: -saved.n, d: saved.d } : saved, 3)} ${unit}`,
    );
    en.push(
      `${toDecimal(apart.chargeable, 3)} ${unit} apart: ${toDecimal(saved.n < 0n ? { n: -saved.n, d: saved.d } : saved, 3)} ${unit} ${saved.n < 0n ? 'more' : 'saved'}`,
    );
    if (currency !== undefined && apart.cost !== undefined && plan.cost !== undefined) {
      const money = subtract(apart.cost, plan.cost);
      zh.push(`费用省 ${toDecimal(money, 2)} ${currency}`);
      en.push(`${toDecimal(money, 2)} ${currency} saved`);
    }
  }
  return { zh: zh.join('; '), en: en.join('; ') };
}
