import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { placePoint } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, status, weight } from '../readings.ts';
import { dialectOf, type ScaleProtocol } from '../scale-protocol.ts';

const FLAG = 0xff;
const LENGTH = 6;

/**
 * JCS-B and clones: six binary bytes `FF status BCD1 BCD2 BCD3 unit`, BCD1 least significant. Status: b0–2 decimals, b3–4 mode
 * (0 weighing, 1 counting, 2 per cent), b5 negative, b6 stable, b7 overflow. Unit 0 kg, 1 lb.
 */
export const jcsB: ScaleProtocol = {
  name: 'jcs-b',
  title: 'JCS-B and clones (six binary bytes)',
  aliases: { jcs: {}, yousheng: {} },
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {
    decimals: {
      values: ['count', 'one-is-none'],
      fallback: 'count',
      meaning: 'count: 0–5 decimals as the manual says; one-is-none: 1 means no decimals, 2 means one (a clone)',
    },
  },
  unitOnWire: true,
  stabilityOnWire: true,
  eightBit: true,
  evidence: 'manual',
  source: 'Yousheng JCS-B manual p. 6',
  create(options = {}) {
    const less = dialectOf(jcsB, options.dialect)['decimals'] === 'one-is-none' ? 1 : 0;
    return framedParser({ limit: 2 * LENGTH, take: (bytes) => take(bytes, less) });
  },
};

function take(bytes: Uint8Array, less: number): Verdict {
  if (bytes[0] !== FLAG) return { drop: 1 };
  if (bytes.length === 1) return 'more';
  // No field can be FF: it starts the next frame.
  if (bytes[bytes.length - 1] === FLAG) return { drop: bytes.length - 1 };
  if (bytes.length < LENGTH) return 'more';
  const reading = decode(bytes, less);
  return reading === undefined ? { drop: 1 } : { frame: reading, length: LENGTH };
}

function decode(bytes: Uint8Array, less: number): ScaleReading | undefined {
  const [, state = 0, low = 0, middle = 0, high = 0, unit = 0] = bytes;
  const decimals = Math.max(0, (state & 0b111) - less);
  const digits = [high, middle, low].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if ((state & 0b111) > 5 || unit > 1) return undefined;
  if ((state & 0x80) !== 0) return fault('overload');
  if (!/^\d{6}$/.test(digits)) return undefined;
  if ((state & 0b1_1000) !== 0) return status('information', 'counting or per cent');
  return weight(
    placePoint(digits, decimals, (state & 0x20) !== 0),
    unit === 1 ? 'lb' : 'kg',
    (state & 0x40) !== 0 ? 'stable' : 'moving',
    'unknown',
  );
}
