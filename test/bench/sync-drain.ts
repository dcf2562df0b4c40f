import { gzipSync } from 'node:zlib';
import { JournalPush } from '../../electron/journal/journal-push.ts';
import { Journal } from '../../electron/journal/journal.ts';
import { nodeDisk } from '../../electron/journal/node-disk.ts';
import { CloudClient } from '../../electron/services/cloud-client.ts';
import type { JournalRecord, OperationBody } from '../../shared/sync/operation.ts';
import { MAX_BATCH_OPERATIONS } from '../../shared/sync/protocol.ts';
import { withinBatch } from '../../shared/sync/push-batch.ts';
import { headOf } from '../support/cloud-in-process.ts';

/** Cuts as a station does: at most 500 operations and 256 KB of bodies. */
export function batchesOf(records: readonly JournalRecord[]): (readonly JournalRecord[])[] {
  const batches: (readonly JournalRecord[])[] = [];
  for (let at = 0; at < records.length; at += batches.at(-1)?.length ?? 1)
    batches.push(withinBatch(records.slice(at, at + MAX_BATCH_OPERATIONS), (text) => Buffer.byteLength(text)));
  return batches;
}

/** A journal on the disk of the temporary folder that holds what `floorDay` says; for `drain`. */
export async function journalOf(
  directory: string,
  records: readonly JournalRecord[],
  device: string,
): Promise<Journal> {
  const bodies = records.map(({ body }) => JSON.parse(body) as OperationBody);
  const body = (): OperationBody => bodies[journal.head().seq + asked] ?? (bodies[0] as OperationBody);
  // The journal asks its clock once for each record of a group, in this order; its head moves when the group is written.
  let asked = 0;
  const journal: Journal = new Journal({
    directory,
    disk: nodeDisk,
    clock: {
      wallMs: () => body().wallMs,
      tzMinutes: () => body().tzMinutes,
      monoMs: () => {
        const { monoMs } = body();
        asked += 1;
        return monoMs;
      },
    },
    boot: 'bench',
    newDeviceId: () => device,
  });
  for (let at = 0; at < bodies.length; at += 1_000) {
    const saved = bodies
      .slice(at, at + 1_000)
      .map(({ type, entity, actor, payload }) => journal.append({ type, entity, actor, payload }));
    for (const result of await Promise.all(saved)) if (!result.ok) throw new Error(result.error.code);
    asked = 0;
  }
  return journal;
}

/**
 * One station from its journal on the disk, one batch in flight, the station's own push and HTTP client: from the first byte to the
 * last durable acknowledgement. Without IPC and local view.
 */
export async function drain(client: CloudClient, journal: Journal): Promise<{ seconds: number; batchMs: number[] }> {
  const batchMs: number[] = [];
  const push = new JournalPush(journal, client);
  const { epoch, seq } = journal.head();
  const start = performance.now();
  for (let acked = 0; acked < seq;) {
    const from = performance.now();
    const { answer, toSeq } = await push.push({ epoch, fromSeq: acked + 1, count: MAX_BATCH_OPERATIONS });
    if (answer.outcome !== 'accepted' || answer.lastSeq !== toSeq || answer.exceptions.length > 0)
      throw new Error(`not taken: ${JSON.stringify(answer).slice(0, 300)}`);
    acked = toSeq;
    batchMs.push(performance.now() - from);
  }
  return { seconds: (performance.now() - start) / 1000, batchMs };
}

/** Bytes of the HTTP body, per operation. */
export async function wireBytes(
  records: readonly JournalRecord[],
): Promise<{ columns: number; lines: number; raw: number }> {
  const sum = { columns: 0, lines: 0, raw: 0 };
  const client = new CloudClient(() => undefined);
  for (const batch of batchesOf(records)) {
    const { bytes, header } = await client.pack(headOf('W3ABCDEF'), batch);
    const lines = `${batch.map(({ body }) => body).join('\n')}\n`;
    sum.raw += Buffer.byteLength(lines);
    sum.lines += gzipSync(`${JSON.stringify(header)}\n${lines}`).length;
    sum.columns += bytes.length;
  }
  return { columns: sum.columns / records.length, lines: sum.lines / records.length, raw: sum.raw / records.length };
}
