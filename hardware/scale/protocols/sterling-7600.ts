import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weightInUnit } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

/**
 * Sterling/Penn 7600 (firmware 4.31 seen live): answers carry a glued echo, `SGWGross   0.010 lb`, which at times loses its first two
 * bytes (`WGross …`). The word is the anchor; what stands before it is at most the echo.
 */
export const sterling7600: ScaleProtocol = {
  name: 'sterling-7600',
  title: 'Sterling / Penn 7600',
  aliases: { sterling: {}, 'penn-7600': {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: false,
  poll: { bytes: asciiBytes('SGW\r'), intervalMs: 500 },
  commands: { zero: asciiBytes('ZRO\r'), tare: asciiBytes('ATW\r') },
  evidence: 'trace',
  source: 'site log of avodah-dev/scale-interface (firmware 4.31)',
  create: () => lineParser({ limit: 48, decode }),
};

const modes: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = { Gross: 'gross', Net: 'net', Tare: 'tare' };

function decode(text: string): ScaleReading | undefined {
  if (/^[A-Z]{0,3}Count +-?\d+ Pieces *$/.test(text)) return status('information', 'piece count');
  if (/^[A-Z]{0,3}(Piece Weight|Piece|Count) +-?/.test(text)) return status('information', text.trim());
  if (/^[A-Z]{0,3} *Err\.?8[01]/.test(text)) return status('refused', text.trim());
  if (/^[A-Z]{0,3}(?:Gross|Net)? *(OL){2,}/.test(text)) return fault('overload');
  if (/^[A-Z]{0,3}(?:Gross|Net)? *(UL){2,}/.test(text)) return fault('underload');
  if (/^[A-Z]{0,3}(?:Gross|Net) *-{5,}/.test(text)) return fault('unreadable', 'no weight yet');
  const match = /^[A-Z]{0,3}(Gross|Net|Tare) +(-? *\d+(?:\.\d+)?) ([A-Za-z]{1,3}\.?) *$/.exec(text);
  const value = match === null ? undefined : tidyDecimal(match[2] ?? '');
  if (match === null || value === undefined) return undefined;
  return weightInUnit(value, match[3] ?? '', 'unknown', modes[match[1] ?? ''] ?? 'unknown');
}
