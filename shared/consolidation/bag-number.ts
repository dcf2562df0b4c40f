import { mod10Weighted } from '../identifiers/check-digits.ts';

/** Of the settings: how the unit that leaves the house is numbered. */
export interface ReceptacleScheme {
  readonly line: string;
  readonly origin: string;
  readonly destination: string;
  readonly category: 'A' | 'B' | 'C' | 'D';
  readonly subclass: string;
}

/** "US-A-00412": the line, so that people know where it goes, and a leased number. */
export const bagId = (line: string, number: number): string => `${line}-${String(number).padStart(5, '0')}`;

/**
 * 18 digits: extension digit, GS1 company prefix (4 to 12 digits), serial reference, check digit. A serial too long for the prefix is
 * undefined: cutting it would give a number twice. Not to be used again for a year (GS1 General Specifications).
 */
export function ssccOf(companyPrefix: string, serial: number): string | undefined {
  const room = 16 - companyPrefix.length;
  const text = String(serial);
  if (!/^\d{4,12}$/.test(companyPrefix) || text.length > room || !Number.isSafeInteger(serial) || serial < 0)
    return undefined;
  const body = `0${companyPrefix}${text.padStart(room, '0')}`;
  return body + mod10Weighted(body);
}

/** Three digits of a receptacle within a dispatch of four: a leased number gives both, so that no two stations give the same. */
const RECEPTACLES = 999;
const DISPATCHES = 9_999;
/** Above this the post's four digits of 0.1 kg say only "more". */
const MOST_HECTOGRAMS = 9_998;

/** 29 characters of UPU S9; the gross is half up to 0.1 kg. The year digit repeats every ten years, the dispatch every 9999 × 999 bags. */
export function s9Of(scheme: ReceptacleScheme, number: number, year: number, grossMilligrams: number): string {
  const dispatch = (Math.floor((number - 1) / RECEPTACLES) % DISPATCHES) + 1;
  const receptacle = ((number - 1) % RECEPTACLES) + 1;
  const hectograms = Math.round(grossMilligrams / 100_000);
  const digits = (value: number, length: number): string => String(value).padStart(length, '0');
  const { origin, destination, category, subclass } = scheme;
  return [
    ...[origin, destination, category, subclass, String(year % 10), digits(dispatch, 4), digits(receptacle, 3)],
    // Whether it is the last of its dispatch is not known when it is sealed; nothing in it is registered or insured.
    ...['0', '0', hectograms > MOST_HECTOGRAMS ? '9999' : digits(hectograms, 4)],
  ].join('');
}

/** Tag of a stand, `BAG:C`, number of a bag, `BAG:US-A-00412`, or the number on its label, with or without AI (00). */
export type BagCode =
  | { readonly kind: 'stand'; readonly letter: string }
  | { readonly kind: 'bag'; readonly bag: string }
  | { readonly kind: 'unit'; readonly unitNumber: string };

export function readBagCode(text: string): BagCode | undefined {
  const code = text.trim().toUpperCase();
  const [, tag] = /^BAG:([A-Z0-9-]{1,32})$/.exec(code) ?? [];
  if (tag !== undefined) return /^[A-Z]{1,2}$/.test(tag) ? { kind: 'stand', letter: tag } : { kind: 'bag', bag: tag };
  const [, digits] = /^(?:\(00\)|00)?(\d{18})$/.exec(code) ?? [];
  if (digits !== undefined && mod10Weighted(digits.slice(0, -1)) === digits.slice(-1))
    return { kind: 'unit', unitNumber: digits };
  return /^[A-Z]{2}[A-Z0-9]{3}[A-Z][A-Z]{2}[A-Z0-9]{3}[A-Z][ABCD][A-Z]{2}\d{14}$/.test(code)
    ? { kind: 'unit', unitNumber: code }
    : undefined;
}
