import { createInterface } from 'node:readline';

/** A longer line is not a question. */
const MAX_LINE = 4_000_000;
/** Answers are written in blocks: a write per line would cost more than the answer. */
const BLOCK = 64_000;

/** What every program of this kind answers where it cannot answer: a code of the closed list, the place, the fact. */
export interface WireError {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/**
 * One answer line for each line of standard input, in order; empty lines are skipped. Waits when the reader is slow. `answer` gets the
 * text and the number of the line (from 1). A line that breaks the program itself is answered as such: the next ones still count.
 */
export async function answerLines(answer: (line: string, number: number) => unknown): Promise<void> {
  // The reader may leave early (head, grep -m): that ends this program, it is no fault.
  process.stdout.on('error', () => process.exit(0));
  let block = '';
  let number = 0;
  const flush = async (): Promise<void> => {
    const text = block;
    block = '';
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  };
  const refuse = (message: string): { ok: false; error: WireError } => ({
    ok: false,
    error: { code: 'REQUEST_REFUSED', path: `line ${number}`, message },
  });
  const reply = (line: string): unknown => {
    if (line.length > MAX_LINE) return refuse(`line longer than ${MAX_LINE} characters`);
    try {
      return answer(line, number);
    } catch (error) {
      return refuse(`fault of this program: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1;
    const text = number === 1 ? line.replace(/^\ufeff/, '') : line;
    if (text.trim() === '') continue;
    block += `${JSON.stringify(reply(text))}\n`;
    if (block.length > BLOCK) await flush();
  }
  if (block !== '') await flush();
}
