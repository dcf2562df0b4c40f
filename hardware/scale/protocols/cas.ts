import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import type { ScaleParserOptions, ScaleProtocol } from '../scale-protocol.ts';

const LENGTH_22 = 22;
const line = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/**
 * CAS 22 bytes: `ST,GS,` id lamp `,` data(8) blank unit(2) CR LF; with relays their state stands in place of the blank. The limit format packs
 * `STGS` id lamp code data(8) blank and four flags into the same length, without a unit. The lamp byte has bit 7 set: decoding the stream as UTF-8 breaks the frame,
 * a 7-bit port clears the bit; only its zero lamp is used, and only when bit 7 is there.
 */
export const cas22: ScaleProtocol = {
  name: 'cas-22',
  title: 'CAS 22-byte format (CI, PDI, NT, BI indicators)',
  aliases: { cas: {}, 'cas-22-byte': {}, 'cas-22-bytes': {} },
  mode: 'continuous',
  defaultLine: line,
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  eightBit: true,
  evidence: 'trace',
  source: 'CAS CI-400/600D/150A/502A, PDI p. 37 and CI-6000A p. 63 manuals; captures of a CI-200A and a CI-6000',
  create: (options = {}) => framedParser({ limit: 44, least: LENGTH_22, take: (bytes) => take22(bytes, options.unit) }),
};

function take22(bytes: Uint8Array, configured: ScaleParserOptions['unit']): Verdict {
  const first = (bytes[0] ?? 0) & 0x7f;
  if (first !== 0x53 && first !== 0x55 && first !== 0x4f)
    return first === 0x0d || first === 0x0a ? { skip: 1 } : { drop: 1 };
  if (bytes.length < LENGTH_22) return 'more';
  // Identity and lamp may have any value, CR and LF among them. Some indicators (CI-6000) fill with NUL where others have blanks.
  const text = lowText(bytes, 0, 9) + lowText(bytes, 9, LENGTH_22).replaceAll('\0', ' ');
  const match =
    /^(ST|US|OL),(GS|NT),[^][^],(.{8})[^](.{2})\r\n$/.exec(text) ??
    /^(ST|US|OL)(GS|NT)[^]{3}(.{8}) [01]{4}\r\n$/.exec(text);
  if (match === null) return { drop: 1 };
  const [, state = '', kind, digits = '', unit] = match;
  const lamp = bytes[unit === undefined ? 5 : 7] ?? 0;
  const mode = kind === 'NT' ? 'net' : 'gross';
  return { frame: decode22(state, mode, digits, unit ?? configured ?? '', lamp), length: LENGTH_22 };
}

function decode22(state: string, mode: 'net' | 'gross', digits: string, unit: string, lamp: number): ScaleReading {
  if (state === 'OL') return fault('overload');
  const value = tidyDecimal(digits);
  if (value === undefined) return fault('out-of-range');
  const zero = (lamp & 0x80) === 0 ? undefined : (lamp & 1) !== 0;
  const stability = state === 'ST' ? 'stable' : 'moving';
  return unit === ''
    ? weight(value, 'unknown', stability, mode, zero)
    : weightInUnit(value, unit, stability, mode, zero);
}

/** CAS 10 bytes: eight characters and CR LF. No unit, no stability, no sign of overload. */
export const cas10: ScaleProtocol = {
  name: 'cas-10',
  title: 'CAS 10-byte format',
  aliases: { 'cas-10-byte': {}, 'cas-10-bytes': {} },
  mode: 'continuous',
  defaultLine: line,
  dialects: {},
  unitOnWire: false,
  stabilityOnWire: false,
  evidence: 'manual',
  source: 'CAS CI-400/600D and PDI p. 37 manuals',
  create: (options = {}) =>
    lineParser({
      limit: 8,
      // Exactly eight characters: a line without its head is shorter.
      decode: (text) => {
        const value = text.length === 8 && /\d/.test(text) ? tidyDecimal(text) : undefined;
        return value === undefined ? undefined : weight(value, options.unit ?? 'unknown', 'unknown', 'unknown');
      },
    }),
};

/**
 * CAS ENQ: ENQ → ACK, DC1 → `SOH STX sta sign W(5–7) unit(1–2) BCC ETX EOT`; BCC is the XOR from sta to unit. SOH may come as 81.
 * DC2 puts price blocks (`STX 8 characters BCC ETX`) around the weight block; they are skipped.
 * Both request bytes are sent together: the scale acknowledges the first and answers the second.
 */
export const casEnq: ScaleProtocol = {
  name: 'cas-enq',
  title: 'CAS ENQ/DC1 (SW-II, AP-1 and other bench scales; Ohaus Aviator 7000, Gram)',
  aliases: { 'cas-dc1': {}, 'cas-sw': {}, 'cas-ap': {} },
  mode: 'on-demand',
  defaultLine: line,
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  checksum: 'XOR',
  poll: { bytes: Uint8Array.of(0x05, 0x11), intervalMs: 300 },
  evidence: 'manual',
  source: 'CAS SW-II p. 15, AP-1 and Ohaus Aviator 7000 p. 36 manuals, Gram Zfoc p. 42, aidoop/node-casscale',
  create: () =>
    framedParser({
      limit: 24,
      least: SHORTEST_BLOCK,
      take: (bytes) => takeEnq(bytes, false),
      atEnd: (bytes) => takeEnq(bytes, true),
    }),
};

const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
/** From STX to ETX. Five to seven weight characters and a unit of one or two. */
const SHORTEST_BLOCK = 11;
const LONGEST_BLOCK = 14;

const control: ReadonlyMap<number, ScaleReading> = new Map([
  [0x06, status('acknowledged', 'ACK')],
  [0x15, status('refused', 'NAK')],
  [0x18, status('refused', 'CAN')],
]);

function takeEnq(bytes: Uint8Array, silent: boolean): Verdict {
  const at = (index: number): number => (bytes[index] ?? 0) & 0x7f;
  const first = at(0);
  if (first === 0x01 || first === EOT) return { skip: 1 };
  if (first !== STX) {
    const reading = control.get(first);
    return reading === undefined ? { drop: 1 } : { frame: reading, length: 1 };
  }
  // What follows ETX must be EOT or the next block: any character of the block may be one of these control characters, the BCC above all.
  const next = at(bytes.length - 1);
  const closed = bytes.length > 1 && at(bytes.length - 2) === ETX && (next === EOT || next === STX);
  const length = closed ? bytes.length - 1 : bytes.length;
  if (!closed && !(silent && at(length - 1) === ETX)) return length <= LONGEST_BLOCK ? 'more' : { drop: 1 };
  if (length < SHORTEST_BLOCK) return { drop: 1 };
  let bcc = 0;
  for (let index = 1; index < length - 2; index += 1) bcc ^= at(index);
  if (at(length - 2) !== bcc) return { drop: 1 };
  const text = lowText(bytes, 1, length - 2);
  const reading = decodeEnq(text);
  if (reading !== undefined) return { frame: reading, length };
  return /^[ \d.]{8}$/.test(text) ? { skip: length } : { drop: 1 };
}

function decodeEnq(text: string): ScaleReading | undefined {
  const match = /^([SUF])([ +F-])([ \d.]{5,7}|[^\d]{5,7}?)([A-Za-z ]{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [, state, sign = '', digits = '', unit = ''] = match;
  if (state === 'F' || sign === 'F') return fault('overload');
  const value = tidyDecimal(`${sign}${digits}`);
  if (value === undefined) return fault('out-of-range');
  return weightInUnit(value, unit, state === 'S' ? 'stable' : 'moving', 'unknown');
}
