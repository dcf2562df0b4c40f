import {
  containerCheck,
  fedexCheck,
  luhn,
  mod10FourNine,
  mod10Weighted,
  mod37Over36,
  mod7,
  s10Check,
  upsCheck,
} from './check-digits.ts';
import table from './number-formats.json' with { type: 'json' };
import { compareCheck, confidenceOf, type Candidate, type CandidateKind, type Evidence } from './candidate.ts';

const algorithms = {
  ups: { name: 'UPS mod 10', check: upsCheck },
  fedex: { name: 'FedEx mod 11', check: fedexCheck },
  mod10: { name: 'mod 10', check: mod10Weighted },
  'mod10-91': { name: 'mod 10 with 91 before it', check: (text: string) => mod10Weighted(`91${text}`) },
  'mod10-92': { name: 'mod 10 with 92 before it', check: (text: string) => mod10Weighted(`92${text}`) },
  mod7: { name: 'mod 7', check: mod7 },
  'mod10-49': { name: 'mod 10 (4, 9)', check: mod10FourNine },
  mod37: { name: 'ISO 7064 mod 37,36', check: mod37Over36 },
  luhn: { name: 'Luhn mod 10', check: luhn },
  s10: { name: 'S10 mod 11', check: s10Check },
  iso6346: { name: 'ISO 6346', check: containerCheck },
} as const;

interface Row {
  readonly kind: string;
  readonly format: string;
  readonly carrier?: string;
  /** Every character the pattern can begin with: most formats of a length are ruled out without running a pattern. */
  readonly first: string;
  readonly pattern: string;
  readonly lengths: readonly number[];
  readonly check?: string;
  readonly over?: readonly number[];
  readonly rank: string;
  /** seen: in a carrier's or a test-data source; trade: knowledge of the trade, which ranks lower where only a length speaks. */
  readonly evidence: string;
}

interface NumberFormat {
  readonly kind: CandidateKind;
  readonly format: string;
  readonly carrier: string | undefined;
  readonly pattern: RegExp;
  /** Names of the groups in order. Named groups cost three times as much to run. */
  readonly names: readonly string[];
  readonly algorithm: (typeof algorithms)[keyof typeof algorithms] | undefined;
  readonly from: number;
  readonly to: number;
  readonly base: number;
  readonly hasPrefix: boolean;
}

const bases: Readonly<Record<string, number>> = { exact: 72, strong: 65, medium: 45, weak: 25 };
const TRADE_MALUS = 10;
/** A check digit that fits shifts little where nine in ten numbers of that length are somebody else's, much where a prefix agrees. */
const CHECK_BONUS = 25;
const CHECK_MALUS = 30;

function compile(row: Row): NumberFormat {
  const base = bases[row.rank];
  const algorithm = row.check === undefined ? undefined : algorithms[row.check as keyof typeof algorithms];
  if (base === undefined || (row.check !== undefined && algorithm === undefined))
    throw new TypeError(`number formats: ${row.format}`);
  return {
    kind: row.kind as CandidateKind,
    format: row.format,
    carrier: row.carrier,
    pattern: new RegExp(row.pattern.replace(/\?<\w+>/g, '')),
    names: [...row.pattern.matchAll(/\?<(\w+)>/g)].map((group) => group[1] ?? ''),
    algorithm,
    from: row.over?.[0] ?? 0,
    to: row.over?.[1] ?? 0,
    base: row.rank === 'weak' && row.evidence === 'trade' ? base - TRADE_MALUS : base,
    hasPrefix: row.rank !== 'weak',
  };
}

/** By length and first character. */
const index: NumberFormat[][] = [];
const slot = (length: number, first: number): number => length * 128 + first;
for (const row of table.formats as readonly Row[]) {
  const format = compile(row);
  for (const length of row.lengths)
    for (let i = 0; i < row.first.length; i += 1) (index[slot(length, row.first.charCodeAt(i))] ??= []).push(format);
}

function fieldsOf(format: NumberFormat, match: RegExpExecArray): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let i = 0; i < format.names.length; i += 1) {
    const value = match[i + 1];
    if (value !== undefined) fields[format.names[i] ?? ''] = value;
  }
  return fields;
}

/** Appends every carrier format that a compact code (capitals, no blanks) fits, with its score. */
export function matchNumberFormats(code: string, found: Candidate[]): void {
  for (const format of index[slot(code.length, code.charCodeAt(0))] ?? []) {
    const match = format.pattern.exec(code);
    if (match === null) continue;
    const evidence: Evidence[] = format.hasPrefix ? ['prefix', 'length'] : ['length'];
    const { algorithm } = format;
    let score = format.base;
    let checkDigit: Candidate['checkDigit'];
    if (algorithm !== undefined) {
      checkDigit = compareCheck(
        algorithm.name,
        code.charAt(format.to),
        algorithm.check(code.slice(format.from, format.to)),
      );
      if (checkDigit.status === 'right') {
        score += CHECK_BONUS;
        evidence.push('check-digit');
      } else score = Math.max(5, score - CHECK_MALUS);
    }
    const candidate: { -readonly [K in keyof Candidate]: Candidate[K] } = {
      kind: format.kind,
      format: format.format,
      value: code,
      score,
      confidence: confidenceOf(score),
      evidence,
      fields: fieldsOf(format, match),
    };
    if (format.carrier !== undefined) candidate.carrier = format.carrier;
    if (checkDigit !== undefined) candidate.checkDigit = checkDigit;
    found.push(candidate);
  }
}
