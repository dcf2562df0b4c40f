import { Floor } from '../support/floor.ts';
import { readFileSync, readdirSync } from 'node:fs';
import type { Figure } from './figures.ts';
import { withStartedStation } from './started-station.ts';

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
      await withStartedStation(floor, 60_000, async ({ child, untilMark }) => {
        const readyMs = await untilMark('ready');
        if (round === 0) first = readyMs;
        else times.push(readyMs);
        if (round === rounds && idleSeconds > 0)
          figures.push(...(await measureIdle(child.pid ?? 0, floor, idleSeconds)));
      });
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
  for (const [, { kind, value }] of readEach(pids, 'smaps_rollup', (text) => /^Pss:\s+(\d+)/m.exec(text)?.[1]))
    sums.set(kind, (sums.get(kind) ?? 0) + value / 1024);
  return sums;
}

/** User and system time of the processes so far, in seconds by kind; Linux counts 100 ticks a second. */
function cpuSeconds(pids: readonly number[]): Map<number, { kind: string; value: number }> {
  const ticks = (stat: string): string => {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return String((Number(fields[11]) + Number(fields[12])) / 100);
  };
  return readEach(pids, 'stat', ticks);
}

/** One figure of each process by its id; one that has ended meanwhile has none. */
function readEach(
  pids: readonly number[],
  file: string,
  figure: (text: string) => string | undefined,
): Map<number, { kind: string; value: number }> {
  const found = new Map<number, { kind: string; value: number }>();
  for (const pid of pids)
    try {
      found.set(pid, { kind: kindOf(pid), value: Number(figure(readFileSync(`/proc/${pid}/${file}`, 'utf8')) ?? 0) });
    } catch {
      // Gone between the list and the look.
    }
  return found;
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
    const shares = new Map<string, number>();
    for (const [one, { kind, value }] of cpuSeconds(pids)) {
      const share = ((value - (before.get(one)?.value ?? value)) / passed) * 100;
      shares.set(kind, (shares.get(kind) ?? 0) + share);
    }
    return shares;
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
