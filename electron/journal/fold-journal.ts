import { operationBodySchema, type OperationBody } from '../../shared/sync/operation.ts';
import type { Journal } from './journal.ts';

/** A piece that takes some milliseconds: between two of them a record is saved. */
const PIECE_RECORDS = 200;

/**
 * Every operation that the journal holds now, of every chain, oldest first, for what is made anew at a start. Work goes on
 * meanwhile: `pause` is awaited between two pieces. What is recorded while this runs is not in it.
 * @returns how many operations there were.
 */
export async function foldJournal(
  journal: Journal,
  apply: (body: OperationBody, chain: { readonly device: string; readonly epoch: number }) => void,
  pause: () => Promise<void>,
): Promise<number> {
  const { head, closed } = journal.chains();
  let count = 0;
  for (const { device, epoch, upTo } of [
    ...closed.map((chain) => ({ ...chain, upTo: chain.lastSeq })),
    { ...head, upTo: head.seq },
  ])
    for (let seq = 0; seq < upTo;) {
      const records = journal.readAfter(seq, Math.min(PIECE_RECORDS, upTo - seq), epoch);
      const last = records.at(-1);
      if (last === undefined) break;
      for (const record of records)
        if (record.seq <= upTo) {
          apply(operationBodySchema.parse(JSON.parse(record.body)), { device, epoch });
          count += 1;
        }
      seq = last.seq;
      await pause();
    }
  return count;
}
