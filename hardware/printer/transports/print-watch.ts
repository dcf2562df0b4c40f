import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import type { WatchOutcome } from '../../../shared/devices/print-job.ts';

/** Labels inside a printer that counts: one prints, the next one is there before the head would stop. */
const MAX_AHEAD = 2;

/**
 * Jobs that a printer has taken and not yet counted as printed, in the order they were sent. Pure: fed with what the printer says, it
 * tells which jobs are proven and which nobody can prove any more.
 */
export class PrintWatch {
  /** The printer's count when nothing of ours was inside. */
  #base: number | undefined;
  /** Jobs sent since the base, printed ones included. */
  #sent = 0;
  #open: string[] = [];
  /** Since when the printer has been idle, silent or in trouble without a label coming out. */
  #idleSinceMs: number | undefined;
  #silentSinceMs: number | undefined;
  #troubleSinceMs: number | undefined;
  #count: number | undefined;
  #countSinceMs = 0;
  /**
   * After a start, a cut or an unknown label something of ours may still lie in a line or a buffer, and come out and be counted in the
   * place of the next label. So one label at a time, believed only when the printer is idle and its count stands still.
   */
  suspicious = true;

  get size(): number {
    return this.#open.length;
  }

  /** Room for one more job: two ahead, so that the head never waits; none while the fate of one inside is in doubt. */
  get room(): boolean {
    return this.#open.length < (this.suspicious ? 1 : MAX_AHEAD);
  }

  /** Before the first job: what the count says now. With jobs inside the base stays as it is. */
  begin(count: number): void {
    if (this.#open.length > 0) return;
    this.#base = count;
    this.#sent = 0;
  }

  add(job: string): void {
    this.#open.push(job);
    this.#sent += 1;
    this.#idleSinceMs = this.#silentSinceMs = this.#troubleSinceMs = undefined;
  }

  /** Jobs decided by this answer. `condition` undefined: the printer says nothing, or is not there. */
  heard(
    condition: PrinterCondition | undefined,
    count: number | undefined,
    nowMs: number,
    limits: {
      readonly settleMs: number;
      readonly silentMs: number;
      readonly troubleMs: number;
      readonly quietMs: number;
    },
  ): (readonly [job: string, outcome: WatchOutcome])[] {
    if (this.#open.length === 0) return [];
    if (condition === undefined || count === undefined) {
      this.#silentSinceMs ??= nowMs;
      this.suspicious = true;
      this.#idleSinceMs = undefined;
      return nowMs - this.#silentSinceMs >= limits.silentMs ? this.giveUp('the printer no longer answers') : [];
    }
    this.#silentSinceMs = undefined;
    const printed = count - (this.#base ?? count);
    if (printed > this.#sent || printed < 0)
      return this.giveUp(`the printer has counted ${printed} labels where ${this.#sent} were sent`);
    if (count !== this.#count) [this.#count, this.#countSinceMs] = [count, nowMs];
    if (this.suspicious && printed > 0) {
      const quiet = condition.busy === false && nowMs - this.#countSinceMs >= limits.quietMs;
      if (!quiet || printed < this.#sent) return this.#stuck(condition, nowMs, limits);
      this.suspicious = false;
    }
    const before = this.#sent - this.#open.length;
    const out: (readonly [string, WatchOutcome])[] = [];
    for (let index = before; index < printed; index += 1) {
      const job = this.#open.shift();
      if (job !== undefined)
        out.push([job, { outcome: 'confirmed', proof: `printer count ${(this.#base ?? 0) + index + 1}` }]);
    }
    if (out.length > 0) this.#idleSinceMs = this.#troubleSinceMs = undefined;
    return this.#open.length === 0 ? out : [...out, ...this.#stuck(condition, nowMs, limits)];
  }

  /** A label that does not come out: waited for while there is a reason, then given up. */
  #stuck(
    condition: PrinterCondition,
    nowMs: number,
    limits: { readonly settleMs: number; readonly troubleMs: number },
  ): (readonly [job: string, outcome: WatchOutcome])[] {
    const inTrouble = condition.troubles.length > 0;
    this.#troubleSinceMs = inTrouble ? (this.#troubleSinceMs ?? nowMs) : undefined;
    this.#idleSinceMs = inTrouble || condition.busy !== false ? undefined : (this.#idleSinceMs ?? nowMs);
    if (this.#troubleSinceMs !== undefined && nowMs - this.#troubleSinceMs >= limits.troubleMs)
      return this.giveUp('the printer has been in trouble too long');
    if (this.#idleSinceMs !== undefined && nowMs - this.#idleSinceMs >= limits.settleMs)
      return this.giveUp('the printer is idle and has not counted this label');
    return [];
  }

  giveUp(detail: string): (readonly [job: string, outcome: WatchOutcome])[] {
    const out = this.#open.map((job) => [job, { outcome: 'unknown', detail }] as const);
    this.#open = [];
    this.#base = this.#count = undefined;
    this.suspicious = true;
    return out;
  }
}
