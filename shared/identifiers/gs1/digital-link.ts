import type { Gs1Element } from '../candidate.ts';
import { applicationIdentifiers, type ApplicationIdentifier } from './ai-table.ts';
import { checkValue } from './check-value.ts';

export interface DigitalLink {
  readonly elements: readonly Gs1Element[];
  readonly problems: readonly string[];
  /** The same identification on the canonical resolver, without attributes. */
  readonly canonical: string;
}

const MAX_LENGTH = 2_048;

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Brand owners may send 8, 12 or 13 digits where the key is a GTIN; the key itself has 14. */
const normalise = (ai: string, value: string): string =>
  ai === '01' && /^(\d{8}|\d{12,13})$/.test(value) ? value.padStart(14, '0') : value;

/** Words that stood for identifiers up to Digital Link 1.2; printed codes outlive a standard. */
const words: ReadonlyMap<string, string> = new Map(
  'gtin 01,cpv 22,lot 10,ser 21,itip 8006,cpid 8010,cpsn 8011,gln 414,glnx 254,payTo 415,refno 8020,gsrnp 8017,gsrn 8018,srin 8019,gcn 255,gdti 253,grai 8003,giai 8004,sscc 00,ginc 401,gsin 402,gmn 8013'
    .split(',')
    .map((pair) => {
      const [word = '', ai = ''] = pair.split(' ');
      return [word.toLowerCase(), ai] as const;
    }),
);

/** The place in the path where the primary key stands: the last pair whose identifier is a key and whose rest fits its qualifiers. */
function findKey(segments: readonly string[]): { entry: ApplicationIdentifier; at: number } | undefined {
  for (let at = segments.length - 2; at >= 0; at -= 2) {
    const entry = applicationIdentifiers.get(segments[at] ?? '');
    if (entry?.keyQualifiers !== undefined) return { entry, at };
    if (entry === undefined) return undefined;
  }
  return undefined;
}

const inOrder = (used: readonly string[], allowed: readonly string[]): boolean => {
  let from = 0;
  return used.every((ai) => {
    const place = allowed.indexOf(ai, from);
    from = place + 1;
    return place !== -1;
  });
};

/** GS1 Digital Link URI (uncompressed form), or undefined where the address holds no primary key. */
export function parseDigitalLink(text: string, thisYear: number): DigitalLink | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, stem, path = '', query = ''] =
    /^(https?:\/\/[^/?#\s]+)(\/[^?#\s]*)(?:\?([^#\s]*))?(?:#\S*)?$/i.exec(text) ?? [];
  if (stem === undefined) return undefined;
  const written = path.split('/').filter((segment) => segment !== '');
  // Only every second segment, counted from the end, is a name; the others are values.
  const segments = written.map((segment, i) =>
    (written.length - i) % 2 === 0 ? (words.get(segment.toLowerCase()) ?? segment) : segment,
  );
  const key = findKey(segments);
  if (key === undefined) return undefined;
  const problems: string[] = [];
  const elements: Gs1Element[] = [];
  const qualifiers: string[] = [];
  let canonical = 'https://id.gs1.org';
  const take = (ai: string, raw: string): boolean => {
    const entry = applicationIdentifiers.get(ai);
    const value = decode(raw);
    if (entry === undefined) return false;
    if (value === undefined) problems.push(`(${ai}) has a broken percent escape`);
    elements.push(checkValue(entry, normalise(ai, value ?? raw), thisYear));
    return true;
  };
  for (let at = key.at; at < segments.length; at += 2) {
    const [ai = '', raw = ''] = [segments[at], segments[at + 1]];
    take(ai, raw);
    if (at > key.at) qualifiers.push(ai);
    canonical += `/${ai}/${ai === '01' ? normalise(ai, raw) : raw}`;
  }
  const allowed = key.entry.keyQualifiers ?? [];
  if (!allowed.some((sequence) => inOrder(qualifiers, sequence)))
    problems.push(`qualifiers ${qualifiers.join(', ')} do not follow key (${key.entry.ai}) in this order`);
  for (const pair of query.split(/[&;]/)) {
    const [, ai, raw = ''] = /^(\d{2,4})=(.*)$/.exec(pair) ?? [];
    if (ai !== undefined && !take(ai, raw)) problems.push(`(${ai}) is no application identifier`);
  }
  return { elements, problems, canonical };
}
