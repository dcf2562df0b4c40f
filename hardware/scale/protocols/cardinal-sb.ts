import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, weight, weightInUnit } from '../readings.ts';
import type { ScaleParserOptions, ScaleProtocol } from '../scale-protocol.ts';

const CR = 0x0d;
const ETX = 0x03;
const LIMIT = 26;

/**
 * Cardinal scoreboards. Stream (738, Rice Lake): `CR pol wwwwww s blank uu blank g|n blank blank ETX`; SB-200: `CR s wwwwww c uu G|N ETX`. CR is the
 * *start* of both; a line reader is one frame late. SB-400 and "Computer": `s wwwwww uu G|N cc CR`, where CR is the end. The columns tell them apart.
 */
export const cardinalSb: ScaleProtocol = {
  name: 'cardinal-sb',
  title:
    'Cardinal SB-200, SB-400 and 738 stream (Cardinal 190, 201, 210, 225; Rice Lake 480, 482, 682; Fairbanks FB3000)',
  aliases: { cardinal: {}, 'cardinal-738': {}, 'sb-200': {}, 'sb-400': {}, 'cardinal-computer': {} },
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  commands: { zero: asciiBytes('Z'), tare: asciiBytes('T') },
  evidence: 'manual',
  source:
    'Cardinal 190 p. 65, 200 p. 27, 201 p. 67 and 225 manuals, Rice Lake 482 manual (STR-4), Fairbanks FB6001 p. 78',
  create: (options = {}) => framedParser({ limit: LIMIT, take: (bytes) => take(bytes, options.unit) }),
};

function take(bytes: Uint8Array, configured: ScaleParserOptions['unit']): Verdict {
  const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
  const begun = ((bytes[0] ?? 0) & 0x7f) === CR;
  if (bytes.length === 1) return begun || last >= 0x20 ? 'more' : { drop: 1 };
  if (last === CR) {
    // The end of one form is the beginning of the other: it stays.
    const reading = decodeComputer(lowText(bytes, begun ? 1 : 0, bytes.length - 1), configured);
    return reading === undefined ? { drop: bytes.length - 1 } : { frame: reading, length: bytes.length - 1 };
  }
  if (last !== ETX) return last === 0x0a ? { drop: bytes.length } : 'more';
  const text = lowText(bytes, 1, bytes.length - 1);
  const reading = begun ? (decodeStream(text, configured) ?? decodeScoreboard(text, configured)) : undefined;
  return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
}

function decodeStream(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const match = /^([+-])([ \d.]{6,7})([ moeMOE]) ([A-Za-z ]{1,2}) ([gnGN]) {2}$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = '', state = '', unit = '', kind = ''] = match;
  return read(`${sign}${digits}`, unit, kind, state, configured);
}

function decodeScoreboard(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const match = /^([ -])([ \d.]{6,8})([ moeMO])([A-Za-z/ ]{2,3})([GNgn])$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = '', state = '', unit = '', kind = ''] = match;
  return read(`${sign}${digits}`, unit, kind, state, configured);
}

/** OC over capacity, BZ below zero, CZ centre of zero, MO motion, EE not on the display. */
function decodeComputer(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const match = /^([ -])([ \d.]{6,8})([A-Za-z/ ]{2,3})([GN])(  |OC|BZ|CZ|MO|EE|oc|bz|cz|mo|ee)$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = '', unit = '', kind = '', state = ''] = match;
  return read(`${sign}${digits}`, unit, kind, state.toUpperCase(), configured);
}

function read(
  number: string,
  unit: string,
  kind: string,
  state: string,
  configured: ScaleParserOptions['unit'],
): ScaleReading | undefined {
  const value = tidyDecimal(number);
  const mark = state.toUpperCase();
  if (mark === 'OC') return fault('overload');
  if (mark === 'BZ') return fault('underload');
  if (mark === 'O') return fault('out-of-range');
  if (mark === 'E' || mark === 'EE') return fault('device-error', 'the weight is not on the display');
  if (value === undefined) return undefined;
  const stability = mark === 'M' || mark === 'MO' ? 'moving' : 'stable';
  const mode = kind.toUpperCase() === 'N' ? 'net' : 'gross';
  const zero = mark === 'CZ' ? true : undefined;
  return unit.trim() === ''
    ? weight(value, configured ?? 'unknown', stability, mode, zero)
    : weightInUnit(value, unit, stability, mode, zero);
}
