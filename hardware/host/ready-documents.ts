/** Drawn and read again, waiting for their print; the oldest goes first when there are more. */
const MAX_READY = 20;

type Make = () => Promise<Uint8Array>;

/**
 * Foreign labels compiled ahead of their print: drawing one and reading its codes takes hundreds of milliseconds, and the bench knows before
 * which one comes. Ahead of time one at a time is made, so that a print waits behind one at most; and what went wrong with a label that was
 * made ahead, or beside one, is no verdict on it: the print has it made again.
 */
export class ReadyDocuments {
  readonly #ready = new Map<string, Promise<Uint8Array>>();
  #ahead: Promise<unknown> = Promise.resolve();
  #makingAhead = 0;

  /** For a print. key: what the bytes depend on. */
  take(key: string, make: Make): Promise<Uint8Array> {
    const known = this.#ready.get(key);
    if (known === undefined && this.#makingAhead === 0) return this.#make(key, make);
    return (known ?? this.#make(key, make)).catch(() => this.#make(key, make));
  }

  /** Before anybody wants to print it; after those that were asked for before. */
  warm(key: string, make: Make): void {
    this.#ahead = this.#ahead.then(async () => {
      if (this.#ready.has(key)) return;
      this.#makingAhead += 1;
      await this.#make(key, make).catch(() => undefined);
      this.#makingAhead -= 1;
    });
  }

  #make(key: string, make: Make): Promise<Uint8Array> {
    const made = make();
    this.#ready.set(key, made);
    made.catch(() => {
      if (this.#ready.get(key) === made) this.#ready.delete(key);
    });
    const [oldest] = this.#ready.keys();
    if (this.#ready.size > MAX_READY && oldest !== undefined) this.#ready.delete(oldest);
    return made;
  }
}
