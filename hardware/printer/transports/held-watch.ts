import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import type { WatchOutcome } from '../../../shared/devices/print-job.ts';

/** One prints, the next one lies behind it. */
const MAX_INSIDE = 2;

type Decided = readonly [job: string, outcome: WatchOutcome];

/**
 * Labels inside a printer that counts nothing and says how many it holds, in the order they were sent. Each one that is inside is one of
 * those that it holds; so when it holds fewer than were sent to it, the first of them are through. "Idle" says just that of a label alone.
 * Pure: labels of others only make it hold more, and what was asked before a label was sent is never taken for an answer after it.
 */
export class HeldWatch {
  #open: { readonly job: string; readonly bytes: number }[] = [];
  /** What the answer before said: one answer alone moves nothing, a printer may not have looked at what has just come. */
  #heldBefore = Infinity;
  #heardMs = 0;
  #movedMs = 0;

  get size(): number {
    return this.#open.length;
  }

  get room(): boolean {
    return this.#open.length < MAX_INSIDE;
  }

  add(job: string, bytes: number, nowMs: number): void {
    this.#open.push({ job, bytes });
    this.#heldBefore = Infinity;
    this.#heardMs = this.#movedMs = nowMs;
  }

  /** Jobs decided by this answer. `condition` undefined: the printer says nothing. */
  heard(
    condition: PrinterCondition | undefined,
    nowMs: number,
    limits: { readonly silentMs: number; readonly troubleMs: number },
  ): Decided[] {
    if (this.#open.length === 0) return [];
    if (condition !== undefined) this.#heardMs = nowMs;
    const well = condition !== undefined && condition.troubles.length === 0;
    const held = well ? (condition.held ?? Infinity) : Infinity;
    const surely = Math.max(held, this.#heldBefore);
    this.#heldBefore = held;
    const through = this.#open.splice(0, Math.max(0, this.#open.length - surely));
    if (through.length > 0) this.#movedMs = nowMs;
    const decided = through.map(({ job, bytes }): Decided => [job, { outcome: 'sent', bytes }]);
    if (nowMs - this.#heardMs >= limits.silentMs) return [...decided, ...this.giveUp('the printer no longer answers')];
    if (nowMs - this.#movedMs >= limits.troubleMs)
      return [...decided, ...this.giveUp('the printer has been in trouble too long')];
    return decided;
  }

  /** Nobody can tell any more which of them came out: all are in doubt. */
  giveUp(detail: string): Decided[] {
    return this.#open.splice(0).map(({ job }): Decided => [job, { outcome: 'unknown', detail }]);
  }
}
