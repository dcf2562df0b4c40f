import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import type { ScaleParserOptions, ScaleProtocol } from '../scale-protocol.ts';

/** The longest known line is 24 characters. */
const LINE_LIMIT = 40;
const ETX = 0x03;

/**
 * Comma lines of A&D, CAS (AND format), T-Scale, Rinstrum, Kern and many Chinese indicators: `ST,GS,   2.365kg CR LF`.
 * First word: ST stable, US unstable, OL overload, QT counting. Second: GS gross, NT net, TR/PT tare; some send the stability
 * there (`ST,US,…`), so both fields are read. The unit is glued, after blanks, or its own field; `G S` style single letters are not units.
 * Overload placeholders (`+9999999E+19`, blanks, nines) are faults, never numbers.
 */
export const stGs: ScaleProtocol = {
  name: 'st-gs',
  title: 'ST,GS comma lines (A&D, CAS AND, T-Scale, Rinstrum, Kern GAB/KFN, many Chinese indicators)',
  aliases: {
    bison: {},
    excell: {},
    tiger: {},
    'and-indicator': {},
    'st-gs-csv': {},
    csv: {},
    'ad-4329': {},
    'cas-18': {},
    'and-ad4404': {},
    rinstrum: {},
    'cas-and': {},
    'ad-4404': {},
    't-scale': {},
    'rinstrum-4': {},
    'kern-kfn': {},
    'kern-gab': {},
  },
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  evidence: 'trace',
  source:
    'A&D AD-4404/AD-4329 and EK-L manuals, CAS CI-400/600D (AND format), captures of NSerialCommTools (T-Scale NHB, QHW), Rinstrum format 4, KERN GAB p. 37, KFN-TM p. 49',
  create: (options = {}) =>
    equallyLong(
      // Some indicators put STX and ETX around the line.
      lineParser({ limit: LINE_LIMIT, alsoEnds: [ETX], decode: (text) => decodeCommaLine(text, options.unit) }),
    ),
};

const heads = /(?:ST|US|OL|QT|LO)[,;]/gi;

/** What a comma line says, wherever in the text its first word stands: noise before it costs nothing. */
export function decodeCommaLine(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  for (const match of text.matchAll(heads)) {
    const reading = decodeFrom(text.slice(match.index), configured);
    if (reading !== undefined) return reading;
  }
  return undefined;
}

const field = /^(GS|NT|TR|PT|GW|TW|GR|ST|US|OL|LO|OK|HI|--|G|N|T)(?: *[,;] *|(?= )|(?=[+-]))/i;

function decodeFrom(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const first = text.slice(0, 2).toUpperCase();
  let rest = text.slice(3).trimStart();
  const seen: string[] = [first];
  for (let match = field.exec(rest); match !== null && seen.length < 4; match = field.exec(rest)) {
    seen.push((match[1] ?? '').toUpperCase());
    rest = rest.slice(match[0].length).trimStart();
  }
  const inDigits = /^([+-]?) *(?:OL|UL|-{4,})(?: |$|[A-Za-z]{2}$)/.exec(rest);
  if (inDigits !== null) return fault(inDigits[1] === '-' || rest.includes('UL') ? 'underload' : 'overload');
  if (seen.includes('OL')) return fault(rest.startsWith('-') ? 'underload' : 'overload');
  // AD-4404: LO as the first word is out of range, with blanks for digits. As a comparator's word it stands in a later field.
  if (first === 'LO') return /\d/.test(rest) ? undefined : fault('out-of-range');
  if (first === 'QT') return status('information', 'counting mode');
  // With `;` between the fields the comma is the decimal point.
  const plain = text.includes(';') ? rest.replace(',', '.').replaceAll(';', ',') : rest;
  const number = /^([+-]?[0-9. ]*),? *([A-Za-z%][A-Za-z%./:]*)? *$/.exec(plain);
  if (number === null) return undefined;
  const [, digits = '', unitText = ''] = number;
  // Out-of-range digits come as blanks or as nines where the manual's format 2 is set.
  if (!/\d/.test(digits) || /^[+-]?9{7,8}$/.test(digits.replace('.', '').trim())) return fault('out-of-range');
  const value = tidyDecimal(digits);
  if (value === undefined) return undefined;
  const stability = seen.includes('US') ? 'moving' : 'stable';
  const mode = seen.some((word) => ['NT', 'N'].includes(word))
    ? 'net'
    : seen.some((word) => ['TR', 'PT', 'TW', 'T'].includes(word))
      ? 'tare'
      : seen.some((word) => ['GS', 'GW', 'GR', 'G'].includes(word))
        ? 'gross'
        : 'unknown';
  return unitText === ''
    ? weight(value, configured ?? 'unknown', stability, mode)
    : weightInUnit(value, unitText, stability, mode);
}
