import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes, lowText } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { framedParser, type Verdict } from '../frame-buffer.ts';
import { fault, status, weightInUnit } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

const LF = 0x0a;
const CR = 0x0d;
const LIMIT = 26;

/** SMA level 1 and 2: `LF s r n m f wwwwwwwwww uuu CR`, always 20 bytes; `LF ? CR` unknown command, `LF ! CR` line error. */
export const sma: ScaleProtocol = {
  name: 'sma',
  title: 'SMA (Sartorius PR, B-TEK, Avery ZM, Rice Lake)',
  aliases: { 'avery-zm': {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('\nW\r'), intervalMs: 250 },
  commands: { zero: asciiBytes('\nZ\r'), tare: asciiBytes('\nT\r') },
  evidence: 'manual',
  source: 'SMA scale serial communication protocol, Sartorius PR5210–5220, B-TEK T419S/T104, Avery ZM401',
  create: () => framedParser({ limit: LIMIT, take }),
};

function take(bytes: Uint8Array): Verdict {
  if (((bytes[0] ?? 0) & 0x7f) !== LF) return { drop: 1 };
  if (bytes.length === 1) return 'more';
  const last = (bytes[bytes.length - 1] ?? 0) & 0x7f;
  if (last === LF) return { drop: bytes.length - 1 };
  if (last !== CR) return 'more';
  const reading = decode(lowText(bytes, 1, bytes.length - 1));
  return reading === undefined ? { drop: bytes.length } : { frame: reading, length: bytes.length };
}

const modes: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = { G: 'gross', N: 'net', T: 'tare' };

function decode(text: string): ScaleReading | undefined {
  if (text === '?') return status('refused', 'unknown command');
  if (text === '!') return status('refused', 'line error');
  const match = /^([ ZOUEITe])(.)([GNTgn ])([M ]).(.{10})(.{3})$/.exec(text);
  if (match === null) return decodeOther(text);
  const [, state, , kind = '', motion, digits = '', unit = ''] = match;
  if (state === 'O') return fault('overload');
  if (state === 'U') return fault('underload');
  if (state === 'E' || state === 'I') return fault('not-zeroed');
  if (state === 'e') return fault('device-error', 'the weight is not on the display');
  if (state === 'T') return status('refused', 'tare error');
  const value = tidyDecimal(digits);
  if (value === undefined) return /^ *-+ *$/.test(digits) ? fault('unreadable', 'no weight in the frame') : undefined;
  return weightInUnit(
    value,
    unit,
    motion === 'M' ? 'moving' : 'stable',
    modes[kind.toUpperCase()] ?? 'unknown',
    state === 'Z',
  );
}

/** Answers to D (diagnosis: RAM or ROM, EEPROM, calibration) and to A, B, I, N (`SMA:2/1.0`, `MFG:…`). */
function decodeOther(text: string): ScaleReading | undefined {
  if (/^[R ][E ][C ] $/.test(text))
    return text.trim() === '' ? status('acknowledged', 'diagnosis without error') : fault('device-error', text.trim());
  return /^[A-Z ]{3}:.{0,16}$/.test(text) ? status('information', text) : undefined;
}
