import type { ScaleReading } from '../../../shared/devices/scale-reading.ts';
import { asciiBytes } from '../ascii-bytes.ts';
import { tidyDecimal } from '../decimal-text.ts';
import { equallyLong } from '../equally-long.ts';
import { lineParser } from '../line-parser.ts';
import { fault, status, weight, weightInUnit } from '../readings.ts';
import { dialectOf, type ScaleParserOptions, type ScaleProtocol } from '../scale-protocol.ts';
import { decodeSicsLine } from './mt-sics.ts';
import { decodeCommaLine } from './st-gs.ts';

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
 * A&D balances and scales. Standard `ST,+00123.45  g`, DP `WT   +123.45  g`, MT (SICS look-alike), CSV `ST,+0000.1278,  g` are told apart by
 * their first word; NU sends the number alone and is a setting, because any rubbish of digits would pass.
 */
export const andBalance: ScaleProtocol = {
  name: 'and-balance',
  title: 'A&D (GX-A, EK-L, GF-K, GH, FX, AD-4212: standard, DP, MT, CSV, NU)',
  aliases: { 'a&d': {}, and: {}, 'and-standard': {}, 'and-nu': { format: 'number-only' } },
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
        limit: 40,
        decode: (text) => (numberOnly ? decodeNumber(text, options.unit) : decode(text, options.unit)),
      }),
    );
  },
};

function decode(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  const error = /^EC,(E\d\d)$/.exec(text.trim())?.[1];
  if (error !== undefined) return status('refused', `${error} ${errors[error] ?? 'error'}`);
  if (/^SI[+-]$/.test(text.trim())) return fault(text.includes('+') ? 'overload' : 'underload');
  const dp = /(WT|US|QT)([ +-][ \d.+-]{8,9}) *([A-Za-z%]{1,3}) *$/.exec(text);
  if (dp !== null) {
    if (dp[1] === 'QT') return status('information', 'counting mode');
    const value = tidyDecimal(dp[2] ?? '');
    return value === undefined
      ? undefined
      : weightInUnit(value, dp[3] ?? '', dp[1] === 'WT' ? 'stable' : 'moving', 'unknown');
  }
  return decodeCommaLine(text, configured) ?? (/^S [SD] /.test(text) ? decodeSicsLine(text) : undefined);
}

/** `+00123.45`: nine characters, so that a line without its head is not read. */
function decodeNumber(text: string, configured: ScaleParserOptions['unit']): ScaleReading | undefined {
  if (!/^[+-][\d.]{8}$/.test(text)) return undefined;
  if (/^.9{7,8}$/.test(text.replace('.', ''))) return fault('out-of-range');
  const value = tidyDecimal(text);
  return value === undefined ? undefined : weight(value, configured ?? 'unknown', 'unknown', 'unknown');
}
