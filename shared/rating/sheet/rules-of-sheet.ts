import { compare, fromDecimal } from '../../measure/rational.ts';
import { compileRule, readRule } from '../compile-rule.ts';
import type { RatingRule } from '../rule.ts';
import { readSheet, type Cells, type SheetFault, type SheetResult, type SheetRow } from './read-sheet.ts';
import { columnNames, sheetColumns, type SheetColumn } from './sheet-columns.ts';
import { columnLetter } from './read-sheet.ts';

/** What a sheet does not say and nobody may guess. */
export interface SheetTerms {
  readonly id: string;
  readonly version: string;
  readonly source: string;
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
  readonly currency: string;
  /** Which end of a weight bracket belongs to it. */
  readonly edge: '(from,to]' | '[from,to)';
  /** A begun next weight counts whole. */
  readonly stepped: boolean;
}

/** One rule for each country of the sheet, by its code. */
export interface ImportedSheet {
  readonly rules: readonly RatingRule[];
  readonly rows: number;
}

type Draft = Record<string, unknown>;

const label = (column: SheetColumn): string =>
  `${sheetColumns[column]} (${columnLetter(columnNames.indexOf(column) + 1)})`;

class Stop extends Error {
  readonly fault: SheetFault;
  constructor(row: number, column: SheetColumn, problem: string) {
    super(problem);
    this.fault = { row, column: label(column), problem };
  }
}

const above = (a: string, b: string): boolean => compare(fromDecimal(a), fromDecimal(b)) > 0;
const isZero = (text: string | undefined): boolean => text === undefined || !/[1-9]/.test(text);
const positive = (row: SheetRow, column: SheetColumn): string | undefined => {
  const value = row.number(column);
  return isZero(value) ? undefined : value;
};

/** The one way a row prices: flat, first and next, or per kilogram. Two ways in one row have no winner. */
function chargeOf(row: SheetRow, stepped: boolean): Draft {
  const [flat, perKg, firstPrice] = [positive(row, 'flat'), positive(row, 'perKg'), positive(row, 'firstPrice')];
  const stated = (
    [
      ['flat', flat],
      ['firstPrice', firstPrice],
      ['perKg', perKg],
    ] as const
  ).filter(([, value]) => value !== undefined);
  if (stated.length > 1 && firstPrice === undefined)
    throw new Stop(
      row.row,
      stated[1]?.[0] ?? 'perKg',
      `stands beside ${label(stated[0]?.[0] ?? 'flat')}: which one prices?`,
    );
  if (firstPrice !== undefined) {
    if (flat !== undefined) throw new Stop(row.row, 'flat', `stands beside ${label('firstPrice')}: which one prices?`);
    if (perKg !== undefined)
      throw new Stop(row.row, 'perKg', `stands beside ${label('firstPrice')}: which one prices?`);
    const first = positive(row, 'first');
    if (first === undefined) throw new Stop(row.row, 'first', `is empty, and ${label('firstPrice')} is not`);
    const [next, nextPrice] = [positive(row, 'next'), positive(row, 'nextPrice')];
    if ((next === undefined) !== (nextPrice === undefined))
      throw new Stop(row.row, next === undefined ? 'next' : 'nextPrice', 'next weight and its price belong together');
    return next === undefined
      ? { type: 'flat', amount: firstPrice }
      : { type: 'first-next', first, firstPrice, next, nextPrice, stepped };
  }
  if (flat !== undefined) return { type: 'flat', amount: flat };
  if (perKg !== undefined) return { type: 'per-unit', rate: perKg };
  throw new Stop(row.row, 'perKg', 'the row has no price: neither per kilogram, first weight nor flat');
}

/** A figure that all rows of a country must share, because it belongs to the rule and not to a bracket. */
function shared(
  rows: readonly SheetRow[],
  column: SheetColumn,
  of: (row: SheetRow) => string | undefined,
): string | undefined {
  const [first, ...others] = rows;
  const value = first === undefined ? undefined : of(first);
  for (const row of others) {
    const other = of(row);
    const same =
      value === undefined || other === undefined
        ? value === other
        : compare(fromDecimal(value), fromDecimal(other)) === 0;
    if (!same)
      throw new Stop(
        row.row,
        column,
        `says ${other ?? 'nothing'}, row ${first?.row} says ${value ?? 'nothing'} for the same country`,
      );
  }
  return value;
}

const zoneOf = (row: SheetRow): string =>
  [row.text('area'), row.text('zone')].filter((text) => text !== '').join(' / ');

/** 起重 and 最小计重: the least weight billed. Both, with two figures, are a conflict. */
function startOf(row: SheetRow): string | undefined {
  const [start, least] = [positive(row, 'start'), positive(row, 'leastKg')];
  if (start !== undefined && least !== undefined && compare(fromDecimal(start), fromDecimal(least)) !== 0)
    throw new Stop(row.row, 'leastKg', `says ${least}, ${label('start')} says ${start}: two minimums`);
  return start ?? least;
}

const limit = (id: string, measure: string, op: string, value: string | undefined, unit: string): Draft[] =>
  value === undefined ? [] : [{ id, severity: 'block', when: { measure, op, value, unit } }];

/** Places of a zone: prefixes, postcodes and cities of its cells, apart by commas, blanks or lines. */
function areasOf(country: string, rows: readonly SheetRow[]): Draft[] {
  const found: Draft[] = [];
  const list = (text: string): string[] =>
    text
      .split(/[,，;；、\n\r|]+/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  for (const row of rows) {
    const area = row.text('zone');
    if (area === '') {
      const orphan = (['zonePrefix', 'zonePostcode', 'zoneCity', 'zoneState'] as const).find(
        (column) => row.text(column) !== '',
      );
      if (orphan !== undefined) throw new Stop(row.row, orphan, `names places, and ${label('zone')} is empty`);
      continue;
    }
    if (
      row.text('zoneState') !== '' &&
      row.text('zonePrefix') === '' &&
      row.text('zonePostcode') === '' &&
      row.text('zoneCity') === ''
    )
      throw new Stop(
        row.row,
        'zoneState',
        'a zone by state alone cannot be told from a postcode: give prefixes or postcodes',
      );
    const out = row.flag('exclude') === true ? { exclude: true } : {};
    for (const prefix of list(row.text('zonePrefix'))) found.push({ area, country, prefix, ...out });
    for (const postcode of list(row.text('zonePostcode'))) {
      const [from, to] = postcode.split(/\s*[-~～—–]\s*/);
      if (from !== undefined && to !== undefined && /^\d+$/.test(from) && /^\d+$/.test(to))
        found.push({ area, country, from, to, ...out });
      else found.push({ area, country, postcode, ...out });
    }
    for (const city of list(row.text('zoneCity'))) found.push({ area, country, city, ...out });
  }
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = JSON.stringify(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function bracketOf(row: SheetRow, terms: SheetTerms): Draft {
  const [from, to] = [row.number('from') ?? '0', positive(row, 'to')];
  if (to !== undefined && !above(to, from))
    throw new Stop(row.row, 'to', `${to} is not above ${label('from')} ${from}`);
  return {
    from,
    ...(to === undefined ? {} : { to }),
    charge: chargeOf(row, terms.stepped),
    ...(positive(row, 'ticketFee') === undefined ? {} : { ticketFee: positive(row, 'ticketFee') }),
  };
}

/** Brackets of one zone may touch and may leave gaps, never overlap. */
function checkBrackets(rows: readonly SheetRow[]): void {
  const sorted = [...rows].sort((a, b) =>
    compare(fromDecimal(a.number('from') ?? '0'), fromDecimal(b.number('from') ?? '0')),
  );
  for (const [i, row] of sorted.entries()) {
    const before = sorted[i - 1];
    const end = before === undefined ? undefined : positive(before, 'to');
    if (before !== undefined && (end === undefined || above(end, row.number('from') ?? '0')))
      throw new Stop(
        Math.max(row.row, before.row),
        'from',
        `the weight from ${row.number('from') ?? '0'} is priced by row ${Math.min(row.row, before.row)} as well`,
      );
  }
}

function ruleOf(country: string, rows: readonly SheetRow[], terms: SheetTerms): Draft {
  for (const row of rows)
    if (row.flag('volumetric') === true && positive(row, 'divisor') === undefined)
      throw new Stop(row.row, 'divisor', `is empty, and ${label('volumetric')} says 是`);
  const divisor = shared(rows, 'divisor', (row) =>
    row.flag('volumetric') === false ? undefined : positive(row, 'divisor'),
  );
  const start = shared(rows, 'start', startOf);
  const zones = new Map<string, SheetRow[]>();
  for (const row of rows) zones.set(row.text('zone'), [...(zones.get(row.text('zone')) ?? []), row]);
  const areas = areasOf(country, rows);
  const surcharge = shared(rows, 'surcharge', (row) => positive(row, 'surcharge'));
  const fuel = shared(rows, 'fuel', (row) => positive(row, 'fuel'));
  const figure = (column: SheetColumn): string | undefined => shared(rows, column, (row) => positive(row, column));
  const limits = [
    ...limit('sum-of-sides', 'sumOfSides', '>', figure('maxSum'), 'cm'),
    ...limit('longest-side', 'longest', '>', figure('maxLongest'), 'cm'),
    ...limit('length-below-minimum', 'longest', '<', figure('minLength'), 'cm'),
    ...limit('length-above-maximum', 'longest', '>', figure('maxLength'), 'cm'),
    ...limit('width-below-minimum', 'second', '<', figure('minWidth'), 'cm'),
    ...limit('width-above-maximum', 'second', '>', figure('maxWidth'), 'cm'),
    ...(
      [
        ['face-below-minimum', '<', 'minFace'],
        ['face-above-maximum', '>', 'maxFace'],
      ] as const
    ).flatMap(([id, op, column]) => {
      const value = figure(column);
      return value === undefined ? [] : [{ id, severity: 'block', when: { measure: 'largestFace', op, value } }];
    }),
    ...(rows.some((row) => row.flag('noGeneral') === true)
      ? [{ id: 'no-general-goods', severity: 'block', when: { measure: 'cargoClass', in: ['general'] } }]
      : []),
  ];
  const tables = [...zones].map(([zone, own]) => {
    checkBrackets(own);
    const [first] = own;
    const name = first === undefined ? '' : zoneOf(first);
    return {
      countries: [country],
      ...(zone === '' ? {} : { areas: [zone] }),
      ...(name === '' ? {} : { zone: name.slice(0, 64) }),
      brackets: own.map((row) => bracketOf(row, terms)),
    };
  });
  const banned = [...new Set(rows.map((row) => row.text('banned')).filter((text) => text !== ''))].join('; ');
  return {
    id: `${terms.id}-${country.toLowerCase()}`,
    version: terms.version,
    status: 'sample',
    source: terms.source,
    ...(banned === '' ? {} : { note: `禁运: ${banned}`.slice(0, 500) }),
    ...(terms.effectiveFrom === undefined ? {} : { effectiveFrom: terms.effectiveFrom }),
    ...(terms.effectiveTo === undefined ? {} : { effectiveTo: terms.effectiveTo }),
    lane: { destinations: [country] },
    weightUnit: 'kg',
    lengthUnit: 'cm',
    ...(divisor === undefined ? {} : { divisor }),
    choice: { mode: divisor === undefined ? 'actual' : 'max' },
    aggregation: 'per-parcel',
    ...(start === undefined ? {} : { minimums: { startWeights: { [country]: start } } }),
    ...(limits.length === 0 ? {} : { limits }),
    ...(areas.length === 0 ? {} : { areas }),
    price: {
      currency: terms.currency,
      money: { step: '0.01', mode: 'half-up', each: 'line' },
      edge: terms.edge,
      tables,
      ...(surcharge === undefined
        ? {}
        : {
            surcharges: [
              { id: 'surcharge', zh: '附加费', en: 'surcharge', amount: { type: 'fixed', amount: surcharge } },
            ],
          }),
      ...(fuel === undefined
        ? {}
        : { fuel: { percent: fuel, of: surcharge === undefined ? ['freight'] : ['freight', 'surcharge'] } }),
    },
  };
}

/**
 * The rules of a price sheet, one for each country. Any fault, in a cell or between rows, stops with row and column, and nothing comes
 * back: a sheet with one bad row is not half a sheet. The engine itself checks every rule before it is given out.
 */
export function rulesOfSheet(cells: Cells, terms: SheetTerms): SheetResult<ImportedSheet> {
  const read = readSheet(cells);
  if (!read.ok) return read;
  const byCountry = new Map<string, SheetRow[]>();
  const faults: SheetFault[] = [];
  for (const row of read.value) {
    const country = row.text('country').toUpperCase();
    if (!/^[A-Z]{2}$/.test(country)) {
      faults.push({
        row: row.row,
        column: label('country'),
        problem: `${country === '' ? 'is empty' : country}: expected a country as two letters`,
      });
      continue;
    }
    const etaFrom = row.number('etaFrom');
    const etaTo = row.number('etaTo');
    if (etaFrom !== undefined && etaTo !== undefined && above(etaFrom, etaTo))
      faults.push({ row: row.row, column: label('etaTo'), problem: `${etaTo} days is before ${etaFrom}` });
    byCountry.set(country, [...(byCountry.get(country) ?? []), row]);
  }
  const rules: RatingRule[] = [];
  for (const [country, rows] of byCountry) {
    try {
      const rule = readRule(ruleOf(country, rows, terms));
      const sound = rule.ok ? compileRule(rule.value) : rule;
      if (rule.ok && sound.ok) rules.push(rule.value);
      else if (!sound.ok)
        faults.push({
          row: rows[0]?.row ?? 0,
          column: label('country'),
          problem: `${country}: ${sound.error.at}: ${sound.error.detail}`,
        });
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      faults.push(error.fault);
    }
  }
  faults.sort((a, b) => a.row - b.row);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: { rules, rows: read.value.length } };
}
