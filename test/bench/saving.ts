import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, type Act } from '../../electron/journal/journal.ts';
import { nodeDisk } from '../../electron/journal/node-disk.ts';
import { JournalFold } from '../../electron/journal/journal-fold.ts';
import { weighed } from '../support/operations.ts';
import { percentile, printRows, type Row } from './figures.ts';

const open = (directory: string): Journal =>
  new Journal({
    directory,
    disk: nodeDisk,
    clock: { wallMs: () => Date.now(), tzMinutes: () => 480, monoMs: () => performance.now() },
    boot: 'bench',
    newDeviceId: () => 'W0000001',
    readsBack: (type) => type === 'parcelWeighed',
  });
const weighing = (n: number): Act => ({
  type: 'parcelWeighed',
  entity: `parcel:YT${n}`,
  actor: 'op-1',
  payload: weighed(`YT${String(n).padStart(10, '0')}`, 20 + (n % 29_000)),
});

/**
 * What saving costs: main's journal with everything a weighing goes through (chain, CRC, fdatasync, read-back), on the disk of the
 * temporary folder. Without IPC and screen. `queued`: how many records lie in the journal at the measured start.
 */
export async function measureSaving(saves = 3_000, burst = 20_000, queued = 100_000): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'wh-bench-'));
  try {
    let journal = open(directory);
    const singleMs: number[] = [];
    for (let n = 0; n < saves; n += 1) {
      const from = performance.now();
      const result = await journal.append(weighing(n));
      if (!result.ok) throw new Error(result.error.code);
      singleMs.push(performance.now() - from);
    }
    const start = performance.now();
    // Sixteen callers, each waiting for its answer before it asks again.
    let next = saves;
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        while (next < saves + burst) await journal.append(weighing((next += 1)));
      }),
    );
    const perSecond = burst / ((performance.now() - start) / 1000);
    while (journal.head().seq < queued)
      await Promise.all(Array.from({ length: 1_000 }, (_, n) => journal.append(weighing(journal.head().seq + n))));
    await journal.close();
    const openFrom = performance.now();
    journal = open(directory);
    const openMs = performance.now() - openFrom;
    const foldFrom = performance.now();
    // As the station does it: the fold runs in pieces, and a weighing is saved between two of them.
    const folded = new JournalFold({
      journal,
      folds: [],
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      onTrouble: (detail) => process.stderr.write(`${detail}\n`),
    }).begin();
    const saveFrom = performance.now();
    await journal.append(weighing(0));
    const firstSaveMs = performance.now() - saveFrom;
    const { folded: read } = await folded;
    const foldMs = performance.now() - foldFrom;
    if (read < queued) throw new Error(`${read} of ${queued} records read`);
    const pageFrom = performance.now();
    journal.readAfter(Math.floor(queued / 2), 500);
    const pageMs = performance.now() - pageFrom;
    await journal.close();
    const of = `${journal.head().seq} records`;
    return [
      { name: 'save one weighing, p50', value: percentile(singleMs, 50), unit: 'ms', target: '<= 3' },
      { name: 'save one weighing, p99', value: percentile(singleMs, 99), unit: 'ms', target: '<= 25' },
      { name: 'weighings saved, 16 callers', value: perSecond, unit: '/s', target: '>= 1000' },
      { name: `open a journal of ${of}`, value: openMs, unit: 'ms', target: '< 2000 with the first save' },
      { name: 'first save after that, while the ledger is folded', value: firstSaveMs, unit: 'ms' },
      { name: `fold of ${of}, in pieces beside the work`, value: foldMs, unit: 'ms' },
      { name: 'first batch from its middle', value: pageMs, unit: 'ms' },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('saving.ts') === true)
  printRows(await measureSaving(), (line) => void process.stdout.write(`${line}\n`));
