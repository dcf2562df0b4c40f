import table from './application-identifiers.json' with { type: 'json' };

/** One component of an application identifier's data: character set, length, checks. */
export interface AiPart {
  readonly set: 'N' | 'X' | 'Y' | 'Z';
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly checks: readonly string[];
}

export interface ApplicationIdentifier {
  readonly ai: string;
  readonly title: string;
  readonly parts: readonly AiPart[];
  readonly minLength: number;
  readonly maxLength: number;
  /** Length is known from the first two digits, so no separator follows (General Specifications figure 7.8.5-2). */
  readonly predefined: boolean;
  /** Each group wants one of its choices; a choice is one or more identifiers together. `text` is the group as the table writes it. */
  readonly requires: readonly { readonly text: string; readonly choices: readonly (readonly string[])[] }[];
  readonly excludes: readonly string[];
  /** Digital Link primary key: allowed sequences of qualifiers. Absent where the identifier is not a key. */
  readonly keyQualifiers?: readonly (readonly string[])[];
}

interface Row {
  readonly ai: string;
  readonly spec: string;
  readonly title: string;
  readonly req?: readonly string[];
  readonly ex?: readonly string[];
  readonly dlKey?: readonly string[];
}

const PREDEFINED = new Set('00 01 02 03 04 11 12 13 14 15 16 17 18 19 20 31 32 33 34 35 36 41'.split(' '));

function readPart(text: string): AiPart {
  const [, open, set, dots, length, checks] = /^(\[?)([NXYZ])(\.\.)?(\d+)\]?(?:,(.+))?$/.exec(text) ?? [];
  if (set !== 'N' && set !== 'X' && set !== 'Y' && set !== 'Z') throw new TypeError(`AI table: ${text}`);
  const max = Number(length);
  return {
    set,
    min: dots === undefined ? max : 1,
    max,
    optional: open === '[',
    checks: checks === undefined ? [] : checks.split(','),
  };
}

function expand(row: Row): ApplicationIdentifier[] {
  const parts = row.spec.split(' ').map(readPart);
  const [from = '', to = from] = row.ai.split('-');
  const found: ApplicationIdentifier[] = [];
  for (let n = Number(from); n <= Number(to); n += 1) {
    const ai = String(n).padStart(from.length, '0');
    found.push({
      ai,
      title: row.title,
      parts,
      minLength: parts.reduce((sum, part) => sum + (part.optional ? 0 : part.min), 0),
      maxLength: parts.reduce((sum, part) => sum + part.max, 0),
      predefined: PREDEFINED.has(ai.slice(0, 2)),
      requires: (row.req ?? []).map((text) => ({ text, choices: text.split(',').map((choice) => choice.split('+')) })),
      excludes: row.ex ?? [],
      ...(row.dlKey === undefined
        ? {}
        : { keyQualifiers: row.dlKey.length === 0 ? [[]] : row.dlKey.map((sequence) => sequence.split(',')) }),
    });
  }
  return found;
}

/** Every application identifier of the table, by its digits. */
export const applicationIdentifiers: ReadonlyMap<string, ApplicationIdentifier> = new Map(
  (table.entries as readonly Row[]).flatMap(expand).map((entry) => [entry.ai, entry]),
);

const starts = new Set([...applicationIdentifiers.keys()].map((ai) => ai.slice(0, 2)));

/** The identifier that `text` begins with at `at`, or undefined. No identifier is the beginning of another. */
export function identifierAt(text: string, at: number): ApplicationIdentifier | undefined {
  if (!starts.has(text.slice(at, at + 2))) return undefined;
  return (
    applicationIdentifiers.get(text.slice(at, at + 4)) ??
    applicationIdentifiers.get(text.slice(at, at + 3)) ??
    applicationIdentifiers.get(text.slice(at, at + 2))
  );
}
