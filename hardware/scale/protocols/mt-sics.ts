import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { poundsAsOunces, tidyDecimal } from '../decimal-text.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import type { ScaleParserOptions, ScaleProtocol } from '../scale-protocol.ts';

/** `SIX1` with three nine-character weights is the longest weight line; inventory answers are cut. */
const LINE_LIMIT = 80;

/**
 * MT-SICS level 0 and 1. Asked with `SI` (immediately): `S S w u` stable, `S D w u` dynamic, `S I` busy, `S +` over, `S -` under.
 * Answers to other commands look like weights (`TA A 2.486 g`, `I2 A "… 60.18 kg"`): they are status, never the load.
 * Fields are split at blanks: emulators send single blanks where the manual has a ten-character column.
 */
export const mtSics: ScaleProtocol = {
  name: 'mt-sics',
  title: 'MT-SICS level 0/1 (Mettler Toledo lab and industrial terminals, B-TEK, KERN KCP, A&D "MT")',
  aliases: { mettler: {}, 'mettler-toledo': {}, kcp: {}, sics: {}, 'mettler-sics': {}, 'kern-kcp': {} },
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('SI\r\n'), intervalMs: 250 },
  commands: { zero: asciiBytes('Z\r\n'), tare: asciiBytes('T\r\n') },
  evidence: 'trace',
  source: 'MT-SICS reference manuals, Atlantis mt-sics, InstrumentKit tests, MS204TS capture of NSerialCommTools',
  create: (options = {}) =>
    lineParser({ limit: LINE_LIMIT, decode: (text, whole) => decodeSicsLine(text, whole, options.unit) }),
};

const general: Readonly<Record<string, string>> = {
  ES: 'unknown command or wrong syntax',
  ET: 'transmission error (parity)',
  EL: 'logical error or wrong parameter',
  EI: 'not executable now',
};

/** What a SICS line says; undefined when it is none. whole: see `LineRules`. */
export function decodeSicsLine(
  text: string,
  whole: boolean,
  configured?: ScaleParserOptions['unit'],
): ScaleReading | undefined {
  const line = text.trim();
  // Answers repeat the letter S whatever was asked; a few clones repeat the whole command. M: stable, below the minimum that was set.
  const load = /^(?:S|SI|SIR|SR|SNR|SU|SIU|SIRU|SX) +([SDM]) +(\S.*)$/.exec(line);
  if (load !== null) return decodeLoad(load[1] === 'D' ? 'moving' : 'stable', load[2] ?? '', configured);
  const trouble = /^(?:S|SI|SIR|SR|SNR|SU|SIU|SIRU|SIX1|SX) ?([IL+-])$/.exec(line)?.[1];
  if (trouble !== undefined && line !== 'SI') return troubleOf(trouble);
  if (line.startsWith('SIX1 ')) return decodeSix1(line);
  const error = general[line];
  if (error !== undefined) return status('refused', error);
  const answer = /^([A-RT-Z@][A-Z]{0,4}\d{0,3}|SI?R|SNR|SI?RU) ([ABSDIL+-])(?: +(.*))?$/.exec(line);
  if (answer !== null) return decodeAnswer(answer[1] ?? '', answer[2] ?? '', answer[3] ?? '');
  return decodePrint(text, whole);
}

function troubleOf(sign: string): ScaleReading {
  if (sign === '+') return fault('overload');
  if (sign === 'L') return status('refused', 'wrong parameter');
  return sign === '-' ? fault('underload') : status('busy', 'not executed: busy or not stable in time');
}

function decodeLoad(
  stability: 'stable' | 'moving',
  rest: string,
  configured: ScaleParserOptions['unit'],
): ScaleReading | undefined {
  // "S S Error 10b": the status letter says stable, yet no number follows (weigh-module manual 2.1.3.3).
  if (/^Error\b/i.test(rest)) return fault('device-error', rest);
  if (/^-{3,}/.test(rest)) return fault('unreadable', 'dashes for digits');
  // A parcel scale set to US units: "12:07.50 lb:oz".
  const pounds = /^(-?)(\d+):(\d+(?:\.\d+)?) +lb:oz$/.exec(rest);
  if (pounds !== null) {
    const ounces = poundsAsOunces(pounds[1] === '-', pounds[2] ?? '', pounds[3] ?? '');
    return ounces === undefined ? undefined : weight(ounces, 'oz', stability, 'net');
  }
  // Digits that are not verified may stand in brackets: "123.5[6]".
  const match = /^([+-]? *\d+(?:\.\d+)?)(?: +(\S{1,6}))?$/.exec(rest.replace(/\[(\d+)\]/, '$1'));
  const value = match === null ? undefined : tidyDecimal(match[1] ?? '');
  if (value === undefined) return undefined;
  const unit = match?.[2];
  return unit === undefined
    ? weight(value, configured ?? 'unknown', stability, 'net')
    : weightInUnit(value, unit, stability, 'net');
}

/** SIX1 S|D 0 Z|N R|N R 0 0 0 1 N|M|P gross net tare unit: the net is what the display shows. */
function decodeSix1(line: string): ScaleReading | undefined {
  const words = line.split(/ +/);
  const [, stability, , zero, , , , , , , tareKind, , net = ''] = words;
  const unit = words[14];
  const value = tidyDecimal(net);
  if (words.length !== 15 || unit === undefined || value === undefined || !/^[SD]$/.test(stability ?? ''))
    return undefined;
  return weightInUnit(
    value,
    unit,
    stability === 'S' ? 'stable' : 'moving',
    tareKind === 'N' ? 'gross' : 'net',
    zero === 'Z',
  );
}

function decodeAnswer(command: string, result: string, rest: string): ScaleReading {
  const detail = `${command} ${result} ${rest}`.trim();
  if (/^[IL+-]$/.test(result)) return status('refused', detail);
  return status(/^(I\d|M\d|@|TA$|PW$)/.test(command) ? 'information' : 'acknowledged', detail);
}

/**
 * A PRINT key sends lines in print format instead: `     N       0.3746 g   ` (capture of an MS204TS). Says nothing about stability. Without a
 * name it could be the tail of a dynamic weight or of a tare: then the line must be whole.
 */
function decodePrint(text: string, whole: boolean): ScaleReading | undefined {
  const match = /^ {2,}(?:(N|Net|G|Gross|B|T|PT|Tare) +)?(-? *\d+(?:\.\d+)?) (\S{1,4}) *$/.exec(text);
  const value = match === null ? undefined : tidyDecimal(match[2] ?? '');
  if (value === undefined || (match?.[1] === undefined && !whole)) return undefined;
  const label = match?.[1]?.charAt(0);
  const mode =
    label === 'N' ? 'net' : label === 'G' || label === 'B' ? 'gross' : label === undefined ? 'unknown' : 'tare';
  return weightInUnit(value, match?.[3] ?? '', 'unknown', mode);
}
