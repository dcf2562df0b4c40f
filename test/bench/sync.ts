import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Journal } from '../../electron/journal/journal.ts';
import { CloudClient } from '../../electron/services/cloud-client.ts';
import { CloudProcess } from '../support/cloud.ts';
import { floorDay } from '../support/floor-day.ts';
import { percentile, printRows, type Row } from './figures.ts';
import { drain, journalOf, wireBytes } from './sync-drain.ts';

const BACKLOG = 63_000;

/** npm run bench:sync — what a station's backlog costs on this machine: rate, latency of a batch, bytes on the wire. */
export async function benchSync(operations = BACKLOG): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wh-bench-'));
  chmodSync(folder, 0o711);
  const cloud = new CloudProcess(join(folder, 'data'));
  const records = floorDay('W3BENCH1', operations);
  const warm = floorDay('W3WARM01', 5_000, 2);
  const journals: Journal[] = [];
  try {
    await cloud.start();
    const client = new CloudClient(() => ({ url: cloud.url, token: String(cloud.tokens()['live']) }));
    for (const [device, days] of [
      ['W3WARM01', warm],
      ['W3BENCH1', records],
    ] as const)
      journals.push(await journalOf(join(folder, device), days, device));
    const [warmJournal, journal] = journals;
    if (warmJournal === undefined || journal === undefined) throw new Error('no journal');
    await drain(client, warmJournal);
    const { seconds, batchMs } = await drain(client, journal);
    const again: number[] = [];
    // A quiet floor: one operation at a time, as soon as it is saved.
    const singles = floorDay('W3SINGLE', 300, 3);
    for (const record of singles) {
      const from = performance.now();
      await client.push({ device: 'W3SINGLE', epoch: 1, seq: 0, hash: '' }, [record]);
      again.push(performance.now() - from);
    }
    const wire = await wireBytes(records.slice(0, 10_000));
    return [
      { name: 'sync drain, one station', value: operations / seconds, unit: 'operations/s', target: '>= 12000' },
      { name: `sync drain of ${operations} operations`, value: seconds, unit: 's', target: '< 8' },
      { name: 'sync batch p50', value: percentile(batchMs, 50), unit: 'ms' },
      { name: 'sync batch p99', value: percentile(batchMs, 99), unit: 'ms' },
      { name: 'sync single operation p50', value: percentile(again, 50), unit: 'ms' },
      { name: 'sync single operation p99', value: percentile(again, 99), unit: 'ms' },
      { name: 'sync bytes an operation, columns + gzip', value: wire.columns, unit: 'bytes', target: '<= 64' },
      { name: 'sync bytes an operation, lines + gzip', value: wire.lines, unit: 'bytes' },
      { name: 'sync bytes an operation, raw', value: wire.raw, unit: 'bytes' },
    ];
  } finally {
    for (const journal of journals) await journal.close();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  printRows(await benchSync(Number(process.argv[2] ?? BACKLOG)), (line) => void process.stdout.write(`${line}\n`));
}
