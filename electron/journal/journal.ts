import { join } from 'node:path';
import { failure, success, type ErrorCode, type Result } from '../../shared/errors/catalog.ts';
import type { StorageStatus } from '../../shared/ipc/contract.ts';
import type {
  ClosedChainSummary,
  JournalChains,
  JournalHead,
  JournalRecord,
  OperationBody,
} from '../../shared/sync/operation.ts';
import { ClosedChain } from './closed-chain.ts';
import { describeClosed } from './describe-closed.ts';
import type { Disk } from './disk.ts';
import { readAcknowledged, readIdentity, writeAcknowledged, writeIdentity } from './journal-files.ts';
import { OpenChain } from './open-chain.ts';
import { chainHash, encodeRecord, MAX_BODY_BYTES } from './record-format.ts';
import { DamagedRecord } from './segment.ts';
import { SpaceGuard, type SpaceLimits } from './space-guard.ts';

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

export interface JournalOptions extends SpaceLimits {
  readonly directory: string;
  readonly disk: Disk;
  readonly clock: JournalClock;
  readonly boot: string;
  /** Called once in a station's life. */
  readonly newDeviceId: () => string;
  readonly maxSegmentBytes?: number;
  /** Acts that belong to work already begun: recorded even on a full disk, as long as a byte fits. */
  readonly finishesWork?: (type: string) => boolean;
  /** Acts whose record is read back from the disk before they count as saved. */
  readonly readsBack?: (type: string) => boolean;
  readonly retention?: Retention;
  /** Things found while running; those found at the start are in `notices`. */
  readonly onNotice?: (notice: JournalNotice) => void;
}

/** A record is kept until it is older AND deeper than this AND in the cloud. */
export interface Retention {
  readonly days: number;
  readonly records: number;
}

/** What a caller wants recorded; seq, time and boot are the journal's. */
export interface Act {
  readonly type: string;
  readonly entity: string;
  readonly actor: string;
  readonly payload: Record<string, unknown>;
}

/** A record and the epoch it went into: another may begin at any time. */
export type AppendedRecord = JournalRecord & { readonly epoch: number };

const SEGMENT_BYTES = 8 * 1024 * 1024;
/** One group: what a single sync makes durable. */
const MAX_GROUP_RECORDS = 1_000;
/** Nobody on a floor is this fast: more waiting means a disk that has stopped, and is said. */
const MAX_WAITING = 20_000;
/** Alibi memories keep about this much; Sartorius: 450,000 records, 90 days. */
const RETENTION: Retention = { days: 90, records: 450_000 };
const DAY_MS = 86_400_000;

interface Waiting {
  readonly act: Act;
  readonly answer: (result: Result<AppendedRecord>) => void;
}

/**
 * The record of truth: append-only, single writer. `append` answers after fdatasync; callers that arrive while a sync is
 * under way share the next one (group commit), so nobody waits longer than for two syncs.
 */
export class Journal {
  readonly notices: JournalNotice[] = [];
  readonly #options: JournalOptions;
  readonly #device: string;
  #closed: ClosedChain[] = [];
  #open: OpenChain;
  #waiting: Waiting[] = [];
  #committing: Promise<void> | undefined;
  /** What has to happen between two groups. */
  #jobs: (() => Promise<void>)[] = [];
  #rollingOver = false;
  #stopped: string | undefined;
  #started = false;
  readonly #space: SpaceGuard;
  readonly #acknowledged: Map<number, number>;

  constructor(options: JournalOptions) {
    this.#options = options;
    const { disk, directory } = options;
    disk.makeDirectory(directory);
    this.#space = new SpaceGuard(disk, directory, options, () => options.clock.monoMs());
    const identity = readIdentity(disk, directory, options.newDeviceId);
    this.#device = identity.device;
    if (identity.repaired) this.#notice('JOURNAL_DAMAGED', 'identity.json was unreadable; taken from the segments');
    this.#acknowledged = readAcknowledged(disk, directory);
    for (const epoch of identity.earlierEpochs) {
      const folder = join(directory, String(epoch));
      if ((this.#acknowledged.get(epoch) ?? 0) === 0 && ClosedChain.isEmpty(disk, folder)) continue;
      this.#closed.push(ClosedChain.open(disk, folder, { device: this.#device, epoch }, this.#onMoreDamage));
    }
    this.#open = this.#openChain(identity.epoch);
    const { epoch } = this.#open.identity;
    // A chain that has numbers in the cloud and none here was removed: its numbers must not be given out again.
    if (this.#open.seq === 0 && !identity.isNew && identity.epoch === epoch) this.#beginEpoch(epoch + 1);
    if ((this.#acknowledged.get(epoch) ?? 0) > this.#open.seq && this.#open.identity.epoch === epoch)
      this.#closeOpenChain('behind', `the cloud has ${this.#acknowledged.get(epoch)}, this disk ${this.#open.seq}`);
    this.#started = true;
  }

  head(): JournalHead {
    const { identity, seq, hash } = this.#open;
    return { device: this.#device, epoch: identity.epoch, seq, hash: hash.toString('hex') };
  }

  chains(): JournalChains {
    return { head: this.head(), firstSeq: this.#open.firstSeq, closed: this.#closed.map((chain) => chain.summary) };
  }

  storage(): StorageStatus {
    return this.#space.status();
  }

  /** Errors: DISK_FULL, JOURNAL_WRITE_FAILED, REQUEST_REFUSED (body over the limit). In all of them nothing was recorded. */
  append(act: Act): Promise<Result<AppendedRecord>> {
    if (this.#stopped !== undefined) return Promise.resolve(failure('JOURNAL_WRITE_FAILED', this.#stopped));
    if (this.#space.isFull() && this.#options.finishesWork?.(act.type) !== true)
      return Promise.resolve(failure('DISK_FULL', `${this.#space.freeBytes(Infinity)} bytes free`));
    if (this.#waiting.length >= MAX_WAITING)
      return Promise.resolve(failure('JOURNAL_WRITE_FAILED', `${MAX_WAITING} records wait for the disk`));
    return new Promise((answer) => {
      this.#waiting.push({ act, answer });
      this.#commitSoon();
    });
  }

  /** Records after `seq` in order, at most `limit`. @throws DamagedRecord, once: then the chain is closed and can be read. */
  readAfter(seq: number, limit: number, epoch = this.#open.identity.epoch): JournalRecord[] {
    if (epoch !== this.#open.identity.epoch) return this.closedChain(epoch)?.read(seq, limit) ?? [];
    try {
      return this.#open.read(seq, limit);
    } catch (error) {
      if (error instanceof DamagedRecord) void this.#requestRollOver('damaged', error.message);
      throw error;
    }
  }

  /** A chain before the open one, by its epoch. */
  closedChain(epoch: number): ClosedChain | undefined {
    return this.#closed.find((chain) => chain.summary.epoch === epoch);
  }

  /** The cloud holds other or more records under this chain's name: it ends here, work goes on in a new one. */
  async startNewEpoch(why: 'fork' | 'behind', epoch: number): Promise<void> {
    if (epoch !== this.#open.identity.epoch) return;
    await this.#requestRollOver(
      why,
      why === 'fork' ? 'the cloud has another record here' : 'the cloud has more records',
    );
  }

  /** What the cloud said that it has; decides what may be removed, and is kept over restarts when something was. */
  acknowledged(epoch: number, seq: number): void {
    this.#acknowledged.set(epoch, seq);
  }

  /**
   * Records that this disk has lost and another copy still holds go back to where they were.
   * @returns how many fitted onto the head.
   */
  mend(epoch: number, records: readonly JournalRecord[]): Promise<number> {
    return this.#between(async () => {
      const { seq, hash, identity } = this.#open;
      if (this.#stopped !== undefined) return 0;
      if (epoch !== identity.epoch) return this.closedChain(epoch)?.mend(records) ?? 0;
      const fitting: { bytes: Buffer; hash: Buffer }[] = [];
      let last = hash;
      for (const record of records) {
        const body = Buffer.from(record.body, 'utf8');
        last = chainHash(last, body);
        if (record.seq !== seq + fitting.length + 1 || last.toString('hex') !== record.hash) break;
        fitting.push({ bytes: encodeRecord(last, body, fitting.length === 0), hash: last });
      }
      if (fitting.length === 0) return 0;
      await this.#open.write(fitting, true);
      this.#notice('LOCAL_VIEW_REBUILT', `${fitting.length} records came back from the local view`);
      return fitting.length;
    });
  }

  /** Checks a small piece of what lies sealed on the disk. @returns whether more is left. */
  scrub(maxRecords: number): boolean {
    if (this.#committing !== undefined) return true;
    try {
      return this.#open.scrub(maxRecords);
    } catch (error) {
      if (!(error instanceof DamagedRecord)) throw error;
      void this.#requestRollOver('damaged', error.message);
      return true;
    }
  }

  /** Removes what is old, deep and in the cloud; all three. @returns how many records went. */
  prune(): number {
    if (this.#committing !== undefined) return 0;
    const { clock, retention = RETENTION, disk, directory } = this.#options;
    const { identity, seq } = this.#open;
    const acked = this.#acknowledged.get(identity.epoch) ?? 0;
    const before = clock.wallMs() - retention.days * DAY_MS;
    let said = false;
    return this.#open.prune((last) => {
      const { wallMs } = JSON.parse(last.body) as OperationBody;
      if (last.seq > acked || last.seq > seq - retention.records || wallMs > before) return false;
      if (!said) writeAcknowledged(disk, directory, this.#acknowledged);
      said = true;
      return true;
    });
  }

  /** Waits for what is under way, then closes the file. */
  async close(): Promise<void> {
    await this.#committing;
    try {
      writeAcknowledged(this.#options.disk, this.#options.directory, this.#acknowledged);
    } catch {
      // A hint only: without it the journal keeps more.
    }
    this.#open.close();
    this.#stopped ??= 'closed';
  }

  readonly #onMoreDamage = (summary: ClosedChainSummary): void =>
    this.#notice('JOURNAL_DAMAGED', describeClosed(summary, 'a closed chain was damaged'));

  #notice(code: ErrorCode, detail: string): void {
    if (this.#started) this.#options.onNotice?.({ code, detail });
    else this.notices.push({ code, detail });
  }

  #openChain(epoch: number): OpenChain {
    const { disk, directory, maxSegmentBytes = SEGMENT_BYTES } = this.#options;
    const identity = { device: this.#device, epoch, directory: join(directory, String(epoch)) };
    const opened = OpenChain.open(disk, identity, maxSegmentBytes);
    if ('damaged' in opened) {
      const closed = ClosedChain.close(
        disk,
        identity.directory,
        { device: this.#device, epoch, lastSeq: 0 },
        'damaged',
        this.#onMoreDamage,
      );
      this.#closed.push(closed);
      this.#notice('JOURNAL_DAMAGED', describeClosed(closed.summary, opened.damaged));
      writeIdentity(disk, directory, this.#device, epoch + 1);
      return this.#openChain(epoch + 1);
    }
    const { chain, tornBytes } = opened;
    if (tornBytes > 0)
      this.#notice('LOCAL_VIEW_REBUILT', `torn tail of ${tornBytes} bytes removed after seq ${chain.seq}`);
    return chain;
  }

  #beginEpoch(epoch: number): void {
    const { disk, directory } = this.#options;
    this.#open.close();
    writeIdentity(disk, directory, this.#device, epoch);
    this.#open = this.#openChain(epoch);
  }

  async #requestRollOver(why: ClosedChainSummary['why'], detail: string): Promise<void> {
    if (this.#rollingOver) return;
    this.#rollingOver = true;
    await this.#between(async () => {
      try {
        this.#closeOpenChain(why, detail);
      } catch (error) {
        // The disk refuses now; whoever finds the damage again asks again. Recording goes on in a new segment meanwhile.
        this.#notice('JOURNAL_WRITE_FAILED', error instanceof Error ? error.message : String(error));
      }
      this.#rollingOver = false;
    });
  }

  /** Runs something when no group is being written. */
  #between<T>(job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#jobs.push(() => job().then(resolve, reject));
      this.#commitSoon();
    });
  }

  /** The chain stays as it is, for reading; its numbers are never used again. */
  #closeOpenChain(why: ClosedChainSummary['why'], detail: string): void {
    const { disk } = this.#options;
    const { identity, seq } = this.#open;
    this.#open.close();
    const closed = ClosedChain.close(
      disk,
      identity.directory,
      { device: this.#device, epoch: identity.epoch, lastSeq: seq },
      why,
      this.#onMoreDamage,
    );
    this.#beginEpoch(identity.epoch + 1);
    this.#closed.push(closed);
    this.#notice(why === 'fork' ? 'SYNC_FORK' : 'JOURNAL_DAMAGED', describeClosed(closed.summary, detail));
  }

  #commitSoon(): void {
    this.#committing ??= this.#commitAll();
  }

  async #commitAll(): Promise<void> {
    // One turn later, so that everything appended in this turn shares the sync.
    await Promise.resolve();
    while (this.#waiting.length > 0 || this.#jobs.length > 0) {
      const job = this.#jobs.shift();
      await (job === undefined ? this.#commit(this.#waiting.splice(0, MAX_GROUP_RECORDS)) : job());
    }
    this.#committing = undefined;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const { readsBack = () => false } = this.#options;
    let { seq, hash } = this.#open;
    const written: { waiting: Waiting; record: JournalRecord; bytes: Buffer; hash: Buffer }[] = [];
    for (const waiting of group) {
      const body = this.#stopped === undefined ? this.#body(waiting.act, seq + 1) : this.#stopped;
      if (typeof body === 'string') {
        waiting.answer(failure(this.#stopped === undefined ? 'REQUEST_REFUSED' : 'JOURNAL_WRITE_FAILED', body));
        continue;
      }
      seq += 1;
      hash = chainHash(hash, body);
      written.push({
        waiting,
        record: { seq, body: body.toString('utf8'), hash: hash.toString('hex') },
        bytes: encodeRecord(hash, body, written.length === 0),
        hash,
      });
    }
    if (written.length === 0) return;
    try {
      const readBack = written.some(({ waiting }) => readsBack(waiting.act.type));
      const { firstFailure } = await this.#open.write(written, readBack);
      if (firstFailure !== undefined)
        this.#notice(
          'JOURNAL_REWRITTEN',
          `${firstFailure}; records ${written[0]?.record.seq} to ${seq} are in a new file`,
        );
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
      if (full) this.#space.giveUpBallast();
      for (const { waiting } of written) waiting.answer(failure(full ? 'DISK_FULL' : 'JOURNAL_WRITE_FAILED', detail));
      return;
    }
    const { epoch } = this.#open.identity;
    for (const { waiting, record } of written) waiting.answer(success({ ...record, epoch }));
  }

  /** The frozen bytes, or why this cannot be recorded. */
  #body(act: Act, seq: number): Buffer | string {
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
    try {
      const bytes = Buffer.from(JSON.stringify(body), 'utf8');
      return bytes.length <= MAX_BODY_BYTES
        ? bytes
        : `${act.type}: ${bytes.length} bytes, the limit is ${MAX_BODY_BYTES}`;
    } catch (error) {
      return `${act.type}: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
