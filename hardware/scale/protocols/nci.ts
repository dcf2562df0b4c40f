import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { poundsAsOunces, tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import { dialectOf, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';

const ETX = 0x03;
const LIMIT = 40;

const common = {
  mode: 'on-demand',
  dialects: {
    polarity: {
      values: ['normal', 'inverted'],
      fallback: 'normal',
      meaning: 'inverted: in status byte 1, 0 means in motion and 0 means at zero (Brecknell DS-1000 manual)',
    },
  },
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('W\r'), intervalMs: 250 },
  commands: { zero: asciiBytes('Z\r'), tare: asciiBytes('T\r') },
} as const;

/**
 * NCI SCP-01 ("NCI", "3825"): `LF weight units CR LF hh… CR ETX`, two to four status bytes with bits 4 and 5 set.
 * Brecknell PS-USB leaves out the second LF and a CR (`LF p…UU CR hh ETX`), the FedEx emulation likewise; all are read.
 */
export const nciScp01: ScaleProtocol = {
  ...common,
  name: 'nci-scp01',
  title: 'NCI SCP-01 / 3825 (Weigh-Tronix, Brecknell, Avery 6712 and 7820, Adam MDW, Measuretek)',
  aliases: {
    'scp-12': {},
    fedex: {},
    'p-ship': {},
    brecknell: {},
    measuretek: {},
    nci: {},
    'scp-01': {},
    'nci-3825': {},
    'adam-mdw': {},
    'avery-6712': {},
    'avery-7820': {},
    'brecknell-ps-usb': {},
    'brecknell-ds-1000': { polarity: 'inverted' },
  },
  defaultLine: { baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 1 },
  evidence: 'manual',
  source: 'NCI SCP-01 transcriptions, Brecknell 6712/67xxU/3700LP/DS-1000, NCI 7600/7800, serial-nci-scale (PS-USB)',
  create: (options = {}) => parser(nciScp01, options),
};

/** NCI ECR: the weight comes only when it is stable and not negative, else the status alone, with S in front. Units in capitals. */
export const nciEcr: ScaleProtocol = {
  ...common,
  name: 'nci-ecr',
  title: 'NCI ECR (Mettler Diva, Ohaus Aviator 7000, cash-register mode of Brecknell)',
  aliases: { 'aviator-7000': {}, ecr: {} },
  defaultLine: { baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 1 },
  evidence: 'manual',
  source: 'Mettler DIVA service manual, Ohaus Aviator 7000 manual',
  create: (options = {}) => parser(nciEcr, options),
};

function parser(protocol: ScaleProtocol, options: ScaleParserOptions) {
  const inverted = dialectOf(protocol, options.dialect)['polarity'] === 'inverted';
  const take = (bytes: Uint8Array): Verdict => {
    if (((bytes[bytes.length - 1] ?? 0) & 0x7f) !== ETX) return 'more';
    const text = lowText(bytes);
    const reading = decode(text, inverted);
    return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
  };
  return equallyLong(framedParser({ limit: LIMIT, take }));
}

// The last LF before the status starts the frame; what stands before it is noise or a frame that lost its end.
// Status bytes have bits 4 and 5 set; bit 6 says that another byte follows, in the first one it is never set.
const withWeight = /\n([^\r\n\x03]{3,16})\r\n?S?([0-?][0-?p-\x7f]{1,3})\r?\x03$/;
const statusOnly = /\nS?([0-?][0-?p-\x7f]{1,3})\r?\x03$/;
/** Adam MDW when it sends by itself: GR or NT, and no status. */
const labelled = /\n([^\r\n\x03]{3,16}?)(GR|NT)\r\x03$/;
/** Answers to questions about the scale: capabilities, unit number, "OPOS". */
const answer = /\n([A-Za-z0-9]{1,8})\r\x03$/;

function decode(text: string, inverted: boolean): ScaleReading | undefined {
  if (/\n\?\r?\x03$/.test(text)) return status('refused', 'unknown command');
  const full = withWeight.exec(text);
  if (full !== null) return decodeWeight(full[1] ?? '', bitsOf(full[2] ?? '', inverted));
  const bare = statusOnly.exec(text);
  if (bare !== null) return decodeStatus(bitsOf(bare[1] ?? '', inverted));
  const alone = labelled.exec(text);
  if (alone !== null) return decodeWeight(alone[1] ?? '', alone[2] === 'NT' ? unsaid.net : unsaid.gross);
  const other = answer.exec(text);
  return other === null ? undefined : status('information', other[1] ?? '');
}

/** What the status bytes say; undefined where they are not sent. */
interface Bits {
  readonly moving: boolean | undefined;
  readonly zero: boolean | undefined;
  readonly trouble: ScaleReading | undefined;
  readonly net: boolean | undefined;
}

const silent = { moving: undefined, zero: undefined, trouble: undefined };
const unsaid = { gross: { ...silent, net: false }, net: { ...silent, net: true } } satisfies Record<string, Bits>;

function bitsOf(text: string, inverted: boolean): Bits {
  const [first = 0, second = 0] = [text.charCodeAt(0), text.charCodeAt(1)];
  const third = text.length > 2 ? text.charCodeAt(2) : undefined;
  const one = inverted ? first ^ 0b11 : first;
  let trouble: ScaleReading | undefined;
  if ((first & 0b1100) !== 0 || (second & 0b1100) !== 0) trouble = fault('device-error', 'memory or calibration error');
  else if (third !== undefined && (third & 0b1000) !== 0) trouble = fault('not-zeroed');
  else if ((second & 0b10) !== 0) trouble = fault('overload');
  else if ((second & 1) !== 0) trouble = fault('underload');
  return {
    moving: (one & 1) !== 0,
    zero: (one & 0b10) !== 0,
    trouble,
    net: third === undefined ? undefined : (third & 0b100) !== 0,
  };
}

function decodeStatus(bits: Bits): ScaleReading {
  if (bits.trouble !== undefined) return bits.trouble;
  if (bits.moving === true) return status('motion', 'scale in motion');
  return status('information', bits.zero === true ? 'at zero' : 'ready');
}

function decodeWeight(text: string, bits: Bits): ScaleReading | undefined {
  if (bits.trouble !== undefined) return bits.trouble;
  if (/\^{2}/.test(text)) return fault('overload');
  if (/_{2}/.test(text)) return fault('underload');
  if (/-{2}/.test(text)) return fault('not-zeroed');
  const stability = bits.moving === undefined ? 'unknown' : bits.moving ? 'moving' : 'stable';
  const mode = bits.net === undefined ? 'unknown' : bits.net ? 'net' : 'gross';
  const pounds = /^ *(-?) *(\d{1,4}) ?lb *(\d{1,2}(?:\.\d{1,2})?) ?oz *$/i.exec(text);
  if (pounds !== null) {
    const ounces = poundsAsOunces(pounds[1] === '-', pounds[2] ?? '', pounds[3] ?? '');
    return ounces === undefined ? undefined : weight(ounces, 'oz', stability, mode, bits.zero);
  }
  const match = /^([ +-]*\d+(?:\.\d+)?) ?([A-Za-z]{1,3}) *$/.exec(text);
  const value = match === null ? undefined : tidyDecimal(match[1] ?? '');
  return value === undefined ? undefined : weightInUnit(value, match?.[2] ?? '', stability, mode, bits.zero);
}
