import {
  printerIdSchema,
  type LabelState,
  type PrinterId,
  type SendOutcome,
  type WatchOutcome,
} from '../../shared/devices/print-job.ts';
import type { Result } from '../../shared/errors/catalog.ts';
import { applyToLedger, labelEntity, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import { operationPayloads, type OperationPayload, type OperationType } from '../../shared/parcel/operations.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import { LabelPages } from './label-pages.ts';

export interface PrintPorts {
  readonly head: () => { readonly device: string; readonly epoch: number };
  /** Durable when it resolves; the record also comes back through `apply`. */
  readonly append: <T extends OperationType>(
    type: T,
    entity: string,
    payload: OperationPayload<T>,
  ) => Promise<Result<unknown>>;
  readonly prepare: (entry: LedgerEntry, printer: PrinterId) => Promise<Result<{ bytes: number; sha256: string }>>;
  /** nextWaits: another label is to go right behind it. */
  readonly send: (job: string, printer: PrinterId, nextWaits: boolean) => Promise<Result<SendOutcome>>;
  readonly printerReady: (printer: PrinterId) => boolean;
  /** A second printer is set up here. */
  readonly hasFallback: () => boolean;
  /** The station lets go of this printer and takes it up again: a label inside it becomes unknown. */
  readonly release: (printer: PrinterId) => void;
  readonly onPrinterInUse: (printer: PrinterId) => void;
  readonly wallMs: () => number;
  readonly after: (delayMs: number, callback: () => void) => void;
}

/** A label that waited longer than this would come out beside the wrong parcel. */
const STALE_MS = 10 * 60_000;
const RETRY_MS = 500;
const PRINTER_PAGE = 'printer';
/** A printer that still has a label in its hands this long after a person has chosen the other one is not waited for. */
const RELEASE_AFTER_MS = 1_000;

/**
 * The label ledger at work: queued → sending → sent | unknown | failed, one job at a time, in the order of the operations.
 * `labelSending` is durable before the first byte. Only a job of which no byte has left is tried again by itself.
 */
export class PrintService {
  readonly #ports: PrintPorts;
  readonly #ledger = new LabelPages();
  /** In their order. A set: at the start all labels of a journal pass through it. */
  readonly #queue = new Set<string>();
  #working = false;
  #current: Promise<void> = Promise.resolve();
  #live = false;
  #ended = false;
  #waitingForPrinter = false;
  readonly #early = new Map<string, WatchOutcome>();
  #chosen: PrinterId = 'printer-1';
  #sending: { readonly job: string; readonly printer: PrinterId } | undefined;

  constructor(ports: PrintPorts) {
    this.#ports = ports;
  }

  /** Where labels go: to the second printer while a person has chosen it and there is one. */
  get printerInUse(): PrinterId {
    return this.#ports.hasFallback() ? this.#chosen : 'printer-1';
  }

  entry(job: string): LedgerEntry | undefined {
    return this.#ledger.get(job);
  }

  /** Documents of foreign labels that wait, are being sent or are in doubt. */
  openDocuments(): ReadonlySet<string> {
    const open: readonly LabelState[] = ['queued', 'sending', 'unknown'];
    return new Set(
      [...this.#ledger.values()].flatMap(({ label, state }) =>
        'document' in label && open.includes(state) ? [label.document] : [],
      ),
    );
  }

  /** Every operation, from all of the journal's chains at start and live afterwards. */
  apply(body: OperationBody, chain: { readonly device: string; readonly epoch: number } = this.#ports.head()): void {
    if (body.type === 'printerChosen') this.#choose(operationPayloads.printerChosen.parse(body.payload).printer);
    const entry = applyToLedger(this.#ledger, chain, body);
    if (entry?.state !== 'queued') return;
    // One that waits again keeps its place.
    this.#queue.add(entry.job);
    if (this.#live) this.#work();
  }

  /** Of the ledger; and which printer was chosen. */
  changedPages(): { readonly page: string; readonly rows: unknown }[] {
    return [...this.#ledger.changedPages(), { page: PRINTER_PAGE, rows: this.#chosen }];
  }
  /** Before the first operation, as a checkpoint has kept it. */
  takeUp(page: string, rows: unknown): void {
    if (page === PRINTER_PAGE) this.#chosen = printerIdSchema.parse(rows);
    else this.#ledger.takeUp(rows as readonly LedgerEntry[]);
  }

  /** After the fold at start: a job that was being sent when the program died is unknown, not repeated. */
  async begin(): Promise<void> {
    for (const entry of [...this.#ledger.values()]) {
      if (entry.state === 'sending' || (entry.state === 'sent' && entry.watched))
        await this.#say('labelUnknown', entry.job, {
          code: 'LABEL_UNKNOWN',
          detail:
            entry.state === 'sending'
              ? 'the program ended while sending'
              : 'the program ended before the printer had said that it is through',
        });
    }
    // In the order in which they were asked for, however often they were since.
    this.#queue.clear();
    for (const { job, state } of this.#ledger.values()) if (state === 'queued') this.#queue.add(job);
    this.#live = true;
    this.#ports.onPrinterInUse(this.printerInUse);
    this.#work();
  }

  /** A printer that is watched has said what became of a label, or can no longer say it. */
  async watched(job: string, outcome: WatchOutcome): Promise<void> {
    const entry = this.#ledger.get(job);
    // Its printing may have been answered otherwise meanwhile: by a scan, by a person.
    if (entry?.state !== 'sent' && entry?.state !== 'sending') return;
    if (entry.state === 'sending') {
      // The word came before the note of the sending was done.
      this.#early.set(job, outcome);
      return;
    }
    switch (outcome.outcome) {
      case 'confirmed':
        return this.#note('labelConfirmed', labelEntity(entry), { job, by: 'printer', proof: outcome.proof });
      case 'sent':
        return this.#note('labelSent', labelEntity(entry), { job, bytes: outcome.bytes });
      case 'unknown':
        return this.#say('labelUnknown', job, { code: 'LABEL_UNKNOWN', detail: outcome.detail });
    }
  }

  /** The process that watched the printer has ended: nobody will bring its word any more. */
  async lostSight(): Promise<void> {
    for (const entry of [...this.#ledger.values()])
      if (entry.state === 'sent' && entry.watched)
        await this.#say('labelUnknown', entry.job, { code: 'LABEL_UNKNOWN', detail: 'the device program ended' });
  }

  /** The printer is there again. */
  wake(): void {
    this.#waitingForPrinter = false;
    this.#work();
  }

  /** Nothing new begins. Resolves when the label in hand has its outcome in the ledger; the caller bounds the wait. */
  async end(): Promise<void> {
    this.#live = false;
    this.#ended = true;
    await this.#current;
  }

  async #wordThatCameEarly(job: string): Promise<void> {
    const early = this.#early.get(job);
    this.#early.delete(job);
    if (early !== undefined) await this.watched(job, early);
  }

  #choose(printer: PrinterId): void {
    this.#chosen = printer;
    if (!this.#live) return;
    this.#ports.onPrinterInUse(this.printerInUse);
    const held = this.#sending;
    if (held !== undefined && held.printer !== this.printerInUse)
      this.#ports.after(RELEASE_AFTER_MS, () => this.#sending === held && this.#ports.release(held.printer));
    this.wake();
  }

  #say<T extends 'labelUnknown' | 'labelFailed'>(
    type: T,
    job: string,
    why: { code: string; detail: string },
  ): Promise<void> {
    const entity = labelEntity(this.#ledger.get(job) ?? { job });
    return this.#note(type, entity, { job, ...why } as OperationPayload<T>);
  }

  /**
   * What became of a label, until the journal takes it: one whose outcome is nowhere would be on its way for ever, and nobody would be
   * asked. Nothing else can be noted meanwhile either. At the end of the program it is left, and the next start calls it unknown.
   */
  async #note<T extends OperationType>(type: T, entity: string, payload: OperationPayload<T>): Promise<void> {
    for (;;) {
      const noted = await this.#ports.append(type, entity, payload);
      if (noted.ok || this.#ended || noted.error.code === 'REQUEST_REFUSED') return;
      await new Promise<void>((resolve) => this.#ports.after(RETRY_MS, resolve));
    }
  }

  #work(): void {
    if (this.#working || !this.#live || this.#waitingForPrinter) return;
    const [job] = this.#queue;
    const entry = job === undefined ? undefined : this.#ledger.get(job);
    if (job === undefined) return;
    if (entry?.state !== 'queued') {
      this.#queue.delete(job);
      this.#work();
      return;
    }
    this.#working = true;
    this.#current = this.#print(entry)
      .then((done) => {
        if (done) this.#queue.delete(job);
        else {
          // No byte left. The printer's own status wakes us; the timer is for a status that never changes.
          this.#waitingForPrinter = true;
          this.#ports.after(RETRY_MS, () => this.wake());
        }
      })
      .finally(() => {
        this.#working = false;
        this.#work();
      });
  }

  /** True when this job needs no further automatic step. */
  async #print(entry: LedgerEntry): Promise<boolean> {
    const { job } = entry;
    if (this.#ports.wallMs() - entry.queuedWallMs > STALE_MS) {
      await this.#say('labelFailed', job, {
        code: 'LABEL_STALE',
        detail: `queued ${Math.round((this.#ports.wallMs() - entry.queuedWallMs) / 60_000)} min ago`,
      });
      return true;
    }
    const printer = this.printerInUse;
    const entity = labelEntity(entry);
    if (!this.#ports.printerReady(printer)) return false;
    const prepared = await this.#ports.prepare(entry, printer);
    if (!prepared.ok) {
      // A crashed device host is back in a moment; a label that cannot be made never will be.
      if (prepared.error.code === 'INTERNAL') return false;
      await this.#say('labelFailed', job, {
        code: prepared.error.code,
        detail: prepared.error.detail?.slice(0, 200) ?? '',
      });
      return true;
    }
    // The other one was chosen meanwhile, and it may have other paper: no byte has left.
    if (printer !== this.printerInUse) return false;
    const { bytes, sha256 } = prepared.value;
    const noted = await this.#ports.append('labelSending', entity, {
      job,
      printer,
      bytes,
      sha256,
      copy: entry.copy,
    });
    if (!noted.ok) return false;
    this.#sending = { job, printer };
    const nextWaits = this.#queue.size > 1;
    const sent = await this.#ports.send(job, printer, nextWaits).finally(() => (this.#sending = undefined));
    const outcome: SendOutcome = sent.ok
      ? sent.value
      : { outcome: 'unknown', code: 'LABEL_UNKNOWN', detail: sent.error.detail?.slice(0, 200) ?? '' };
    switch (outcome.outcome) {
      case 'sent':
        await this.#note('labelSent', entity, {
          job,
          bytes: outcome.bytes,
          ...(outcome.watched === true ? { watched: true as const } : {}),
        });
        await this.#wordThatCameEarly(job);
        return true;
      case 'confirmed':
        await this.#note('labelConfirmed', entity, { job, by: 'printer', proof: outcome.proof });
        return true;
      case 'unknown':
        await this.#say('labelUnknown', job, { code: 'LABEL_UNKNOWN', detail: outcome.detail });
        return true;
      case 'failed':
        await this.#say('labelFailed', job, { code: outcome.code, detail: outcome.detail });
        return this.#ledger.get(job)?.state !== 'queued';
    }
  }
}
