import type { PushAnswer, PushException } from '../../shared/sync/protocol.ts';
import type { Database, Queryable } from '../postgres/database.ts';
import type { ServerState } from '../http/server-state.ts';
import { chain, genesis } from './chain.ts';
import { classify, type Classified } from './classify.ts';
import type { Batch } from './parse-batch.ts';
import { projectOrPark, type Source } from './project.ts';

interface DeviceRow {
  readonly last_seq: number;
  readonly head: Buffer;
}

interface StoredRow {
  readonly seq: number;
  readonly hash: Buffer;
  readonly result: 'applied' | 'parked';
  readonly code: string | null;
}

/**
 * Takes one batch: the device's row is locked, so its numbers are strictly sequential; what is stored already is compared by hash;
 * the answer is made only after the commit is durable. Nothing is refused for its content: what is not understood is parked.
 */
export async function ingestBatch(
  database: Database,
  organisation: string,
  { header, bodies }: Batch,
  server: ServerState,
): Promise<PushAnswer> {
  const source = { organisation, device: header.device, epoch: header.epoch };
  return database.inTransaction(async (client) => {
    const device = await lockDevice(client, source);
    const refuse = (outcome: 'gap' | 'fork' | 'bad-batch', detail: string): PushAnswer => ({
      ...server,
      serverTimeMs: Date.now(),
      outcome,
      lastSeq: device.last_seq,
      head: device.head.toString('hex'),
      detail,
    });
    const last = header.fromSeq + bodies.length - 1;
    if (header.fromSeq > device.last_seq + 1)
      return refuse('gap', `number ${device.last_seq + 1} is next, ${header.fromSeq} came`);
    const stored = await readStored(client, source, header.fromSeq - 1, Math.min(last, device.last_seq));
    const before = header.fromSeq === 1 ? genesis(source.device, source.epoch) : stored.get(header.fromSeq - 1)?.hash;
    if (before === undefined) throw new Error(`operation ${header.fromSeq - 1} of ${source.device} is missing`);
    const hashes = chain(before, bodies);
    const forkedAt = hashes.findIndex((hash, index) => stored.get(header.fromSeq + index)?.hash.equals(hash) === false);
    if (forkedAt >= 0) return refuse('fork', `number ${header.fromSeq + forkedAt} is stored with other content`);
    // Bytes are guarded on their way by gzip and TCP: another head means another history, or a station that cannot count.
    if (hashes.at(-1)?.toString('hex') !== header.head)
      return header.fromSeq === 1
        ? refuse('bad-batch', 'the operations do not lead to the head of the header')
        : refuse('fork', `the history before number ${header.fromSeq} is another one`);

    const fresh = bodies.flatMap((body, index) => {
      const seq = header.fromSeq + index;
      const hash = hashes[index];
      return stored.has(seq) || hash === undefined ? [] : [{ body, hash, operation: classify(seq, body) }];
    });
    const parked = new Map<number, string>();
    for (const { operation } of fresh) if (operation.parked !== undefined) parked.set(operation.seq, operation.parked);
    const more = await projectOrPark(
      client,
      source,
      fresh.map(({ operation }) => operation),
    );
    for (const [seq, code] of more) parked.set(seq, code);
    await store(client, source, fresh, parked);
    const [lastSeq, head] =
      last > device.last_seq ? [last, header.head] : [device.last_seq, device.head.toString('hex')];
    await client.query(
      'UPDATE device SET last_seq = $4, head = $5, last_seen = now() WHERE organisation = $1 AND device = $2 AND epoch = $3',
      [organisation, source.device, source.epoch, lastSeq, Buffer.from(head, 'hex')],
    );
    const exceptions = bodies.flatMap((_, index): PushException[] => {
      const seq = header.fromSeq + index;
      const row = stored.get(seq);
      const code = row?.result === 'parked' ? (row.code ?? undefined) : parked.get(seq);
      if (code !== undefined) return [{ seq, result: 'parked', code }];
      return row === undefined ? [] : [{ seq, result: 'duplicate' }];
    });
    return { ...server, serverTimeMs: Date.now(), outcome: 'accepted', lastSeq, head, exceptions };
  });
}

async function lockDevice(client: Queryable, { organisation, device, epoch }: Source): Promise<DeviceRow> {
  await client.query(
    'INSERT INTO device (organisation, device, epoch, head) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [organisation, device, epoch, genesis(device, epoch)],
  );
  const { rows } = await client.query<DeviceRow>(
    'SELECT last_seq, head FROM device WHERE organisation = $1 AND device = $2 AND epoch = $3 FOR UPDATE',
    [organisation, device, epoch],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the device row is gone');
  return row;
}

async function readStored(
  client: Queryable,
  { organisation, device, epoch }: Source,
  from: number,
  to: number,
): Promise<Map<number, StoredRow>> {
  if (to < from) return new Map();
  const { rows } = await client.query<StoredRow>(
    `SELECT seq, hash, result, code FROM operation
     WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq BETWEEN $4 AND $5`,
    [organisation, device, epoch, from, to],
  );
  return new Map(rows.map((row) => [row.seq, row]));
}

async function store(
  client: Queryable,
  { organisation, device, epoch }: Source,
  rows: readonly { readonly body: Buffer; readonly hash: Buffer; readonly operation: Classified }[],
  parked: ReadonlyMap<number, string>,
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO operation (organisation, device, epoch, seq, hash, body, type, result, code)
     SELECT $1, $2, $3, t.seq, t.hash, t.body, t.type, CASE WHEN t.code IS NULL THEN 'applied' ELSE 'parked' END, t.code
     FROM unnest($4::bigint[], $5::bytea[], $6::bytea[], $7::text[], $8::text[]) AS t(seq, hash, body, type, code)`,
    [
      ...[organisation, device, epoch],
      rows.map((row) => row.operation.seq),
      rows.map((row) => row.hash),
      rows.map((row) => row.body),
      rows.map((row) => row.operation.type ?? null),
      rows.map((row) => parked.get(row.operation.seq) ?? null),
    ],
  );
}
