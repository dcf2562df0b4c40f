import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import { dialectOf, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';
import { decodeSicsLine } from './mt-sics.ts';
import { decodeCommaLine } from './st-gs.ts';

/** The Karl Fischer format has no head; only its length tells that the sign is not lost. */
const KF_COLUMNS = 14;

const errors: Readonly<Record<string, string>> = {
  E00: 'communication error',
  E01: 'undefined command',
  E02: 'not ready',
  E03: 'timeout',
  E04: 'excess characters',
  E06: 'format error',
  E07: 'parameter error',
  E11: 'stability error',
  E17: 'out of range',
  E20: 'calibration error',
  E21: 'calibration error',
};

/**
 * A&D balances and scales. Standard `ST,+00123.45  g`, DP `WT   +123.45  g`, MT `S    123.45  g` / `SD   123.45  g`, CSV `ST,+0000.1278,  g` are
 * told apart by their first word, KF (`+   123.45  g `, unit only when stable) by its fourteen columns; NU sends the number alone and is a
 * setting, because any rubbish of digits would pass.
 */
export const andBalance: ScaleProtocol = {
  name: 'and-balance',
  title: 'A&D (GX-A, EK-L, GF-K, GH, FX, AD-4212: standard, DP, KF, MT, CSV, NU)',
  aliases: {
    'a-and-d': {},
    'a&d': {},
    and: {},
    'and-standard': {},
    'and-dp': {},
    'and-kf': {},
    'and-mt': {},
    'and-csv': {},
    'and-nu': { format: 'number-only' },
  },
  mode: 'on-demand',
  defaultLine: { baudRate: 2400, dataBits: 7, parity: 'even', stopBits: 1 },
  dialects: {
    format: {
      values: ['auto', 'number-only'],
      fallback: 'auto',
      meaning: 'number-only: the NU format, a sign and eight characters; no unit, no stability',
    },
  },
  unitOnWire: true,
  stabilityOnWire: true,
  poll: { bytes: asciiBytes('Q\r\n'), intervalMs: 250 },
  commands: { zero: asciiBytes('R\r\n'), tare: asciiBytes('T\r\n') },
  evidence: 'manual',
  source: 'A&D GX-A, EK-L, GC, GH, AD-4212D, AD-4329A, AD-4404, FX-CT, GF-K manuals',
  create(options = {}) {
    const numberOnly = dialectOf(andBalance, options.dialect)['format'] === 'number-only';
    return equallyLong(
      lineParser({
        // A line with identity, date and time in front of the weight.
        limit: 80,
        answers: new Map([[0x06, status('acknowledged', 'ACK')]]),
        decode: (text) => (numberOnly ? decodeNumber(text, options.unit) : decode(text, options.unit)),
      }),
    );
  },
};

function decode(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const error = /^EC,(E\d\d)$/.exec(text.trim())?.[1];
  if (error !== undefined) return status('refused', `${error} ${errors[error] ?? 'error'}`);
  if (/^SI *[+-]?$/.test(text.trim())) return fault(text.includes('-') ? 'underload' : 'overload');
  const dp = /(WT|US|QT)( *[+-]? *[\d.]+) *([A-Za-z%]{1,3}) *$/.exec(text);
  if (dp !== null && dp[0].length >= 14) {
    if (dp[1] === 'QT') return status('information', 'counting mode');
    return read(dp[2], dp[3], dp[1] === 'WT' ? 'stable' : 'moving');
  }
  const mt = /^S([ D])( *-?[\d.]+) +([A-Za-z%]{1,3}) *$/.exec(text);
  if (mt !== null) return read(mt[2], mt[3], mt[1] === 'D' ? 'moving' : 'stable');
  const special = /^ {4,}(-?)E *$|^ +([HL]) *$/.exec(text);
  if (special !== null) return fault(special[1] === '-' || special[2] === 'L' ? 'underload' : 'overload');
  // Leading zeros are blanks there: the tail of a standard line is none.
  const kf = text.length === KF_COLUMNS ? /^([ +-] *(?:0\.|[1-9])[\d.]*) +([A-Za-z%]{1,3})? *$/.exec(text) : null;
  if (kf !== null) return kf[2] === undefined ? readUnstable(kf[1], configured) : read(kf[1], kf[2], 'stable');
  return decodeCommaLine(text, configured) ?? (/^S [SD] /.test(text) ? decodeSicsLine(text, true) : undefined);
}

function read(number = '', unit = '', stability: 'stable' | 'moving'): ScaleReading | undefined {
  const value = tidyDecimal(number);
  return value === undefined ? undefined : weightInUnit(value, unit, stability, 'unknown');
}

/** KF leaves the unit out while the value moves. */
function readUnstable(number = '', configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const value = tidyDecimal(number);
  return value === undefined ? undefined : weight(value, configured ?? 'unknown', 'moving', 'unknown');
}

/** `+00123.45`: nine characters, ten on balances with a further digit, so that a line without its head is not read. */
function decodeNumber(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  if (!/^[+-][\d.]{8,9}$/.test(text)) return undefined;
  if (/^.9{7,9}$/.test(text.replace('.', ''))) return fault('out-of-range');
  const value = tidyDecimal(text);
  return value === undefined ? undefined : weight(value, configured ?? 'unknown', 'unknown', 'unknown');
}
