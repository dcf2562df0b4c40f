import { join } from 'node:path';
import { z } from 'zod';
import type { HttpFailure } from '../../shared/ipc/contract.ts';
import { journalHeadSchema, journalRecordSchema, type JournalRecord } from '../../shared/sync/operation.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_OPERATIONS } from '../../shared/sync/protocol.ts';
import type { Disk } from './disk.ts';
import type { PushTransport } from './journal-push.ts';
import { chainHash } from './record-format.ts';

const progressSchema = z.strictObject({
  device: journalHeadSchema.shape.device,
  epoch: journalHeadSchema.shape.epoch,
  /** The cloud had everything up to here, by the word of the copy that the records came from or by its own. */
  sent: z.number().int().nonnegative(),
  /** Last record that is kept, and its hash. */
  last: z.number().int().nonnegative(),
  hash: journalHeadSchema.shape.hash.or(z.literal('')),
  /** Why the cloud does not take the rest; a person decides what becomes of the file. */
  refused: z.string().max(200).optional(),
});
export type RescuedChain = z.infer<typeof progressSchema>;

const READ_BYTES = 1 << 20;
/** Batches of one contact: rescued records never hold up what is recorded now. */
const BATCHES_AT_ONCE = 20;

/**
 * Records of a chain that this journal does not have any more, as the local view still had them: journal and identity were deleted,
 * the view was not. They lie in files of their own, bytes and hashes as they were, and are sent under the name they were recorded
 * under: what the cloud has already it knows by that name, so nothing counts twice. Nothing here is ever deleted by the program.
 */
export class RescuedRecords {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #chains = new Map<string, RescuedChain>();
  /** Where in the file the record after `sent` begins, as far as known. */
  readonly #offsets = new Map<string, number>();

  constructor(disk: Disk, journalDirectory: string) {
    this.#disk = disk;
    this.#folder = join(journalDirectory, 'rescued');
    for (const name of disk.list(this.#folder)) {
      if (!name.endsWith('.json')) continue;
      try {
        const chain = progressSchema.parse(JSON.parse(disk.readFile(join(this.#folder, name)).toString('utf8')));
        this.#chains.set(nameOf(chain), chain);
      } catch {
        // A progress file that is damaged: the records beside it stay for a person, the view is asked again.
      }
    }
  }

  chains(): readonly RescuedChain[] {
    return [...this.#chains.values()];
  }
  /** Records that the cloud does not have and may still take. */
  get waiting(): number {
    return this.chains().reduce(
      (sum, { sent, last, refused }) => sum + (refused === undefined ? Math.max(0, last - sent) : 0),
      0,
    );
  }

  /**
   * Keeps records of one chain in their order, durably. What is kept already is passed over.
   * @param acked the cloud has everything up to here.
   * @returns the last number that is kept; fewer than given when a record does not follow the one before it.
   */
  async keep(
    { device, epoch }: { readonly device: string; readonly epoch: number },
    acked: number,
    records: readonly JournalRecord[],
  ): Promise<number> {
    const name = `${device}-${epoch}`;
    const known = this.#chains.get(name) ?? { device, epoch, sent: acked, last: 0, hash: '' as const };
    let { last, hash } = known;
    const lines: string[] = [];
    for (const record of records) {
      if (record.seq <= last) continue;
      const follows =
        last === 0 ||
        (record.seq === last + 1 &&
          chainHash(Buffer.from(hash, 'hex'), Buffer.from(record.body)).toString('hex') === record.hash);
      if (!follows) break;
      lines.push(`${JSON.stringify(record)}\n`);
      ({ seq: last, hash } = record);
    }
    if (lines.length === 0) return last;
    this.#disk.makeDirectory(this.#folder);
    // A write that was cut leaves a torn line; the progress says where the whole ones end, and readers stop at it.
    const file = this.#disk.openAppend(this.#path(name));
    try {
      file.append(Buffer.from(lines.join('')));
      await file.sync();
    } finally {
      file.close();
    }
    this.#write({ ...known, last, hash });
    return last;
  }

  /** Sends what waits, some batches at a time. @returns a network failure that ended it, if one did. */
  async push<Packed>(transport: PushTransport<Packed>): Promise<HttpFailure | undefined> {
    for (const { device, epoch } of this.chains())
      for (let batch = 0; batch < BATCHES_AT_ONCE; batch += 1) {
        const name = `${device}-${epoch}`;
        const chain = this.#chains.get(name);
        if (chain === undefined || chain.refused !== undefined || chain.sent >= chain.last) break;
        const records = this.#after(name, chain);
        const final = records.at(-1);
        if (final === undefined) {
          this.#write({ ...chain, refused: 'the file of these records is damaged' });
          break;
        }
        const packed = await transport.pack({ device, epoch, seq: chain.last, hash: final.hash }, records);
        const answer = await transport.send(packed);
        if (answer.outcome === 'no-answer') return answer;
        // The cloud's own number counts: it may have more than the view knew, or less than it had said.
        if (answer.outcome === 'accepted' || (answer.outcome === 'gap' && answer.lastSeq >= this.#first(name))) {
          if (answer.lastSeq < chain.sent) this.#offsets.delete(name);
          this.#write({ ...chain, sent: Math.min(answer.lastSeq, chain.last) });
        } else this.#write({ ...chain, refused: `${answer.outcome}: ${answer.detail}`.slice(0, 200) });
      }
    return undefined;
  }

  #first(name: string): number {
    const [line = ''] = this.#disk.readRange(this.#path(name), 0, READ_BYTES).toString('utf8').split('\n', 1);
    return (parseRecord(line)?.seq ?? 1) - 1;
  }

  /** The next batch after `sent`. */
  #after(name: string, { sent, last }: RescuedChain): JournalRecord[] {
    const path = this.#path(name);
    const found: JournalRecord[] = [];
    let bytes = 0;
    for (let at = this.#offsets.get(name) ?? 0; ;) {
      const chunk = this.#disk.readRange(path, at, READ_BYTES);
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
        const record = parseRecord(chunk.subarray(start, end).toString('utf8'));
        if (record !== undefined && record.seq <= last && record.seq === sent + found.length + 1) {
          if (found.length === 0) this.#offsets.set(name, at + start);
          bytes += Buffer.byteLength(record.body) + 1;
          if (found.length > 0 && bytes > MAX_BATCH_BYTES) return found;
          found.push(record);
          if (found.length === MAX_BATCH_OPERATIONS || record.seq === last) return found;
        }
        start = end + 1;
      }
      if (start === 0) return found;
      at += start;
    }
  }

  #write(chain: RescuedChain): void {
    this.#chains.set(nameOf(chain), chain);
    this.#disk.makeDirectory(this.#folder);
    this.#disk.writeFileDurably(join(this.#folder, `${nameOf(chain)}.json`), Buffer.from(JSON.stringify(chain)));
  }
  #path(name: string): string {
    return join(this.#folder, `${name}.ndjson`);
  }
}

const nameOf = ({ device, epoch }: RescuedChain): string => `${device}-${epoch}`;
function parseRecord(line: string): JournalRecord | undefined {
  try {
    const parsed = journalRecordSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
