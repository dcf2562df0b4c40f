import type { CommandInput, CommandOutput, HttpFailure } from '../../shared/ipc/contract.ts';
import type { JournalHead, JournalRecord } from '../../shared/sync/operation.ts';
import { MAX_BATCH_OPERATIONS, type PushAnswer } from '../../shared/sync/protocol.ts';
import { withinBatch } from '../../shared/sync/push-batch.ts';
import type { Journal } from './journal.ts';
import { genesisHash } from './record-format.ts';

/** @template Packed a batch as it goes over the wire: a function of its records alone. */
export interface PushTransport<Packed> {
  /** `head`: the device and epoch the records belong to. */
  pack(head: JournalHead, records: readonly JournalRecord[]): Promise<Packed>;
  send(packed: Packed): Promise<PushAnswer | HttpFailure>;
  /** Resolves when what was given to `send` is on its way, so that other work no longer holds it up. */
  sent(): Promise<void>;
}

interface Ready<Packed> {
  readonly epoch: number;
  readonly records: readonly JournalRecord[];
  /** Not one more fits into its bytes. */
  readonly full: boolean;
  readonly packed: Promise<Packed>;
}

/**
 * Takes a batch out of the journal, sends it, and tells the journal what the cloud has. One batch is in flight; while it is, the one
 * that will follow if all goes well is read and packed. That one is a guess and no more: it is used only where it is exactly what
 * would be packed now. Records of the open chain do not change once they are durable; a chain that has been closed is not guessed.
 */
export class JournalPush<Packed> {
  readonly #journal: Journal;
  readonly #transport: PushTransport<Packed>;
  #ready: Ready<Packed> | undefined;

  constructor(journal: Journal, transport: PushTransport<Packed>) {
    this.#journal = journal;
    this.#transport = transport;
  }

  async push({ epoch, fromSeq, count, server }: CommandInput<'sync.push'>): Promise<CommandOutput<'sync.push'>> {
    const journal = this.#journal;
    const head = journal.head();
    const ready = this.#takeReady(epoch, fromSeq, count);
    const closed = ready === undefined ? journal.closedChain(epoch) : undefined;
    const found =
      closed === undefined
        ? { records: ready?.records ?? this.#read(epoch, fromSeq, count) }
        : closed.batch(fromSeq, count, {
            lastSeq: server?.lastSeq ?? 0,
            head: server?.head === undefined ? genesisHash(head.device, epoch) : Buffer.from(server.head, 'hex'),
          });
    const batch = typeof found === 'object' && 'records' in found ? withinBatch(found.records, utf8Bytes) : [];
    const last = batch.at(-1);
    const sent = { toSeq: last?.seq ?? fromSeq - 1, headHash: last?.hash ?? '0'.repeat(64) };
    if (found === 'foreign') return { ...sent, answer: { outcome: 'foreign-head' } };
    if ('there' in found) return { ...sent, answer: { outcome: 'already-there', lastSeq: found.there } };
    if (last === undefined)
      return { ...sent, answer: { outcome: 'no-answer', kind: 'network', detail: 'nothing to push' } };
    const packed = await (ready?.packed ?? this.#transport.pack({ ...head, epoch }, batch));
    const answering = this.#transport.send(packed);
    if (closed === undefined) void this.#prepare(epoch, last.seq + 1, Math.min(2 * count, MAX_BATCH_OPERATIONS));
    const answer = await answering;
    // Numbers beyond ours are another history's: they say nothing of what may be removed here.
    if (answer.outcome === 'accepted' && answer.lastSeq <= sent.toSeq) journal.acknowledged(epoch, answer.lastSeq);
    return { ...sent, answer };
  }

  #read(epoch: number, fromSeq: number, count: number): readonly JournalRecord[] {
    return epoch === this.#journal.head().epoch ? this.#journal.readAfter(fromSeq - 1, count) : [];
  }

  /** What was packed ahead, if it is what would be packed now: this chain is still open, this is its place, and no more fits. */
  #takeReady(epoch: number, fromSeq: number, count: number): Ready<Packed> | undefined {
    const ready = this.#ready;
    this.#ready = undefined;
    const head = this.#journal.head();
    if (ready?.epoch !== epoch || head.epoch !== epoch) return undefined;
    const { records, full } = ready;
    if (records[0]?.seq !== fromSeq || records.length > count) return undefined;
    return full || records.length === count || records.at(-1)?.seq === head.seq ? ready : undefined;
  }

  async #prepare(epoch: number, fromSeq: number, count: number): Promise<void> {
    await this.#transport.sent();
    try {
      const read = this.#read(epoch, fromSeq, count);
      const records = withinBatch(read, utf8Bytes);
      if (records.length === 0) return;
      const packed = this.#transport.pack({ ...this.#journal.head(), epoch }, records);
      packed.catch(() => undefined);
      this.#ready = { epoch, records, full: records.length < read.length, packed };
    } catch {
      // A damaged record: the journal has heard of it and closes the chain; the push that comes to it finds it closed.
    }
  }
}

const utf8Bytes = (text: string): number => Buffer.byteLength(text);
