import { createHash } from 'node:crypto';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import type { ServerState } from '../http/server-state.ts';
import type { Database } from '../postgres/database.ts';
import { monthOf, type Partitions } from '../postgres/partitions.ts';
import { genesis } from './chain.ts';
import { ingestBatch } from './ingest-batch.ts';
import type { Batch } from './parse-batch.ts';
import type { Source } from './place-batch.ts';
import { SqlIngestStore } from './sql-ingest-store.ts';

export interface Intake {
  readonly database: Database;
  readonly partitions: Partitions;
  readonly server: ServerState;
  readonly nowMs: () => number;
}

/**
 * One batch, one transaction; the promise resolves after the commit is durable.
 *
 * What a station sends never blocks those behind it: everything known to be unstorable is parked by `classify`. Should PostgreSQL
 * refuse a value all the same, the operations go one by one and the one it refuses is stored as bytes alone, parked.
 */
export async function takeBatch(intake: Intake, source: Source, batch: Batch): Promise<PushAnswer> {
  try {
    return await once(intake, source, batch);
  } catch (error) {
    if (!isAboutContent(error)) throw error;
    return oneByOne(intake, source, batch);
  }
}

async function once(
  { database, partitions, server, nowMs }: Intake,
  source: Source,
  batch: Batch,
  bytesOnly = false,
): Promise<PushAnswer> {
  const now = nowMs();
  await partitions.ensure(source.organisation, monthOf(now));
  return database.inTransaction((client) =>
    ingestBatch(new SqlIngestStore(client, source, now), source, batch, server, now, { bytesOnly }),
  );
}

async function oneByOne(intake: Intake, source: Source, { header, bodies }: Batch): Promise<PushAnswer> {
  const exceptions = [];
  let answer: PushAnswer | undefined;
  // Hashes of the single steps are not on the wire: the stored head and the bodies lead to them.
  let head = await headBefore(intake, source, header.fromSeq);
  for (const [index, body] of bodies.entries()) {
    head = head === undefined ? undefined : createHash('sha256').update(head).update(body).digest();
    if (head === undefined) break;
    const single: Batch = {
      header: { ...header, fromSeq: header.fromSeq + index, count: 1, head: head.toString('hex') },
      bodies: [body],
    };
    answer = await once(intake, source, single).catch((error: unknown) => {
      if (!isAboutContent(error)) throw error;
      return once(intake, source, single, true);
    });
    if (answer.outcome !== 'accepted') return answer;
    exceptions.push(...answer.exceptions);
  }
  if (answer?.outcome !== 'accepted') throw new Error('a batch that could be judged could not be repeated');
  return { ...answer, exceptions };
}

async function headBefore({ database }: Intake, source: Source, fromSeq: number): Promise<Buffer | undefined> {
  if (fromSeq === 1) return genesis(source.device, source.epoch);
  return database.inTransaction(async (client) => {
    const store = new SqlIngestStore(client, source, 0);
    const device = await store.lockChain();
    if (device.lastSeq === fromSeq - 1) return device.head;
    return (await store.stored(fromSeq - 1, fromSeq - 1)).get(fromSeq - 1)?.hash;
  });
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint). */
function isAboutContent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code.startsWith('23');
}
