import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ParsedFrame } from '../scale/scale-protocol.ts';
import { chooseProtocol, type ChosenProtocol } from './choose-protocol.ts';
import { bytesOfHex, hexOfBytes } from './hex-bytes.ts';
import { Misuse } from './misuse.ts';

const requestSchema = z.object({
  protocol: z.unknown().optional(),
  hex: z.unknown().optional(),
  dialect: z.unknown().optional(),
  unit: z.unknown().optional(),
});

interface Answer {
  readonly protocol: string;
  readonly readings: readonly object[];
  /** Bytes that belonged to no frame, and bytes that are the beginning of one. */
  readonly discardedBytes: number;
  readonly pendingBytes: number;
}

export function decodeBytes({ protocol, options }: ChosenProtocol, bytes: Uint8Array): Answer {
  const parser = protocol.create(options);
  const frames = [...parser.push(bytes), ...parser.end()];
  return {
    protocol: protocol.name,
    readings: frames.map(readingLine),
    discardedBytes: parser.discardedBytes,
    pendingBytes: parser.pendingBytes,
  };
}

/** A reading with the bytes it was read from, as one object. */
export const readingLine = ({ reading, raw }: ParsedFrame): object => ({ ...reading, raw: hexOfBytes(raw) });

/** One answer for one line of standard input; a line that cannot be answered gets its error. */
export function answerLine(line: string): object {
  try {
    const parsed: unknown = JSON.parse(line);
    const request = requestSchema.parse(parsed);
    return decodeBytes(chooseProtocol(request.protocol, request.dialect, request.unit), bytesOfHex(request.hex));
  } catch (error) {
    const reason = error instanceof Misuse ? error.message : 'a line must be {"protocol": …, "hex": …} in JSON';
    return { error: reason };
  }
}

/**
 * `decode --protocol P --hex H [--dialect K=V]… [--unit U]`: one line a reading, 0 when there was one, else 1.
 * Without --hex: JSON lines on standard input, one answer line each.
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
  if (answer.discardedBytes > 0 || answer.pendingBytes > 0)
    console.error(
      `${answer.discardedBytes} bytes belong to no frame, ${answer.pendingBytes} are the beginning of one that is not complete`,
    );
  return answer.readings.length > 0 ? 0 : 1;
}
