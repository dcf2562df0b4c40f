import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { FrameBuffer, type Verdict } from '../frame-buffer.ts';
import { resolveDialect, type ScaleParser, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';

const CR = 0x0d;
const LF = 0x0a;
/** The longest known line is 24 characters. */
const LINE_LIMIT = 40;

const units: Readonly<Record<string, 'kg' | 'g' | 'mg' | 'lb' | 'oz' | 't'>> = {
  kg: 'kg',
  g: 'g',
  mg: 'mg',
  lb: 'lb',
  lbs: 'lb',
  oz: 'oz',
  t: 't',
};

/**
 * Comma lines of A&D, CAS (AND format), T-Scale, Rinstrum and many Chinese indicators: `ST,GS,   2.365kg CR LF`.
 * First word: ST stable, US unstable, OL overload, QT counting. Second: GS gross, NT net, TR/PT tare; some send the stability
 * there (`ST,US,…`), so both fields are read. The unit is glued, after blanks, or its own field; `G S` style single letters are not units.
 * Overload placeholders (`+9999999E+19`, blanks, nines) are faults, never numbers.
 */
export const stGs: ScaleProtocol = {
  name: 'st-gs',
  title: 'ST,GS comma lines (A&D, CAS AND, T-Scale, Rinstrum, many Chinese indicators)',
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  evidence: 'simulated',
  source:
    'A&D AD-4404/AD-4329 and EK-L manuals, CAS CI-400/600D (AND format), captures of NSerialCommTools, Rinstrum format 4',
  create(options: ScaleParserOptions = {}): ScaleParser {
    resolveDialect(stGs, options.dialect);
    const buffer = new FrameBuffer<ScaleReading>(LINE_LIMIT, (bytes) => take(bytes, options.unit));
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

function take(bytes: Uint8Array, unit: ScaleParserOptions['unit']): Verdict<ScaleReading> {
  const last = (bytes.at(-1) ?? 0) & 0x7f;
  if (last !== CR && last !== LF) return 'more';
  // The frame ends with CR; a following LF stands alone and says nothing.
  const text = String.fromCharCode(...bytes.map((byte) => byte & 0x7f)).replace(/[\r\n]+$/, '');
  if (text === '') return { drop: 1 };
  // Noise before the first word is cut off, so that a start in mid-line costs one line only.
  const start = text.search(/(?:ST|US|OL|QT),/);
  const reading = start === -1 ? undefined : decode(text.slice(start), unit);
  if (reading === undefined) return { drop: bytes.length };
  return start > 0 ? { drop: start } : { frame: reading, length: bytes.length };
}

function decode(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const match = /^(ST|US|OL|QT),(?:(GS|NT|TR|PT|ST|US|OL|LO|OK|HI|--)[, ]?)?(.*)$/.exec(text);
  if (match === null) return undefined;
  const [, first = '', second = '', rest = ''] = match;
  if (first === 'OL' || second === 'OL') return { type: 'fault', kind: 'overload' };
  const number = /^[ ]*([+-]?)[ ]*([0-9. ]*?)[ ]*[,;]?[ ]*([A-Za-z]*)[ ]*$/.exec(rest);
  if (number === null) return undefined;
  const [, sign = '', digits = '', unitText = ''] = number;
  if (first === 'QT') return { type: 'status', kind: 'information', detail: 'counting mode' };
  const unit = unitText === '' ? (configured ?? 'unknown') : (units[unitText.toLowerCase()] ?? undefined);
  if (unit === undefined) return undefined;
  // Out-of-range digits come as blanks or as nines where the manual's format 2 is set.
  if (digits.trim() === '' || /^9{7,8}$/.test(digits.replace('.', ''))) return { type: 'fault', kind: 'out-of-range' };
  const value = tidyDecimal(`${sign}${digits}`);
  if (value === undefined) return undefined;
  const moving = first === 'US' || second === 'US';
  const mode =
    second === 'NT' ? 'net' : second === 'TR' || second === 'PT' ? 'tare' : second === 'GS' ? 'gross' : 'unknown';
  return { type: 'weight', value, unit, stability: moving ? 'moving' : 'stable', mode };
}
