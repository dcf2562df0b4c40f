import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { status, weightInUnit } from '../readings.ts';
import type { ScaleParser, ScaleProtocol } from '../scale-protocol.ts';

/** Tickets of the CBD/CBK have lines of up to 24 characters. */
const LINE_LIMIT = 40;

type AdamFamily = Pick<ScaleProtocol, 'name' | 'title' | 'source'> & Partial<ScaleProtocol>;

/** Adam has no common protocol: commands differ by family (`T` is tare on one, "send the tare" on another), only the continuous lines of the Highland carry stability. */
const adam = (family: AdamFamily): ScaleProtocol => ({
  mode: 'on-demand',
  defaultLine: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
  dialects: {},
  unitOnWire: true,
  stabilityOnWire: false,
  evidence: 'manual',
  create: () => equallyLong(lineParser({ limit: LINE_LIMIT, decode })),
  ...family,
});

/** `G + 2.00 kg`. Z is the tare/zero key, T *sends* the tare: no tare command here. */
export const adamCpwplus = adam({
  name: 'adam-cpwplus',
  title: 'Adam CPWplus',
  aliases: { cpwplus: {}, 'adam-cpw': {} },
  source: 'Adam CPWplus manual',
  poll: { bytes: asciiBytes('G\r\n'), intervalMs: 500 },
  commands: { zero: asciiBytes('Z\r\n') },
});

/** `±      123.45 g `, 16 characters; format 1 `GS      123.45 g `; continuous `ST,GS     123.45 g `. */
export const adamHighland = adam({
  name: 'adam-highland',
  title: 'Adam Highland and Core',
  aliases: { highland: {}, 'adam-core': {}, 'adam-cbw': {}, adam: {} },
  source: 'Adam Highland manual',
  poll: { bytes: asciiBytes('P\r\n'), intervalMs: 500 },
  commands: { zero: asciiBytes('Z\r\n'), tare: asciiBytes('T\r\n') },
});

/** Text tickets (`Gross Wt 1.234 Kg`); `\G`, `\N` ask at once; an illegal command comes back as `ER <command>`. */
export const adamCbd = adam({
  name: 'adam-cbd',
  title: 'Adam CBD and CBK',
  aliases: { 'adam-cbk': {}, 'adam-cbc': {} },
  source: 'Adam CBC/CBD manual',
  poll: { bytes: asciiBytes('\\G\r\n'), intervalMs: 500 },
  commands: { tare: asciiBytes('\\T\r\n') },
  // Ticket lines are text, not columns.
  create: () => lineParser({ limit: LINE_LIMIT, decode }),
});

/** Lines of a family that sends no names and no tare: the sign shows that the number has its head. */
const unnamed = (): ScaleParser =>
  equallyLong(lineParser({ limit: LINE_LIMIT, decode: (text, whole) => decode(text, whole, true) }));

/** Silent unless a new weight other than zero lies on it: never asks for zero, never repeats; a return to zero cannot be seen. */
export const adamAzextra = adam({
  name: 'adam-azextra',
  title: 'Adam AZExtra',
  aliases: { azextra: {} },
  source: 'Adam AZExtra manual',
  defaultLine: { baudRate: 4800, dataBits: 8, parity: 'none', stopBits: 1 },
  poll: { bytes: asciiBytes('P\r\n'), intervalMs: 1000 },
  create: unnamed,
});

export const adamPgl = adam({
  name: 'adam-pgl',
  title: 'Adam PGL and Nimbus',
  aliases: { 'adam-nimbus': {}, nimbus: {} },
  source: 'Adam PGL manual',
  poll: { bytes: asciiBytes('!KP\r'), intervalMs: 500 },
  commands: { tare: asciiBytes('!KT\r') },
  create: unnamed,
});

const modes: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = { G: 'gross', N: 'net', T: 'tare' };

/** Format 2 of the Highland family: sign, blanks, number, blank, unit of up to three. */
const COLUMNS = 16;

function decode(text: string, whole: boolean, unnamed = false): ScaleReading | undefined {
  if (/^ER /.test(text) || /^!E[UKF]/.test(text.trim())) return status('refused', text.trim());
  // Lines of a ticket that are not the load: a total or the weight of one piece must not be booked.
  if (/^ *(No\.|Total|Unit Wt|Wt\.|PCS|Date|Time)/i.test(text)) return status('information', text.trim());
  const short = /^([GNT]) *([+-]) *(\d+(?:\.\d+)?) +(\S{1,4}) *$/.exec(text);
  if (short !== null) return read(`${short[2]}${short[3]}`, short[4], short[1]);
  const labelled =
    /^(?:(ST|US) *, *)?(?:(GROSS|NET|TARE)(?: Wt\.?)?|(GS|NT|GT)) *:?([ +-]* *\d+(?:\.\d+)?) *([A-Za-z%]{1,4}) *$/i.exec(
      text.trimStart(),
    );
  if (labelled !== null) {
    const state = labelled[1]?.toUpperCase();
    return read(labelled[4], labelled[5], labelled[2] ?? labelled[3], state === undefined ? 'unknown' : stable[state]);
  }
  const plain = /^([ +-] *\d+(?:\.\d+)?) *([A-Za-z%]{1,4}) *$/.exec(text);
  if (plain === null) return undefined;
  // Without a name it could be the tail of a tare line, without a sign the minus could be lost: all columns, or a line known to be whole.
  const enough = text.startsWith(' ') ? text.trimEnd().length >= 11 : true;
  const begun = unnamed && /^[+-]/.test(text);
  return begun || text.length === COLUMNS || (whole && enough) ? read(plain[1], plain[2], '') : undefined;
}

const stable: Readonly<Record<string, 'stable' | 'moving'>> = { ST: 'stable', US: 'moving' };

function read(
  number = '',
  unit = '',
  label = '',
  stability: 'stable' | 'moving' | 'unknown' = 'unknown',
): ScaleReading | undefined {
  const value = tidyDecimal(number);
  if (value === undefined) return undefined;
  return weightInUnit(value, unit, stability, modes[label.charAt(0).toUpperCase()] ?? 'unknown');
}
