import { areaRowSchema, kindOf, normaliseCity, normalisePostcode, type AreaKind, type AreaRow } from './area-row.ts';

/**
 * An area list as one text that is read piece by piece. The first line is a directory: for each country and first two characters of a
 * postcode, where its lines stand. A look-up reads the directory once and then only the lines of its own place, so a list of a
 * million rows costs nothing until somebody asks, and then a few milliseconds for the first postcode of a place.
 *
 * A line: kind TAB key TAB end TAB area TAB sign TAB row. kind p postcode, x prefix, r range, c city, n whole country;
 * sign + in or - out; row is the row of the list it came from.
 */
const FORMAT = 'weighhouse-areas-1';
const letters: Readonly<Record<AreaKind, string>> = { postcode: 'p', prefix: 'x', range: 'r', city: 'c', country: 'n' };
/** Ranges longer than this many places of two characters stand once among the rows for the whole country. */
const MAX_SPREAD = 64;

export interface AreaFault {
  /** Row of the list, from 1. */
  readonly row: number;
  readonly field: string;
  readonly problem: string;
}
export type AreaPackResult =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: AreaFault };

interface Line {
  readonly segment: string;
  readonly key: string;
  readonly text: string;
}

/** Two characters after `from` up to `to`, both included, where both are digits; else only equal ends can be spread. */
function placesBetween(from: string, to: string): readonly string[] | undefined {
  const [a, b] = [from.slice(0, 2), to.slice(0, 2)];
  if (a === b) return [a];
  if (!/^\d{2}$/.test(a) || !/^\d{2}$/.test(b)) return undefined;
  const places = Number(b) - Number(a) + 1;
  return places > MAX_SPREAD
    ? undefined
    : Array.from({ length: places }, (_, i) => String(Number(a) + i).padStart(2, '0'));
}

function linesOf(row: AreaRow, kind: AreaKind, number: number): Line[] {
  const { country } = row;
  const postcode = (text: string | undefined): string => normalisePostcode(country, text ?? '');
  const key =
    kind === 'city'
      ? normaliseCity(row.city ?? '')
      : kind === 'range'
        ? postcode(row.from)
        : kind === 'country'
          ? ''
          : postcode(row.postcode ?? row.prefix);
  const end = kind === 'range' ? postcode(row.to) : '';
  const text = [letters[kind], key, end, row.area, row.exclude === true ? '-' : '+', String(number)].join('\t');
  const places =
    kind === 'city'
      ? ['city']
      : kind === 'country' || key.length < 2
        ? ['*']
        : kind === 'range'
          ? (placesBetween(key, end) ?? ['*'])
          : [key.slice(0, 2)];
  return places.map((place) => ({ segment: `${country}:${place}`, key: `${letters[kind]}\t${key}\t${end}`, text }));
}

/**
 * Checks every row and packs the list. Stops at the first row that is unreadable or that says about one place what another row says
 * otherwise: two areas for one postcode have no winner.
 */
export function packAreas(rows: readonly unknown[]): AreaPackResult {
  const segments = new Map<string, Line[]>();
  const named = new Set<string>();
  const seen = new Map<string, { area: string; exclude: boolean; row: number }>();
  for (const [index, raw] of rows.entries()) {
    const number = index + 1;
    const parsed = areaRowSchema.safeParse(raw);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
      return { ok: false, fault: { row: number, field: field ?? '', problem: issue?.message ?? 'unreadable' } };
    }
    const row = parsed.data;
    if (/[\t\n\r]/.test(row.area))
      return { ok: false, fault: { row: number, field: 'area', problem: 'holds a tab or a line end' } };
    const kind = kindOf(row);
    if ('problem' in kind) return { ok: false, fault: { row: number, ...kind } };
    const lines = linesOf(row, kind.kind, number);
    const place = `${row.country}\t${lines[0]?.key}`;
    const before = seen.get(place);
    if (before !== undefined && (before.area !== row.area || before.exclude !== (row.exclude === true)))
      return {
        ok: false,
        fault: {
          row: number,
          field: kind.kind === 'range' ? 'from' : kind.kind,
          problem: `row ${before.row} puts the same place ${before.exclude ? 'out of' : 'into'} ${before.area}`,
        },
      };
    if (before !== undefined) continue;
    seen.set(place, { area: row.area, exclude: row.exclude === true, row: number });
    if (kind.kind !== 'country') named.add(`${row.country}:${kind.kind === 'city' ? 'city' : 'postcode'}`);
    for (const line of lines) {
      const segment = segments.get(line.segment);
      if (segment === undefined) segments.set(line.segment, [line]);
      else segment.push(line);
    }
  }
  const directory: Record<string, [number, number]> = {};
  const bodies: string[] = [];
  let at = 0;
  for (const [name, lines] of [...segments].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const body = `${lines.map(({ text }) => text).join('\n')}\n`;
    directory[name] = [at, body.length];
    at += body.length;
    bodies.push(body);
  }
  return {
    ok: true,
    text: `${JSON.stringify({ format: FORMAT, rows: rows.length, named: [...named], directory })}\n${bodies.join('')}`,
  };
}

/** Where the text of a pack comes from: all at once, or from a file piece by piece. Places count characters after the first line. */
export interface AreaSource {
  readonly head: () => string;
  readonly read: (at: number, length: number) => string;
}

/** A pack that is already in memory. */
export function textSource(text: string): AreaSource {
  const body = text.indexOf('\n') + 1;
  return { head: () => text.slice(0, body), read: (at, length) => text.slice(body + at, body + at + length) };
}

export interface AreaMatch {
  readonly area: string;
  /** How the winning row names the place. */
  readonly by: AreaKind;
  readonly key: string;
  /** Row of the list. */
  readonly row: number;
}

interface Entry {
  readonly end: string;
  readonly area: string;
  readonly out: boolean;
  readonly row: number;
}
interface Range extends Entry {
  readonly key: string;
  /** Greatest end among this and all ranges before it: where it lies below a postcode, no earlier range can hold that. */
  readonly reach: string;
}
interface Segment {
  readonly postcodes: ReadonlyMap<string, Entry>;
  readonly prefixes: ReadonlyMap<string, Entry>;
  /** By length of postcode, each sorted by its beginning. */
  readonly ranges: ReadonlyMap<number, readonly Range[]>;
  readonly cities: ReadonlyMap<string, Entry>;
  readonly whole: Entry | undefined;
}
const NOTHING: Segment = {
  postcodes: new Map(),
  prefixes: new Map(),
  ranges: new Map(),
  cities: new Map(),
  whole: undefined,
};

function readSegment(text: string): Segment {
  const postcodes = new Map<string, Entry>();
  const prefixes = new Map<string, Entry>();
  const cities = new Map<string, Entry>();
  const ranges = new Map<number, Range[]>();
  let whole: Entry | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [kind = '', key = '', end = '', area = '', sign = '', row = ''] = line.split('\t');
    const entry: Entry = { end, area, out: sign === '-', row: Number(row) };
    if (kind === 'p') postcodes.set(key, entry);
    else if (kind === 'x') prefixes.set(key, entry);
    else if (kind === 'c') cities.set(key, entry);
    else if (kind === 'n') whole = entry;
    else {
      const list = ranges.get(key.length);
      const before = list?.at(-1)?.reach ?? '';
      const range: Range = { ...entry, key, reach: end > before ? end : before };
      if (list === undefined) ranges.set(key.length, [range]);
      else list.push(range);
    }
  }
  return { postcodes, prefixes, ranges, cities, whole };
}

/** Digits alone compare with postcodes of the same length; a range with letters ("V0A" to "V0X") with their beginning. */
const comparable = (postcode: string, length: number, digits: boolean): string | undefined =>
  postcode.length === length ? postcode : !digits && postcode.length > length ? postcode.slice(0, length) : undefined;

/** The narrowest range that holds the postcode. */
function inRange(segment: Segment, postcode: string): Range | undefined {
  let best: Range | undefined;
  const narrower = (a: Range, b: Range): boolean =>
    a.key.length !== b.key.length
      ? a.key.length > b.key.length
      : /^\d+$/.test(a.key)
        ? BigInt(a.end) - BigInt(a.key) < BigInt(b.end) - BigInt(b.key)
        : a.key > b.key || (a.key === b.key && a.end < b.end);
  for (const [length, list] of segment.ranges) {
    const sought = comparable(postcode, length, /^\d+$/.test(list[0]?.key ?? ''));
    if (sought === undefined) continue;
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.key ?? '') <= sought) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1; i >= 0; i -= 1) {
      const range = list[i];
      if (range === undefined || range.reach < sought) break;
      if (range.end >= sought && (best === undefined || narrower(range, best))) best = range;
    }
  }
  return best;
}

/** A list that answers which area a place lies in. The most specific row wins: postcode, longest prefix, narrowest range, city, country. */
export class AreaList {
  readonly #source: AreaSource;
  #directory: Readonly<Record<string, readonly [number, number]>> | undefined;
  #rows = 0;
  #named: ReadonlySet<string> = new Set();
  readonly #segments = new Map<string, Segment>();

  constructor(source: AreaSource) {
    this.#source = source;
  }

  #read(): Readonly<Record<string, readonly [number, number]>> {
    if (this.#directory !== undefined) return this.#directory;
    const head = JSON.parse(this.#source.head()) as {
      format?: unknown;
      rows?: number;
      named?: readonly string[];
      directory?: Readonly<Record<string, readonly [number, number]>>;
    };
    if (head.format !== FORMAT || head.directory === undefined)
      throw new TypeError('no area pack, or of another version');
    this.#rows = head.rows ?? 0;
    this.#named = new Set(head.named);
    this.#directory = head.directory;
    return this.#directory;
  }

  get rows(): number {
    this.#read();
    return this.#rows;
  }

  #segment(name: string): Segment {
    const known = this.#segments.get(name);
    if (known !== undefined) return known;
    const place = this.#read()[name];
    const found = place === undefined ? NOTHING : readSegment(this.#source.read(place[0], place[1]));
    this.#segments.set(name, found);
    return found;
  }

  #decide(
    country: string,
    postcode: string | undefined,
    city: string | undefined,
  ): (AreaMatch & { out: boolean }) | undefined {
    const answer = (entry: Entry, by: AreaKind, key: string) => ({
      area: entry.area,
      by,
      key,
      row: entry.row,
      out: entry.out,
    });
    const general = this.#segment(`${country}:*`);
    if (postcode !== undefined && postcode !== '') {
      const own = this.#segment(`${country}:${postcode.slice(0, 2)}`);
      const exact = own.postcodes.get(postcode) ?? general.postcodes.get(postcode);
      if (exact !== undefined) return answer(exact, 'postcode', postcode);
      for (let length = postcode.length; length > 0; length -= 1) {
        const prefix = postcode.slice(0, length);
        const entry = (length < 2 ? general : own).prefixes.get(prefix);
        if (entry !== undefined) return answer(entry, 'prefix', prefix);
      }
      const range = inRange(own, postcode) ?? inRange(general, postcode);
      if (range !== undefined) return answer(range, 'range', `${range.key}–${range.end}`);
    }
    if (city !== undefined) {
      const name = normaliseCity(city);
      const entry = this.#segment(`${country}:city`).cities.get(name);
      if (entry !== undefined) return answer(entry, 'city', name);
    }
    return general.whole === undefined ? undefined : answer(general.whole, 'country', country);
  }

  /** Ways in which the list names places of a country. */
  lists(country: string): { readonly postcodes: boolean; readonly cities: boolean } {
    this.#read();
    return { postcodes: this.#named.has(`${country}:postcode`), cities: this.#named.has(`${country}:city`) };
  }

  /** The area of a place, or undefined where no row names it or the most specific one takes it out. */
  find(country: string, postcode?: string, city?: string): AreaMatch | undefined {
    const found = this.#decide(
      country,
      postcode === undefined ? undefined : normalisePostcode(country, postcode),
      city,
    );
    if (found === undefined || found.out) return undefined;
    const { out: _, ...match } = found;
    return match;
  }
}
