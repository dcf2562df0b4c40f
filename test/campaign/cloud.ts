import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudClient } from '../../electron/services/cloud-client.ts';
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
  return new CloudClient(() => ({ url: cloud.url, token: String(cloud.tokens()['live']) }));
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

async function storm(count: number): Promise<void> {
  const before = await counted();
  const stations = Array.from({ length: count }, (_, index): Station => ({
    device: `STORM${String(index).padStart(3, '0')}`,
    records: floorDay(`STORM${String(index).padStart(3, '0')}`, 300, index + 100),
    acked: 0,
  }));
  const latencies: number[] = [];
  let [sentAway, requests] = [0, 0];
  const start = performance.now();
  await Promise.all(
    stations.map(async (station) => {
      let size = 50;
      while (station.acked < station.records.length) {
        const from = performance.now();
        const answer = await client().push(
          headOf(station.device),
          station.records.slice(station.acked, station.acked + size),
        );
        latencies.push(performance.now() - from);
        requests += 1;
        if (answer.outcome === 'accepted') {
          station.acked = answer.lastSeq;
          size = Math.min(500, size * 2);
        } else if (answer.outcome === 'no-answer') {
          sentAway += 1;
          await new Promise((resolve) => setTimeout(resolve, answer.retryAfterMs ?? random() * 1_000));
        } else throw new Error(JSON.stringify(answer));
      }
    }),
  );
  const stored = (await counted()) - before;
  const expected = count * 300;
  failed ||= stored !== expected;
  say({
    campaign: `${count} stations in the same instant`,
    operations: stored,
    expected,
    requests,
    sentAway,
    answerP50Ms: Math.round(percentile(latencies, 50)),
    answerP99Ms: Math.round(percentile(latencies, 99)),
    seconds: Number(((performance.now() - start) / 1000).toFixed(1)),
  });
}

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
