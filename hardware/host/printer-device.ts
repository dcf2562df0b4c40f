import { createHash } from 'node:crypto';
import type { DeviceState, DeviceStatus } from '../../shared/devices/device-status.ts';
import type { LabelRequest, SendOutcome } from '../../shared/devices/print-job.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { PrinterSettings } from '../../shared/settings/settings.ts';
import { compileLabel } from '../printer/compile-label.ts';
import { LabelCompileError } from '../printer/label-compile-error.ts';
import { probeTcp, sendOverTcp } from '../printer/transports/send-over-tcp.ts';
import type { Clock } from '../supervisor/clock.ts';

/** Compiled and not yet sent; the oldest goes first when there are more. */
const MAX_PREPARED = 20;
const PROBE_MS = 2_500;

export interface PrinterDeviceOptions {
  readonly settings: PrinterSettings;
  readonly target: { readonly host: string; readonly port: number };
  readonly simulated: boolean;
  readonly fontsDirectory: string;
  readonly clock: Clock;
  readonly onStatus: (status: DeviceStatus) => void;
  readonly onFirstByte: (job: string, wallMs: number) => void;
}

/** One printer: compiles, sends one job at a time, and says whether it is there. */
export class PrinterDevice {
  readonly #options: PrinterDeviceOptions;
  readonly #prepared = new Map<string, Uint8Array>();
  #state: DeviceState = 'opening';
  #detail: string | undefined;
  #busy: Promise<unknown> = Promise.resolve();
  #jobs = 0;
  #cancelProbe: () => void = () => undefined;
  #stopped = false;

  constructor(options: PrinterDeviceOptions) {
    this.#options = options;
  }

  start(): void {
    this.#announce();
    this.#probe();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelProbe();
  }

  status(): DeviceStatus {
    const { target, simulated, clock } = this.#options;
    return {
      deviceId: 'printer-1',
      kind: 'printer',
      state: this.#state,
      name: simulated ? 'practice printer' : `${target.host}:${target.port}`,
      simulated,
      ...(this.#detail === undefined ? {} : { detail: this.#detail.slice(0, 200) }),
      sinceWallMs: Math.round(clock.wallMs()),
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
    const { target, clock, settings, onFirstByte } = this.#options;
    const bytes = this.#prepared.get(job);
    if (bytes === undefined) return { outcome: 'failed', code: 'LABEL_FAILED', detail: 'the job is not prepared' };
    this.#prepared.delete(job);
    const { outcome, status } = await sendOverTcp(target, bytes, {
      clock,
      askStatus: settings.language === 'zpl',
      onFirstByte: () => onFirstByte(job, clock.wallMs()),
    });
    if (outcome.outcome === 'sent') {
      const trouble =
        status === undefined
          ? ''
          : [
              status.paperOut && 'paper out',
              status.headOpen && 'head open',
              status.ribbonOut && 'ribbon out',
              status.paused && 'paused',
            ]
              .filter(Boolean)
              .join(', ');
      this.#to('ready', trouble === '' ? undefined : trouble);
    } else this.#to('absent', outcome.outcome === 'confirmed' ? undefined : outcome.detail);
    return outcome;
  }

  #probe(): void {
    const { target, clock } = this.#options;
    const next = (): void => {
      this.#cancelProbe = clock.after(PROBE_MS, () => !this.#stopped && this.#probe());
    };
    // Many printers serve one client at a time: never while a job runs.
    if (this.#jobs > 0) {
      next();
      return;
    }
    void probeTcp(target, clock).then((there) => {
      if (this.#stopped) return;
      if (this.#jobs === 0) {
        if (!there) this.#to('absent', 'no answer');
        else if (this.#state !== 'ready') this.#to('ready');
      }
      next();
    });
  }

  #to(state: DeviceState, detail?: string): void {
    if (state === this.#state && detail === this.#detail) return;
    [this.#state, this.#detail] = [state, detail];
    this.#announce();
  }

  #announce(): void {
    this.#options.onStatus(this.status());
  }
}
