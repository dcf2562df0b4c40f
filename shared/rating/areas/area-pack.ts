import { areaRowSchema, kindOf, normaliseCity, normalisePostcode, type AreaKind, type AreaRow } from './area-row.ts';

/**
 * An area list as one text that is read piece by piece. The first line is a directory: for each country and the first two to five
 * characters of a postcode (so many that a piece stays small), where its lines stand. A look-up reads the directory once and then only the lines of its own place, so a list of a
 * million rows costs nothing until somebody asks, and then a few milliseconds for the first postcode of a place.
 *
 * A line: kind TAB key TAB end TAB area TAB sign TAB row. kind p postcode, x prefix, r range, c city, n whole country;
 * sign + in or - out; row is the row of the list it came from.
 */
const FORMAT = 'weighhouse-areas-1';
const letters: Readonly<Record<AreaKind, string>> = { postcode: 'p', prefix: 'x', range: 'r', city: 'c', country: 'n' };
/** Ranges over more places than this stand once, among the rows for the whole country. */
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

/** Places from `from` up to `to`, both included, where both begin with digits; else only equal ends can be spread. */
function placesBetween(from: string, to: string, depth: number): readonly string[] | undefined {
  if (from.length < depth) return undefined;
  const [a, b] = [from.slice(0, depth), to.slice(0, depth)];
  if (a === b) return [a];
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return undefined;
  const places = Number(b) - Number(a) + 1;
  return places > MAX_SPREAD
    ? undefined
    : Array.from({ length: places }, (_, i) => String(Number(a) + i).padStart(depth, '0'));
}

const MIN_DEPTH = 2;
const MAX_DEPTH = 5;
/** Rows of one place that are quick to read: about a fifth of a millisecond. */
const PIECE = 200;

/** How many characters of a postcode tell the pieces of a country apart: the fewest that keep them small on average. */
function depthOf(keys: readonly string[]): number {
  for (let depth = MIN_DEPTH; depth < MAX_DEPTH; depth += 1)
    if (keys.length <= PIECE * new Set(keys.map((key) => key.slice(0, depth))).size) return depth;
  return MAX_DEPTH;
}

/** What a row is looked up by; empty for a whole country. */
function keyOf(row: AreaRow, kind: AreaKind): string {
  if (kind === 'city') return normaliseCity(row.city ?? '');
  return kind === 'country' ? '' : normalisePostcode(row.country, row.from ?? row.postcode ?? row.prefix ?? '');
}

function linesOf(row: AreaRow, kind: AreaKind, number: number, depth: number): Line[] {
  const { country } = row;
  const key = keyOf(row, kind);
  const end = kind === 'range' ? normalisePostcode(country, row.to ?? '') : '';
  const text = [letters[kind], key, end, row.area, row.exclude === true ? '-' : '+', String(number)].join('\t');
  const places =
    kind === 'city'
      ? ['city']
      : kind === 'country' || key.length < depth
        ? ['*']
        : kind === 'range'
          ? (placesBetween(key, end, depth) ?? ['*'])
          : [key.slice(0, depth)];
  return places.map((place) => ({ segment: `${country}:${place}`, key: `${letters[kind]}\t${key}\t${end}`, text }));
}

/**
 * Checks every row and packs the list. Stops at the first row that is unreadable or that says about one place what another row says
 * otherwise: two areas for one postcode have no winner.
 */
export function packAreas(rows: readonly unknown[]): AreaPackResult {
  const sound: { row: AreaRow; kind: AreaKind; number: number }[] = [];
  const named = new Set<string>();
  const seen = new Map<string, { area: string; exclude: boolean; row: number }>();
  const keys = new Map<string, string[]>();
  for (const [index, raw] of rows.entries()) {
    const number = index + 1;
    const no = (field: string, problem: string): AreaPackResult => ({
      ok: false,
      fault: { row: number, field, problem },
    });
    const parsed = areaRowSchema.safeParse(raw);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
      return no(field ?? '', issue?.message ?? 'unreadable');
    }
    const row = parsed.data;
    if (/[\t\n\r]/.test(row.area)) return no('area', 'holds a tab or a line end');
    const kind = kindOf(row);
    if ('problem' in kind) return no(kind.field, kind.problem);
    const key = keyOf(row, kind.kind);
    const place = `${row.country}\t${kind.kind}\t${key}\t${row.to ?? ''}`;
    const before = seen.get(place);
    if (before !== undefined && (before.area !== row.area || before.exclude !== (row.exclude === true)))
      return no(
        kind.kind === 'range' ? 'from' : kind.kind,
        `row ${before.row} puts the same place ${before.exclude ? 'out of' : 'into'} ${before.area}`,
      );
    if (before !== undefined) continue;
    seen.set(place, { area: row.area, exclude: row.exclude === true, row: number });
    if (kind.kind !== 'country') named.add(`${row.country}:${kind.kind === 'city' ? 'city' : 'postcode'}`);
    if (kind.kind !== 'country' && kind.kind !== 'city') {
      const own = keys.get(row.country);
      if (own === undefined) keys.set(row.country, [key]);
      else own.push(key);
    }
    sound.push({ row, kind: kind.kind, number });
  }
  const depths = Object.fromEntries([...keys].map(([country, own]) => [country, depthOf(own)]));
  const segments = new Map<string, Line[]>();
  for (const { row, kind, number } of sound)
    for (const line of linesOf(row, kind, number, depths[row.country] ?? MIN_DEPTH)) {
      const segment = segments.get(line.segment);
      if (segment === undefined) segments.set(line.segment, [line]);
      else segment.push(line);
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
    text: `${JSON.stringify({ format: FORMAT, rows: rows.length, named: [...named], depths, directory })}\n${bodies.join('')}`,
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
  #depths: Readonly<Record<string, number>> = {};
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
      depths?: Readonly<Record<string, number>>;
      directory?: Readonly<Record<string, readonly [number, number]>>;
    };
    if (head.format !== FORMAT || head.directory === undefined)
      throw new TypeError('no area pack, or of another version');
    this.#rows = head.rows ?? 0;
    this.#named = new Set(head.named);
    this.#depths = head.depths ?? {};
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
      const depth = this.#depths[country] ?? MIN_DEPTH;
      const own = this.#segment(`${country}:${postcode.slice(0, depth)}`);
      const exact = own.postcodes.get(postcode) ?? general.postcodes.get(postcode);
      if (exact !== undefined) return answer(exact, 'postcode', postcode);
      for (let length = postcode.length; length > 0; length -= 1) {
        const prefix = postcode.slice(0, length);
        const entry = (length < depth ? general : own).prefixes.get(prefix);
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
