import { z } from 'zod';
import { fault, rated, type Rated } from '../rating-fault.ts';

const word = z.string().trim().min(1).max(64);
const words = z.array(word).min(1).max(100);
const country = z.string().regex(/^[A-Z]{2}$/, 'expected a country as two capitals');

/** What a class needs on a line. `allow` and `block` stand alone; the others add up. */
const actionSchema = z.strictObject({
  type: z.enum(['allow', 'surcharge', 'document', 'mark', 'block']),
  /** Which surcharge, document or mark: "battery-fee", "MSDS", "UN3481". */
  what: word.optional(),
  zh: z.string().max(120).optional(),
  en: z.string().max(120).optional(),
});
export type CargoAction = z.infer<typeof actionSchema>;
const actions = z.array(actionSchema).min(1).max(10);

/** One cell, or a block of cells, of the matrix: classes × lines × destinations. Lines or destinations left out: all of them. */
const rowSchema = z.strictObject({
  classes: words,
  lines: words.optional(),
  destinations: z.array(country).min(1).max(300).optional(),
  actions,
  source: z.string().max(300).optional(),
});

/** What may not stand together although each is allowed alone; words are classes, "ddp", "dap", "ioss", "post" or the like. */
const combinationSchema = z.strictObject({
  all: z.array(word).min(2).max(10),
  actions,
  source: z.string().max(300).optional(),
});

export const cargoMatrixSchema = z.strictObject({
  rows: z.array(rowSchema).min(1).max(5_000),
  combinations: z.array(combinationSchema).max(200).optional(),
});
export type CargoMatrix = z.infer<typeof cargoMatrixSchema>;

/** "allow" beside "mark", or "block" beside anything, says two things. */
export function cargoMatrixFault(matrix: CargoMatrix): { readonly at: string; readonly detail: string } | undefined {
  const lists = [
    ...matrix.rows.map((row, i) => [`rows.${i}`, row.actions] as const),
    ...(matrix.combinations ?? []).map((row, i) => [`combinations.${i}`, row.actions] as const),
  ];
  for (const [at, list] of lists) {
    const alone = list.find(({ type }) => type === 'allow' || type === 'block');
    if (alone !== undefined && list.length > 1) return { at: `${at}.actions`, detail: `${alone.type} stands alone` };
  }
  return undefined;
}

export interface CargoQuestion {
  readonly line: string;
  readonly destination: string | undefined;
  readonly classes: readonly string[];
  /** Further words that combinations look at. */
  readonly also?: readonly string[];
}
export interface CargoVerdict {
  /** The class, or the words of a combination joined by "+". */
  readonly cargoClass: string;
  readonly actions: readonly CargoAction[];
  /** Row of the matrix that decided, from 1. */
  readonly row: number;
}

/**
 * What each class needs on a line to a country. The most specific row wins: line and destination, line, destination, class alone.
 * A class that no row names is RULE_UNKNOWN: silence is no permission. Two rows of equal weight that differ are RULE_CONTRADICTORY.
 */
export function judgeCargo(matrix: CargoMatrix, question: CargoQuestion): Rated<readonly CargoVerdict[]> {
  const found: CargoVerdict[] = [];
  const { line, destination } = question;
  for (const cargoClass of new Set(question.classes)) {
    const fitting = matrix.rows.flatMap((row, index) => {
      if (!row.classes.includes(cargoClass)) return [];
      if (row.lines !== undefined && !row.lines.includes(line)) return [];
      if (row.destinations !== undefined && (destination === undefined || !row.destinations.includes(destination)))
        return [];
      return [{ row, index, weight: (row.lines === undefined ? 0 : 2) + (row.destinations === undefined ? 0 : 1) }];
    });
    const weight = Math.max(-1, ...fitting.map((one) => one.weight));
    const [first, ...others] = fitting.filter((one) => one.weight === weight);
    if (first === undefined)
      return fault(
        'RULE_UNKNOWN',
        'rule.cargo.rows',
        `class ${cargoClass} on ${line}${destination === undefined ? '' : ` to ${destination}`} is not listed`,
      );
    const other = others.find(({ row }) => JSON.stringify(row.actions) !== JSON.stringify(first.row.actions));
    if (other !== undefined)
      return fault(
        'RULE_CONTRADICTORY',
        `rule.cargo.rows.${other.index}`,
        `rows ${first.index + 1} and ${other.index + 1} decide differently on ${cargoClass}`,
      );
    found.push({ cargoClass, actions: first.row.actions, row: first.index + 1 });
  }
  const present = new Set([...question.classes, ...(question.also ?? [])]);
  for (const [index, { all, actions: own }] of (matrix.combinations ?? []).entries())
    if (all.every((one) => present.has(one))) found.push({ cargoClass: all.join('+'), actions: own, row: index + 1 });
  return rated(found);
}
