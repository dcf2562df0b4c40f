/** Full jitter: anything from nothing to the cap, which doubles to a limit. Jitter after the cap, or clients fall into step again. */
export function backoffMs(attempt: number, random: number, firstMs = 1_000, maxMs = 300_000): number {
  const cap = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(random * cap);
}

/** What the server asked for, and up to a tenth more so that those it sent away do not come back together. */
export function retryAfterWithJitter(retryAfterMs: number, random: number): number {
  return Math.round(retryAfterMs * (1 + random / 10));
}

const MAX_SPREAD_MS = 30_000;

/** After an outage every station of a floor sees the cloud again within one probe: each waits its own part, none longer than the outage. */
export function spreadMs(outageMs: number, random: number): number {
  return Math.round(random * Math.min(MAX_SPREAD_MS, Math.max(0, outageMs)));
}
