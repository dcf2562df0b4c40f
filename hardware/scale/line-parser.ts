import type { ScaleReading } from '../../shared/devices/scale-reading.ts';
import type { ParsedFrame, ScaleParser } from './scale-protocol.ts';

const CR = 0x0d;
const LF = 0x0a;

export interface LineRules {
  /** The longest line in bytes without its terminator. A longer one is rubbish up to its end. */
  readonly limit: number;
  /**
   * What a line says. whole: a terminator was seen right before it; false for the first line after opening and behind noise, which may
   * have lost its head: then a number whose first digit could be missing must not be read.
   */
  readonly decode: (text: string, whole: boolean) => ScaleReading | undefined;
  /** Characters besides CR and LF that end a line, such as ETX. What follows one is not known to be a whole line. */
  readonly alsoEnds?: readonly number[];
  /** Control characters that are an answer of their own, such as ACK. */
  readonly answers?: ReadonlyMap<number, ScaleReading>;
}

/**
 * A parser for lines that end with CR, LF or both. Bit 7 is dropped (7-bit scales opened with 8 bits); a control character or DEL
 * inside a line starts it anew. The frame is handed on at the first terminator; a second one is neither noise nor an empty line.
 */
export function lineParser({ limit, decode, alsoEnds = [], answers }: LineRules): ScaleParser {
  const raw = new Uint8Array(limit + 1);
  let length = 0;
  let discarded = 0;
  let whole = false;
  let tooLong = false;
  const restart = (): void => {
    discarded += length;
    length = 0;
    whole = false;
  };
  const finish = (terminator: number, out: ParsedFrame[]): void => {
    if (length > 0) {
      let text = '';
      for (let at = 0; at < length; at += 1) text += String.fromCharCode((raw[at] ?? 0) & 0x7f);
      const reading = tooLong ? undefined : decode(text, whole);
      if (reading === undefined) discarded += length;
      else {
        raw[length] = terminator;
        out.push({ reading, raw: raw.slice(0, length + 1) });
      }
    }
    length = 0;
    whole = true;
    tooLong = false;
  };
  return {
    push(bytes) {
      const out: ParsedFrame[] = [];
      for (const byte of bytes) {
        const low = byte & 0x7f;
        const answer = low < 0x20 ? answers?.get(low) : undefined;
        if (low === CR || low === LF) finish(byte, out);
        else if (alsoEnds.includes(low)) {
          finish(byte, out);
          whole = false;
        } else if (answer !== undefined) {
          restart();
          out.push({ reading: answer, raw: Uint8Array.of(byte) });
        } else if (low < 0x20 || low === 0x7f) {
          discarded += 1;
          restart();
        } else if (length === limit) {
          tooLong = true;
          discarded += 1;
        } else {
          raw[length] = byte;
          length += 1;
        }
      }
      return out;
    },
    end: () => [],
    get discardedBytes() {
      return discarded;
    },
    get pendingBytes() {
      return length;
    },
  };
}
