import { Floor } from '../support/floor.ts';
import { readFileSync, readdirSync } from 'node:fs';
import { spawnStation } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Figure } from './figures.ts';
import { marksSince } from './read-marks.ts';

/**
 * Cold start: the program's start → two frames after the first picture, by its own clock and ours (one machine). `rounds` starts on one
 * data folder, the first of them on an empty one; then memory and CPU of the last one at rest.
 */
export async function measureStart(rounds: number, idleSeconds: number): Promise<Figure[]> {
  const floor = await Floor.open({ cloud: false });
  floor.settings();
  const times: number[] = [];
  const figures: Figure[] = [];
  let first = Number.NaN;
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const startedAt = performance.timeOrigin + performance.now();
      const { child, output } = spawnStation({
        home: floor.home,
        display: floor.display.name,
        env: { WEIGHHOUSE_BENCH: '1' },
      });
      try {
        const readyAt = await waitUntil(
          'the ready mark',
          () => marksSince(floor.home, startedAt).get('ready'),
          60_000,
        ).catch((error: unknown) => {
          throw new Error(`${String(error)}\n${output()}`);
        });
        if (round === 0) first = readyAt - startedAt;
        else times.push(readyAt - startedAt);
        if (round === rounds && idleSeconds > 0) {
          figures.push(...(await measureIdle(child.pid ?? 0, floor, idleSeconds)));
        }
      } finally {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }
    }
  } finally {
    await floor.close();
  }
  return [
    {
      name: 'start → ready',
      unit: 'ms',
      samples: times,
      target: { percentile: 50, atMost: 1200 },
      note: `first start on an empty data folder: ${first.toFixed(0)} ms`,
    },
    ...figures,
  ];
}

/** Pids of a process and all below it. */
function family(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // Gone between the list and the look.
    }
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

/** Chromium's own word for a process. */
function kindOf(pid: number): string {
  const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return /--utility-sub-type=([\w.]+)/.exec(line)?.[1] ?? /--type=([\w-]+)/.exec(line)?.[1] ?? 'main';
}

/** Proportional set size in MB by what the process is in Chromium's own words. */
function pssMegabytes(pids: readonly number[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const pid of pids) {
    const kind = kindOf(pid);
    const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    sums.set(kind, (sums.get(kind) ?? 0) + kilobytes / 1024);
  }
  return sums;
}

/** User and system time of the processes so far, in seconds by kind; Linux counts 100 ticks a second. */
function cpuSeconds(pids: readonly number[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const pid of pids) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const kind = kindOf(pid);
    sums.set(kind, (sums.get(kind) ?? 0) + (Number(fields[11]) + Number(fields[12])) / 100);
  }
  return sums;
}

async function measureIdle(pid: number, floor: Floor, seconds: number): Promise<Figure[]> {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const load = async (): Promise<Map<string, number>> => {
    // The sound device sleeps 20 s after the last sound; a bench at rest is a bench after that.
    await wait(seconds < 10 ? 3_000 : 25_000);
    const pids = family(pid);
    const [before, from] = [cpuSeconds(pids), performance.now()];
    await wait(seconds * 1000);
    const passed = (performance.now() - from) / 1000;
    return new Map(
      [...cpuSeconds(pids)].map(([kind, after]) => [kind, ((after - (before.get(kind) ?? 0)) / passed) * 100]),
    );
  };
  const total = (parts: Map<string, number>): number => [...parts.values()].reduce((sum, part) => sum + part, 0);
  const byKind = (parts: Map<string, number>, digits: number): string =>
    [...parts].map(([kind, part]) => `${kind} ${part.toFixed(digits)}`).join(', ');
  const streaming = await load();
  const memory = pssMegabytes(family(pid));
  floor.scale.unplug();
  const silent = await load();
  return [
    {
      name: 'idle memory, PSS of all processes',
      unit: 'MB',
      samples: [total(memory)],
      target: { percentile: 50, atMost: 350 },
      note: byKind(memory, 0),
    },
    {
      name: 'idle, no scale on the line',
      unit: '% CPU',
      samples: [total(silent)],
      target: { percentile: 50, atMost: 1 },
      note: `share of one core over ${seconds} s: ${byKind(silent, 1)}`,
    },
    {
      name: 'idle, empty plate at 20 frames/s',
      unit: '% CPU',
      samples: [total(streaming)],
      target: { percentile: 50, atMost: 1 },
      note: byKind(streaming, 1),
    },
  ];
}
