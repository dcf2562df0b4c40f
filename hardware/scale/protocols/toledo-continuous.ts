import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { placePoint } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, weight } from '../readings.ts';
import { dialectOf, type ScaleParser, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';

const STX = 0x02;
const CR = 0x0d;
const LF = 0x0a;
/** 18 bytes are the longest frame; twice that is kept while looking for its start. */
const LIMIT = 36;

/** Bytes before CR, without STX: status words, weight, tare. Fairbanks shortens the weight to five characters. */
const bodies: Readonly<Record<string, readonly number[]>> = {
  'auto-six': [9, 15],
  'long-six': [15],
  'short-six': [9],
  'auto-five': [8, 13, 14],
  'long-five': [13, 14],
  'short-five': [8],
};

/**
 * Toledo continuous: [STX] SWA SWB SWC wwwwww [tttttt] CR [CHK].
 * Weight characters hold no point and no sign; leading zeros may be blanks. The point comes from SWA bits 0–2: the characters
 * already contain the dummy zeros, so nothing is multiplied, and in the expanded (×10) display the indicator moves the point in SWA itself.
 * "Always 0/1" bits differ between vendors and are not looked at.
 * The checksum is a dialect: where it is set, or has been seen on this line, a frame with a wrong one is no frame.
 */
export const toledoContinuous: ScaleProtocol = {
  name: 'toledo-continuous',
  title: 'Toledo continuous (8142, 8530, IND, Kingbird and most indicators)',
  aliases: {
    'toledo-8142': {},
    'toledo-8530': {},
    kingbird: {},
    'mt-continuous': {},
    'mettler-toledo-continuous': {},
    'toledo-short': { length: 'short' },
    'toledo-continuous-short': { length: 'short' },
    toledo: {},
    'mettler-continuous': {},
    'cardinal-short': { length: 'short' },
    'fairbanks-toledo': { checksum: 'plain-sum', digits: 'five' },
  },
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 1 },
  dialects: {
    checksum: {
      values: ['auto', 'none', 'twos-complement', 'plain-sum'],
      fallback: 'auto',
      meaning:
        "Checksum after CR. auto: a following byte that is neither STX nor LF is read as a two's complement checksum and must be right; once one was seen it is always asked for. plain-sum: Fairbanks PC2250",
    },
    length: { values: ['auto', 'long', 'short'], fallback: 'auto', meaning: 'short: no tare field (Cardinal)' },
    digits: {
      values: ['six', 'five'],
      fallback: 'six',
      meaning: 'five: Fairbanks sends five weight characters when the graduation has a decimal point',
    },
    start: {
      values: ['stx', 'none'],
      fallback: 'stx',
      meaning: 'none: STX switched off (some Chinese terminals, F3.1.5)',
    },
  },
  unitOnWire: true,
  stabilityOnWire: true,
  checksum: "two's complement or plain sum, where switched on",
  commands: { zero: asciiBytes('Z'), tare: asciiBytes('T') },
  evidence: 'trace',
  source: 'Mettler WILDCAT manual 6-4/6-5, IND445 p. 50, KERN FTC p. 42, Fairbanks PC2250 appendix',
  create(options: ScaleParserOptions = {}): ScaleParser {
    const dialect = dialectOf(toledoContinuous, options.dialect);
    const rules: Rules = {
      checksum: dialect['checksum'] ?? 'auto',
      bodies: bodies[`${dialect['length']}-${dialect['digits']}`] ?? [],
      digits: dialect['digits'] === 'five' ? 5 : 6,
      head: dialect['start'] === 'none' ? 0 : 1,
      checksumSeen: false,
    };
    return framedParser({
      limit: LIMIT,
      least: rules.head + Math.min(...rules.bodies) + 1,
      take: (bytes) => take(bytes, rules, false),
      atEnd: (bytes) => take(bytes, rules, true),
    });
  },
};

interface Rules {
  readonly checksum: string;
  readonly bodies: readonly number[];
  readonly digits: 5 | 6;
  readonly head: 0 | 1;
  checksumSeen: boolean;
}

function take(bytes: Uint8Array, rules: Rules, atEnd: boolean): Verdict {
  const { head, checksum } = rules;
  const at = (index: number): number => (bytes[index] ?? 0) & 0x7f;
  if (head === 1 && at(0) !== STX) return at(0) === LF ? { skip: 1 } : { drop: 1 };
  if (head === 0 && at(0) < 0x20) return { drop: 1 };
  let body: number | undefined;
  for (const length of rules.bodies) if (body === undefined && at(head + length) === CR) body = length;
  if (body === undefined) return bytes.length > head + (rules.bodies.at(-1) ?? 0) ? { drop: 1 } : 'more';
  // Rubbish with the length of a frame is dropped whole: looked for within it, a changed byte could begin a short frame that fits the checksum.
  const length = head + body + 1;
  const reading = decode(bytes, head, body, rules.digits);
  if (reading === undefined) return { drop: length };
  if (checksum === 'none') return { frame: reading, length };
  if (bytes.length === length)
    return atEnd && checksum === 'auto' && !rules.checksumSeen ? { frame: reading, length } : 'more';
  let sum = 0;
  for (let index = 0; index < length; index += 1) sum += at(index);
  const right = at(length) === ((checksum === 'plain-sum' ? sum : -sum) & 0x7f);
  if (checksum !== 'auto' || rules.checksumSeen)
    return right ? { frame: reading, length: length + 1 } : { drop: at(length) === STX ? length : length + 1 };
  // The byte after CR tells: STX or LF go on, anything else is a checksum. A checksum can itself be 02 or 0A; then it fits the sum.
  const goesOn = at(length) === STX || at(length) === LF || (head === 0 && at(length) >= 0x20 && !right);
  if (right && !goesOn) rules.checksumSeen = true;
  if (right) return { frame: reading, length: length + 1 };
  return goesOn ? { frame: reading, length } : { drop: length + 1 };
}

const units = ['', 'g', 't', 'oz'] as const;

function decode(bytes: Uint8Array, head: number, body: number, digitCount: number): ScaleReading | undefined {
  const swa = (bytes[head] ?? 0) & 0x7f;
  const swb = (bytes[head + 1] ?? 0) & 0x7f;
  const swc = (bytes[head + 2] ?? 0) & 0x7f;
  // A status word is a printable byte; a control character here means that this is no frame.
  if (swa < 0x20 || swb < 0x20 || swc < 0x20) return undefined;
  const text = lowText(bytes, head + 3, head + body);
  if (!/^[\x20-\x7e]+$/.test(text) || !/^ *\d* *$/.test(text.slice(digitCount))) return undefined;
  if ((swb & 0b100) !== 0) return fault('out-of-range');
  // Bit 6 of SWB means "zero not captured since power-up" in the US and is always 1 in China: not looked at.
  const digits = /^ *(\d+)$/.exec(text.slice(0, digitCount))?.[1];
  if (digits === undefined) return fault('unreadable');
  const unit = (swc & 0b111) === 0 ? ((swb & 0b1_0000) !== 0 ? 'kg' : 'lb') : units[swc & 0b111];
  if (unit === undefined || unit === '')
    return fault('unreadable', 'troy ounce, pennyweight, short ton or a unit of its own');
  return weight(
    placePoint(digits, Math.max(0, (swa & 0b111) - 2), (swb & 0b10) !== 0),
    unit,
    (swb & 0b1000) !== 0 ? 'moving' : 'stable',
    (swb & 1) !== 0 ? 'net' : 'gross',
  );
}
