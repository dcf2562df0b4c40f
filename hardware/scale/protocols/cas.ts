import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

const LENGTH_22 = 22;
const line = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

/**
 * CAS 22 bytes: `ST,GS,` id lamp `,` data(8) blank unit(2) CR LF. The lamp byte has bit 7 set: decoding the stream as UTF-8 breaks the frame,
 * a 7-bit port clears the bit; only its zero lamp is used, and only when bit 7 is there.
 */
export const cas22: ScaleProtocol = {
  name: 'cas-22',
  title: 'CAS 22-byte format (CI, PDI, NT, BI indicators)',
  mode: 'continuous',
  defaultLine: line,
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  eightBit: true,
  evidence: 'trace',
  source: 'CAS CI-400/600D/150A/502A, PDI p. 37 and CI-6000A p. 63 manuals; captures of a CI-200A and a CI-6000',
  create: () => framedParser({ limit: 44, least: LENGTH_22, take: take22 }),
};

function take22(bytes: Uint8Array): Verdict {
  const first = (bytes[0] ?? 0) & 0x7f;
  if (first !== 0x53 && first !== 0x55 && first !== 0x4f)
    return first === 0x0d || first === 0x0a ? { skip: 1 } : { drop: 1 };
  if (bytes.length < LENGTH_22) return 'more';
  // Identity and lamp may have any value, CR and LF among them. Some indicators (CI-6000) fill with NUL where others have blanks.
  const text = lowText(bytes, 0, 9) + lowText(bytes, 9, LENGTH_22).replaceAll('\0', ' ');
  const match = /^(ST|US|OL),(GS|NT),([^])[^],(.{8}) (.{2})\r\n$/.exec(text);
  if (match === null) return { drop: 1 };
  const [, state = '', kind, , digits = '', unit = ''] = match;
  return { frame: decode22(state, kind === 'NT' ? 'net' : 'gross', digits, unit, bytes[7] ?? 0), length: LENGTH_22 };
}

function decode22(state: string, mode: 'net' | 'gross', digits: string, unit: string, lamp: number): ScaleReading {
  if (state === 'OL') return fault('overload');
  const value = tidyDecimal(digits);
  if (value === undefined) return fault('out-of-range');
  const zero = (lamp & 0x80) === 0 ? undefined : (lamp & 1) !== 0;
  return weightInUnit(value, unit, state === 'ST' ? 'stable' : 'moving', mode, zero);
}

/** CAS 10 bytes: eight characters and CR LF. No unit, no stability, no sign of overload. */
export const cas10: ScaleProtocol = {
  name: 'cas-10',
  title: 'CAS 10-byte format',
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
 * CAS ENQ: ENQ → ACK, DC1 → `SOH STX sta sign W(6|7) unit(2) BCC ETX EOT`; BCC is the XOR from sta to unit. SOH may come as 81.
 * Both request bytes are sent together: the scale acknowledges the first and answers the second.
 */
export const casEnq: ScaleProtocol = {
  name: 'cas-enq',
  title: 'CAS ENQ/DC1 (SW-II and other bench scales; Gram)',
  mode: 'on-demand',
  defaultLine: line,
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  checksum: 'XOR',
  poll: { bytes: Uint8Array.of(0x05, 0x11), intervalMs: 300 },
  evidence: 'manual',
  source: 'CAS SW-II p. 15 manual, aidoop/node-casscale',
  create: () => framedParser({ limit: 32, least: SHORTEST_ENQ, take: takeEnq }),
};

/** Five to seven weight characters and a unit of one or two; a clone (Gram) shortens both and puts F, abnormal, into the state. */
const SHORTEST_ENQ = 13;
const LONGEST_ENQ = 16;

const control: ReadonlyMap<number, ScaleReading> = new Map([
  [0x06, status('acknowledged', 'ACK')],
  [0x15, status('refused', 'NAK')],
  [0x18, status('refused', 'CAN')],
]);

function takeEnq(bytes: Uint8Array): Verdict {
  const at = (index: number): number => (bytes[index] ?? 0) & 0x7f;
  if (at(0) !== 0x01) {
    const reading = control.get(at(0));
    return reading === undefined ? { drop: 1 } : { frame: reading, length: 1 };
  }
  if (bytes.length < 2) return 'more';
  if (at(1) !== 0x02) return { drop: 1 };
  const length = bytes.length;
  const ended = length >= SHORTEST_ENQ && at(length - 2) === 0x03 && at(length - 1) === 0x04;
  if (!ended) return length < LONGEST_ENQ ? 'more' : { drop: 1 };
  let bcc = 0;
  for (let index = 2; index < length - 3; index += 1) bcc ^= at(index);
  const reading = at(length - 3) === bcc ? decodeEnq(lowText(bytes, 2, length - 3)) : undefined;
  return reading === undefined ? { drop: 1 } : { frame: reading, length };
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
