import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weightInUnit } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

/**
 * Shinko ViBRA balances and the Kern models made by them: `P1 D(7|8) U1 U2 S1 S2`, twelve or thirteen characters. A slash stands before digits
 * that are not verified (`+007.12/3 G S` is 7.123 g). U is right-aligned, S1 a comparator or the kind of value, S2 the state.
 */
export const shinko: ScaleProtocol = {
  name: 'shinko',
  title: 'Shinko ViBRA; Kern EG, EW, PBJ (6- and 7-digit format)',
  aliases: { vibra: {}, 'shinko-vibra': {}, 'kern-eg': {}, 'kern-ew': {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 1200, dataBits: 8, parity: 'none', stopBits: 2 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('O8\r\n'), intervalMs: 500 },
  commands: { tare: asciiBytes('T \r\n') },
  evidence: 'trace',
  source: 'KERN EG/EW manual p. 52, capture of NSerialCommTools (Weight QA)',
  create: () => equallyLong(lineParser({ limit: 24, decode })),
};

function decode(text: string): ScaleReading | undefined {
  const match = /^([ +-])([ \d./]{7,8})([ A-Z%][A-Z%])([ A-Zd])([SUE ])$/.exec(text);
  if (match === null) return /^[ +-][^\d]{7,8}.{2}.E$/.test(text) ? fault('out-of-range') : undefined;
  const [, sign = '', digits = '', unit = '', kind, state] = match;
  if (state === 'E') return fault('device-error');
  if (kind === 'T' || kind === 'U' || kind === 'd') return status('information', 'a total, a piece or a limit');
  const value = tidyDecimal(`${sign}${digits.replace('/', '')}`);
  if (value === undefined) return undefined;
  return weightInUnit(value, unit, state === 'S' ? 'stable' : state === 'U' ? 'moving' : 'unknown', 'unknown');
}
