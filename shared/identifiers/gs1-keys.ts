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

/** UPC-E in eight digits (number system 0 or 1, six digits, check) written out as UPC-A (General Specifications 5.2.2.4.2). */
export function expandUpcE(code: string): string | undefined {
  const [, system = '', a = '', b = '', c = '', d = '', e = '', last = '', check = ''] =
    /^([01])(\d)(\d)(\d)(\d)(\d)(\d)(\d)$/.exec(code) ?? [];
  if (system === '') return undefined;
  const body =
    last <= '2'
      ? `${a}${b}${last}0000${c}${d}${e}`
      : last === '3'
        ? `${a}${b}${c}00000${d}${e}`
        : last === '4'
          ? `${a}${b}${c}${d}00000${e}`
          : `${a}${b}${c}${d}${e}0000${last}`;
  return `${system}${body}${check}`;
}

/** Eight digits may be a UPC-E as well as an EAN-8; its check digit is that of the UPC-A it stands for. */
export function matchUpcE(code: string, aim: AimMeaning | undefined): Candidate | undefined {
  const upcA = code.length === 8 ? expandUpcE(code) : undefined;
  if (upcA === undefined) return undefined;
  const checkDigit = compareCheck('GS1 mod 10 of the UPC-A', upcA.slice(-1), mod10Weighted(upcA.slice(0, -1)));
  const right = checkDigit.status === 'right';
  const retail = aim?.retail === true && aim.short !== true;
  const score = (retail ? 62 : 30) + (right ? 25 : -25);
  return {
    kind: 'gtin',
    format: 'UPC-E',
    value: code,
    score,
    confidence: confidenceOf(score),
    evidence: ['length', ...(right ? (['check-digit'] as const) : []), ...(retail ? (['aim'] as const) : [])],
    checkDigit,
    fields: { gtin12: upcA, gtin14: upcA.padStart(14, '0') },
  };
}

/** A bare number of 8, 12, 13, 14 or 18 digits as GTIN or SSCC. Length and check digit alone are weak: one in ten fits by chance. */
export function matchGs1Key(written: string, aim: AimMeaning | undefined): Candidate | undefined {
  // EAN-13 with the two or five digits of a magazine's issue or a price beside it.
  const addOn =
    aim?.retail === true && (written.length === 15 || written.length === 18) ? written.slice(13) : undefined;
  const code = addOn === undefined ? written : written.slice(0, 13);
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
      : {
          gtin14: digits.padStart(14, '0'),
          ...(meaning === undefined ? {} : { prefixMeaning: meaning }),
          ...(addOn === undefined ? {} : { addOn }),
        },
  };
}
