import type { PrinterCondition, PrinterTrouble } from '../../../../shared/devices/printer-condition.ts';
import type { SendOutcome } from '../../../../shared/devices/print-job.ts';
import type { Clock } from '../../../supervisor/clock.ts';
import type { ChannelEvents, PrintChannel, PrinterLook, PrintLimits } from '../print-channel.ts';
import { CupsClient, CupsFault, type CupsJob, type CupsQueue } from './cups-client.ts';

const HELD = 4;
const JOB_STOPPED = 6;
const CANCELED = 7;
const ABORTED = 8;
const COMPLETED = 9;
const QUEUE_STOPPED = 5;

/** RFC 8011 printer-state-reasons, without their "-error" and "-report" endings. */
const reasonTroubles: Readonly<Record<string, PrinterTrouble>> = {
  'media-empty': 'paper-out',
  'media-needed': 'paper-out',
  'media-jam': 'paper-jam',
  'cover-open': 'cover-open',
  'door-open': 'cover-open',
  'interlock-open': 'cover-open',
  'marker-supply-empty': 'ribbon-out',
  paused: 'queue-stopped',
  offline: 'silent',
};

/**
 * A queue of CUPS. Its "completed" means that the backend has written the bytes, not that a label exists: a printer that resets loses
 * them without an error. With every error policy but `abort-job` CUPS itself sends a broken job again, whole, and what had come out comes
 * out twice: such a queue is refused.
 */
export class CupsPrinter implements PrintChannel {
  readonly name: string;
  readonly #client: CupsClient;
  readonly #queue: string;
  readonly #clock: Clock;
  readonly #limits: PrintLimits;
  readonly #events: ChannelEvents;
  readonly #dropPartial: Uint8Array;
  readonly #format: string | undefined;
  /** The printer may hold the beginning of a job: after a cut, and after a start, because nobody knows how the last run ended. */
  #mayBeCut = true;
  #stopped = false;

  /** dropPartial: what makes the printer throw a half label away, so that the next one does not run into it. */
  constructor(
    target: { readonly server: string; readonly queue: string },
    dropPartial: Uint8Array,
    options: {
      readonly clock: Clock;
      readonly limits: PrintLimits;
      readonly events: ChannelEvents;
      readonly format?: string;
    },
  ) {
    this.name = `CUPS ${target.queue}`;
    this.#queue = target.queue;
    this.#client = new CupsClient(target.server, options.limits.writeMs);
    this.#dropPartial = dropPartial;
    this.#format = options.format;
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#events = options.events;
  }

  async look(): Promise<PrinterLook> {
    try {
      const queue = await this.#client.queue(this.#queue);
      const fault = queueFault(queue);
      if (fault !== undefined) return { present: false, detail: fault };
      const condition = conditionOf(queue);
      this.#events.onCondition(condition);
      return { present: true, condition };
    } catch (error) {
      return { present: false, detail: words(error) };
    }
  }

  async print(job: string, bytes: Uint8Array, onFirstByte: () => void): Promise<SendOutcome> {
    const failed = (code: 'PRINTER_LOST' | 'PRINTER_NEEDS_HAND', detail: string): SendOutcome => ({
      outcome: 'failed',
      code,
      detail: detail.slice(0, 200),
    });
    const look = await this.look();
    if (!look.present) return failed('PRINTER_LOST', look.detail);
    if ((look.condition?.troubles.length ?? 0) > 0)
      return failed('PRINTER_NEEDS_HAND', `queue ${this.#queue}: ${look.condition?.troubles.join(', ')}`);
    const left = await this.#takeBack(job);
    if (left !== undefined) return failed('PRINTER_NEEDS_HAND', left);
    const firstByteMonoMs = this.#clock.monoMs();
    onFirstByte();
    const whole = this.#mayBeCut ? Buffer.concat([this.#dropPartial, bytes]) : bytes;
    this.#mayBeCut = true;
    let id: number;
    try {
      id = await this.#client.print(this.#queue, job, whole, this.#format);
    } catch (error) {
      if (error instanceof CupsFault && !error.reached) return failed('PRINTER_LOST', error.message);
      const found = await this.#foundAgain(job);
      if (found === undefined) return unknown(words(error));
      id = found;
    }
    const outcome = await this.#followed(id, bytes.length, firstByteMonoMs);
    this.#mayBeCut = outcome.outcome !== 'sent';
    return outcome;
  }

  stop(): void {
    this.#stopped = true;
  }

  /**
   * A job of this name that still waits in the queue is one that the ledger has given up, or that an ended run left behind: it would come
   * out beside its own reprint. undefined: there is none any more.
   */
  async #takeBack(job: string): Promise<string | undefined> {
    try {
      for (const { id } of await this.#client.jobsNamed(this.#queue, job, ['not-completed']))
        await this.#client.cancel(this.#queue, id);
      return undefined;
    } catch (error) {
      return `an older job ${job} may still be in queue ${this.#queue}: ${words(error)}`;
    }
  }

  /** The answer to Print-Job was lost. Its name says whether the queue has the job. */
  async #foundAgain(job: string): Promise<number | undefined> {
    try {
      const jobs = await this.#client.jobsNamed(this.#queue, job);
      // A reprint bears the same name, and servers forget: only a job that is still in work is surely this one.
      return jobs.filter(({ state }) => state < CANCELED).sort((a, b) => b.id - a.id)[0]?.id;
    } catch {
      return undefined;
    }
  }

  async #followed(id: number, bytes: number, firstByteMonoMs: number): Promise<SendOutcome> {
    const started = this.#clock.monoMs();
    let heardMs = started;
    for (;;) {
      let job: CupsJob | undefined;
      try {
        job = await this.#client.job(this.#queue, id);
        heardMs = this.#clock.monoMs();
      } catch {
        // Asked again until the limit.
      }
      if (job?.state === COMPLETED) return { outcome: 'sent', bytes, firstByteMonoMs };
      if (job?.state === ABORTED || job?.state === CANCELED) return this.#ended(job);
      const now = this.#clock.monoMs();
      const waits = job !== undefined && (job.state === HELD || job.state === JOB_STOPPED);
      const limit = waits ? this.#limits.silentMs : this.#limits.troubleMs;
      if (this.#stopped || now - heardMs >= this.#limits.silentMs || now - started >= limit) return this.#withdrawn(id);
      await this.look();
      await new Promise<void>((resolve) => this.#clock.after(this.#limits.pollMs, resolve));
    }
  }

  /** Nobody waits beside a job for ever: it is taken back, so that it does not come out later beside another parcel. */
  async #withdrawn(id: number): Promise<SendOutcome> {
    try {
      await this.#client.cancel(this.#queue, id);
      return this.#ended(await this.#client.job(this.#queue, id));
    } catch (error) {
      return unknown(`job ${id} could not be taken back: ${words(error)}`);
    }
  }

  #ended(job: CupsJob): SendOutcome {
    if (job.state === COMPLETED) return unknown(`job ${job.id} was completed while it was taken back`);
    const why = `queue ${this.#queue}: job ${job.id} ${job.state === ABORTED ? 'aborted' : 'canceled'} (${job.reasons.join(', ')})`;
    return job.started ? unknown(why) : { outcome: 'failed', code: 'PRINTER_LOST', detail: why.slice(0, 200) };
  }
}

const unknown = (detail: string): SendOutcome => ({
  outcome: 'unknown',
  code: 'LABEL_UNKNOWN',
  detail: detail.slice(0, 200),
});
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function queueFault(queue: CupsQueue): string | undefined {
  if (queue.errorPolicy !== '' && queue.errorPolicy !== 'abort-job')
    return `queue ${queue.name} sends broken jobs again (${queue.errorPolicy}): lpadmin -p ${queue.name} -o printer-error-policy=abort-job`;
  return queue.accepting ? undefined : `queue ${queue.name} takes no jobs: cupsaccept ${queue.name}`;
}

/** What CUPS reports of a queue. Most backends report nothing: an empty list is no proof that all is well. */
export function conditionOf(queue: CupsQueue): PrinterCondition {
  const troubles = new Set<PrinterTrouble>();
  if (queue.state === QUEUE_STOPPED) troubles.add('queue-stopped');
  for (const reason of queue.reasons) {
    const trouble = reasonTroubles[reason.replace(/-(?:error|report|warning)$/, '')];
    if (trouble !== undefined && !reason.endsWith('-report')) troubles.add(trouble);
    else if (reason.endsWith('-error')) troubles.add('other-error');
  }
  return {
    troubles: [...troubles],
    warnings: queue.reasons.some((reason) => reason.startsWith('media-low')) ? ['paper-low'] : [],
    busy: queue.state === 4,
  };
}
