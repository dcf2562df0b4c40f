import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { placePoint, tidyDecimal } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import type { ScaleParserOptions, ScaleProtocol } from '../scale-protocol.ts';

const STX = 0x02;
const ETX = 0x03;
const line = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/** XOR of the characters as two: nibbles + 30h, from ten on + 37h (capital letters). */
export function xorText(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum ^= text.charCodeAt(at);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}

/** The checksum as text: nibbles from ten on as letters, or, on some clones (XK3190-A22, MKCells), as the six characters behind 9. */
const sumMatches = (text: string, sum: string): boolean =>
  xorText(text) === sum.replace(/[:-?]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 7));

/**
 * Yaohua XK3190 continuous: `STX sign d6 dp xorH xorL ETX`, 12 bytes, XOR over sign to decimals. No unit, no stability, no net flag:
 * two published drivers read stability and decimals out of the checksum characters.
 */
export const yaohuaStx: ScaleProtocol = {
  name: 'yaohua-stx',
  title: 'Yaohua XK3190 continuous with STX (A9, A9+, A12, A23p, A26, DS3; Keli D2008)',
  aliases: {
    'yaohua-xk3190': {},
    'xk3190-a9-plus': {},
    'yaohua-continuous': {},
    'xk3190-continuous': {},
    'yaohua-a9': {},
    yaohua: {},
    xk3190: {},
    'xk3190-stx': {},
    'xk3190-a9': {},
    'keli-d2008': {},
    'mkcells-di03': {},
  },
  mode: 'continuous',
  defaultLine: line,
  dialects: {},
  unitOnWire: false,
  stabilityOnWire: false,
  checksum: 'XOR',
  evidence: 'trace',
  source: 'Yaohua A26, A23p, A12(E), DS3 manuals; captures of A9 and Keli D2008 indicators',
  create: (options = {}) =>
    framedParser({
      limit: 24,
      take: (bytes) =>
        takeStx(bytes, [12], (text) => {
          const match = /^([+-])(\d{6})([0-4])$/.exec(text);
          return match === null ? undefined : stxWeight(match[1], match[2], match[3], 'unknown', options.unit);
        }),
    }),
};

/** Address A of the command mode; the scale answers only to its own. */
const ASK_GROSS = `AB${xorText('AB')}`;

/**
 * Yaohua command mode: `STX address command xorH xorL ETX` asks, B gross, C tare, D net; the answer repeats both and adds sign, digits,
 * decimals. The tare is answered as status: it is not the load.
 */
export const yaohuaCommand: ScaleProtocol = {
  name: 'yaohua-command',
  title: 'Yaohua XK3190 command mode',
  aliases: { 'xk3190-command': {} },
  mode: 'on-demand',
  defaultLine: line,
  dialects: {},
  unitOnWire: false,
  stabilityOnWire: false,
  checksum: 'XOR',
  poll: { bytes: asciiBytes(`\x02${ASK_GROSS}\x03`), intervalMs: 300 },
  evidence: 'manual',
  source: 'Yaohua A26, A23p, A12(E), DS3 manuals',
  create: (options = {}) =>
    framedParser({
      limit: 28,
      take: (bytes) =>
        takeStx(bytes, [6, 14], (text) => {
          if (/^[A-Z]A$/.test(text)) return status('acknowledged', `address ${text.charAt(0)} is there`);
          const match = /^[A-Z]([BCD])([+-])(\d{6})([0-4])$/.exec(text);
          if (match === null) return undefined;
          const [, command, sign, digits, decimals] = match;
          if (command !== 'C')
            return stxWeight(sign, digits, decimals, command === 'B' ? 'gross' : 'net', options.unit);
          return status('information', `tare ${placePoint(digits ?? '', Number(decimals), sign === '-')}`);
        }),
    }),
};

function takeStx(
  bytes: Uint8Array,
  lengths: readonly number[],
  decode: (text: string) => ScaleReading | undefined,
): Verdict {
  if (((bytes[0] ?? 0) & 0x7f) !== STX) return { drop: 1 };
  if (bytes.length === 1) return 'more';
  const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
  if (last === STX) return { drop: bytes.length - 1 };
  if (last !== ETX) return bytes.length >= Math.max(...lengths) ? { drop: 1 } : 'more';
  if (!lengths.includes(bytes.length)) return { drop: bytes.length };
  const text = lowText(bytes, 1, bytes.length - 3);
  const reading = sumMatches(text, lowText(bytes, bytes.length - 3, bytes.length - 1)) ? decode(text) : undefined;
  return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
}

function stxWeight(
  sign = '+',
  digits = '',
  decimals = '0',
  mode: 'gross' | 'net' | 'unknown',
  unit: ScaleParserOptions['unit'],
): ScaleReading {
  return weight(placePoint(digits, Number(decimals), sign === '-'), unit ?? 'unknown', 'unknown', mode);
}

/**
 * Yaohua A12(E): `W G|N w7 kg xorH xorL CR LF`; overload is nine blanks and `OL23`, underload `LO23`. The XOR cannot tell OL from LO and does
 * not see exchanged digits.
 */
export const yaohuaA12: ScaleProtocol = {
  name: 'yaohua-a12',
  title: 'Yaohua XK3190-A12(E), 15 bytes with XOR',
  aliases: { 'xk3190-a12': {}, 'xk3190-a12e': {} },
  mode: 'continuous',
  defaultLine: line,
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: false,
  checksum: 'XOR',
  evidence: 'manual',
  source: 'Yaohua A12(E) manual',
  create: () => lineParser({ limit: 13, decode: decodeA12 }),
};

function decodeA12(text: string): ScaleReading | undefined {
  if (text.length !== 13 || !sumMatches(text.slice(0, 11), text.slice(11))) return undefined;
  if (/^ {9}OL/.test(text)) return fault('overload');
  if (/^ {9}LO/.test(text)) return fault('underload');
  const match = /^W([GN])([ \d+-].{6})(kg|lb|g )/.exec(text);
  const value = match === null ? undefined : tidyDecimal(match[2] ?? '');
  if (match === null || value === undefined) return undefined;
  return weightInUnit(value, match[3] ?? '', 'unknown', match[1] === 'N' ? 'net' : 'gross');
}
