import { join } from 'node:path';
import { Floor } from '../support/floor.ts';
import { floorDay } from '../support/floor-day.ts';
import type { Figure } from './figures.ts';
import { withStartedStation } from './started-station.ts';
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
      await withStartedStation(floor, 300_000, async ({ untilMark }) => {
        const [readyMs, labelsMs] = await Promise.all([untilMark('ready'), untilMark('labels-ready')]);
        if (round === 0) rebuilt = readyMs;
        else {
          ready.push(readyMs);
          labels.push(labelsMs);
        }
      });
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
