import type { JournalRecord } from './operation.ts';
import { packColumns } from './pack-columns.ts';
import { MAX_BATCH_BYTES, PROTOCOL_VERSION, type PushHeader } from './protocol.ts';

/** A push as it goes into gzip: header line, then the columns. The same records always give the same text. */
export interface PushBatch {
  readonly header: PushHeader;
  readonly text: string;
}

/** @param records at least one, following each other without a gap in one chain. */
export function pushBatch(
  { device, epoch }: { readonly device: string; readonly epoch: number },
  records: readonly JournalRecord[],
): PushBatch {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a batch without an operation');
  const header: PushHeader = {
    protocol: PROTOCOL_VERSION,
    device,
    epoch,
    fromSeq: first.seq,
    count: records.length,
    head: last.hash,
  };
  return { header, text: `${JSON.stringify(header)}\n${packColumns(records.map(({ body }) => body))}` };
}

/** As many records from the front as fit into one batch; always at least one. @param byteLength of a text in UTF-8. */
export function withinBatch(
  records: readonly JournalRecord[],
  byteLength: (text: string) => number,
): readonly JournalRecord[] {
  let bytes = 0;
  const tooMany = records.findIndex(({ body }, index) => {
    bytes += byteLength(body) + 1;
    return index > 0 && bytes > MAX_BATCH_BYTES;
  });
  return tooMany < 0 ? records : records.slice(0, tooMany);
}
