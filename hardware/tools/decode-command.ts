import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { massIn } from '../../shared/measure/mass.ts';
import { toDecimal } from '../../shared/measure/rational.ts';
import type { ScaleReading } from '../../shared/devices/scale-reading.ts';
import type { ParsedFrame } from '../scale/scale-protocol.ts';
import { chooseProtocol, type ChosenProtocol } from './choose-protocol.ts';
import { bytesOfHex, hexOfBytes, textOfBytes } from './hex-bytes.ts';
import { Misuse } from './misuse.ts';

const requestSchema = z.object({
  protocol: z.unknown().optional(),
  hex: z.unknown().optional(),
  dialect: z.unknown().optional(),
  unit: z.unknown().optional(),
});

/** The longest decimal a mass can have in grams: nine of the wire, nine of the ounce. */
const GRAM_DECIMALS = 18;
/** Bytes of an unfinished frame that an answer shows. */
const REST_SHOWN = 64;

/** Documented in docs/devices/README.md; keys are only ever added. */
export interface DecodeAnswer {
  readonly protocol: string;
  /** Every setting with the value that was used. */
  readonly dialect: Readonly<Record<string, string>>;
  /** The unit that was given for wires that send none. */
  readonly unit: string | null;
  /** In the order of the wire; empty when no frame was found. */
  readonly readings: readonly object[];
  /** Bytes that belong to no frame, and bytes that are the beginning of one. */
  readonly discardedBytes: number;
  readonly pendingBytes: number;
  /** The beginning of a frame at the end, for people. */
  readonly rest?: { readonly hex: string; readonly text: string };
  /** In words, where there is something to say: nothing found, bytes left over. */
  readonly note?: string;
}

export function decodeBytes({ protocol, options }: ChosenProtocol, bytes: Uint8Array): DecodeAnswer {
  const parser = protocol.create(options);
  const frames = [...parser.push(bytes), ...parser.end()];
  const { discardedBytes, pendingBytes } = parser;
  const rest = bytes.subarray(bytes.length - Math.min(pendingBytes, REST_SHOWN));
  const notes = [
    ...(frames.length === 0 ? ['no frame'] : []),
    ...(discardedBytes > 0 ? [`${discardedBytes} bytes belong to no frame`] : []),
    ...(pendingBytes > 0 ? [`${pendingBytes} bytes are the beginning of a frame whose end is missing`] : []),
  ];
  return {
    protocol: protocol.name,
    dialect: options.dialect,
    unit: options.unit ?? null,
    readings: frames.map(readingLine),
    discardedBytes,
    pendingBytes,
    ...(pendingBytes > 0 ? { rest: { hex: hexOfBytes(rest), text: textOfBytes(rest) } } : {}),
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

/** A reading with its exact grams and the bytes it was read from, as one object. */
export const readingLine = ({ reading, raw }: ParsedFrame): object => ({
  ...(reading.type === 'weight' ? withGrams(reading) : reading),
  raw: hexOfBytes(raw),
});

function withGrams(reading: Extract<ScaleReading, { type: 'weight' }>): object {
  const { type, value, unit, ...rest } = reading;
  const grams = unit === 'unknown' ? null : toDecimal(massIn({ value, unit }, 'g'), GRAM_DECIMALS);
  return { type, value, unit, grams, ...rest };
}

/** One answer for one line of standard input; a line that cannot be answered gets its error. */
export function answerLine(line: string): object {
  try {
    const request = requestSchema.parse(parseJson(line));
    return decodeBytes(chooseProtocol(request.protocol, request.dialect, request.unit), bytesOfHex(request.hex));
  } catch (error) {
    if (error instanceof Misuse) return { error: { code: error.code, message: error.message } };
    return { error: { code: 'not-json', message: 'a line must be {"protocol": …, "hex": …} in JSON' } };
  }
}

function parseJson(line: string): unknown {
  const value: unknown = JSON.parse(line);
  return value;
}

/**
 * `decode --protocol P --hex H [--dialect K=V]… [--unit U]`: one line a reading, 0 when there was one, else 1 and the reason on standard error.
 * Without --hex: JSON lines on standard input, one answer line each, in order; 0 whatever they say.
 */
export async function decodeCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      protocol: { type: 'string', short: 'p' },
      hex: { type: 'string' },
      dialect: { type: 'string', multiple: true },
      unit: { type: 'string' },
    },
  });
  if (values.hex === undefined) {
    if (values.protocol !== undefined) throw new Misuse('--hex is missing');
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity }))
      if (line.trim() !== '') console.log(JSON.stringify(answerLine(line)));
    return 0;
  }
  const answer = decodeBytes(chooseProtocol(values.protocol, values.dialect, values.unit), bytesOfHex(values.hex));
  for (const reading of answer.readings) console.log(JSON.stringify(reading));
  if (answer.note !== undefined)
    process.stderr.write(`${answer.note}${answer.rest === undefined ? '' : `: ${answer.rest.text}`}\n`);
  return answer.readings.length > 0 ? 0 : 1;
}
