import { openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ReadStream } from 'node:tty';

/** The guest's line to the program that started it: JSON lines on the second serial port. */
export class Control {
  readonly #fd = openSync('/dev/ttyS1', 'r+');
  readonly #input = new ReadStream(openSync('/dev/ttyS1', 'r'));
  readonly #waiting = new Map<number, () => void>();
  #id = 0;

  constructor() {
    createInterface({ input: this.#input }).on('line', (line) => {
      const { id } = JSON.parse(line) as { id: number };
      this.#waiting.get(id)?.();
      this.#waiting.delete(id);
    });
  }

  say(message: Record<string, unknown>): void {
    writeSync(this.#fd, `${JSON.stringify(message)}\n`);
  }

  /** Resolves when the host has done it. */
  ask(message: Record<string, unknown>): Promise<void> {
    const id = (this.#id += 1);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.say({ ...message, id });
    });
  }
}
