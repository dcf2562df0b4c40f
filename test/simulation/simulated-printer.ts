import { jobIdOf, labelEntity, pageMayNot, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import type { SendOutcome } from '../../shared/devices/print-job.ts';
import { operationPayloads, type OperationType } from '../../shared/parcel/operations.ts';
import type { JournalRecord, OperationBody } from '../../shared/sync/operation.ts';
import { success, type Result } from '../../shared/errors/catalog.ts';
import { PrintService } from '../../electron/services/print-service.ts';
import { FoldCheckpoint } from '../../electron/journal/fold-checkpoint.ts';
import type { Disk } from '../../electron/journal/disk.ts';
import { JournalFold, type FoldedChain } from '../../electron/journal/journal-fold.ts';
import type { Journal } from '../../electron/journal/journal.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Printed {
  readonly job: string;
  readonly copy: boolean;
  readonly atMs: number;
}

export interface PrinterFaults {
  /** Chance that it cannot be reached; no byte leaves. */
  lost: number;
  /** Chance that nobody hears what became of a job of which bytes have left. */
  silent: number;
}

/** The printer as a thing on the bench: what has come out of it stays in the world, whatever any program remembers. */
export class SimulatedPrinter {
  readonly out: Printed[] = [];
  readonly faults: PrinterFaults = { lost: 0, silent: 0 };
}

type Say = (
  type: OperationType,
  entity: string,
  payload: Readonly<Record<string, unknown>>,
) => Promise<Result<unknown>>;

/** A person looks at a label that nobody knows of, and at the floor, before the printer could still be at work on it. */
const LOOKS_AFTER_MS = 5_000;
const PRINTS_WITHIN_MS = 1_500;
const CHECKPOINT = '/folded';

/** The print ledger of one life of main: the real service and rules, over a simulated printer and a truthful person. */
export class SimulatedPrinting {
  readonly service: PrintService;
  readonly #printer: SimulatedPrinter;
  readonly #time: VirtualTime;
  readonly #chance: Chance;
  readonly #life: { readonly ended: boolean };
  readonly #record: Say;
  readonly #copies = new Map<string, boolean>();
  readonly #fold: JournalFold;
  #isWhole = false;
  readonly #asked = new Set<string>();
  /** When anything was last said of a label. */
  readonly #jobs = new Map<string, number>();

  constructor(
    parts: { readonly printer: SimulatedPrinter; readonly time: VirtualTime; readonly chance: Chance },
    life: { readonly ended: boolean },
    journal: Journal,
    wallMs: () => number,
    record: Say,
    disk: Disk,
  ) {
    [this.#printer, this.#time, this.#chance] = [parts.printer, parts.time, parts.chance];
    [this.#life, this.#record] = [life, record];
    this.service = new PrintService({
      head: () => journal.head(),
      append: (type, entity, payload) => record(type, entity, payload),
      prepare: async ({ job, copy }) => {
        await this.#step(20);
        this.#copies.set(job, copy);
        return success({ bytes: 4_000, sha256: 'a'.repeat(64) });
      },
      send: (job) => this.#send(job),
      printerReady: () => true,
      hasFallback: () => false,
      release: () => undefined,
      onPrinterInUse: () => undefined,
      wallMs,
      after: (delayMs, callback) => void this.#time.after(delayMs, () => !life.ended && callback()),
    });
    const { service } = this;
    this.#fold = new JournalFold({
      journal,
      folds: [
        {
          name: 'labels',
          apply: (body, chain) => this.#take(body, chain),
          changedPages: () => service.changedPages(),
          takeUp: (page, rows) => {
            service.takeUp(page, rows);
            if (Array.isArray(rows)) for (const { job } of rows as readonly LedgerEntry[]) this.#spokenOf(job);
          },
        },
      ],
      checkpoint: new FoldCheckpoint(disk, CHECKPOINT, 'simulated'),
      pause: () => this.#step(2),
      onTrouble: (detail) => this.#time.note(`fold: ${detail}`),
    });
    void this.#begin();
  }

  /** Every operation as it is recorded. */
  recorded(record: JournalRecord, chain: FoldedChain): void {
    this.#fold.recorded(record, chain);
  }

  async #begin(): Promise<void> {
    const { skipped } = await this.#fold.begin();
    if (skipped > 0) this.#time.note(`fold: ${skipped} taken up`);
    if (this.#life.ended) return;
    this.#isWhole = true;
    this.#keepNowAndThen();
    await this.service.begin();
  }

  /** Far more often than a station does, at any moment of its work. */
  #keepNowAndThen(): void {
    this.#time.after(this.#chance.between(500, 8_000), () => {
      if (this.#life.ended) return;
      void this.#fold.keep();
      this.#keepNowAndThen();
    });
  }

  #take(body: OperationBody, chain: FoldedChain): void {
    this.service.apply(body, chain);
    const job = body.type === 'parcelWeighed' ? jobIdOf(chain.device, chain.epoch, body.seq) : body.payload['job'];
    if (typeof job === 'string' && this.service.entry(job) !== undefined) this.#spokenOf(job);
  }

  #spokenOf(job: string): void {
    this.#jobs.set(job, this.#time.nowMs);
    this.#askLater(job);
  }

  /** Labels that are neither out nor in front of a person; all of them while the ledger is not whole. */
  unfinished(): readonly string[] {
    if (!this.#isWhole) return ['the ledger'];
    return [...this.#jobs.keys()].filter((job) => /^(queued|sending)$/.test(this.service.entry(job)?.state ?? ''));
  }

  /** The person at the bench, once a while after anything was said of a label: an unknown one is looked for, a printed one gets damaged. */
  #askLater(job: string): void {
    if (this.#asked.has(job)) return;
    this.#asked.add(job);
    this.#time.after(LOOKS_AFTER_MS * (1 + this.#chance.next()), () => {
      this.#asked.delete(job);
      const entry = this.service.entry(job);
      if (this.#life.ended || entry === undefined) return;
      // Nobody looks while it may still be coming out.
      if (this.#time.nowMs - (this.#jobs.get(job) ?? 0) < LOOKS_AFTER_MS) {
        this.#askLater(job);
        return;
      }
      const lies = this.#printer.out.some((one) => one.job === job);
      const missing = (entry.state === 'unknown' || entry.state === 'sent') && !lies;
      if (entry.state === 'unknown' && lies) this.#says('labelConfirmed', entry, { job, by: 'operator' });
      else if (missing) this.#says('labelReprintRequested', entry, { job, reason: 'nothing-came-out' });
      else if (entry.state === 'failed')
        this.#says('labelReprintRequested', entry, { job, reason: 'printer-was-down' });
      else if ((entry.state === 'sent' || entry.state === 'confirmed') && lies && this.#chance.hits(0.1))
        this.#says('labelReprintRequested', entry, { job, reason: this.#chance.pick(['damaged', 'lost'] as const) });
    });
  }

  /** As the page asks main: the same refusal stands before it. */
  #says(type: 'labelConfirmed' | 'labelReprintRequested', entry: LedgerEntry, raw: Record<string, unknown>): void {
    const payload = operationPayloads[type].parse(raw);
    if (pageMayNot(type, payload, (job) => this.service.entry(job)) !== undefined) return;
    void this.#record(type, labelEntity(entry), payload);
  }

  async #send(job: string): Promise<Result<SendOutcome>> {
    const { faults, out } = this.#printer;
    const chance = this.#chance;
    // A line that is open takes the bytes at once; one that has to be opened takes a while.
    if (chance.hits(0.5)) await this.#step(30);
    if (chance.hits(faults.lost)) return success({ outcome: 'failed', code: 'PRINTER_LOST', detail: 'ECONNREFUSED' });
    const copy = this.#copies.get(job) === true;
    // From here on bytes are in the printer, and it prints whether this program lives or not.
    const comesOut = chance.hits(0.9);
    if (comesOut)
      this.#time.after(chance.next() * PRINTS_WITHIN_MS, () => {
        out.push({ job, copy, atMs: this.#time.nowMs });
        this.#time.note(`printed ${job}${copy ? ' copy' : ''}`);
      });
    await this.#step(200);
    if (chance.hits(comesOut ? faults.silent : 0.5))
      return success({ outcome: 'unknown', code: 'LABEL_UNKNOWN', detail: 'the line broke off' });
    return success({ outcome: 'sent', bytes: 4_000, firstByteMonoMs: 0 });
  }

  /** A while in which this life of main may end; then nothing of it goes on. */
  #step(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#time.after(this.#chance.next() * withinMs, () => {
        if (!this.#life.ended) resolve();
      });
    });
  }
}
