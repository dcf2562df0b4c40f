import { createHash } from 'node:crypto';
import type { DeviceState, DeviceStatus } from '../../shared/devices/device-status.ts';
import type { LabelRequest, SendOutcome, WatchOutcome } from '../../shared/devices/print-job.ts';
import { troublesInEnglish, type PrinterCondition } from '../../shared/devices/printer-condition.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { PrinterSettings } from '../../shared/settings/settings.ts';
import { compileLabel } from '../printer/compile-label.ts';
import { LabelCompileError } from '../printer/label-compile-error.ts';
import { openChannel, type PrinterTarget } from '../printer/transports/open-channel.ts';
import { printLimits, type PrintChannel, type PrintLimits } from '../printer/transports/print-channel.ts';
import type { Clock } from '../supervisor/clock.ts';

/** Compiled and not yet sent; the oldest goes first when there are more. */
const MAX_PREPARED = 20;
const LOOK_EVERY_MS = 2_500;

export interface PrinterDeviceOptions {
  readonly settings: PrinterSettings;
  readonly target: PrinterTarget;
  readonly simulated: boolean;
  readonly fontsDirectory: string;
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
      deviceId: 'printer-1',
      kind: 'printer',
      state: this.#state,
      name: simulated ? 'practice printer' : this.#channel.name.slice(0, 120),
      simulated,
      ...(this.#detail === undefined ? {} : { detail: this.#detail.slice(0, 200) }),
      ...(troubles.length === 0 ? {} : { troubles: [...troubles] }),
      sinceWallMs: Math.round(this.#sinceWallMs),
    };
  }

  prepare(
    job: string,
    label: LabelRequest,
    practice: boolean,
    copy: boolean,
  ): Result<{ bytes: number; sha256: string; compileMs: number }> {
    const { settings, fontsDirectory, clock } = this.#options;
    const start = clock.monoMs();
    try {
      const bytes = compileLabel(label, settings, { practice, job, copy, fontsDirectory });
      this.#prepared.delete(job);
      this.#prepared.set(job, bytes);
      if (this.#prepared.size > MAX_PREPARED) this.#prepared.delete(this.#prepared.keys().next().value ?? '');
      return success({
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        compileMs: clock.monoMs() - start,
      });
    } catch (error) {
      if (error instanceof LabelCompileError) return failure(error.code, error.message);
      throw error;
    }
  }

  /** In the order of the calls, one at a time. */
  send(job: string): Promise<SendOutcome> {
    this.#jobs += 1;
    const mine = this.#busy.then(() => this.#sendNow(job));
    this.#busy = mine.catch(() => undefined).then(() => (this.#jobs -= 1));
    return mine;
  }

  async #sendNow(job: string): Promise<SendOutcome> {
    const { clock, onFirstByte } = this.#options;
    const bytes = this.#prepared.get(job);
    if (bytes === undefined) return { outcome: 'failed', code: 'LABEL_FAILED', detail: 'the job is not prepared' };
    this.#prepared.delete(job);
    if (this.#stopped)
      return { outcome: 'failed', code: 'PRINTER_LOST', detail: 'the station has let go of this printer' };
    const outcome = await this.#channel.print(job, bytes, () => onFirstByte(job, clock.wallMs()));
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

const silent: PrinterCondition = { troubles: ['silent'], warnings: [], busy: undefined };
