import type { PrinterCondition, PrinterTrouble } from '../../../../shared/devices/printer-condition.ts';
import type { SendOutcome } from '../../../../shared/devices/print-job.ts';
import type { Clock } from '../../../supervisor/clock.ts';
import type { ChannelEvents, PrintChannel, PrinterLook, PrintLimits } from '../print-channel.ts';
import type { Winspool } from './winspool.ts';
import { failed, unknown } from '../send-outcomes.ts';

/** PRINTER_STATUS_* and PRINTER_ATTRIBUTE_WORK_OFFLINE, winspool.h. Many drivers never set one: none set is no proof. */
const statusBits: readonly (readonly [number, PrinterTrouble])[] = [
  [0x1, 'paused'],
  [0x2, 'other-error'],
  [0x8, 'paper-jam'],
  [0x10, 'paper-out'],
  [0x40, 'other-error'],
  [0x80, 'silent'],
  [0x1000, 'silent'],
  [0x4_0000, 'ribbon-out'],
  [0x10_0000, 'other-error'],
  [0x20_0000, 'memory-fault'],
  [0x40_0000, 'cover-open'],
];
const STATUS_BUSY = 0x200 | 0x400 | 0x4000;
const WORK_OFFLINE = 0x400;
/** DRIVER_INFO_8: PRINTER_DRIVER_XPS. With such a driver RAW gives an empty job and no error (Microsoft KB 2779300). */
const DRIVER_XPS = 0x2;
const JOB_PAUSED = 0x1;
const JOB_ERROR = 0x2 | 0x20 | 0x40 | 0x200 | 0x400;
const JOB_DELETED = 0x4 | 0x100;
const JOB_SPOOLING = 0x8;
const JOB_PRINTING = 0x10;
const JOB_PRINTED = 0x80 | 0x1000;

/**
 * A printer of the Windows spooler, fed with raw bytes through its driver's queue. The spooler's "printed" means that the port monitor
 * has them. Not run on Windows by us: the dialogue is tested against a spooler of our own making.
 */
export class WindowsPrinter implements PrintChannel {
  readonly name: string;
  readonly #spool: Promise<Winspool>;
  readonly #printer: string;
  readonly #clock: Clock;
  readonly #limits: PrintLimits;
  readonly #events: ChannelEvents;
  #stopped = false;

  constructor(
    printer: string,
    spool: Promise<Winspool>,
    options: { readonly clock: Clock; readonly limits: PrintLimits; readonly events: ChannelEvents },
  ) {
    this.name = printer;
    this.#printer = printer;
    this.#spool = spool;
    spool.catch(() => undefined);
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#events = options.events;
  }

  async look(): Promise<PrinterLook> {
    try {
      const spool = await this.#spool;
      const handle = spool.openPrinter(this.#printer);
      try {
        return { present: true, condition: this.#condition(spool, handle) };
      } finally {
        spool.closePrinter(handle);
      }
    } catch (error) {
      return { present: false, detail: words(error) };
    }
  }

  async print(job: string, bytes: Uint8Array, onFirstByte: () => void): Promise<SendOutcome> {
    let spool: Winspool;
    let handle: bigint;
    try {
      spool = await this.#spool;
      handle = spool.openPrinter(this.#printer);
    } catch (error) {
      return failed('PRINTER_LOST', words(error));
    }
    try {
      const { troubles } = this.#condition(spool, handle);
      if (troubles.length > 0) return failed('PRINTER_NEEDS_HAND', troubles.join(', '));
      return await this.#spooled(spool, handle, job, bytes, onFirstByte);
    } catch (error) {
      // Everything that may throw from the first byte on is caught below.
      return failed('PRINTER_LOST', words(error));
    } finally {
      spool.closePrinter(handle);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async #spooled(
    spool: Winspool,
    handle: bigint,
    job: string,
    bytes: Uint8Array,
    onFirstByte: () => void,
  ): Promise<SendOutcome> {
    const dataType = (spool.driverAttributes(handle) & DRIVER_XPS) === 0 ? 'RAW' : 'XPS_PASS';
    const id = spool.startDoc(handle, job, dataType);
    const firstByteMonoMs = this.#clock.monoMs();
    try {
      spool.startPage(handle);
      onFirstByte();
      for (let at = 0; at < bytes.length;) {
        const taken = spool.write(handle, bytes.subarray(at));
        if (taken < 1) throw new Error('the spooler takes no more bytes');
        at += taken;
      }
      spool.endPage(handle);
      spool.endDoc(handle);
    } catch (error) {
      // A queue that prints while it spools may have sent a part of it.
      spool.abort(handle);
      return unknown(words(error));
    }
    return this.#followed(spool, handle, id, bytes.length, firstByteMonoMs);
  }

  async #followed(
    spool: Winspool,
    handle: bigint,
    id: number,
    bytes: number,
    firstByteMonoMs: number,
  ): Promise<SendOutcome> {
    const started = this.#clock.monoMs();
    let begun = false;
    for (;;) {
      let status: number | undefined;
      try {
        status = spool.jobStatus(handle, id);
      } catch (error) {
        return unknown(words(error));
      }
      // Forgotten: printed, or deleted by somebody else. Without "keep printed documents" the two look the same.
      if (status === undefined || (status & JOB_PRINTED) !== 0) return { outcome: 'sent', bytes, firstByteMonoMs };
      if ((status & JOB_DELETED) !== 0) return unknown('somebody has deleted the job');
      begun ||= (status & (JOB_PRINTING | JOB_ERROR)) !== 0;
      const waited = this.#clock.monoMs() - started;
      const waits = (status & (JOB_PAUSED | JOB_SPOOLING | JOB_ERROR)) !== 0;
      if (this.#stopped || waited >= (waits ? this.#limits.silentMs : this.#limits.troubleMs)) {
        try {
          spool.cancelJob(handle, id);
        } catch (error) {
          return unknown(`the job could not be taken back: ${words(error)}`);
        }
        return begun
          ? unknown('the job stood still and was taken back')
          : failed('PRINTER_LOST', 'the job never began and was taken back');
      }
      this.#condition(spool, handle);
      await new Promise<void>((resolve) => this.#clock.after(this.#limits.pollMs, resolve));
    }
  }

  #condition(spool: Winspool, handle: bigint): PrinterCondition {
    const { status, attributes } = spool.printerState(handle);
    const troubles = new Set(statusBits.filter(([bit]) => (status & bit) !== 0).map(([, trouble]) => trouble));
    if ((attributes & WORK_OFFLINE) !== 0) troubles.add('silent');
    const condition: PrinterCondition = { troubles: [...troubles], warnings: [], busy: (status & STATUS_BUSY) !== 0 };
    this.#events.onCondition(condition);
    return condition;
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
