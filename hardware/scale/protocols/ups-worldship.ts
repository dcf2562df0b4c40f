import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, weightInUnit } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

const LF = 0x0a;
const ETX = 0x03;
const EOT = 0x04;
const LIMIT = 32;

/**
 * UPS WorldShip emulation: asked with CR, `xxx.xx lb. GR  CR LF` and ETX or EOT. The case of GR/NT carries the motion: small letters move.
 * Overload is the end alone: `CR ETX`, or EOT. Fairbanks sends EOT only then, so a line is complete with its LF.
 */
export const upsWorldship: ScaleProtocol = {
  name: 'ups-worldship',
  title: 'UPS WorldShip emulation (Fairbanks, Sterling, Weigh-Tronix)',
  aliases: { 'ups-worldship-emulation': {}, ups: {}, worldship: {}, 'sterling-ups': {}, 'fairbanks-ups': {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 7, parity: 'odd', stopBits: 2 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('\r'), intervalMs: 250 },
  evidence: 'manual',
  source: 'Fairbanks 2800 and NexWeigh, Sterling/NCI 7600/7800 manuals',
  create: () => equallyLong(framedParser({ limit: LIMIT, take: taker() })),
};

function taker(): (bytes: Uint8Array) => Verdict {
  /** The frame just before was a weight: the character behind it is its end, not an overload. */
  let ending = false;
  return (bytes) => {
    const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
    const end = last === ETX || last === EOT;
    if (ending) {
      ending = false;
      if (bytes.length === 1 && end) return { skip: 1 };
    }
    if (!end && last !== LF) return 'more';
    const text = lowText(bytes, 0, bytes.length - (end ? 1 : 0));
    const reading = decode(text, last === EOT);
    if (reading === undefined) return end ? { drop: bytes.length } : 'more';
    ending = !end;
    return { frame: reading, length: bytes.length };
  };
}

function decode(text: string, eot: boolean): ScaleReading | undefined {
  if (text === '\r' || (text === '' && eot)) return fault('overload');
  // Three places before the point are asked for, so that a frame without its head is not read as a smaller weight.
  const match = /(?<![\d.])([ \d-]{3,4}\.\d{1,3}) {1,2}([a-zA-Z]{1,2})\.? {1,2}(GR|NT|gr|nt) {0,2}\r?\n?$/.exec(text);
  const value = match === null ? undefined : tidyDecimal(match[1] ?? '');
  if (match === null || value === undefined) return undefined;
  const kind = match[3] ?? '';
  return weightInUnit(
    value,
    match[2] ?? '',
    kind === kind.toUpperCase() ? 'stable' : 'moving',
    kind.toUpperCase() === 'NT' ? 'net' : 'gross',
  );
}
