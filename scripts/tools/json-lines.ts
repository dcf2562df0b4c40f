import { createInterface } from 'node:readline';

/** A longer line is not a question. */
const MAX_LINE = 4_000_000;
/** Answers are written in blocks: a write per line would cost more than the answer. */
const BLOCK = 64_000;

/** One answer line for each line of standard input, in order; empty lines are skipped. Waits when the reader is slow. */
export async function answerLines(answer: (line: string) => unknown): Promise<void> {
  // The reader may leave early (head, grep -m): that ends this program, it is no fault.
  process.stdout.on('error', () => process.exit(0));
  let block = '';
  const flush = async (): Promise<void> => {
    const text = block;
    block = '';
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  };
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const reply =
      line.length > MAX_LINE
        ? { ok: false, error: { code: 'REQUEST_REFUSED', detail: `line longer than ${MAX_LINE} characters` } }
        : answer(line);
    block += `${JSON.stringify(reply)}\n`;
    if (block.length > BLOCK) await flush();
  }
  if (block !== '') await flush();
}
