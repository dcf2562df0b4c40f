/** Full jitter: anything from nothing to the cap, which doubles to a limit. Jitter after the cap, or clients fall into step again. */
export function backoffMs(attempt: number, random: number, firstMs = 1_000, maxMs = 300_000): number {
  const cap = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(random * cap);
}
