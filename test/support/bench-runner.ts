import type { Step } from '../../shared/stock/bench-step.ts';
import type { FloorEffect } from '../../shared/stock/floor-effect.ts';
import type { ErrorCode } from '../../shared/errors/catalog.ts';
import type { Hearing } from '../../shared/stock/hear-once.ts';

/** What the disk says to an append: the event that the bench gets. */
export type DiskAnswer =
  | { readonly type: 'booked'; readonly operation: string; readonly job: string; readonly payload: unknown }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };

export interface Surroundings {
  readonly write: (effect: Extract<FloorEffect, { type: 'append' }>) => DiskAnswer | Promise<DiskAnswer>;
  /** A number for a plate. */
  readonly plate?: () => string | Promise<string>;
}

const PHOTO = { name: 'p.jpg', sha256: 'cd'.repeat(32) };
/** From act to act of a hand that knows its work. */
const BETWEEN_MS = 4_000;

/** One bench of the overseas floor with hands at it: events in, effects done, until nothing is open. */
export class BenchRunner<S extends Hearing, E> {
  state: S;
  readonly cues: string[] = [];
  readonly #reduce: (state: S, event: E) => Step<S>;
  readonly #around: Surroundings;
  #atMs = 0;

  constructor(start: S, reduce: (state: S, event: E) => Step<S>, around: Surroundings) {
    this.state = start;
    this.#reduce = reduce;
    this.#around = around;
  }

  async send(event: object): Promise<void> {
    const { state, effects } = this.#reduce(this.state, event as E);
    this.state = state;
    for (const effect of effects) {
      if (effect.type === 'cue') this.cues.push(effect.cue);
      if (effect.type === 'photo') await this.send({ type: 'photo', photo: PHOTO });
      if (effect.type === 'take-number') await this.send({ type: 'plate', plate: await this.#around.plate?.() });
      if (effect.type === 'append') await this.send(await this.#around.write(effect));
    }
  }

  async scan(...codes: readonly string[]): Promise<void> {
    for (const text of codes) await this.send({ type: 'scan', text, atMs: (this.#atMs += BETWEEN_MS) });
  }

  key(key: string): Promise<void> {
    return this.send({ type: 'key', key });
  }
}
