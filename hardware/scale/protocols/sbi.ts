import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import type { ScaleParserOptions, ScaleProtocol } from '../scale-protocol.ts';

const PLAIN = 14;
const WITH_ID = 20;

/**
 * Sartorius SBI: 16 characters (`+  123.45 g  ` with CR LF), or 22 with a six-character name in front. A blank unit means not stable.
 * Digits that are not verified may stand in brackets. H, L, C in the middle are overload, underload, calibrating.
 */
export const sbi: ScaleProtocol = {
  name: 'sbi',
  title: 'Sartorius SBI (Cubis, Entris, Master, WZ, GC)',
  aliases: { sartorius: {}, 'sartorius-sbi': {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'odd', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('\x1bP\r\n'), intervalMs: 250 },
  commands: { zero: asciiBytes('\x1bV\r\n'), tare: asciiBytes('\x1bU\r\n') },
  evidence: 'trace',
  source: 'Sartorius GC803S, WZ, Master, Cubis manuals, sartoriuslib, OpenTrickler issues 15 and 79',
  create: (options = {}) =>
    equallyLong(lineParser({ limit: 32, decode: (text, whole) => decode(text, whole, options.unit) })),
};

function decode(text: string, whole: boolean, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  // Trailing blanks may be cut by converters, but then the line must be known to be whole or show its sign: a lost head looks the same.
  const exact = text.length === PLAIN || text.length === WITH_ID;
  const begun = /^[+-]/.test(text);
  if (!exact && !(begun && text.length >= 8) && !(whole && text.length >= 10)) {
    const error = specialOf(text.trim());
    return error?.type === 'fault' && error.kind === 'device-error' ? error : undefined;
  }
  const named = (/^[A-Za-z]/.test(text) && !/^(Err|APP|OFF|ON|High|Low|Cal)/.test(text)) || text.length === WITH_ID;
  const id = named ? text.slice(0, 6).trim() : '';
  const body = named ? text.slice(6) : text;
  const special = specialOf(body.trim());
  if (special !== undefined) return special;
  // Digits that are not verified may stand in brackets.
  const match = /^([ +-] *\d+(?:\.\d+)?)(?: *([A-Za-z%][A-Za-z/]{0,2}))? *$/.exec(body.replace(/[[\]]/g, ''));
  const value = match === null ? undefined : tidyDecimal(match[1] ?? '');
  if (match === null || value === undefined) return undefined;
  const mode = modes.get(id);
  // Limits, totals and statistics are named as well: `Max`, `Total`, `wRef`. None of them is the load.
  if (mode === undefined) return status('information', id);
  const unit = match[2];
  return unit === undefined
    ? weight(value, configured ?? 'unknown', 'moving', mode)
    : weightInUnit(value, unit, 'stable', mode);
}

const modes: ReadonlyMap<string, 'gross' | 'net' | 'tare' | 'unknown'> = new Map([
  ['', 'unknown'],
  ['N', 'net'],
  ['N1', 'net'],
  ['N2', 'net'],
  ['G', 'gross'],
  ['G#', 'gross'],
  ['B', 'gross'],
  ['T', 'tare'],
  ['T1', 'tare'],
  ['T2', 'tare'],
  ['PT2', 'tare'],
]);

function specialOf(text: string): ScaleReading | undefined {
  if (/^(H{1,2}|High)$/.test(text)) return fault('overload');
  // A clone (JFDBS) fills the number with tildes.
  if (/^[+-]? *~{4,}/.test(text)) return fault('overload');
  if (/^(L{1,2}|Low)$/.test(text)) return fault('underload');
  if (/^C$|^Cal/.test(text)) return fault('calibrating');
  if (/^(Err|ERR|APP|E +\d{2,3}$)/.test(text)) return fault('device-error', text);
  return /^(OFF|ON|--)$/.test(text) ? status('information', text) : undefined;
}
