import type { CommandInput, CommandOutput, HttpFailure } from '../../shared/ipc/contract.ts';
import type { JournalHead, JournalRecord } from '../../shared/sync/operation.ts';
import { MAX_BATCH_BYTES, type PushAnswer } from '../../shared/sync/protocol.ts';
import { genesisHash } from './record-format.ts';
import type { Journal } from './journal.ts';

export interface PushTransport {
  /** `head`: the device and epoch the records belong to. */
  push(head: JournalHead, records: readonly JournalRecord[]): Promise<PushAnswer | HttpFailure>;
}

/** Takes a batch out of the journal, sends it, and tells the journal what the cloud has. */
export async function pushFromJournal(
  journal: Journal,
  transport: PushTransport,
  { epoch, fromSeq, count, server }: CommandInput<'sync.push'>,
): Promise<CommandOutput<'sync.push'>> {
  const head = journal.head();
  const closed = journal.closedChain(epoch);
  const found =
    closed === undefined
      ? { records: epoch === head.epoch ? journal.readAfter(fromSeq - 1, count) : [] }
      : closed.batch(fromSeq, count, {
          lastSeq: server?.lastSeq ?? 0,
          head: server?.head === undefined ? genesisHash(head.device, epoch) : Buffer.from(server.head, 'hex'),
        });
  const batch = withinBytes(typeof found === 'object' && 'records' in found ? found.records : []);
  const last = batch.at(-1);
  const sent = { toSeq: last?.seq ?? fromSeq - 1, headHash: last?.hash ?? '0'.repeat(64) };
  if (found === 'foreign') return { ...sent, answer: { outcome: 'foreign-head' } };
  if ('there' in found) return { ...sent, answer: { outcome: 'already-there', lastSeq: found.there } };
  const answer = await transport.push({ ...head, epoch }, batch);
  // Numbers beyond ours are another history's: they say nothing of what may be removed here.
  if (answer.outcome === 'accepted' && answer.lastSeq <= sent.toSeq) journal.acknowledged(epoch, answer.lastSeq);
  return { ...sent, answer };
}

/** As many records from the front as fit into a batch; always at least one. */
function withinBytes(records: readonly JournalRecord[]): JournalRecord[] {
  let bytes = 0;
  return records.filter((record, index) => {
    bytes += Buffer.byteLength(record.body) + 1;
    return index === 0 || bytes <= MAX_BATCH_BYTES;
  });
}
