/** Drawn and read again, waiting for their print; the oldest goes first when there are more. */
const MAX_READY = 20;

/**
 * Foreign labels compiled ahead of their print: drawing one and reading its codes takes hundreds of milliseconds, and the bench knows minutes
 * before which one comes. The same work is done once, whoever asks first; a document that was refused is tried anew when it is printed.
 */
export class ReadyDocuments {
  readonly #ready = new Map<string, Promise<Uint8Array>>();

  /** key: what the bytes depend on. */
  take(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = this.#ready.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#ready.set(key, made);
    made.catch(() => this.#ready.delete(key));
    const [oldest] = this.#ready.keys();
    if (this.#ready.size > MAX_READY && oldest !== undefined) this.#ready.delete(oldest);
    return made;
  }
}
