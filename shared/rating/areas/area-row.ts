import { z } from 'zod';

const country = z.string().regex(/^[A-Z]{2}$/, 'expected a country as two capitals');
const text = (max: number) => z.string().trim().min(1).max(max);

/**
 * One row of an area list (remote places, zones). It names a place by exactly one of: a postcode, the beginning of one, a range of
 * postcodes (both ends belong to it), a city, or nothing, which is the whole country. `exclude` takes the place out of the area.
 */
export const areaRowSchema = z.strictObject({
  area: text(64),
  country,
  postcode: text(16).optional(),
  prefix: text(16).optional(),
  from: text(16).optional(),
  to: text(16).optional(),
  city: text(80).optional(),
  exclude: z.boolean().optional(),
});
export type AreaRow = z.infer<typeof areaRowSchema>;

/** How a row names its place. */
export type AreaKind = 'postcode' | 'prefix' | 'range' | 'city' | 'country';

/** Postcodes as they are compared: capitals, no blanks or hyphens; of a US ZIP+4 the five digits. */
export function normalisePostcode(country: string, postcode: string): string {
  const plain = postcode.toUpperCase().replace(/[\s-]+/g, '');
  return country === 'US' && /^\d{9}$/.test(plain) ? plain.slice(0, 5) : plain;
}

/** Cities as they are compared: no accents, capitals, one blank between words. */
export const normaliseCity = (city: string): string =>
  city
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The one way this row names its place, or what is wrong with it. */
export function kindOf(
  row: AreaRow,
): { readonly kind: AreaKind } | { readonly field: string; readonly problem: string } {
  const named = (
    [
      ['postcode', row.postcode],
      ['prefix', row.prefix],
      ['range', row.from ?? row.to],
      ['city', row.city],
    ] as const
  ).filter(([, value]) => value !== undefined);
  if (named.length > 1)
    return { field: named[1]?.[0] ?? 'area', problem: `stands beside ${named[0]?.[0]}: one row names one place` };
  const [only] = named;
  if (only === undefined) return { kind: 'country' };
  const [kind] = only;
  if (kind !== 'range') return { kind };
  if (row.from === undefined || row.to === undefined)
    return { field: row.from === undefined ? 'from' : 'to', problem: 'a range needs both ends' };
  const [from, to] = [normalisePostcode(row.country, row.from), normalisePostcode(row.country, row.to)];
  if (from.length !== to.length) return { field: 'to', problem: `${to} is not as long as ${from}` };
  if (to < from) return { field: 'to', problem: `${to} is before ${from}` };
  return { kind };
}
