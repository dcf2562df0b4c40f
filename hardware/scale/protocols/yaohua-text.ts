import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import { dialectOf, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';

const line = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const EQUALS = 0x3d;
const BRACKET = 0x28;
/** `=-001320(kg)` */
const WITH_UNIT = 12;

/**
 * The `=` formats of Yaohua and its clones: `=` and eight characters, no end, no unit, no stability.
 * reversed: least significant character first, the last is the sign: `=000.3000` is 3.000, `=00.1000-` is −1.00.
 * forward: `=0003.000`, `=-0001.00`; format 3 adds `;price`. A clone (Cely T7E) sends seven characters, another adds `(kg)`, which shows the direction.
 * `=000.3000` read forward is 0.3, `=0003.000` read reversed is 0.3: no frame tells the direction. Until a person has chosen it there is no weight.
 */
export const yaohuaEquals: ScaleProtocol = {
  name: 'yaohua-equals',
  title: 'Yaohua XK3190 and clones, "=" format',
  aliases: {
    'yaohua-reversed': { direction: 'reversed' },
    'yaohua-forward': { direction: 'forward' },
    'xk3190-equals-reversed': { direction: 'reversed' },
    'xk3190-equals-forward': { direction: 'forward' },
    'cely-t7e': { direction: 'reversed', characters: 'seven' },
    'xk3190-equals': {},
    'yaohua-equals-reversed': { direction: 'reversed' },
    'yaohua-equals-forward': { direction: 'forward' },
  },
  mode: 'continuous',
  defaultLine: line,
  dialects: {
    direction: {
      values: ['undecided', 'reversed', 'forward'],
      fallback: 'undecided',
      meaning: 'Order of the digits. Only a known weight on the plate tells; undecided gives no weights',
    },
    characters: {
      values: ['auto', 'eight', 'seven'],
      fallback: 'auto',
      meaning:
        'Characters behind the "=": seven on Cely T7E and other clones. auto: eight, except where two frames of seven come one after the other',
    },
  },
  unitOnWire: false,
  stabilityOnWire: false,
  evidence: 'trace',
  source: 'Yaohua A26 and NIKCELL manuals, cnblogs dirgo/21366370, docs.rkeeper.ru',
  create(options = {}) {
    const dialect = dialectOf(yaohuaEquals, options.dialect);
    return framedParser({
      limit: 20,
      take: taker(dialect['characters'] ?? 'auto', dialect['direction'] ?? 'undecided', options.unit),
    });
  },
};

/** With the "=" in front. */
const SEVEN = 8;
const EIGHT = 9;

function taker(
  characters: string,
  direction: string,
  unit: ScaleParserOptions['unit'],
): (bytes: Uint8Array) => Verdict {
  const length = characters === 'seven' ? SEVEN : EIGHT;
  /** The frame just before had seven characters: a second one is a habit, a single one has lost a byte. */
  let short = false;
  return (bytes) => {
    const first = (bytes[0] ?? 0) & 0x7f;
    if (first !== EQUALS) return first === 0x0d || first === 0x0a ? { skip: 1 } : { drop: 1 };
    if (bytes.length === 1) return 'more';
    // A new "=" before the last character: the frame before it lost its end, or all of them are shorter.
    if (((bytes[bytes.length - 1] ?? 0) & 0x7f) === EQUALS) {
      const habit = short;
      short = characters === 'auto' && bytes.length === SEVEN + 1;
      return habit && short ? takePlain(bytes, SEVEN, direction, unit) : { drop: bytes.length - 1 };
    }
    if (bytes.length < length) return 'more';
    if (((bytes[8] ?? 0) & 0x7f) === BRACKET) return bytes.length < WITH_UNIT ? 'more' : takeWithUnit(bytes);
    short = false;
    return takePlain(bytes, length, direction, unit);
  };
}

function takePlain(bytes: Uint8Array, length: number, direction: string, unit: ScaleParserOptions['unit']): Verdict {
  const reading = decodeEquals(lowText(bytes, 1, length), direction, unit);
  return reading === undefined ? { drop: length } : { frame: reading, length };
}

function takeWithUnit(bytes: Uint8Array): Verdict {
  const match = /^([ +-]\d{6})\((kg|lb|g|t)\)$/.exec(lowText(bytes, 1, WITH_UNIT));
  const value = match === null ? undefined : tidyDecimal(match[1] ?? '');
  if (match === null || value === undefined) return { drop: WITH_UNIT };
  return { frame: weightInUnit(value, match[2] ?? '', 'unknown', 'unknown'), length: WITH_UNIT };
}

const forwardOf = (body: string): string | undefined =>
  /^[-0 ][ \d.]{6,7}$/.test(body) || /^[\d.]{7,8}$/.test(body) ? tidyDecimal(body) : undefined;
const reversedOf = (body: string): string | undefined => forwardOf([...body].reverse().join(''));

function decodeEquals(body: string, direction: string, unit: ScaleParserOptions['unit']): ScaleReading | undefined {
  if (direction === 'undecided') {
    const [reversed, forward] = [reversedOf(body), forwardOf(body)];
    if (reversed === undefined && forward === undefined) return undefined;
    return status('information', `direction not chosen: ${reversed ?? '–'} reversed, ${forward ?? '–'} forward`);
  }
  // The place of the sign holds 0 or a minus. A clone (A22) means minus with 1 there; a number must not be made of it.
  const sign = direction === 'reversed' ? body.at(-1) : body.at(0);
  if (body.length === 8 && /[1-9.]/.test(sign ?? '')) return fault('unreadable', 'a digit in the place of the sign');
  const value = direction === 'reversed' ? reversedOf(body) : forwardOf(body);
  return value === undefined ? undefined : weight(value, unit ?? 'unknown', 'unknown', 'unknown');
}

/** Older A12 and clones: `wn-0000.1kg`, `ww` gross, `wn` net, `wt` tare, always eleven characters, or one more. */
export const yaohuaA12Text: ScaleProtocol = {
  name: 'yaohua-a12-text',
  title: 'Yaohua XK3190-A12 older form and clones (ww / wn / wt)',
  aliases: { 'yaohua-wn': {}, 'yaohua-ww': {}, 'xk3190-a12-text': {}, 'xk3190-wn': {} },
  mode: 'continuous',
  defaultLine: line,
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: false,
  evidence: 'trace',
  source: 'MCUSH XK3190A12 driver (ww000.000lb, wn-0000.1kg, wt000.000kg), pymahex-scaler',
  create: () => equallyLong(lineParser({ limit: 16, decode: decodeText })),
};

const modes: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = { w: 'gross', n: 'net', t: 'tare' };

function decodeText(text: string): ScaleReading | undefined {
  const match = /^.{0,2}w([wnt])([ +-]?[ \d.]{6,8}) ?(kg|lb|g|t) ?$/.exec(text);
  const value = match?.[2] !== undefined && /^.{7,8}$/.test(match[2]) ? tidyDecimal(match[2]) : undefined;
  if (match === null || value === undefined) return undefined;
  return weightInUnit(value, match[3] ?? '', 'unknown', modes[match[1] ?? ''] ?? 'unknown');
}
