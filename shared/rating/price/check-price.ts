import { compare, fromDecimal } from '../../measure/rational.ts';
import type { PriceSheet, PriceTable } from './price-table.ts';

export interface PriceFault {
  /** Field below `price`. */
  readonly at: string;
  readonly detail: string;
}

const above = (a: string, b: string): boolean => compare(fromDecimal(a), fromDecimal(b)) > 0;

/** Brackets of one table: each ends above its beginning, none holds a weight that another holds; cumulative ones join from zero on. */
function bracketFault(table: PriceTable): PriceFault | undefined {
  const sorted = table.brackets
    .map((bracket, i) => ({ bracket, i }))
    .sort((a, b) => compare(fromDecimal(a.bracket.from), fromDecimal(b.bracket.from)));
  for (const [place, { bracket, i }] of sorted.entries()) {
    if (bracket.to !== undefined && !above(bracket.to, bracket.from))
      return { at: `brackets.${i}.to`, detail: `${bracket.to} is not above ${bracket.from}` };
    const before = sorted[place - 1];
    if (before !== undefined && (before.bracket.to === undefined || above(before.bracket.to, bracket.from)))
      return {
        at: `brackets.${Math.max(i, before.i)}.from`,
        detail: `brackets ${Math.min(i, before.i)} and ${Math.max(i, before.i)} both hold the weights from ${bracket.from}`,
      };
    if (!table.cumulative) continue;
    if (bracket.charge.type !== 'per-unit')
      return { at: `brackets.${i}.charge.type`, detail: 'cumulative brackets charge per unit' };
    const start = before === undefined ? '0' : (before.bracket.to ?? '0');
    if (compare(fromDecimal(bracket.from), fromDecimal(start)) !== 0)
      return { at: `brackets.${i}.from`, detail: `begins at ${bracket.from}, the one before ends at ${start}` };
  }
  return undefined;
}

const overlap = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  (a === undefined && b === undefined) || (a?.some((one) => b?.includes(one) === true) ?? false);

/** What a price sheet says against itself; undefined where it is sound. `flags`: ids of the rule's limits. */
export function priceFault(sheet: PriceSheet, flags: ReadonlySet<string>): PriceFault | undefined {
  for (const [i, table] of sheet.tables.entries()) {
    const fault = bracketFault(table);
    if (fault !== undefined) return { at: `tables.${i}.${fault.at}`, detail: fault.detail };
    const twin = sheet.tables.findIndex(
      (other, k) => k < i && overlap(other.countries, table.countries) && overlap(other.areas, table.areas),
    );
    if (twin !== -1) return { at: `tables.${i}`, detail: `is for the same destination as table ${twin}` };
  }
  const lines = new Set(['freight', 'ticket-fee']);
  for (const [i, surcharge] of (sheet.surcharges ?? []).entries()) {
    if (lines.has(surcharge.id) || surcharge.id === 'fuel')
      return { at: `surcharges.${i}.id`, detail: `there is a line ${surcharge.id} already` };
    if (surcharge.flag !== undefined && !flags.has(surcharge.flag))
      return { at: `surcharges.${i}.flag`, detail: `${surcharge.flag} is no limit of this rule` };
    if (surcharge.amount.type === 'percent')
      for (const line of surcharge.amount.of)
        if (!lines.has(line))
          return {
            at: `surcharges.${i}.amount.of`,
            detail: `${line} is no line before this one: a percentage looks back only`,
          };
    lines.add(surcharge.id);
  }
  for (const line of sheet.fuel?.of ?? [])
    if (!lines.has(line)) return { at: 'fuel.of', detail: `${line} is no line of this sheet` };
  return undefined;
}
