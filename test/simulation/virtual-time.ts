import { createHash, type Hash } from 'node:crypto';

interface Event {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/**
 * One clock for everything. Events run in order of their time; between two of them every promise of the real code comes to rest.
 * What happens is folded into a trace, so that two runs of one seed can be compared.
 */
export class VirtualTime {
  nowMs = 0;
  events = 0;
  #order = 0;
  readonly #heap: Event[] = [];
  readonly #trace: Hash = createHash('sha256');
  /** For a person who looks at one seed. */
  readonly log: string[] | undefined;

  constructor(keepLog: boolean) {
    this.log = keepLog ? [] : undefined;
  }

  after = (delayMs: number, run: () => void): (() => void) => {
    const event: Event = { atMs: this.nowMs + Math.max(0, delayMs), order: (this.#order += 1), run, cancelled: false };
    this.#push(event);
    return () => {
      event.cancelled = true;
    };
  };

  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  note(line: string): void {
    const text = `${this.nowMs.toFixed(3)} ${line}`;
    this.#trace.update(text);
    this.log?.push(text);
  }

  /** Runs until `done` says so, the time is over or nothing is left. */
  async runUntil(endMs: number, done: () => boolean = () => false): Promise<void> {
    for (;;) {
      if (done()) return;
      const next = this.#heap[0];
      if (next === undefined || next.atMs > endMs) break;
      this.#pop();
      if (next.cancelled) continue;
      this.nowMs = next.atMs;
      this.events += 1;
      next.run();
      // A turn of the event loop: all microtasks, those they start included, have run when it comes back.
      await new Promise(setImmediate);
    }
    this.nowMs = Math.max(this.nowMs, endMs);
  }

  traceHash(): string {
    return this.#trace.digest('hex');
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !before(event, parent)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      if (right !== undefined && before(right, left)) child += 1;
      const smaller = heap[child] as Event;
      if (!before(smaller, last)) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = last;
  }
}

const before = (a: Event, b: Event): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
