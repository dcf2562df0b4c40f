import {
  absolute,
  compare,
  divide,
  fromDecimal,
  fromInteger,
  multiply,
  subtract,
  toDecimal,
} from '../../measure/rational.ts';
import type { RatingRule } from '../rule.ts';

export interface SheetChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly rule: string;
  /** Field inside the rule: "price.tables.0.brackets.1.charge.rate". Absent for a whole rule. */
  readonly field?: string;
  readonly before?: string;
  readonly after?: string;
  /** Of the old figure, one decimal; absent where one of the two is no number or the old one is zero. */
  readonly percent?: string;
  /** Changed by more than the threshold, or in a way that has no percentage. */
  readonly flagged: boolean;
}

type Tree = unknown;
const isLeaf = (value: Tree): value is string | number | boolean | null => value === null || typeof value !== 'object';

function leaves(value: Tree, path: string, found: Map<string, string>): void {
  if (value === undefined) return;
  if (isLeaf(value)) found.set(path, String(value));
  else if (Array.isArray(value))
    // Brackets and tables are told apart by what they are for, not by their place: a new row does not change all rows below it.
    for (const [i, item] of (value as readonly Tree[]).entries()) leaves(item, `${path}.${keyOf(item) ?? i}`, found);
  else for (const [field, item] of Object.entries(value)) leaves(item, path === '' ? field : `${path}.${field}`, found);
}

function keyOf(item: Tree): string | undefined {
  if (isLeaf(item) || Array.isArray(item)) return undefined;
  const fields = item as Readonly<Record<string, unknown>>;
  if (typeof fields['id'] === 'string') return fields['id'];
  if (typeof fields['from'] === 'string' && fields['charge'] !== undefined)
    return `[${fields['from']}–${typeof fields['to'] === 'string' ? fields['to'] : '…'}]`;
  if (fields['brackets'] !== undefined)
    return `[${[fields['countries'], fields['areas'], fields['zone']]
      .flat()
      .filter((part) => typeof part === 'string')
      .join(' ')}]`;
  if (typeof fields['area'] === 'string')
    return `[${['area', 'country', 'postcode', 'prefix', 'from', 'to', 'city']
      .map((field) => fields[field])
      .filter((part) => typeof part === 'string')
      .join(' ')}]`;
  return undefined;
}

const decimal = /^-?\d+(\.\d+)?$/;
/** Fields that change with every version and say nothing about a price. */
const quiet = new Set(['version', 'source', 'effectiveFrom', 'effectiveTo', 'status', 'note']);

/**
 * What a new version changes against the active one, rule by rule and figure by figure. Flagged: more than `thresholdPercent` up or
 * down, a figure that came or went, a rule that came or went.
 */
export function compareSheets(
  active: readonly RatingRule[],
  next: readonly RatingRule[],
  thresholdPercent = '10',
): readonly SheetChange[] {
  const changes: SheetChange[] = [];
  const byId = new Map(active.map((rule) => [rule.id, rule]));
  const threshold = fromDecimal(thresholdPercent);
  for (const rule of next) {
    const before = byId.get(rule.id);
    byId.delete(rule.id);
    if (before === undefined) {
      changes.push({ kind: 'added', rule: rule.id, flagged: true });
      continue;
    }
    const [old, now] = [new Map<string, string>(), new Map<string, string>()];
    leaves(before, '', old);
    leaves(rule, '', now);
    for (const field of new Set([...old.keys(), ...now.keys()])) {
      if (quiet.has(field)) continue;
      const [a, b] = [old.get(field), now.get(field)];
      if (a === b) continue;
      if (a === undefined || b === undefined) {
        changes.push({
          kind: 'changed',
          rule: rule.id,
          field,
          ...(a === undefined ? {} : { before: a }),
          ...(b === undefined ? {} : { after: b }),
          flagged: true,
        });
        continue;
      }
      if (!decimal.test(a) || !decimal.test(b) || !/[1-9]/.test(a)) {
        changes.push({ kind: 'changed', rule: rule.id, field, before: a, after: b, flagged: true });
        continue;
      }
      const difference = subtract(fromDecimal(b), fromDecimal(a));
      if (difference.n === 0n) continue;
      const percent = divide(multiply(difference, fromInteger(100)), absolute(fromDecimal(a)));
      changes.push({
        kind: 'changed',
        rule: rule.id,
        field,
        before: a,
        after: b,
        percent: toDecimal(percent, 1, 1),
        flagged: compare(absolute(percent), threshold) > 0,
      });
    }
  }
  for (const id of byId.keys()) changes.push({ kind: 'removed', rule: id, flagged: true });
  return changes;
}
