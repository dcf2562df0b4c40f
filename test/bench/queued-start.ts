import { join } from 'node:path';
import { Floor } from '../support/floor.ts';
import { floorDay } from '../support/floor-day.ts';
import { spawnStation } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Figure } from './figures.ts';
import { marksSince } from './read-marks.ts';
import { journalOf } from './sync-drain.ts';

const DEVICE = 'W3QUEUED';

/**
 * The whole application started on a user-data folder with this many unsent operations, in the journal and in IndexedDB: the program's
 * start → two frames after the first picture, and → the label ledger is whole, so that a label prints. The first start makes the
 * local view from the journal, as after a loss of IndexedDB, and is said apart.
 */
export async function measureQueuedStart(rounds: number, queued = 100_000): Promise<Figure[]> {
  const floor = await Floor.open({ cloud: false });
  floor.settings();
  const ready: number[] = [];
  const labels: number[] = [];
  let rebuilt = Number.NaN;
  try {
    const journal = await journalOf(join(floor.home, 'live', 'journal'), floorDay(DEVICE, queued), DEVICE);
    await journal.close();
    for (let round = 0; round <= rounds; round += 1) {
      const startedAt = performance.timeOrigin + performance.now();
      const { child, output } = spawnStation({
        home: floor.home,
        display: floor.display.name,
        env: { WEIGHHOUSE_BENCH: '1' },
      });
      try {
        const mark = (name: string): Promise<number> =>
          waitUntil(`the mark ${name}`, () => marksSince(floor.home, startedAt).get(name), 300_000).catch(
            (error: unknown) => {
              throw new Error(`${String(error)}\n${output()}`);
            },
          );
        const [readyAt, labelsAt] = await Promise.all([mark('ready'), mark('labels-ready')]);
        if (round === 0) rebuilt = readyAt - startedAt;
        else {
          ready.push(readyAt - startedAt);
          labels.push(labelsAt - startedAt);
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
      name: `start → ready, ${queued} queued`,
      unit: 'ms',
      samples: ready,
      target: { percentile: 50, atMost: 2_000 },
      note: `the first start, which made the local view from the journal: ${rebuilt.toFixed(0)} ms`,
    },
    { name: `start → labels print, ${queued} queued`, unit: 'ms', samples: labels },
  ];
}
