import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import type { WatchOutcome } from '../../../shared/devices/print-job.ts';

/** One prints, the next one lies behind it. */
const MAX_INSIDE = 2;

type Decided = readonly [job: string, outcome: WatchOutcome];

/**
 * Labels inside a printer that answers and does not count, in the order they were sent. Each one that is inside is one of those that it
 * says it holds; so when it holds fewer than were sent to it, the first of them are through. "Idle" says just that of a label alone, and is
 * all that other languages than ZPL can say. Pure: labels of others only make it hold more.
 */
export class HeldWatch {
  #open: { readonly job: string; readonly bytes: number }[] = [];
  /** What the answer before said. */
  #heldBefore = Infinity;
  #heardMs = 0;
  #movedMs = 0;

  get size(): number {
    return this.#open.length;
  }

  /** For one more. clear: the printer says how many it holds, and no answer from before is still to come. */
  room(clear: boolean): boolean {
    return this.#open.length < (clear ? MAX_INSIDE : 1);
  }

  add(job: string, bytes: number, nowMs: number): void {
    this.#open.push({ job, bytes });
    this.#heldBefore = Infinity;
    this.#heardMs = this.#movedMs = nowMs;
  }

  /**
   * Jobs decided by this answer. `condition` undefined: the printer says nothing. late: it may be the answer to an older question. Then, and
   * with one label behind another, two answers must agree: the printer may not have looked yet at what has just come.
   */
  heard(
    condition: PrinterCondition | undefined,
    late: boolean,
    nowMs: number,
    limits: { readonly silentMs: number; readonly troubleMs: number },
  ): Decided[] {
    if (this.#open.length === 0) return [];
    if (condition !== undefined) this.#heardMs = nowMs;
    const held = heldBy(condition);
    const surely = late || this.#open.length > 1 ? Math.max(held, this.#heldBefore) : held;
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

function heldBy(condition: PrinterCondition | undefined): number {
  if (condition === undefined || condition.troubles.length > 0) return Infinity;
  return condition.held ?? (condition.busy === true ? Infinity : 0);
}
