import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { PrinterId, WatchOutcome } from '../../shared/devices/print-job.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { CommandInput, EventName, EventPayload } from '../../shared/ipc/contract.ts';
import { packingSlipA4 } from '../../shared/labels/documents/packing-slip-a4.ts';
import { jobIdOf, pageMayNot, PRINT_ENTITY } from '../../shared/labels/label-ledger.ts';
import type { OperationPayload, OperationType } from '../../shared/parcel/operations.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import type { Fold } from '../journal/journal-fold.ts';
import type { DeviceHostProcess } from '../services/device-host-process.ts';
import type { LabelDocuments } from '../services/label-documents.ts';
import type { LabelContent } from '../../shared/devices/print-job.ts';
import { PrintService } from '../services/print-service.ts';

type Head = { readonly device: string; readonly epoch: number };
type LabelHandler = `labels.${string}` | `printerWizard.${string}`;

export interface LabelDeskOptions {
  /** Of this mode. */
  readonly documents: LabelDocuments;
  readonly practice: boolean;
  readonly settings: () => Settings;
  readonly host: DeviceHostProcess;
  readonly head: () => Head;
  /** actor absent: the person at the bench. */
  readonly append: <T extends OperationType>(
    type: T,
    entity: string,
    payload: OperationPayload<T>,
    actor?: string,
  ) => Promise<Result<{ readonly seq: number }>>;
  readonly emit: <E extends EventName>(event: E, payload: EventPayload<E>) => void;
}

/** Labels in main: the print service with its ports, the documents of foreign labels, and the commands about printers. */
export class LabelDesk implements Fold {
  readonly name = 'labels';
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, LabelHandler>>;
  readonly #options: LabelDeskOptions;
  readonly #print: PrintService;
  readonly #ready = new Set<PrinterId>();

  constructor(options: LabelDeskOptions) {
    this.#options = options;
    const { host } = options;
    this.#print = new PrintService({
      head: options.head,
      append: (type, entity, payload) => options.append(type, entity, payload, 'station'),
      prepare: ({ job, label, practice, copy }, printer) =>
        host.request({
          type: 'prepare-label',
          job,
          printer,
          label,
          practice,
          copy,
          ...('document' in label ? { file: options.documents.path(label.document) } : {}),
        }),
      send: (job, printer, nextWaits) => host.request({ type: 'send-label', job, printer, nextWaits }),
      printerReady: (printer) => this.#ready.has(printer),
      hasFallback: () => this.#hasFallback(),
      release: (printer) => void host.request({ type: 'release-printer', printer }),
      onPrinterInUse: (printer) => options.emit('labels.printerInUse', { printer }),
      wallMs: () => Date.now(),
      after: (delayMs, callback) => void setTimeout(callback, delayMs),
    });
    this.handlers = this.#makeHandlers();
  }

  apply(body: OperationBody, chain: Head): void {
    this.#print.apply(body, chain);
  }

  changedPages(): ReturnType<Fold['changedPages']> {
    return this.#print.changedPages();
  }

  takeUp(page: string, rows: unknown): void {
    this.#print.takeUp(page, rows);
  }

  async begin(): Promise<void> {
    await this.#print.begin();
    this.#options.documents.prune(this.#print.openDocuments());
  }

  end(): Promise<void> {
    return this.#print.end();
  }

  onStatus(status: DeviceStatus): void {
    if (status.kind !== 'printer') return;
    const id: PrinterId = status.deviceId === 'printer-2' ? 'printer-2' : 'printer-1';
    const ready = status.state === 'ready' && (status.troubles ?? []).length === 0;
    const woken = ready && !this.#ready.has(id);
    if (ready) this.#ready.add(id);
    else this.#ready.delete(id);
    if (woken) this.#print.wake();
  }

  watched(job: string, outcome: WatchOutcome): void {
    void this.#print.watched(job, outcome);
  }

  lostSight(): void {
    void this.#print.lostSight();
  }

  /** Why the page may not append this now; undefined: it may. */
  refusal(type: OperationType, payload: Readonly<Record<string, unknown>>): string | undefined {
    return pageMayNot(type, payload, (job) => this.#print.entry(job));
  }

  #hasFallback(): boolean {
    return !this.#options.practice && this.#options.settings().fallbackPrinter !== undefined;
  }

  #keep(file: Uint8Array, tracking: string): LabelContent {
    return { document: this.#options.documents.keep(file), bytes: file.length, tracking };
  }

  async #requested({ label, subject }: CommandInput<'labels.print'>): Promise<Result<{ job: string }>> {
    const { practice, append, head } = this.#options;
    const content = 'file' in label ? this.#keep(label.file, label.tracking) : label;
    const noted = await append('labelRequested', `${PRINT_ENTITY}${subject}`, { label: content, subject, practice });
    if (!noted.ok) return noted;
    if ('file' in label) this.#options.documents.prune(this.#print.openDocuments());
    const { device, epoch } = head();
    return success({ job: jobIdOf(device, epoch, noted.value.seq) });
  }

  #makeHandlers(): LabelDesk['handlers'] {
    const { host, append } = this.#options;
    return {
      'labels.print': (input) => this.#requested(input),
      'labels.documents': () => {
        const { documents } = this.#options;
        return success({ ...documents.status(), documents: documents.here() });
      },
      'labels.warm': async ({ label }) => {
        const { documents, practice } = this.#options;
        const printer = this.#print.printerInUse;
        const file = documents.path(label.document);
        const asked = await host.request({ type: 'warm-label', printer, label, practice, file });
        return asked.ok ? success(null) : asked;
      },
      'labels.printers': () => success({ inUse: this.#print.printerInUse, fallback: this.#hasFallback() }),
      'labels.choosePrinter': async ({ printer, reason }) => {
        if (!this.#hasFallback()) return failure('REQUEST_REFUSED', 'no second printer is set up');
        const noted = await append('printerChosen', 'station:self', { printer, reason });
        return noted.ok ? success(null) : noted;
      },
      'printerWizard.places': () => host.request({ type: 'list-printer-places' }),
      'printerWizard.probe': ({ transport }) => host.request({ type: 'probe-printer', transport }),
      'printerWizard.test': ({ printer, time }) => host.request({ type: 'print-test-page', printer, time }),
      'printerWizard.testPaper': async ({ printer }) => {
        const { name, sample } = packingSlipA4;
        // Its mark says on the page that it is of no parcel.
        const drawn = await host.request({ type: 'draw-document', template: name, data: sample, practice: true });
        if (!drawn.ok) return drawn;
        return host.request({ type: 'print-paper', printer, name, file: new Uint8Array(drawn.value.file) });
      },
      'printerWizard.stop': () => host.request({ type: 'stop-printer-wizard' }),
    };
  }
}
