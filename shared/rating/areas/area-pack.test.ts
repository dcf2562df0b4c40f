import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AreaList, packAreas, textSource } from './area-pack.ts';
import type { AreaRow } from './area-row.ts';

const listOf = (rows: readonly AreaRow[]): AreaList => {
  const packed = packAreas(rows);
  if (!packed.ok) throw new Error(`${packed.fault.row} ${packed.fault.field} ${packed.fault.problem}`);
  return new AreaList(textSource(packed.text));
};

describe('area lists', () => {
  const list = listOf([
    { area: 'remote', country: 'GB', prefix: 'IV' },
    { area: 'remote-islands', country: 'GB', prefix: 'IV41' },
    { area: 'remote', country: 'GB', postcode: 'IV41 8PW', exclude: true },
    { area: 'remote', country: 'US', from: '99500', to: '99999' },
    { area: 'anchorage', country: 'US', from: '99501', to: '99524' },
    { area: 'remote', country: 'US', postcode: '96898' },
    { area: 'remote', country: 'CA', from: 'V0A', to: 'V0X' },
    { area: 'remote', country: 'IE', city: 'Dún Laoghaire' },
    { area: 'all-of-it', country: 'GL' },
    { area: 'remote', country: 'DE', prefix: '2' },
  ]);
  it.each([
    ['GB', 'iv1 1aa', undefined, 'remote prefix IV'],
    ['GB', 'IV41 8XX', undefined, 'remote-islands prefix IV41'],
    ['GB', 'IV418PW', undefined, undefined],
    ['GB', 'SW1A 1AA', undefined, undefined],
    ['US', '99510-1234', undefined, 'anchorage range 99501–99524'],
    ['US', '99500', undefined, 'remote range 99500–99999'],
    ['US', '99499', undefined, undefined],
    ['US', '99999', undefined, 'remote range 99500–99999'],
    ['US', '995', undefined, undefined],
    ['US', '96898', undefined, 'remote postcode 96898'],
    ['CA', 'V0B 1A0', undefined, 'remote range V0A–V0X'],
    ['CA', 'V0Y 1A0', undefined, undefined],
    ['IE', undefined, 'DUN  LAOGHAIRE', 'remote city DUN LAOGHAIRE'],
    ['GL', '3900', 'Nuuk', 'all-of-it country GL'],
    ['DE', '27498', undefined, 'remote prefix 2'],
    ['FR', '20000', undefined, undefined],
  ])('%s %s %s → %s', (country, postcode, city, expected) => {
    const found = list.find(country, postcode, city);
    expect(found === undefined ? undefined : `${found.area} ${found.by} ${found.key}`).toBe(expected);
  });

  it.each([
    [
      [
        { area: 'a', country: 'US', postcode: '1' },
        { area: 'b', country: 'US', postcode: '1' },
      ],
      2,
      'postcode',
    ],
    [
      [
        { area: 'a', country: 'US', postcode: '1' },
        { area: 'a', country: 'US', postcode: '1', exclude: true },
      ],
      2,
      'postcode',
    ],
    [[{ area: 'a', country: 'US', from: '2', to: '1' }], 1, 'to'],
    [[{ area: 'a', country: 'US', from: '2' }], 1, 'to'],
    [[{ area: 'a', country: 'US', from: '10', to: '100' }], 1, 'to'],
    [[{ area: 'a', country: 'US', prefix: '1', city: 'x' }], 1, 'city'],
    [[{ area: 'a', country: 'usa' }], 1, 'country'],
    [[{ area: 'a', country: 'US', zip: '1' }], 1, 'zip'],
  ])('%j stops with row %i and field %s', (rows, row, field) => {
    expect(packAreas(rows)).toMatchObject({ ok: false, fault: { row, field } });
  });

  it('reads only the places that are asked for', () => {
    const packed = packAreas(
      Array.from({ length: 5_000 }, (_, i) => ({ area: 'remote', country: 'US', postcode: String(10_000 + i * 17) })),
    );
    if (!packed.ok) throw new Error('refused');
    const source = textSource(packed.text);
    let read = 0;
    const counted = new AreaList({
      head: source.head,
      read: (at, length) => ((read += length), source.read(at, length)),
    });
    expect(read).toBe(0);
    expect(counted.find('US', '10017')?.row).toBe(2);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(packed.text.length / 20);
    const once = read;
    counted.find('US', '10034');
    expect(read).toBe(once);
  });

  it('finds what a plain search over all rows finds', { timeout: 60_000 }, () => {
    const digits = fc.integer({ min: 0, max: 9_999 }).map((n) => String(n).padStart(4, '0'));
    const row = fc.oneof(
      digits.map((postcode): AreaRow => ({ area: `p${postcode}`, country: 'NO', postcode })),
      fc
        .tuple(digits, fc.integer({ min: 1, max: 3 }))
        .map(([d, n]): AreaRow => ({ area: `x${d.slice(0, n)}`, country: 'NO', prefix: d.slice(0, n) })),
      fc.tuple(digits, digits).map(([a, b]): AreaRow => {
        const [from, to] = a < b ? [a, b] : [b, a];
        return { area: `r${from}${to}`, country: 'NO', from, to };
      }),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), digits, (rows, postcode) => {
        const rank = (one: AreaRow): number =>
          one.postcode === postcode
            ? 1e9
            : one.prefix !== undefined && postcode.startsWith(one.prefix)
              ? 1e6 + one.prefix.length
              : one.from !== undefined && one.to !== undefined && one.from <= postcode && postcode <= one.to
                ? 1e5 - (Number(one.to) - Number(one.from))
                : -1;
        const best = Math.max(-1, ...rows.map(rank));
        const found = listOf(rows).find('NO', postcode);
        if (best < 0) expect(found).toBeUndefined();
        else expect(rows.filter((one) => rank(one) === best).map((one) => one.area)).toContain(found?.area);
      }),
    );
  });

  it('finds the same where places are told apart by more characters', { timeout: 60_000 }, () => {
    // Enough rows that two characters no longer keep a piece small; prefixes and ranges shorter and longer than a place.
    const rows: AreaRow[] = [];
    for (let i = 0; i < 40_000; i += 1) {
      const code = String(100_000 + ((i * 7_919) % 900_000));
      if (i % 5 === 0)
        rows.push({ area: `x${code.slice(0, 2 + (i % 4))}`, country: 'IN', prefix: code.slice(0, 2 + (i % 4)) });
      else if (i % 97 === 1) {
        const to = String(Number(code) + 40_000);
        if (to.length === 6) rows.push({ area: `r${code}-${to}`, country: 'IN', from: code, to });
      } else rows.push({ area: `p${code}`, country: 'IN', postcode: code });
    }
    const packed = packAreas(rows);
    if (!packed.ok) throw new Error(packed.fault.problem);
    expect(packed.text.slice(0, packed.text.indexOf('\n'))).toMatch(/"depths":\{"IN":[345]\}/);
    const list = new AreaList(textSource(packed.text));
    const exact = new Set(rows.flatMap(({ postcode }) => postcode ?? []));
    const prefixes = new Set(rows.flatMap(({ prefix }) => prefix ?? []));
    const ranges = rows.flatMap(({ from, to, area }) =>
      from === undefined || to === undefined ? [] : [{ from, to, area }],
    );
    for (let i = 0; i < 3_000; i += 1) {
      const code = String(100_000 + ((i * 104_729) % 900_000));
      const prefix = [6, 5, 4, 3, 2].map((length) => code.slice(0, length)).find((one) => prefixes.has(one));
      const inside = ranges.filter(({ from, to }) => from <= code && code <= to);
      const expected = exact.has(code)
        ? [`p${code}`]
        : prefix !== undefined
          ? [`x${prefix}`]
          : inside.length > 0
            ? inside.map(({ area }) => area)
            : [undefined];
      expect(expected).toContain(list.find('IN', code)?.area);
    }
  });
});
