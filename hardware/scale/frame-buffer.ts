import type { ScaleReading } from '../../shared/devices/scale-reading.ts';
import type { ParsedFrame, ScaleParser } from './scale-protocol.ts';

/**
 * What stands at the front of the waiting bytes: a whole frame of `length` bytes, rubbish to drop, separators to skip
 * (no noise), or the beginning of something that needs more bytes.
 */
export type Verdict =
  | { readonly frame: ScaleReading; readonly length: number }
  | { readonly drop: number }
  | { readonly skip: number }
  | 'more';

export interface Framing {
  /** The most bytes that are ever kept. Reaching it without a frame drops the oldest byte. */
  readonly limit: number;
  /** The shortest frame, where only its length tells: until then nothing is asked beyond the first byte. */
  readonly least?: number;
  /** Asked after every byte, so it should answer 'more' cheaply. The view is only valid during the call. */
  readonly take: (bytes: Uint8Array) => Verdict;
  /** The line fell silent: what a frame that was only waiting for the byte behind it means. */
  readonly atEnd?: (bytes: Uint8Array) => Verdict;
}

/**
 * A parser from a framing rule. Byte by byte: the answer must not depend on how the operating system cut the stream.
 * The buffer is allocated once; nothing grows.
 */
export function framedParser({ limit, least = 1, take, atEnd }: Framing): ScaleParser {
  const buffer = new Uint8Array(limit);
  let length = 0;
  let discarded = 0;
  const remove = (count: number): void => {
    buffer.copyWithin(0, count, length);
    length -= count;
  };
  const settle = (out: ParsedFrame[], ask: (bytes: Uint8Array) => Verdict): void => {
    while (length > 0) {
      const verdict = ask(buffer.subarray(0, length));
      if (verdict === 'more') {
        if (length < limit) return;
        discarded += 1;
        remove(1);
      } else if ('frame' in verdict) {
        out.push({ reading: verdict.frame, raw: buffer.slice(0, verdict.length) });
        remove(verdict.length);
      } else if ('skip' in verdict) remove(Math.min(length, Math.max(1, verdict.skip)));
      else {
        const count = Math.min(length, Math.max(1, verdict.drop));
        discarded += count;
        remove(count);
      }
    }
  };
  return {
    push(bytes) {
      const out: ParsedFrame[] = [];
      for (const byte of bytes) {
        buffer[length] = byte;
        length += 1;
        if (length === 1 || length >= least) settle(out, take);
      }
      return out;
    },
    end() {
      const out: ParsedFrame[] = [];
      if (atEnd !== undefined) settle(out, atEnd);
      return out;
    },
    get discardedBytes() {
      return discarded;
    },
    get pendingBytes() {
      return length;
    },
  };
}
