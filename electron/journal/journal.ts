import { join } from 'node:path';
import { failure, success, type ErrorCode, type Result } from '../../shared/errors/catalog.ts';
import type { StorageStatus } from '../../shared/ipc/contract.ts';
import {
  journalHeadSchema,
  type JournalHead,
  type JournalRecord,
  type OperationBody,
} from '../../shared/sync/operation.ts';
import type { AppendFile, Disk } from './disk.ts';
import { chainHash, encodeHeader, encodeRecord, genesisHash, MAX_BODY_BYTES } from './record-format.ts';
import { scanSegment, type ScannedSegment } from './scan-segment.ts';

export interface JournalNotice {
  readonly code: ErrorCode;
  readonly detail: string;
}

export interface JournalClock {
  wallMs(): number;
  tzMinutes(): number;
  /** Milliseconds since this boot of the program. */
  monoMs(): number;
}

export interface JournalOptions {
  readonly directory: string;
  readonly disk: Disk;
  readonly clock: JournalClock;
  readonly boot: string;
  /** Called once in a station's life. */
  readonly newDeviceId: () => string;
  readonly maxSegmentBytes?: number;
  /** Below this many free bytes nothing is appended. */
  readonly fullBytes?: number;
  readonly lowBytes?: number;
}

/** What a caller wants recorded; seq, time and boot are the journal's. */
export interface Act {
  readonly type: string;
  readonly entity: string;
  readonly actor: string;
  readonly payload: Record<string, unknown>;
}

const identitySchema = journalHeadSchema.pick({ device: true, epoch: true });
const SEGMENT_BYTES = 8 * 1024 * 1024;
const FREE_CHECK_MS = 1_000;

interface Segment {
  readonly file: string;
  readonly firstSeq: number;
  readonly offsets: number[];
  /** Durable length in bytes. */
  bytes: number;
}

interface Waiting {
  readonly act: Act;
  readonly answer: (result: Result<JournalRecord>) => void;
}

/**
 * The record of truth: append-only, single writer. `append` answers after fdatasync; callers that arrive while a sync is
 * under way share the next one (group commit).
 */
export class Journal {
  readonly notices: JournalNotice[] = [];
  readonly #options: JournalOptions;
  readonly #segments: Segment[] = [];
  #device = '';
  #epoch = 1;
  #seq = 0;
  #hash: Buffer = Buffer.alloc(32);
  #file: AppendFile | undefined;
  #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;
  /** Set when the file could not be brought back to its last durable state: nothing may be appended any more. */
  #halted: string | undefined;
  #free: { bytes: number; atMs: number } = { bytes: Number.POSITIVE_INFINITY, atMs: Number.NEGATIVE_INFINITY };

  constructor(options: JournalOptions) {
    this.#options = options;
    options.disk.makeDirectory(options.directory);
    this.#readIdentity();
    this.#openEpoch();
  }

  head(): JournalHead {
    return { device: this.#device, epoch: this.#epoch, seq: this.#seq, hash: this.#hash.toString('hex') };
  }

  storage(): StorageStatus {
    const bytes = this.#freeBytes(true);
    const { fullBytes = 64 << 20, lowBytes = 1 << 30 } = this.#options;
    return { state: bytes < fullBytes ? 'full' : bytes < lowBytes ? 'low' : 'ok', freeBytes: bytes };
  }

  /** Errors: DISK_FULL, JOURNAL_WRITE_FAILED, REQUEST_REFUSED (body over the limit). In all of them nothing was recorded. */
  append(act: Act): Promise<Result<JournalRecord>> {
    if (this.#halted !== undefined) return Promise.resolve(failure('JOURNAL_WRITE_FAILED', this.#halted));
    if (this.#freeBytes(false) < (this.#options.fullBytes ?? 64 << 20))
      return Promise.resolve(failure('DISK_FULL', `${this.#free.bytes} bytes free`));
    return new Promise((answer) => {
      this.#waiting.push({ act, answer });
      this.#committing ??= this.#commitAll();
    });
  }

  /** Records after `seq` in order, at most `limit`. */
  readAfter(seq: number, limit: number): JournalRecord[] {
    const out: JournalRecord[] = [];
    for (const segment of this.#segments) {
      const last = segment.firstSeq + segment.offsets.length - 1;
      if (last <= seq || segment.offsets.length === 0) continue;
      const from = Math.max(0, seq + 1 - segment.firstSeq);
      const to = Math.min(segment.offsets.length, from + limit - out.length);
      const start = segment.offsets[from] ?? 0;
      const end = to < segment.offsets.length ? (segment.offsets[to] ?? segment.bytes) : segment.bytes;
      const bytes = this.#options.disk.readRange(segment.file, start, end - start);
      for (let i = from; i < to; i += 1) {
        const at = (segment.offsets[i] ?? 0) - start;
        const length = bytes.readUInt32LE(at);
        out.push({
          seq: segment.firstSeq + i,
          hash: bytes.toString('hex', at + 8, at + 40),
          body: bytes.toString('utf8', at + 40, at + 40 + length),
        });
      }
      if (out.length >= limit) break;
    }
    return out;
  }

  /** Waits for what is under way, then closes the file. */
  async close(): Promise<void> {
    await this.#committing;
    this.#file?.close();
    this.#file = undefined;
    this.#halted ??= 'closed';
  }

  #readIdentity(): void {
    const { disk, directory, newDeviceId } = this.#options;
    const file = join(directory, 'identity.json');
    if (disk.exists(file)) {
      const identity = identitySchema.parse(JSON.parse(disk.readFile(file).toString('utf8')));
      [this.#device, this.#epoch] = [identity.device, identity.epoch];
    } else {
      this.#device = newDeviceId();
      this.#writeIdentity();
    }
  }

  #writeIdentity(): void {
    const { disk, directory } = this.#options;
    disk.writeFileDurably(
      join(directory, 'identity.json'),
      Buffer.from(JSON.stringify({ device: this.#device, epoch: this.#epoch })),
    );
  }

  #epochDirectory(): string {
    return join(this.#options.directory, String(this.#epoch));
  }

  #openEpoch(): void {
    const { disk } = this.#options;
    disk.makeDirectory(this.#epochDirectory());
    this.#hash = genesisHash(this.#device, this.#epoch);
    const names = disk
      .list(this.#epochDirectory())
      .filter((name) => /^\d{6}\.log$/.test(name))
      .sort();
    for (const [index, name] of names.entries()) {
      const file = join(this.#epochDirectory(), name);
      const isLast = index === names.length - 1;
      const scanned = scanSegment(disk.readFile(file), {
        device: this.#device,
        epoch: this.#epoch,
        firstSeq: this.#seq + 1,
        prevHash: this.#hash,
      });
      if (scanned.end === 'clean') this.#adopt(file, scanned);
      else if (isLast && scanned.end === 'torn-tail') this.#repairTail(file, scanned);
      else {
        this.#startNewEpoch(name, scanned);
        return;
      }
    }
  }

  #adopt(file: string, scanned: ScannedSegment): void {
    this.#segments.push({ file, firstSeq: this.#seq + 1, offsets: scanned.offsets, bytes: scanned.goodBytes });
    this.#seq += scanned.offsets.length;
    this.#hash = scanned.lastHash;
  }

  /** A power cut leaves a half record at the very end: nobody was told that it is saved. */
  #repairTail(file: string, scanned: ScannedSegment): void {
    const { disk } = this.#options;
    if (scanned.goodBytes === 0) disk.remove(file);
    else {
      disk.truncate(file, scanned.goodBytes);
      this.#adopt(file, scanned);
    }
    this.notices.push({
      code: 'LOCAL_VIEW_REBUILT',
      detail: `torn tail of ${scanned.lostBytes} bytes removed after seq ${this.#seq}`,
    });
  }

  /** Damage in the middle: the whole epoch is set aside as it is, work goes on in a new one. */
  #startNewEpoch(name: string, scanned: ScannedSegment): void {
    const seq = this.#seq + scanned.offsets.length + 1;
    const { disk } = this.#options;
    disk.rename(this.#epochDirectory(), join(this.#options.directory, `${this.#epoch}.damaged`));
    this.notices.push({
      code: 'JOURNAL_DAMAGED',
      detail: `epoch ${this.#epoch}, ${name}, seq ${seq}: ${scanned.end}; set aside as ${this.#epoch}.damaged`,
    });
    this.#epoch += 1;
    this.#writeIdentity();
    this.#segments.length = 0;
    this.#seq = 0;
    this.#openEpoch();
  }

  #freeBytes(now: boolean): number {
    const atMs = this.#options.clock.monoMs();
    if (now || atMs - this.#free.atMs >= FREE_CHECK_MS)
      this.#free = { bytes: this.#options.disk.freeBytes(this.#options.directory), atMs };
    return this.#free.bytes;
  }

  async #commitAll(): Promise<void> {
    // One turn later, so that everything appended in this turn shares the sync.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group);
    }
    this.#committing = undefined;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const before = { seq: this.#seq, hash: this.#hash };
    const written: { waiting: Waiting; record: JournalRecord; bytes: Buffer }[] = [];
    for (const waiting of group) {
      const body = this.#body(waiting.act, this.#seq + 1);
      if (body.length > MAX_BODY_BYTES) {
        waiting.answer(
          failure('REQUEST_REFUSED', `${waiting.act.type}: ${body.length} bytes, the limit is ${MAX_BODY_BYTES}`),
        );
        continue;
      }
      this.#seq += 1;
      this.#hash = chainHash(this.#hash, body);
      written.push({
        waiting,
        record: { seq: this.#seq, body: body.toString('utf8'), hash: this.#hash.toString('hex') },
        bytes: encodeRecord(this.#hash, body),
      });
    }
    if (written.length === 0) return;
    try {
      const segment = this.#writableSegment(before);
      const data = Buffer.concat(written.map((w) => w.bytes));
      this.#file?.append(data);
      await this.#file?.sync();
      for (const { bytes } of written) {
        segment.offsets.push(segment.bytes);
        segment.bytes += bytes.length;
      }
    } catch (error) {
      [this.#seq, this.#hash] = [before.seq, before.hash];
      const detail = this.#recover(error);
      for (const { waiting } of written) waiting.answer(failure('JOURNAL_WRITE_FAILED', detail));
      return;
    }
    for (const { waiting, record } of written) waiting.answer(success(record));
  }

  #body(act: Act, seq: number): Buffer {
    const { clock, boot } = this.#options;
    const body: OperationBody = {
      v: 1,
      seq,
      type: act.type,
      entity: act.entity,
      actor: act.actor,
      wallMs: clock.wallMs(),
      tzMinutes: clock.tzMinutes(),
      monoMs: Math.round(clock.monoMs()),
      boot,
      payload: act.payload,
    };
    return Buffer.from(JSON.stringify(body), 'utf8');
  }

  #writableSegment(before: { seq: number; hash: Buffer }): Segment {
    const { disk, maxSegmentBytes = SEGMENT_BYTES } = this.#options;
    const last = this.#segments.at(-1);
    if (last !== undefined && last.bytes < maxSegmentBytes) {
      this.#file ??= disk.openAppend(last.file);
      return last;
    }
    this.#file?.close();
    this.#file = undefined;
    const number = last === undefined ? 1 : Number(/(\d{6})\.log$/.exec(last.file)?.[1]) + 1;
    const file = join(this.#epochDirectory(), `${String(number).padStart(6, '0')}.log`);
    const header = encodeHeader({
      device: this.#device,
      epoch: this.#epoch,
      firstSeq: before.seq + 1,
      prevHash: before.hash.toString('hex'),
    });
    this.#file = disk.openAppend(file);
    const segment: Segment = { file, firstSeq: before.seq + 1, offsets: [], bytes: 0 };
    this.#segments.push(segment);
    this.#file.append(header);
    segment.bytes = header.length;
    return segment;
  }

  /**
   * After a failed write or sync the kernel may have dropped the pages and a retry on the same descriptor could succeed
   * without them. So: close, cut the file back to what is durable, go on in a fresh descriptor; if that fails, stop.
   */
  #recover(error: unknown): string {
    const detail = error instanceof Error ? error.message : String(error);
    const { disk } = this.#options;
    try {
      this.#file?.close();
    } catch {
      // The descriptor is gone either way.
    }
    this.#file = undefined;
    const segment = this.#segments.at(-1);
    if (segment === undefined) return detail;
    try {
      if (segment.offsets.length === 0) {
        disk.remove(segment.file);
        this.#segments.pop();
      } else disk.truncate(segment.file, segment.bytes);
    } catch (second) {
      this.#halted = `${detail}; and the file could not be cut back: ${second instanceof Error ? second.message : String(second)}`;
    }
    return detail;
  }
}

/** 'W' and seven characters of Crockford's base 32: no I, L, O, U. `random` gives bytes. */
export function deviceIdFrom(random: Uint8Array): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return `W${Array.from(random.subarray(0, 7), (byte) => alphabet[byte % 32]).join('')}`;
}
