import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, weightInUnit } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

const CR = 0x0d;
const ETX = 0x03;
const LIMIT = 26;

/** Cardinal SB: `CR pol wwwwww s blank uu blank g|n blank blank ETX`. CR is the *start* of the frame; a line reader is one frame late. */
export const cardinalSb: ScaleProtocol = {
  name: 'cardinal-sb',
  title: 'Cardinal SB-400 (Cardinal 225; the Cardinal stream of Rice Lake 482)',
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  commands: { zero: asciiBytes('Z'), tare: asciiBytes('T') },
  evidence: 'manual',
  source: 'Cardinal 225 manual, Rice Lake 482 manual (STR-4)',
  create: () => framedParser({ limit: LIMIT, take }),
};

function take(bytes: Uint8Array): Verdict {
  if (((bytes[0] ?? 0) & 0x7f) !== CR) return { drop: 1 };
  if (bytes.length === 1) return 'more';
  const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
  if (last === CR) return { drop: bytes.length - 1 };
  if (last !== ETX) return 'more';
  const reading = decode(lowText(bytes, 1, bytes.length - 1));
  return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
}

function decode(text: string): ScaleReading | undefined {
  const match = /^([+-])([ \d.]{6,7})([ moe]) ([A-Za-z ]{2}) ([gn]) {2}$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = '', state, unit = '', kind] = match;
  if (state === 'o') return fault('out-of-range');
  if (state === 'e') return fault('device-error');
  const value = tidyDecimal(`${sign}${digits}`);
  if (value === undefined) return undefined;
  return weightInUnit(value, unit, state === 'm' ? 'moving' : 'stable', kind === 'n' ? 'net' : 'gross');
}
