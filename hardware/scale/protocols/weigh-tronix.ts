import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { fault, weight, weightInUnit } from '../readings.ts';
import type { ScaleParserOptions, ScaleProtocol } from '../scale-protocol.ts';

/** Weigh-Tronix stream: blank, G|N, sign, six digits, blank, unit, CR LF. Fairbanks leaves the sign out and adds m (motion) or o (overload). */
export const weighTronix: ScaleProtocol = {
  name: 'weigh-tronix',
  title: 'Weigh-Tronix stream (WI indicators; Rice Lake 480/482/682 STR-3; Fairbanks FB3000, FB6000)',
  aliases: { wi: {}, 'wi-120': {}, 'weigh-tronix-wi': {}, 'avery-weigh-tronix': {} },
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: false,
  evidence: 'manual',
  source: 'Rice Lake 480 Legend p. 64 and 482 p. 33, Fairbanks FB3000 p. 56 and FB6001 p. 78 manuals',
  create: (options = {}) => equallyLong(lineParser({ limit: 24, decode: (text) => decode(text, options.unit) })),
};

function decode(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const match = /^ ([GNTgnt])([ +-]?)([ \d.]{6,7}) ([A-Za-z ]{2})([mo]?) *$/.exec(text);
  if (match === null) return /^ [GNTgnt][ +-]?[ -]{6,7} .{2}o? *$/.test(text) ? fault('out-of-range') : undefined;
  const [, letter = '', sign = '', digits = '', unit = '', state] = match;
  if (state === 'o') return fault('out-of-range');
  const value = tidyDecimal(`${sign}${digits}`);
  if (value === undefined) return undefined;
  const mode = modes[letter.toUpperCase()] ?? 'unknown';
  const stability = state === 'm' ? 'moving' : 'unknown';
  return unit.trim() === ''
    ? weight(value, configured ?? 'unknown', stability, mode)
    : weightInUnit(value, unit, stability, mode);
}

const modes: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = { G: 'gross', N: 'net', T: 'tare' };
