import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudClient, type PackedPush } from '../../electron/services/cloud-client.ts';
import type { JournalRecord } from '../../shared/sync/operation.ts';
import { percentile } from '../bench/figures.ts';
import { CloudProcess } from '../support/cloud.ts';
import { headOf } from '../support/cloud-in-process.ts';
import { floorDay, seeded } from '../support/floor-day.ts';

/**
 * npm run campaign:cloud -- [--kills N] [--storm STATIONS] [--seed S]
 * kills: the cloud process is killed with SIGKILL while stations push, started again on the same PostgreSQL, and asked what it has:
 *   nothing acknowledged may be missing, nothing may stand twice.
 * storm: so many stations push their first batch in the same instant and obey what they are told, until all is delivered.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    storm: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const random = seeded(Number(values.seed));
const folder = mkdtempSync(join(tmpdir(), 'wh-campaign-'));
chmodSync(folder, 0o711);
const cloud = new CloudProcess(join(folder, 'data'));
let failed = false;

try {
  await cloud.start();
  await kills(Number(values.kills));
  await storm(Number(values.storm));
} finally {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

function client(): CloudClient {
  const token = String(cloud.tokens()['live']);
  return new CloudClient(() => ({ url: cloud.url, token }));
}
async function counted(): Promise<number> {
  const answer = await fetch(`${cloud.url}/v1/operations/count`, {
    headers: { authorization: `Bearer ${String(cloud.tokens()['liveAdmin'])}` },
  });
  return ((await answer.json()) as { operations: number }).operations;
}

interface Station {
  readonly device: string;
  readonly records: readonly JournalRecord[];
  acked: number;
}

async function kills(rounds: number): Promise<void> {
  const stations = ['KILLA', 'KILLB', 'KILLC'].map((device, index): Station => ({
    device,
    records: floorDay(device, 200 * (rounds + 1), index + 10),
    acked: 0,
  }));
  let [lost, batches] = [0, 0];
  for (let round = 0; round < rounds; round += 1) {
    let killed = false;
    const pushing = stations.map(async (station) => {
      while (!killed) {
        const size = 1 + Math.floor(random() * 40);
        const batch = station.records.slice(station.acked, station.acked + size);
        if (batch.length === 0) return;
        const answer = await client().push(headOf(station.device), batch);
        if (answer.outcome === 'accepted') {
          station.acked = answer.lastSeq;
          batches += 1;
        } else if (answer.outcome !== 'no-answer') throw new Error(`${station.device}: ${JSON.stringify(answer)}`);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 400));
    await cloud.stop('SIGKILL');
    killed = true;
    await Promise.all(pushing);
    await cloud.start();
    for (const station of stations) {
      const health = await client().health(headOf(station.device));
      if (!('organisation' in health)) throw new Error(`no health after the start: ${JSON.stringify(health)}`);
      if (health.lastSeq < station.acked) lost += station.acked - health.lastSeq;
      const head = station.records[health.lastSeq - 1]?.hash;
      if (health.lastSeq > 0 && health.head !== head)
        throw new Error(`${station.device}: another head at ${health.lastSeq}`);
      station.acked = health.lastSeq;
    }
  }
  const expected = stations.reduce((sum, { acked }) => sum + acked, 0);
  const stored = await counted();
  failed ||= lost > 0 || stored !== expected;
  say({
    campaign: 'kill -9 of the cloud',
    kills: rounds,
    acknowledgedBatches: batches,
    operations: stored,
    lost,
    doubled: Math.max(0, stored - expected),
  });
}

/** Each station has a machine of its own to pack on: what is measured is from the first byte of a request to its parsed answer. */
async function storm(count: number): Promise<void> {
  const before = await counted();
  const sender = client();
  const sizes = [50, 100, 150];
  const stations: { readonly device: string; readonly batches: PackedPush[] }[] = [];
  for (let index = 0; index < count; index += 1) {
    const device = `STORM${String(index).padStart(3, '0')}`;
    const records = floorDay(device, 300, index + 100);
    const batches: PackedPush[] = [];
    for (const size of sizes) batches.push(await sender.pack(headOf(device), records.splice(0, size)));
    stations.push({ device, batches });
  }
  const [accepted, refused]: [number[], number[]] = [[], []];
  const start = performance.now();
  await Promise.all(
    stations.map(async ({ batches }) => {
      for (const batch of batches)
        for (;;) {
          const from = performance.now();
          const answer = await sender.send(batch);
          const tookMs = performance.now() - from;
          if (answer.outcome === 'accepted') {
            accepted.push(tookMs);
            break;
          }
          if (answer.outcome !== 'no-answer') throw new Error(JSON.stringify(answer));
          refused.push(tookMs);
          await new Promise((resolve) => setTimeout(resolve, answer.retryAfterMs ?? random() * 1_000));
        }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const stored = (await counted()) - before;
  const expected = count * 300;
  failed ||= stored !== expected;
  const all = [...accepted, ...refused];
  say({
    campaign: `${count} stations in the same instant`,
    operations: stored,
    expected,
    requests: all.length,
    sentAway: refused.length,
    answerP50Ms: Math.round(percentile(all, 50)),
    answerP99Ms: Math.round(percentile(all, 99)),
    acceptedP99Ms: Math.round(percentile(accepted, 99)),
    slowestMs: Math.round(Math.max(...all)),
    seconds: Number(seconds.toFixed(1)),
  });
}

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
