import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { poundsAsOunces, tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import type { ScaleProtocol } from '../scale-protocol.ts';

const LINE_LIMIT = 40;
/** Sign and number take eight columns on a Defender, nine by its manual, eleven on a Scout. Fewer: the head of the line is missing. */
const NUMBER_COLUMNS = 8;

/** Ohaus standard print in continuous output: sign in column 1, number right-aligned, unit, `?` when unstable, legend `G`/`N` (manual: NET). */
export const ohaus: ScaleProtocol = {
  name: 'ohaus',
  title: 'Ohaus (Defender 3000/5000, Ranger, Scout, Navigator)',
  aliases: {
    'ohaus-defender-3000': {},
    'ohaus-ranger': {},
    'ohaus-navigator': {},
    'ohaus-standard': {},
    'ohaus-defender': {},
    'ohaus-scout': {},
  },
  mode: 'continuous',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  commands: { zero: asciiBytes('Z\r\n'), tare: asciiBytes('T\r\n') },
  evidence: 'trace',
  source: 'Ohaus Defender 3000, Courier 7000 and RS232 manuals, captures of NSerialCommTools (Defender 3000)',
  create: () => equallyLong(lineParser({ limit: LINE_LIMIT, decode })),
};

/** The same lines asked for with IP: legal-for-trade models block continuous output. Asking faster freezes the display on "Print". */
export const ohausOnDemand: ScaleProtocol = {
  ...ohaus,
  name: 'ohaus-ip',
  title: 'Ohaus, asked with IP (legal-for-trade models without continuous output)',
  aliases: {},
  mode: 'on-demand',
  poll: { bytes: asciiBytes('IP\r\n'), intervalMs: 700 },
};

const legends: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = {
  G: 'gross',
  B: 'gross',
  GROSS: 'gross',
  N: 'net',
  NET: 'net',
  T: 'tare',
  PT: 'tare',
};

function decode(text: string, whole: boolean): ScaleReading | undefined {
  if (text.trim() === 'ES') return status('refused', 'unknown command');
  if (/^OK!? *$/.test(text)) return status('acknowledged', 'OK');
  if (/^ *Err(or)? ?[\d.]* *$/i.test(text)) return fault('device-error', text.trim());
  const pounds = /^([ -] *)(\d+)(?::| ?lb ?) *(\d+(?:\.\d+)?) ?(?:lb:oz|oz) *(\??) *([A-Z]{1,5})? *$/.exec(text);
  if (pounds !== null && (pounds[1]?.length ?? 0) > 1) return decodePounds(pounds);
  const match = /^([+-] *| *[+-]?)(\d+(?:\.\d+)?) ([A-Za-z%:]{1,5}) *(\??) *([A-Z][A-Z ]{0,11})? *$/.exec(text);
  if (match === null) return /^[+-]? *[-_^~]{4,} *[A-Za-z]{0,2} *$/.test(text) ? fault('out-of-range') : undefined;
  const [, lead = '', digits = '', unit = '', unstable, legend] = match;
  // A first line may have lost its head; only a sign or blank before the digits shows that all of them are there.
  if (lead.length + digits.length < NUMBER_COLUMNS || (!whole && lead === '')) return undefined;
  const mode = legend === undefined ? 'unknown' : legends[legend.trim()];
  const value = tidyDecimal(lead + digits);
  if (value === undefined) return undefined;
  // Density weighing (WET WT, AIR WT), totals and the like are not the load.
  if (mode === undefined) return status('information', legend ?? '');
  return weightInUnit(value, unit, unstable === '?' ? 'moving' : 'stable', mode);
}

function decodePounds(match: RegExpExecArray): ScaleReading | undefined {
  const [, lead = '', pounds = '', ounces = '', unstable, legend] = match;
  const value = poundsAsOunces(lead.includes('-'), pounds, ounces);
  const mode = legend === undefined ? 'unknown' : legends[legend];
  if (value === undefined || mode === undefined) return undefined;
  return weight(value, 'oz', unstable === '?' ? 'moving' : 'stable', mode);
}
