import type { AimMeaning } from './aim-identifier.ts';
import { compareCheck, confidenceOf, type Candidate, type Evidence } from './candidate.ts';
import { mod10Weighted } from './check-digits.ts';

/** GS1 prefix ranges that say more than "somebody's number" (General Specifications 1.4). */
function prefixMeaning(gtin13: string): string | undefined {
  const prefix = Number(gtin13.slice(0, 3));
  if (gtin13.startsWith('02') || (prefix >= 200 && prefix <= 299)) return 'restricted circulation or variable measure';
  if (gtin13.startsWith('04')) return 'restricted circulation';
  if (prefix === 977) return 'ISSN, serial publication';
  if (prefix === 978 || prefix === 979) return 'ISBN, book';
  if (prefix >= 980 && prefix <= 984) return 'refund receipt';
  if (prefix === 990 || (prefix >= 981 && prefix <= 983) || prefix === 999) return 'coupon';
  return undefined;
}

/** A bare number of 8, 12, 13, 14 or 18 digits as GTIN or SSCC. Length and check digit alone are weak: one in ten fits by chance. */
export function matchGs1Key(code: string, aim: AimMeaning | undefined): Candidate | undefined {
  const { length } = code;
  const isSscc = length === 18 || (length === 20 && code.startsWith('00'));
  if (!isSscc && length !== 8 && length !== 12 && length !== 13 && length !== 14) return undefined;
  const digits = length === 20 ? code.slice(2) : code;
  const checkDigit = compareCheck('GS1 mod 10', digits.slice(-1), mod10Weighted(digits.slice(0, -1)));
  const evidence: Evidence[] = ['length'];
  let score = isSscc ? 40 : length === 13 || length === 14 ? 40 : 32;
  if (length === 20 && aim?.gs1 !== false) {
    score += 20;
    evidence.push('prefix');
  }
  if (aim?.retail === true && !isSscc) {
    score += 35;
    evidence.push('aim');
  }
  if (checkDigit.status === 'right') {
    score += 25;
    evidence.push('check-digit');
  } else score = Math.max(5, score - 30);
  const meaning = isSscc || length === 8 ? undefined : prefixMeaning(digits.padStart(14, '0').slice(1));
  return {
    kind: isSscc ? 'sscc' : 'gtin',
    format: isSscc ? 'SSCC' : `GTIN-${length}`,
    value: digits,
    score: Math.min(score, 99),
    confidence: confidenceOf(score),
    evidence,
    checkDigit,
    fields: isSscc
      ? { extension: digits.charAt(0), body: digits.slice(1, 17), check: digits.charAt(17) }
      : { gtin14: digits.padStart(14, '0'), ...(meaning === undefined ? {} : { prefixMeaning: meaning }) },
  };
}
