import { gzipSync } from 'node:zlib';
import type { CloudClient } from '../../electron/services/cloud-client.ts';
import { packColumns } from '../../shared/sync/pack-columns.ts';
import type { JournalRecord } from '../../shared/sync/operation.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_OPERATIONS } from '../../shared/sync/protocol.ts';
import { headOf } from '../support/cloud-in-process.ts';

/** Cuts as a station does: at most 500 operations and 256 KB of bodies. */
export function batchesOf(records: readonly JournalRecord[]): JournalRecord[][] {
  const batches: JournalRecord[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = Buffer.byteLength(record.body) + 1;
    const current = batches.at(-1);
    if (current === undefined || current.length === MAX_BATCH_OPERATIONS || bytes + size > MAX_BATCH_BYTES) {
      batches.push([record]);
      bytes = size;
    } else {
      current.push(record);
      bytes += size;
    }
  }
  return batches;
}

/** One station, one batch in flight, the station's own HTTP client: from the first byte to the last durable acknowledgement. */
export async function drain(
  client: CloudClient,
  device: string,
  records: readonly JournalRecord[],
): Promise<{ seconds: number; batchMs: number[] }> {
  const batchMs: number[] = [];
  const start = performance.now();
  for (const batch of batchesOf(records)) {
    const from = performance.now();
    const answer = await client.push(headOf(device), batch);
    if (answer.outcome !== 'accepted' || answer.lastSeq !== batch.at(-1)?.seq || answer.exceptions.length > 0)
      throw new Error(`not taken: ${JSON.stringify(answer).slice(0, 300)}`);
    batchMs.push(performance.now() - from);
  }
  return { seconds: (performance.now() - start) / 1000, batchMs };
}

/** Bytes of the HTTP body, per operation. */
export function wireBytes(records: readonly JournalRecord[]): { columns: number; lines: number; raw: number } {
  const sum = { columns: 0, lines: 0, raw: 0 };
  for (const batch of batchesOf(records)) {
    const bodies = batch.map(({ body }) => body);
    const header = `${JSON.stringify({ protocol: 1, device: 'W3ABCDEF', epoch: 1, fromSeq: batch[0]?.seq, count: batch.length, head: batch.at(-1)?.hash })}\n`;
    const lines = `${bodies.join('\n')}\n`;
    sum.raw += Buffer.byteLength(lines);
    sum.lines += gzipSync(header + lines).length;
    sum.columns += gzipSync(header + packColumns(bodies)).length;
  }
  return { columns: sum.columns / records.length, lines: sum.lines / records.length, raw: sum.raw / records.length };
}
