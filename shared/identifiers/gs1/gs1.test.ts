import bwipjs from 'bwip-js/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applicationIdentifiers, type AiPart, type ApplicationIdentifier } from './ai-table.ts';
import { gs1CheckPair, mod10Weighted } from '../check-digits.ts';
import { parseDigitalLink } from './digital-link.ts';
import { parseElementString } from './parse-element-string.ts';

const GS = '\u001d';
const parse = (text: string) => parseElementString(text, 2026);

const samples: Readonly<Record<string, string>> = {
  yymmdd: '260228',
  yymmd0: '260200',
  yyyymmdd: '20260228',
  hhmi: '2359',
  hh: '23',
  mi: '59',
  ss: '59',
  iso3166: '156',
  iso3166999: '999',
  iso3166alpha2: 'CN',
  iso4217: '156',
  iso5218: '1',
  zero: '0',
  yesno: '1',
  winding: '1',
  pieceoftotal: '0102',
  posinseqslash: '1/3',
  mediatype: '01',
  packagetype: '1A',
  latitude: '0900000000',
  longitude: '1800000000',
  hyphen: '-',
  iban: 'GB82WEST12345698765432',
  pcenc: 'A%20B',
  couponcode: '106141416543213150110120',
  couponposoffer: '01234561234567890123',
  importeridx: 'A',
};
function sample(part: AiPart): string {
  for (const name of part.checks) {
    const known = samples[name];
    if (known !== undefined) return known;
  }
  const digits = '9521234567890123456789'.repeat(5).slice(0, part.max);
  if (part.checks.includes('csum')) return digits.slice(0, -1) + mod10Weighted(digits.slice(0, -1));
  if (part.checks.includes('csumalpha')) return `1987654Ad4X4${gs1CheckPair('1987654Ad4X4')}`;
  if (part.set === 'N') return digits;
  return part.max > 6 ? '95212AB' : '1A'.repeat(45).slice(0, part.max);
}
const valueFor = (entry: ApplicationIdentifier): string => entry.parts.map(sample).join('');

/** Somebody else's reading of the same standard: BWIPP refuses element strings that break it. */
function oracleAccepts(text: string): string | undefined {
  try {
    bwipjs.raw({ bcid: 'gs1qrcode', text, dontlint: false } as never);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
const pairFault = /requisite|excluded|mutually|GS1missingAIs|GS1badAIs/i;

describe('GS1 element strings', () => {
  it('has a table of every identifier, expanded', () => {
    expect(applicationIdentifiers.size).toBe(541);
    expect(applicationIdentifiers.get('3103')).toMatchObject({
      title: 'NET WEIGHT (kg)',
      predefined: true,
      maxLength: 6,
    });
    expect(applicationIdentifiers.get('10')).toMatchObject({ predefined: false, minLength: 1, maxLength: 20 });
  });

  it('reads a value of every identifier without a fault, and so does another implementation', () => {
    for (const entry of applicationIdentifiers.values()) {
      // Coupons: only the alphabet is checked here (see linters).
      if (entry.ai === '8110' || entry.ai === '8112') continue;
      const value = valueFor(entry);
      const [element] = parse(`${entry.ai}${value}`).elements;
      expect(element, entry.ai).toMatchObject({ ai: entry.ai, value });
      expect(element?.problems, `${entry.ai} ${value}`).toBeUndefined();
      const oracle = oracleAccepts(`(${entry.ai})${value}`);
      if (oracle !== undefined && !pairFault.test(oracle)) expect(oracle, `${entry.ai} ${value}`).toBeUndefined();
    }
  });

  it('agrees with that implementation on spoilt values', () => {
    const entries = [...applicationIdentifiers.values()].filter((entry) => entry.ai !== '8110' && entry.ai !== '8112');
    fc.assert(
      fc.property(
        fc.constantFrom(...entries),
        fc.nat(),
        fc.constantFrom('0', '9', 'A', 'z', '#', ''),
        (entry, place, by) => {
          const value = valueFor(entry);
          const at = place % value.length;
          const spoilt = value.slice(0, at) + by + value.slice(at + 1);
          const oracle = oracleAccepts(`(${entry.ai})${spoilt}`);
          if (oracle !== undefined && pairFault.test(oracle)) return;
          const ours = parse(`(${entry.ai})${spoilt}`).elements[0]?.problems;
          expect(
            ours === undefined,
            `(${entry.ai})${spoilt}: ${oracle ?? 'accepted'} / ${ours?.join() ?? 'accepted'}`,
          ).toBe(oracle === undefined);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads separators, fixed lengths, decimals and dates', () => {
    expect(parse(`010952123454321310AB-1${GS}3103001250172702281527020037100`)).toMatchObject({
      elements: [
        { ai: '01', value: '09521234543213', checkDigit: { status: 'right' } },
        { ai: '10', value: 'AB-1' },
        { ai: '3103', value: '001250', meaning: '1.250 kg' },
        { ai: '17', value: '270228', meaning: '2027-02-28' },
        { ai: '15', value: '270200', meaning: '2027-02' },
        { ai: '37', value: '100' },
      ],
    });
    expect(parse('3932978' + '12345').elements[0]?.meaning).toBe('123.45 (currency 978)');
  });

  it('names what is wrong and which digit would be right', () => {
    expect(parse('0109521234543214').elements[0]).toMatchObject({
      checkDigit: { status: 'wrong', found: '4', expected: '3' },
      problems: ['check digit should be 3'],
    });
    expect(parse('17260231').elements[0]?.problems).toEqual(['day 31 does not exist in month 02']);
    expect(parse('0109521234543213' + '05123').problems).toContain('no application identifier at place 17: 0512');
    expect(parse('0109521').elements[0]?.problems).toEqual(['has 5 characters, 14 belong here']);
    expect(parse(`10${'A'.repeat(21)}`).elements[0]?.problems).toEqual(['has 21 characters, 1 to 20 belong here']);
  });

  it('knows which identifiers must and must not stand together', () => {
    expect(parse('0109521234543213' + '0209521234543213').problems).toContain('(02) must not stand with (01)');
    expect(parse('17270228').problems[0]).toMatch(/^\(17\) expects \(01\)/);
    expect(parse('00006141411234567890' + '3303001250').problems).toEqual([]);
  });

  it('a bracket inside a value stays in the value', () => {
    expect(parse('(01)09521234543213(10)A(B)1(05)').elements[1]?.value).toBe('A(B)1(05)');
  });
});

describe('GS1 Digital Link', () => {
  const link = (text: string) => parseDigitalLink(text, 2026);
  it('reads key, qualifiers and attributes from any host and path', () => {
    expect(link('https://shop.example/de/01/9521234543213/10/AB%2F1/21/77?17=270228&utm=x#top')).toEqual({
      canonical: 'https://id.gs1.org/01/09521234543213/10/AB%2F1/21/77',
      problems: [],
      elements: [
        expect.objectContaining({ ai: '01', value: '09521234543213' }),
        expect.objectContaining({ ai: '10', value: 'AB/1' }),
        expect.objectContaining({ ai: '21', value: '77' }),
        expect.objectContaining({ ai: '17', meaning: '2027-02-28' }),
      ],
    });
  });
  it('refuses a wrong order of qualifiers and is silent on other addresses', () => {
    expect(link('https://id.gs1.org/01/09521234543213/21/77/10/AB')?.problems).toHaveLength(1);
    expect(link('https://example.com/a/b')).toBeUndefined();
    expect(link('https://id.gs1.org/00/006141411234567890')?.elements[0]?.title).toBe('SSCC');
  });
});
