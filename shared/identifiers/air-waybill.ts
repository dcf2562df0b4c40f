import airlines from './airlines.json' with { type: 'json' };
import { compareCheck, confidenceOf, type Candidate, type Evidence } from './candidate.ts';
import { mod7 } from './check-digits.ts';

const prefixes: Readonly<Record<string, string>> = airlines.prefixes;

/** Air waybill: airline prefix 3, serial 7, check = serial mod 7. The check digit sees neither prefix nor slips of ±7. */
export function matchAirWaybill(code: string, written: string): Candidate | undefined {
  const match = /^(\d{3})(\d{7})(\d)$/.exec(code);
  if (match === null) return undefined;
  const [, prefix = '', serial = '', check = ''] = match;
  const airline = prefixes[prefix];
  const hyphen = written.charAt(3) === '-';
  const checkDigit = compareCheck('mod 7', check, mod7(serial));
  const evidence: Evidence[] = ['length'];
  let score = 25;
  if (airline !== undefined) {
    score += 20;
    evidence.push('prefix');
  }
  if (hyphen) {
    score += 20;
    evidence.push('structure');
  }
  if (checkDigit.status === 'right') {
    score += 25;
    evidence.push('check-digit');
  } else score = Math.max(5, score - 30);
  return {
    kind: 'air-waybill',
    format: 'IATA air waybill',
    value: `${prefix}-${serial}${check}`,
    score,
    confidence: confidenceOf(score),
    evidence,
    checkDigit,
    fields: { prefix, serial, check, ...(airline === undefined ? {} : { airline }) },
  };
}
