import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { placePoint } from '../decimal-text.ts';
import { FrameBuffer, type Verdict } from '../frame-buffer.ts';
import { resolveDialect, type ScaleParser, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';

const STX = 0x02;
const CR = 0x0d;
const BODY = 16; // SWA SWB SWC, six weight and six tare characters, CR
const SHORT_BODY = 10; // without the tare field
/** 18 bytes are the longest frame; twice that is kept while looking for its start. */
const LIMIT = 36;

type Checksum = 'none' | 'twos-complement' | 'plain-sum';

/**
 * Toledo continuous: STX SWA SWB SWC wwwwww tttttt CR [CHK].
 * Weight characters hold no point and no sign; leading zeros may be blanks. The point comes from SWA bits 0–2: the characters
 * already contain the dummy zeros, so nothing is multiplied. "Always 0/1" bits differ between vendors and are not looked at.
 * The checksum is a dialect: where it is set, a frame with a wrong one is no frame.
 */
export const toledoContinuous: ScaleProtocol = {
  name: 'toledo-continuous',
  title: 'Toledo continuous (8142, 8530, IND, Kingbird and most indicators)',
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 1 },
  dialects: {
    checksum: {
      values: ['auto', 'none', 'twos-complement', 'plain-sum'],
      fallback: 'auto',
      meaning:
        "Checksum after CR. auto: a following byte that is not STX is read as a two's complement checksum and must be right",
    },
    length: { values: ['long', 'short'], fallback: 'long', meaning: 'short: no tare field (Cardinal)' },
  },
  unitOnWire: true,
  stabilityOnWire: true,
  commands: { zero: Uint8Array.of(0x5a), tare: Uint8Array.of(0x54) },
  evidence: 'simulated',
  source: 'Mettler WILDCAT manual 6-4/6-5, IND445 p. 50, KERN FTC p. 42, Fairbanks PC2250 appendix',
  create(options: ScaleParserOptions = {}): ScaleParser {
    const resolved = resolveDialect(toledoContinuous, options.dialect);
    const dialect: Record<string, string> = 'problem' in resolved ? {} : resolved;
    const checksum = (dialect['checksum'] ?? 'auto') as Checksum | 'auto';
    const body = dialect['length'] === 'short' ? SHORT_BODY : BODY;
    const buffer = new FrameBuffer<ScaleReading>(LIMIT, (bytes) => take(bytes, body, checksum));
    return {
      push: (bytes) => buffer.push(bytes).map(({ frame, raw }) => ({ reading: frame, raw })),
      get discardedBytes() {
        return buffer.discardedBytes;
      },
      get pendingBytes() {
        return buffer.pendingBytes;
      },
    };
  },
};

function take(bytes: Uint8Array, body: number, checksum: Checksum | 'auto'): Verdict<ScaleReading> {
  // Opened 8N1, bit 7 is the parity of a 7E1 scale.
  if (((bytes[0] ?? 0) & 0x7f) !== STX) return { drop: 1 };
  if (bytes.length < body + 1) return 'more';
  const low = bytes.map((byte) => byte & 0x7f);
  if (low[body] !== CR) return { drop: 1 };
  const reading = decode(low, body);
  if (reading === undefined) return { drop: 1 };
  if (checksum === 'none') return { frame: reading, length: body + 1 };
  if (bytes.length < body + 2) return 'more';
  const next = low[body + 1] ?? 0;
  const sum = low.slice(0, body + 1).reduce((total, byte) => total + byte, 0);
  if (checksum === 'auto') {
    // The byte after CR tells: STX of the next frame, or a checksum. A checksum can itself be 02; then it fits the sum.
    if (next === (-sum & 0x7f)) return { frame: reading, length: body + 2 };
    return next === STX ? { frame: reading, length: body + 1 } : { drop: 1 };
  }
  const expected = checksum === 'plain-sum' ? sum & 0x7f : -sum & 0x7f;
  return next === expected ? { frame: reading, length: body + 2 } : { drop: 1 };
}

function decode(low: Uint8Array, body: number): ScaleReading | undefined {
  const [swa = 0, swb = 0, swc = 0] = low.slice(1, 4);
  // A status word is a printable byte; a control character here means that this is no frame.
  if (swa < 0x20 || swb < 0x20 || swc < 0x20) return undefined;
  const digits = String.fromCharCode(...low.slice(4, 10)).replace(/^ +(?=\d)/, '');
  const tare = body === BODY ? String.fromCharCode(...low.slice(10, 16)) : '';
  if (body === BODY && !/^ *\d+ *$|^ {6}$/.test(tare)) return undefined;
  if ((swb & 0b100) !== 0) return { type: 'fault', kind: 'out-of-range' };
  // Bit 6 of SWB means "zero not captured since power-up" in the US and is always 1 in China: not looked at.
  if (!/^\d{1,6}$/.test(digits))
    return /^[\x20-\x7e]{6}$/.test(digits.padStart(6, ' ')) ? { type: 'fault', kind: 'unreadable' } : undefined;
  const expanded = (swc & 0b1_0000) !== 0;
  const decimals = Math.max(0, (swa & 0b111) - 2) + (expanded ? 1 : 0);
  const unit = [(swb & 0b1_0000) !== 0 ? 'kg' : 'lb', 'g', 't', 'oz'][swc & 0b111] ?? 'unknown';
  return {
    type: 'weight',
    value: placePoint(digits, decimals, (swb & 0b10) !== 0),
    unit: unit as 'kg' | 'lb' | 'g' | 't' | 'oz' | 'unknown',
    stability: (swb & 0b1000) !== 0 ? 'moving' : 'stable',
    mode: (swb & 1) !== 0 ? 'net' : 'gross',
  };
}
