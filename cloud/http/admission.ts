/** Tokens that refill with time; a key that was not seen for a while is full again and forgotten. Bounded. */
export class TokenBuckets {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #nowMs: () => number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(perSecond: number, burst: number, nowMs: () => number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#nowMs = nowMs;
  }

  /** @returns 0 when it may pass, else seconds until it may. */
  take(key: string, tokens = 1): number {
    const now = this.#nowMs();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, atMs: now };
    const filled = Math.min(this.#burst, bucket.tokens + ((now - bucket.atMs) / 1000) * this.#perSecond);
    const passes = filled >= Math.min(tokens, this.#burst);
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: passes ? filled - tokens : filled, atMs: now });
    if (this.#buckets.size > MAX_KEYS)
      for (const oldest of this.#buckets.keys()) {
        this.#buckets.delete(oldest);
        break;
      }
    return passes ? 0 : Math.ceil((tokens - filled) / this.#perSecond);
  }
}
const MAX_KEYS = 20_000;

export interface AdmissionLimits {
  /** Pushes in work at once; the database is what they wait for. */
  readonly concurrent: number;
  /** Longest wait that is promised to who is let in; estimated from the pushes that ended last. */
  readonly waitMs: number;
  /** Longest Retry-After that is asked for, so that nobody is sent away for longer than the spread after a reconnect. */
  readonly retryMaxSeconds: number;
}

/**
 * Lets in as many pushes as will be done soon and sends the others away at once with a time to come again, spread by chance: an answer
 * after a second is worth more than a time-out after twenty, and fifty stations that come back together do not come back together again.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #random: () => number;
  readonly #nowMs: () => number;
  readonly #waiting: (() => void)[] = [];
  /** When each push that is in work began. */
  readonly #running = new Map<symbol, number>();
  /** Places taken: by those in work, and by one that was just handed on. */
  #places = 0;
  #usualMs = 20;
  refused = 0;

  constructor(limits: AdmissionLimits, random: () => number, nowMs: () => number) {
    this.#limits = limits;
    this.#random = random;
    this.#nowMs = nowMs;
  }

  get inFlight(): number {
    return this.#places + this.#waiting.length;
  }

  /** @returns the work's result, or the seconds after which to come again. */
  async run<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly retryAfterSeconds: number }> {
    const { concurrent, waitMs } = this.#limits;
    const cameMs = this.#nowMs();
    if ((this.#waiting.length / concurrent) * this.#expectedMs(cameMs) > waitMs) return this.#sendAway();
    const place = Symbol('push');
    if (this.#places < concurrent) this.#places += 1;
    else {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      // The estimate was wrong, batches became larger all at once: an answer now is worth more than the work later.
      if (this.#nowMs() - cameMs > 2 * waitMs) {
        this.#handOn();
        return this.#sendAway();
      }
    }
    const startMs = this.#nowMs();
    this.#running.set(place, startMs);
    try {
      return { value: await work() };
    } finally {
      this.#usualMs += (this.#nowMs() - startMs - this.#usualMs) / 8;
      this.#running.delete(place);
      this.#handOn();
    }
  }

  /** What one push takes: as the last ones did, and no less than those now in work have taken already. */
  #expectedMs(nowMs: number): number {
    let expected = this.#usualMs;
    for (const startMs of this.#running.values()) expected = Math.max(expected, nowMs - startMs);
    return expected;
  }

  #sendAway(): { readonly retryAfterSeconds: number } {
    this.refused += 1;
    return { retryAfterSeconds: 1 + Math.floor(this.#random() * this.#limits.retryMaxSeconds) };
  }

  /** The place is handed on to who waited longest, not given up: nobody overtakes. */
  #handOn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#places -= 1;
    else next();
  }
}
