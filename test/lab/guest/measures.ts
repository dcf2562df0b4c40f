import { readdirSync, readlinkSync } from 'node:fs';

/** Open handles of this process on devices, and all of them. */
export function handles(): { readonly devices: number; readonly all: number } {
  let devices = 0;
  const fds = readdirSync('/proc/self/fd');
  for (const fd of fds) {
    try {
      if (/^\/dev\/(ttyACM|ttyUSB|hidraw|usb\/lp)/.test(readlinkSync(`/proc/self/fd/${fd}`))) devices += 1;
    } catch {
      // The handle of the listing itself.
    }
  }
  return { devices, all: fds.length };
}

/** Share of one processor used by this process during `ms`, in hundredths. */
export async function cpuPercent(ms: number): Promise<number> {
  const [from, start] = [process.cpuUsage(), performance.now()];
  await sleep(ms);
  const used = process.cpuUsage(from);
  return Math.round(((used.user + used.system) / 1000 / (performance.now() - start)) * 100);
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for the thing itself in steps of 5 ms; throws with what was waited for. */
export async function until(what: string, probe: () => boolean, timeoutMs = 15_000): Promise<number> {
  const start = performance.now();
  while (!probe()) {
    if (performance.now() - start > timeoutMs) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await sleep(5);
  }
  return Math.round(performance.now() - start);
}

/** Below this share of a processor nothing reads in a circle; the library alone takes a whole one. */
const CALM_PERCENT = 40;
const WINDOW_MS = 120;
const WINDOWS = 8;

/** The least use among some windows, ending with the first calm one: a busy machine has bursts, a spin has no pause. */
export async function sustainedCpu(): Promise<number> {
  let least = 100;
  for (let window = 0; window < WINDOWS && least > CALM_PERCENT; window += 1)
    least = Math.min(least, await cpuPercent(WINDOW_MS));
  return least;
}

export const isSpinning = (percent: number): boolean => percent > CALM_PERCENT;

/** The issue's figure: an unplug is noticed within this. */
export const NOTICE_MS = 250;

/** "p50 24, p95 53, max 60 (1 over 250)". */
export function spread(values: readonly number[], limit?: number): string {
  const all = [...values].sort((a, b) => a - b);
  const at = (share: number): number => all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0;
  const over = limit === undefined ? 0 : all.filter((value) => value > limit).length;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)}${over === 0 ? '' : ` (${over} over ${limit})`}`;
}

/**
 * The target is met when the middle of all is: one late notice is a machine that stood still for a moment, and is printed; a watch that is
 * broken is late or silent every time.
 */
export function requireNoticed(values: readonly number[]): void {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  if (middle > NOTICE_MS) throw new Error(`unplugs noticed too late, ms: ${spread(values, NOTICE_MS)}`);
}
