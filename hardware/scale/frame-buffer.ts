/**
 * Bytes waiting for a frame, at most `limit` of them. `take` is asked again and again what stands at the front:
 * how many bytes make a frame, how many are rubbish, or that more are needed.
 */
export type Verdict<T> = { readonly frame: T; readonly length: number } | { readonly drop: number } | 'more';

export class FrameBuffer<T> {
  discardedBytes = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  readonly #limit: number;
  readonly #take: (bytes: Uint8Array) => Verdict<T>;

  constructor(limit: number, take: (bytes: Uint8Array) => Verdict<T>) {
    this.#limit = limit;
    this.#take = take;
  }

  get pendingBytes(): number {
    return this.#bytes.length;
  }

  push(chunk: Uint8Array): { readonly frame: T; readonly raw: Uint8Array }[] {
    const out: { frame: T; raw: Uint8Array }[] = [];
    // Byte by byte: the answer must not depend on how the operating system cut the stream.
    for (let at = 0; at < chunk.length; at += 1) {
      const grown = new Uint8Array(this.#bytes.length + 1);
      grown.set(this.#bytes);
      grown[this.#bytes.length] = chunk[at] ?? 0;
      this.#bytes = grown;
      this.#settle(out);
    }
    return out;
  }

  #settle(out: { frame: T; raw: Uint8Array }[]): void {
    while (this.#bytes.length > 0) {
      const verdict = this.#take(this.#bytes);
      if (verdict === 'more') {
        if (this.#bytes.length < this.#limit) return;
        this.#drop(1);
      } else if ('drop' in verdict) this.#drop(Math.max(1, verdict.drop));
      else {
        out.push({ frame: verdict.frame, raw: this.#bytes.slice(0, verdict.length) });
        this.#bytes = this.#bytes.slice(verdict.length);
      }
    }
  }

  #drop(count: number): void {
    this.discardedBytes += Math.min(count, this.#bytes.length);
    this.#bytes = this.#bytes.slice(count);
  }
}
