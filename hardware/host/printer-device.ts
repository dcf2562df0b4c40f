import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { DeviceState, DeviceStatus } from '../../shared/devices/device-status.ts';
import type {
  DocumentLabel,
  LabelContent,
  PrinterId,
  SendOutcome,
  WatchOutcome,
} from '../../shared/devices/print-job.ts';
import { troublesInEnglish, type PrinterCondition } from '../../shared/devices/printer-condition.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { PrinterSettings } from '../../shared/settings/settings.ts';
import type { CompileCarrier } from '../printer/carrier/carrier-compiler.ts';
import { compileLabel } from '../printer/compile-label.ts';
import { LabelCompileError } from '../printer/label-compile-error.ts';
import { openChannel, type PrinterTarget } from '../printer/transports/open-channel.ts';
import { printLimits, type PrintChannel, type PrintLimits } from '../printer/transports/print-channel.ts';
import type { Clock } from '../supervisor/clock.ts';
import { ReadyDocuments } from './ready-documents.ts';

/** Compiled and not yet sent; the oldest goes first when there are more. */
const MAX_PREPARED = 20;
const LOOK_EVERY_MS = 2_500;

/** What is to be printed. file: where the document of a foreign label lies. */
export interface PrintTask {
  readonly label: LabelContent;
  readonly practice: boolean;
  readonly copy: boolean;
  readonly file?: string | undefined;
}

export interface PrinterDeviceOptions {
  readonly deviceId: PrinterId;
  readonly settings: PrinterSettings;
  readonly target: PrinterTarget;
  readonly simulated: boolean;
  readonly fontsDirectory: string;
  readonly compileCarrier: CompileCarrier;
  readonly clock: Clock;
  readonly limits?: PrintLimits;
  readonly lookEveryMs?: number;
  readonly onStatus: (status: DeviceStatus) => void;
  readonly onFirstByte: (job: string, wallMs: number) => void;
  readonly onWatched: (job: string, outcome: WatchOutcome) => void;
}

/** One printer: compiles, sends one job at a time, and says whether it is there and what it lacks. */
export class PrinterDevice {
  readonly #options: PrinterDeviceOptions;
  readonly #channel: PrintChannel;
  readonly #prepared = new Map<string, Uint8Array>();
  readonly #documents = new ReadyDocuments();
  #state: DeviceState = 'opening';
  #detail: string | undefined;
  #condition: PrinterCondition | undefined;
  #sinceWallMs: number;
  #busy: Promise<unknown> = Promise.resolve();
  #jobs = 0;
  #cancelLook: () => void = () => undefined;
  #stopped = false;
  /** It has answered since it was last there: silence is a sign. */
  #answered = false;

  constructor(options: PrinterDeviceOptions) {
    this.#options = options;
    this.#sinceWallMs = options.clock.wallMs();
    this.#channel = openChannel(options.target, options.settings.language, {
      clock: options.clock,
      limits: options.limits ?? printLimits,
      events: {
        onCondition: (condition) => this.#heard(condition),
        onWatched: (job, outcome) => options.onWatched(job, outcome),
      },
    });
  }

  start(): void {
    this.#announce();
    this.#look();
  }

  /** Lets go of the printer; a job that is being written becomes unknown. Resolves when nothing of this device is left. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelLook();
    this.#channel.stop();
    await this.#busy;
  }

  status(): DeviceStatus {
    const { simulated } = this.#options;
    const troubles = this.#condition?.troubles ?? [];
    return {
      deviceId: this.#options.deviceId,
      kind: 'printer',
      state: this.#state,
      name: simulated ? 'practice printer' : this.#channel.name.slice(0, 120),
      simulated,
      ...(this.#detail === undefined ? {} : { detail: this.#detail.slice(0, 200) }),
      ...(troubles.length === 0 ? {} : { troubles: [...troubles] }),
      sinceWallMs: Math.round(this.#sinceWallMs),
    };
  }

  /** Makes the printer's bytes and keeps them under the job; no byte leaves. */
  async prepare(job: string, task: PrintTask): Promise<Result<{ bytes: number; sha256: string; compileMs: number }>> {
    const { clock } = this.#options;
    const start = clock.monoMs();
    try {
      const bytes = await this.#compiled(job, task);
      this.#prepared.delete(job);
      this.#prepared.set(job, bytes);
      if (this.#prepared.size > MAX_PREPARED) this.#prepared.delete(this.#prepared.keys().next().value ?? '');
      return success({ bytes: bytes.length, sha256: sha256Of(bytes), compileMs: clock.monoMs() - start });
    } catch (error) {
      if (error instanceof LabelCompileError) return failure(error.code, error.message);
      throw error;
    }
  }

  /** Draws a foreign label ahead of its print. What is wrong with it is said when it is printed. */
  warm({ label, practice, file }: Omit<PrintTask, 'copy'>): void {
    if ('document' in label)
      this.#documents.warm(documentKey(label, practice), () => this.#draw(label, practice, file));
  }

  async #compiled(job: string, { label, practice, copy, file }: PrintTask): Promise<Uint8Array> {
    const { settings, fontsDirectory } = this.#options;
    if ('template' in label) return compileLabel(label, settings, { practice, job, copy, fontsDirectory });
    return this.#documents.take(documentKey(label, practice), () => this.#draw(label, practice, file));
  }

  async #draw(label: DocumentLabel, practice: boolean, file: string | undefined): Promise<Uint8Array> {
    const { settings, compileCarrier } = this.#options;
    // Not marked as a copy: nothing of ours goes on a foreign label. The ledger says it.
    let document: Uint8Array;
    try {
      document = await readFile(file ?? '');
    } catch {
      throw new LabelCompileError('LABEL_FAILED', 'the document of this label is gone');
    }
    if (document.length !== label.bytes || sha256Of(document) !== label.document)
      throw new LabelCompileError('LABEL_FAILED', 'the document of this label is not the one that was kept');
    return (await compileCarrier(document, label.tracking, settings, practice)).bytes;
  }

  /** In the order of the calls, one at a time. nextWaits: another label is to go right behind it. */
  send(job: string, nextWaits = false): Promise<SendOutcome> {
    this.#jobs += 1;
    const mine = this.#busy.then(() => this.#sendNow(job, nextWaits));
    this.#busy = mine.catch(() => undefined).then(() => (this.#jobs -= 1));
    return mine;
  }

  async #sendNow(job: string, nextWaits: boolean): Promise<SendOutcome> {
    const { clock, onFirstByte } = this.#options;
    const bytes = this.#prepared.get(job);
    if (bytes === undefined) return { outcome: 'failed', code: 'LABEL_FAILED', detail: 'the job is not prepared' };
    this.#prepared.delete(job);
    if (this.#stopped)
      return { outcome: 'failed', code: 'PRINTER_LOST', detail: 'the station has let go of this printer' };
    const outcome = await this.#channel.print(job, bytes, () => onFirstByte(job, clock.wallMs()), nextWaits);
    if (outcome.outcome === 'failed') {
      if (outcome.code === 'PRINTER_NEEDS_HAND') this.#to('ready', this.#condition ?? silent, outcome.detail);
      else this.#to('absent', undefined, outcome.detail);
    } else if (outcome.outcome === 'unknown') this.#to('absent', undefined, outcome.detail);
    else if (this.#state !== 'ready') this.#to('ready', this.#condition);
    return outcome;
  }

  #heard(condition: PrinterCondition | undefined): void {
    if (this.#stopped) return;
    if (condition !== undefined) {
      this.#answered = true;
      this.#to('ready', condition);
    } else if (this.#answered) this.#to('ready', silent);
  }

  #look(): void {
    const { clock, lookEveryMs = LOOK_EVERY_MS } = this.#options;
    const next = (): void => {
      this.#cancelLook = clock.after(lookEveryMs, () => !this.#stopped && this.#look());
    };
    // Many printers serve one client at a time: never while a job runs.
    if (this.#jobs > 0) {
      next();
      return;
    }
    void this.#channel.look().then((look) => {
      if (this.#stopped) return;
      if (this.#jobs === 0) {
        if (!look.present) {
          this.#answered = false;
          this.#to('absent', undefined, look.detail);
        } else if (this.#state !== 'ready' && look.condition === undefined && !this.#answered)
          this.#to('ready', undefined);
      }
      next();
    });
  }

  #to(state: DeviceState, condition: PrinterCondition | undefined, why?: string): void {
    const told = condition === undefined ? '' : troublesInEnglish(condition);
    const detail = why ?? (told === '' ? undefined : told);
    const troubles = (list: PrinterCondition | undefined): string => (list?.troubles ?? []).join(' ');
    const same = state === this.#state && detail === this.#detail && troubles(condition) === troubles(this.#condition);
    if (state !== this.#state) this.#sinceWallMs = this.#options.clock.wallMs();
    [this.#state, this.#detail, this.#condition] = [state, detail, condition];
    if (!same) this.#announce();
  }

  #announce(): void {
    this.#options.onStatus(this.status());
  }
}

const documentKey = ({ document, bytes, tracking }: DocumentLabel, practice: boolean): string =>
  `${document} ${bytes} ${tracking} ${practice}`;

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const silent: PrinterCondition = { troubles: ['silent'], warnings: [], busy: undefined };
