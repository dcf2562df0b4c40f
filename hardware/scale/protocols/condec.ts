import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, weight } from '../readings.ts';
import { dialectOf, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';

const STX = 0x02;
const CR = 0x0d;
const LF = 0x0a;
const LIMIT = 32;

/**
 * Condec, IQ355 and Rice Lake stream: `STX pol wwwwwww unit G|N status CR LF`. Letters are taken by column: G is gram in the unit column and
 * gross in the next; T in the unit column is tonne or short ton, which the wire does not tell. IQ700 demand mode has two-letter fields.
 * Fairbanks' Consolidated Controls format is shorter: `STX wwwwww unit error CR`, without sign and mode.
 */
export const condec: ScaleProtocol = {
  name: 'condec',
  title: 'Condec / IQ stream (Rice Lake 482/682/880/920i, Condec, IQ355, IQ700)',
  aliases: {
    'iq-stream': {},
    iq: {},
    'rice-lake': {},
    rlws: {},
    iq355: {},
    iq700: {},
    concon: {},
    'consolidated-controls': {},
  },
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {
    t: {
      values: ['unknown', 'tonne'],
      fallback: 'unknown',
      meaning: 'What unit letter T is. Short tons are not read',
    },
  },
  unitOnWire: true,
  stabilityOnWire: true,
  commands: { zero: asciiBytes('KZERO\r'), tare: asciiBytes('KTARE\r') },
  evidence: 'manual',
  source: 'Rice Lake 482/682/880/920i and IQ700 manuals',
  create(options = {}) {
    const tonne = dialectOf(condec, options.dialect)['t'] === 'tonne';
    return framedParser({ limit: LIMIT, take: (bytes) => take(bytes, tonne, options.unit) });
  },
};

function take(bytes: Uint8Array, tonne: boolean, configured: ScaleParserOptions['unit']): Verdict {
  const first = (bytes[0] ?? 0) & 0x7f;
  if (first !== STX) return first === LF ? { skip: 1 } : { drop: 1 };
  if (bytes.length === 1) return 'more';
  const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
  if (last === STX) return { drop: bytes.length - 1 };
  if (last !== CR) return 'more';
  const reading = decode(lowText(bytes, 1, bytes.length - 1), tonne, configured);
  return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
}

const units: Readonly<Record<string, 'lb' | 'kg' | 'g' | 'oz'>> = {
  L: 'lb',
  LB: 'lb',
  K: 'kg',
  KG: 'kg',
  G: 'g',
  O: 'oz',
  OZ: 'oz',
};

function decode(text: string, tonne: boolean, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const match =
    /^([ +-])([ \d.-]{7})([LKTGO ])([GN])([ IMOZH])$/.exec(text) ??
    /^([ +-])([ \d.-]{7}) ?(LB|KG|OZ|G) ?(GR|NT) ?([ IMOZ])?$/.exec(text.toUpperCase()) ??
    /^()([ \d.-]{6})([LKTGO ])()([ MO])$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = '', letter = '', kind, state] = match;
  if (state === 'O' || /^-+$/.test(digits.trim())) return fault('out-of-range');
  if (state === 'I') return fault('device-error', 'invalid reading');
  const value = tidyDecimal(`${sign}${digits}`);
  if (value === undefined) return undefined;
  const unit = letter === ' ' ? (configured ?? 'unknown') : letter === 'T' ? (tonne ? 't' : 'unknown') : units[letter];
  if (unit === undefined) return undefined;
  const mode = kind === '' ? 'unknown' : kind === 'N' || kind === 'NT' ? 'net' : 'gross';
  return weight(value, unit, stabilityOf(state), mode, state === 'Z');
}

/** A held value (120 Plus) is not what lies on the plate now. */
const stabilityOf = (state: string | undefined): 'stable' | 'moving' | 'unknown' =>
  state === 'M' ? 'moving' : state === 'H' ? 'unknown' : 'stable';
