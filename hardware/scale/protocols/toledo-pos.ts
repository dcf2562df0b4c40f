import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { poundsAsOunces, tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import { dialectOf, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';

const STX = 0x02;
const CR = 0x0d;
/** The longest answer is pounds and ounces of a Brecknell 67xxU: `STX www lb www.w oz CR`. */
const LIMIT = 18;

const bit5 = {
  values: ['unknown', 'net', 'always-one'],
  fallback: 'unknown',
  meaning:
    'Status bit 5: net on Mettler, always 1 on Rice Lake and Brecknell. Where it is net, a weight without N is gross',
};

const common = {
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 1 },
  dialects: { bit5 },
  unitOnWire: false,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('W'), intervalMs: 250 },
  commands: { zero: asciiBytes('Z'), tare: asciiBytes('T') },
  evidence: 'manual',
} as const;

/**
 * Toledo 8217 of point-of-sale scales. Commands are single letters without terminator. A weight is sent only when it is stable and in range;
 * otherwise `STX ? status CR`. Unit and decimal point follow the set-up of the scale: the unit is never sent.
 */
export const toledo8217: ScaleProtocol = {
  ...common,
  name: 'toledo-8217',
  title: 'Toledo 8217 (Ariva, Viva, Diva, PS60; Rice Lake BenchPro, Avery/Brecknell EH-SCP, Magellan)',
  aliases: {
    'mettler-toledo-8217': {},
    'mt-8217': {},
    'mettler-8217': {},
    ariva: {},
    viva: {},
    diva: {},
    '8217': {},
    'eh-scp': { bit5: 'always-one' },
    'avery-67xxu': { bit5: 'always-one' },
    'ps-60': {},
  },
  source:
    'Mettler DIVA service manual p. 35–61, PS/PS2 appendix, Rice Lake BenchPro, Avery 67xxU, Odoo serial scale driver',
  create: (options = {}) => parser(toledo8217, options),
};

/** Toledo 8213: as 8217, without the leading zero of a pound weight. */
export const toledo8213: ScaleProtocol = {
  ...common,
  name: 'toledo-8213',
  title: 'Toledo 8213 (older point-of-sale scales, Brecknell)',
  aliases: { 'mettler-toledo-8213': {}, 'mt-8213': {}, 'mettler-8213': {}, 'brecknell-8213': {}, '8213': {} },
  source: 'Mettler DIVA service manual p. 35–61, Brecknell 67xxU and 3700LP manuals',
  create: (options = {}) => parser(toledo8213, options),
};

// 0WW.WW, WW.WWW, WW.WW, XXX.XX, XXXX.X, ×10 with one digit more, and grams 0XXXXX. Leading zeros may be blanks. Which one follows the set-up of
// the scale. STX and CR stand around it, so that a lost head or tail is no frame.
const number = /^(?:[ \d]{0,4}\d\.\d{1,4}|0[ \d]{4,5}\d)$/;
const withUnit = /^([ \d]{0,5}\d(?:\.\d{1,4})?) ?(lb|kg|oz|g)$/i;
const poundsOunces = /^([ \d]{1,3}) ?lb ?([ \d]{0,2}\d(?:\.\d{1,2})?) ?oz$/i;

function parser(protocol: ScaleProtocol, options: ScaleParserOptions) {
  const plainMode = dialectOf(protocol, options.dialect)['bit5'] === 'net' ? 'gross' : 'unknown';
  const decode = (text: string): ScaleReading | undefined => {
    if (text === '') return status('acknowledged', 'confidence test passed');
    if (text === 'E' || text === 'F') return status('information', `echo ${text === 'E' ? 'on' : 'off'}`);
    if (text === '?') return status('acknowledged', 'confidence test started');
    if (/^[@-_]$/.test(text)) return status('information', `confidence byte ${text}`);
    if (text.length === 2 && text.startsWith('?')) return decodeStatus(text.charCodeAt(1));
    const net = text.endsWith('N');
    const digits = net ? text.slice(0, -1) : text;
    const value = number.test(digits) ? tidyDecimal(digits) : undefined;
    if (value === undefined) return decodeWithUnit(text);
    // Only grams come without a point: with another unit set the number would be wrong a thousandfold.
    if (!digits.includes('.') && options.unit !== undefined && options.unit !== 'g')
      return fault('unreadable', `the scale shows grams, ${options.unit} is set`);
    return weight(value, options.unit ?? 'unknown', 'stable', net ? 'net' : plainMode);
  };
  const take = (bytes: Uint8Array): Verdict => {
    const first = (bytes[0] ?? 0) & 0x7f;
    if (first !== STX) return first === 0x0a ? { skip: 1 } : { drop: 1 };
    if (bytes.length === 1) return 'more';
    const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
    if (last === STX) return { drop: bytes.length - 1 };
    if (last !== CR) return 'more';
    const reading = decode(lowText(bytes, 1, bytes.length - 1));
    return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
  };
  return equallyLong(framedParser({ limit: LIMIT, take }));
}

/** Brecknell 67xxU may be set to send the unit. */
function decodeWithUnit(text: string): ScaleReading | undefined {
  const pounds = poundsOunces.exec(text);
  const ounces = pounds === null ? undefined : poundsAsOunces(false, pounds[1] ?? '', pounds[2] ?? '');
  if (ounces !== undefined) return weight(ounces, 'oz', 'stable', 'unknown');
  const match = withUnit.exec(text);
  const value = match === null ? undefined : tidyDecimal(match[1] ?? '');
  return value === undefined ? undefined : weightInUnit(value, match?.[2] ?? '', 'stable', 'unknown');
}

/** b0 motion, b1 over, b2 under zero, b3 outside the zero range, b4 centre of zero. Bits 5 to 7 differ between makers. */
function decodeStatus(bits: number): ScaleReading {
  if ((bits & 0b10) !== 0) return fault('overload');
  if ((bits & 0b100) !== 0) return fault('underload');
  if ((bits & 1) !== 0) return status('motion', 'scale in motion');
  if ((bits & 0b1000) !== 0) return status('information', 'outside the zero range');
  return status('information', (bits & 0b1_0000) !== 0 ? 'at zero' : 'ready');
}
