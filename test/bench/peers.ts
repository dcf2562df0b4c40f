import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CloudClient } from '../../electron/services/cloud-client.ts';
import type { JournalRecord } from '../../shared/sync/operation.ts';
import { CloudProcess } from '../support/cloud.ts';
import { embeddedDatabase } from '../support/databases.ts';
import { floorDay } from '../support/floor-day.ts';
import { projectRoot } from '../support/station.ts';
import { drain, journalOf } from './sync-drain.ts';

/**
 * npm run bench:peers -- [--records 10000]: the same records by Weighhouse's push, PouchDB's replication to an express-pouchdb, RxDB's HTTP
 * replication, one POST a record and a bare gzip outbox, each to a server process of its own on this machine; all but PouchDB's into
 * the same kind of PostgreSQL with synchronous_commit on. Bytes are counted on the TCP connections, both ways, headers included. The
 * peers are installed into test/bench/peers on the first run; they are no part of the product.
 */
const folder = join(projectRoot, 'test', 'bench', 'peers');
const { values, positionals } = parseArgs({ options: { records: { type: 'string' } }, allowPositionals: true });
const count = z.coerce
  .number()
  .int()
  .min(1)
  .max(1_000_000)
  .parse(values.records ?? positionals[0] ?? 10_000);
const WARM = 1_000;
/** One by one is slow: the rate does not need all of them. */
const SINGLE = Math.min(count, 1_000);

interface PeerRecord {
  readonly id: string;
  readonly body: string;
}
type Client = (url: string, records: readonly PeerRecord[], folder: string) => Promise<() => Promise<void>>;

function install(): void {
  if (existsSync(join(folder, 'node_modules', 'rxdb'))) return;
  const done = spawnSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' });
  if (done.status !== 0) throw new Error('the peers could not be installed');
}

/** A line between client and server that counts. */
async function counted(port: number): Promise<{ url: string; bytes: () => number; close: () => void }> {
  let bytes = 0;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk: Buffer) => (bytes += chunk.length));
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, bytes: () => bytes, close: () => server.close() };
}

async function peerServer(kind: 'pouchdb' | 'postgres', place: string): Promise<{ port: number; stop: () => void }> {
  const child = spawn(process.execPath, [join(folder, 'peer-server.mjs'), kind, place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString().trim())));
    child.once('exit', (code) => reject(new Error(`the ${kind} server ended with ${code}`)));
  });
  return { port, stop: () => child.kill() };
}

function say(name: string, of: number, seconds: number, bytes: number): void {
  const rate = (of / seconds).toFixed(0).padStart(7);
  console.log(
    `${name.padEnd(44)} ${rate} records/s  ${(bytes / of).toFixed(1).padStart(7)} bytes/record  ${seconds.toFixed(2)} s`,
  );
}

async function measure(
  name: string,
  port: number,
  client: Client,
  records: readonly PeerRecord[],
  home: string,
): Promise<void> {
  const line = await counted(port);
  mkdirSync(home);
  const run = await client(line.url, records, home);
  const before = line.bytes();
  const start = performance.now();
  await run();
  if (name !== '') say(name, records.length, (performance.now() - start) / 1_000, line.bytes() - before);
  line.close();
}

async function weighhouse(
  base: string,
  warm: readonly JournalRecord[],
  records: readonly JournalRecord[],
): Promise<void> {
  const cloud = new CloudProcess(join(base, 'cloud'));
  await cloud.start();
  const line = await counted(cloud.port);
  const client = new CloudClient(() => ({ url: line.url, token: String(cloud.tokens()['live']) }));
  const journals = [
    await journalOf(join(base, 'warm'), warm, 'W3WARM01'),
    await journalOf(join(base, 'j'), records, 'W3PEERS1'),
  ];
  try {
    const [first, journal] = journals;
    if (first === undefined || journal === undefined) return;
    await drain(client, first);
    const before = line.bytes();
    const { seconds } = await drain(client, journal);
    say('Weighhouse push (journal to judged views)', count, seconds, line.bytes() - before);
  } finally {
    for (const journal of journals) await journal.close();
    line.close();
    await cloud.stop();
  }
}

install();
const base = mkdtempSync(join(tmpdir(), 'wh-peers-'));
chmodSync(base, 0o711);
const days = floorDay('W3PEERS1', count);
const warmDays = floorDay('W3WARM01', WARM, 2);
const asPeers = (of: readonly JournalRecord[], device: string): PeerRecord[] =>
  of.map(({ seq, body }) => ({ id: `${device}-1-${seq}`, body }));
const [records, warm] = [asPeers(days, 'W3PEERS1'), asPeers(warmDays, 'W3WARM01')];
const clients = (await import(join(folder, 'peer-clients.mjs'))) as Record<string, Client>;
const raw = records.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
console.log(`${count} records of a floor's day, ${(raw / count).toFixed(0)} bytes of JSON each`);
const stops: (() => void)[] = [];
const database = await embeddedDatabase();
try {
  await weighhouse(base, warmDays, days);
  const postgres = await peerServer('postgres', database.url);
  stops.push(postgres.stop);
  const couch = join(base, 'couch');
  mkdirSync(couch);
  const pouch = await peerServer('pouchdb', couch);
  stops.push(pouch.stop);
  for (const [key, name, port] of [
    ['gzipOutbox', 'bare gzip outbox, 500 lines a batch', postgres.port],
    ['rxdb', 'RxDB HTTP replication, 500 a batch', postgres.port],
    ['pouchdb', 'PouchDB replication to express-pouchdb', pouch.port],
    ['onePost', `one POST a record, the first ${SINGLE} of them`, postgres.port],
  ] as const) {
    const client = clients[key];
    if (client === undefined) throw new Error(key);
    // Warm on other records; PouchDB's server keeps one database, the ids differ.
    const single = key === 'onePost';
    await measure('', port, client, single ? warm.slice(0, 50) : warm, join(base, `${key}-warm`));
    await measure(name, port, client, single ? records.slice(0, SINGLE) : records, join(base, key));
  }
} finally {
  for (const stop of stops) stop();
  await database.stop();
  rmSync(base, { recursive: true, force: true });
}
process.exit(0);
