import type { MassUnit } from '../../shared/measure/quantity.ts';

/** Spellings on the wire. `T` and `ton` are left out: tonne, short ton or tare, depending on the maker. */
const spellings: ReadonlyMap<string, MassUnit> = new Map([
  ['mg', 'mg'],
  ['g', 'g'],
  ['kg', 'kg'],
  ['kg.', 'kg'],
  ['t', 't'],
  ['lb', 'lb'],
  ['lbs', 'lb'],
  ['lb.', 'lb'],
  ['lbs.', 'lb'],
  ['oz', 'oz'],
  ['oz.', 'oz'],
]);

/**
 * The unit a text names. undefined for anything that is no plain mass unit, among them `GN`/`gn` (grain), `GR` (gross), `ozt`, `dwt`,
 * `pcs`, `%`: a number in such a unit must not be read as grams. A capital `T` alone is not a tonne.
 */
export function massUnitOf(text: string): MassUnit | undefined {
  const name = text.trim();
  return name === 'T' ? undefined : spellings.get(name.toLowerCase());
}
