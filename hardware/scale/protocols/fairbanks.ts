import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, weight } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

const STX = 0x02;
const ETX = 0x03;

/** Fairbanks FBPUTR: `STX 4 y xxxxxx ETX`, y 0 gross lb, 1 net lb, 3 gross kg, 4 net kg. Overload is dashes; stability is not sent. */
export const fairbanksFbputr: ScaleProtocol = {
  name: 'fairbanks-fbputr',
  title: 'Fairbanks FBPUTR (FB2255, FB2550, FB3000)',
  aliases: { fbputr: {}, fairbanks: {} },
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: false,
  evidence: 'manual',
  source: 'Fairbanks FB2255, FB2550 and FB3000 manuals',
  create: () => equallyLong(framedParser({ limit: 16, take })),
};

function take(bytes: Uint8Array): Verdict {
  if (((bytes[0] ?? 0) & 0x7f) !== STX) return { drop: 1 };
  if (bytes.length === 1) return 'more';
  const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
  if (last === STX) return { drop: bytes.length - 1 };
  if (last !== ETX) return bytes.length > 10 ? { drop: 1 } : 'more';
  const reading = decode(lowText(bytes, 1, bytes.length - 1));
  return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
}

function decode(text: string): ScaleReading | undefined {
  const match = /^4([0134])([ \d.-]{6,7})$/.exec(text);
  if (match === null) return undefined;
  const [, kind = '', digits = ''] = match;
  if (/^ *-{3,} *$/.test(digits)) return fault('out-of-range');
  const value = tidyDecimal(digits);
  if (value === undefined) return undefined;
  return weight(value, kind >= '3' ? 'kg' : 'lb', 'unknown', kind === '1' || kind === '4' ? 'net' : 'gross');
}
