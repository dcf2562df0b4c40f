import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { bytesOfHex } from './hex-bytes.ts';
import { Misuse } from './misuse.ts';

/** A recorded trace is read into memory: a shift at 100 frames/s stays far below this. */
const MAX_LINES = 2_000_000;

/** First line of a trace file. */
export const traceHeadSchema = z.object({
  trace: z.literal(1),
  source: z.string().max(300),
  line: z.string().max(40).optional(),
  protocol: z.string().max(40).optional(),
});
export type TraceHead = z.infer<typeof traceHeadSchema>;

/** hex: bytes that came; sent: bytes that we wrote (a poll). atMs since the recording began. */
const traceLineSchema = z.object({
  atMs: z.number().nonnegative(),
  hex: z.string().optional(),
  sent: z.string().optional(),
});

export interface TraceChunk {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

export interface Trace {
  readonly head: TraceHead;
  readonly received: readonly TraceChunk[];
}

/** A trace file as `sniff` writes it. Throws Misuse with the number of the line that is none. */
export function readTrace(path: string): Trace {
  const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n');
  if (rest.length > MAX_LINES) throw new Misuse(`${path}: more than ${MAX_LINES} lines`);
  const head = parseLine(path, 1, first, traceHeadSchema);
  const received = rest.flatMap((text, at) => {
    if (text.trim() === '') return [];
    const line = parseLine(path, at + 2, text, traceLineSchema);
    return line.hex === undefined ? [] : [{ atMs: line.atMs, bytes: bytesOfHex(line.hex) }];
  });
  return { head, received };
}

function parseLine<T>(path: string, number: number, text: string, schema: z.ZodType<T>): T {
  try {
    const value: unknown = JSON.parse(text);
    return schema.parse(value);
  } catch {
    throw new Misuse(`${path} line ${number} is no line of a trace`);
  }
}
