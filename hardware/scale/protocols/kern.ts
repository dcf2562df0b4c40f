import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { fault, weight, weightInUnit } from '../readings.ts';
import type { ScaleParserOptions, ScaleProtocol } from '../scale-protocol.ts';

const COLUMNS = 16;
/** Without the unit and the blanks of its field. */
const COLUMNS_MOVING = 13;

/**
 * Kern `s/w/t` balances: M S N10 blank U3 CR LF. The unit is there only when the value is stable; some models then also end the line early.
 * `Error` right-aligned is a fault. The letters are sent *without* CR LF. (KERN KCP is `mt-sics`; GAB and KFN lines are `st-gs`.)
 */
export const kern: ScaleProtocol = {
  name: 'kern',
  title: 'Kern s/w/t (PCB, FKB, FKT, KB, DS, 572, 573, KDE)',
  aliases: { 'kern-plain': {}, 'kern-swt': {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('w'), intervalMs: 250 },
  commands: { tare: asciiBytes('t') },
  evidence: 'trace',
  source: 'KERN PCB p. 35, FKB p. 37 and KDE-T p. 36 manuals; OpenTrickler issue 15 (captures)',
  create: (options = {}) =>
    equallyLong(lineParser({ limit: 24, decode: (text, whole) => decode(text, whole, options.unit) })),
};

function decode(text: string, whole: boolean, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  if (/^ {4,}Error *$/.test(text)) return fault('device-error');
  const match = /^[ M*]{0,2}( *-? *\d+(?:\.\d+)?)(?: +(\S{1,4}))? *$/.exec(text);
  const value = match === null ? undefined : tidyDecimal(match[1] ?? '');
  if (match === null || value === undefined) return undefined;
  const unit = match[2];
  // A line that may have lost its head must have all its columns; a moving value is never booked and may end behind the number.
  const least = whole ? 12 : unit === undefined ? COLUMNS_MOVING : COLUMNS;
  if (text.length < least || text.length > (whole ? COLUMNS + 1 : COLUMNS)) return undefined;
  return unit === undefined
    ? weight(value, configured ?? 'unknown', 'moving', 'unknown')
    : weightInUnit(value, unit, 'stable', 'unknown');
}
