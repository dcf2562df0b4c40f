/** Time and chance as parameters: a test turns the hands itself. */
export interface Clock {
  monoMs(): number;
  wallMs(): number;
  /** Calls back once; returns the cancel. */
  after(delayMs: number, callback: () => void): () => void;
  /** 0 ≤ x < 1. */
  random(): number;
}

export const systemClock: Clock = {
  monoMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
