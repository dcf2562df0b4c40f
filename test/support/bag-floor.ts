import type {
  BagBenchState,
  BagContext,
  BagEffect,
  BagEvent,
  Lead,
} from '../../shared/consolidation/bag-bench-state.ts';
import { reduceBagBench } from '../../shared/consolidation/bag-bench.ts';
import { judgeParcelInBag, type ParcelFacts } from '../../shared/consolidation/bag-rules.ts';
import { initialBagBench, type BagMemory } from '../../shared/consolidation/bag-steps.ts';
import { explainDifference } from '../../shared/consolidation/explain-difference.ts';
import { applyToFold, emptyFold, freeLetter, type FloorFold } from '../../shared/consolidation/floor-fold.ts';
import { findBagFacts, openBagFor, resolveTag } from '../../shared/consolidation/fold-lookups.ts';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import { parcelFacts, stoppedInBag } from '../../shared/consolidation/parcel-facts.ts';
import { checkParcel } from '../../shared/parcel/check-parcel.ts';
import type { Cue } from '../../shared/parcel/weigh-bench-state.ts';
import type { CompiledRule } from '../../shared/rating/compile-rule.ts';
import type { Rated } from '../../shared/rating/rating-fault.ts';
import type { DutyMode } from '../../shared/reference/reference-data.ts';
import type { Held } from '../../shared/reference/hold.ts';
import type { ParcelWeighed } from '../../shared/parcel/operations.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import { weighed } from './operations.ts';

const NEEDED = 3;
const START_MS = 1_795_000_000_000;

export interface KnownParcel {
  readonly line?: string;
  readonly country?: string;
  readonly cargoClass?: string;
  readonly dutyMode?: DutyMode;
  readonly hold?: Held;
  /** The merged carton that it is in. */
  readonly unit?: string;
  /** Weighed at another station. */
  readonly elsewhere?: { readonly line: string; readonly milligrams: number; readonly wallMs: number };
}

/**
 * The bagging bench with a disk that answers at once, a scale and people, all in memory: events in, operations and tones out. The fold
 * is made of the operations alone, as at a station.
 */
export class BagFloor {
  readonly fold: FloorFold = emptyFold();
  readonly operations: OperationBody[] = [];
  readonly cues: Cue[] = [];
  readonly said: string[] = [];
  readonly tags: string[] = [];
  readonly parcels = new Map<string, KnownParcel>();
  memory: BagMemory = initialBagBench(NEEDED);
  context: BagContext;
  /** undefined: none is left. */
  nextNumber: number | undefined = 1;
  diskFails = false;
  /** Answers only when it is told to. */
  diskIsSlow = false;
  #unanswered: (() => void)[] = [];
  /** Of every line; undefined: none is checked. */
  rule: Rated<CompiledRule> | undefined;
  #frames = 0;
  #atMs = 0;

  constructor(overrides: Partial<BagContext> = {}) {
    this.context = { ...this.#plainContext(), ...overrides };
  }

  get state(): BagBenchState {
    return this.memory.bench;
  }
  get code(): string | undefined {
    return this.state.refusal?.code;
  }
  count(type: string): number {
    return this.operations.filter((body) => body.type === type).length;
  }
  last(type: string): Record<string, unknown> | undefined {
    return this.operations.findLast((body) => body.type === type)?.payload;
  }

  announce(waybill: string, known: KnownParcel = {}): void {
    this.parcels.set(waybill, known);
  }
  /** Announced and weighed. */
  weigh(waybill: string, grams: number, known: KnownParcel = {}, more: Partial<ParcelWeighed> = {}): void {
    this.announce(waybill, known);
    const { line = 'EU-B', cargoClass = 'none' } = known;
    this.record('parcelWeighed', `parcel:${waybill}`, weighed(waybill, grams, { line, cargoClass, ...more }));
  }
  record(type: string, entity: string, payload: object): number {
    const seq = this.operations.length + 1;
    const body: OperationBody = {
      ...{
        v: 1,
        seq,
        type,
        entity,
        actor: 'op-1',
        wallMs: START_MS + seq * 1_000,
        tzMinutes: 480,
        monoMs: seq,
        boot: 'b',
      },
      payload: payload as Record<string, unknown>,
    };
    this.operations.push(body);
    applyToFold(this.fold, body, { device: 'W1234567', epoch: 1 });
    return seq;
  }

  /** One code after the other, four seconds apart. */
  scan(...texts: readonly string[]): this {
    for (const text of texts) {
      this.#atMs += 4_000;
      this.send({ type: 'scan', text, atMs: this.#atMs });
    }
    return this;
  }
  key(...keys: readonly string[]): this {
    for (const key of keys) this.send({ type: 'key', key });
    return this;
  }
  /** Frames of one weight, as many as are needed and one more. */
  plate(grams: number, frames = NEEDED + 1): this {
    for (let i = 0; i < frames; i += 1) {
      this.#frames += 1;
      const value = (grams / 1_000).toFixed(3);
      const frame: ScaleFrame = {
        ...{ deviceId: 'scale-1', sequence: this.#frames, rawHex: '02', monoMs: this.#frames * 200 },
        wallMs: START_MS + this.#frames,
        reading: { type: 'weight', value, unit: 'kg', stability: 'stable', mode: 'gross' },
      };
      this.send({ type: 'frame', frame });
    }
    return this;
  }

  send(event: BagEvent): void {
    const step = reduceBagBench(this.memory, event, this.context);
    this.memory = step.memory;
    for (const effect of step.effects) this.#carryOut(effect);
  }

  /** The slow disk answers what it was asked so far. */
  diskAnswers(): this {
    for (const answer of this.#unanswered.splice(0)) answer();
    return this;
  }

  /** A lead gives the word that is waited for. */
  lead(lead: Lead = { id: 'lead-1', name: 'Wu' }): this {
    this.send({ type: 'lead', lead });
    return this;
  }

  #carryOut(effect: BagEffect): void {
    switch (effect.type) {
      case 'cue':
        this.cues.push(effect.cue);
        return;
      case 'say-bag':
        this.said.push(effect.letter);
        return;
      case 'say-code':
        this.said.push(effect.code);
        return;
      case 'take-number':
        if (this.nextNumber === undefined) return this.send({ type: 'failed', code: 'NUMBERS_EMPTY' });
        this.nextNumber += 1;
        return this.send({ type: 'number', number: this.nextNumber - 1, wallMs: START_MS });
      case 'ask-lead':
        return;
      case 'print-tag':
        this.tags.push(effect.letter);
        return;
      case 'append': {
        const { operation, entity, payload } = effect;
        const answer = (): void => {
          if (this.diskFails) return this.send({ type: 'failed', code: 'JOURNAL_WRITE_FAILED' });
          const seq = this.record(operation, entity, payload);
          this.send({ type: 'recorded', operation, seq, job: `W1234567-1-${seq}` });
        };
        if (this.diskIsSlow) this.#unanswered.push(answer);
        else answer();
        return;
      }
    }
  }

  facts(waybill: string): ParcelFacts | undefined {
    const known = this.parcels.get(waybill);
    const { line = 'EU-B', country = 'DE', cargoClass = 'none', dutyMode = 'DDP', hold } = known ?? {};
    const { rule } = this;
    return parcelFacts(this.fold, waybill, {
      findPreAlert: () =>
        known === undefined ? undefined : { waybill, line, country, cargoClass, dutyMode, customer: 'c' },
      findElsewhere: () => known?.elsewhere,
      findUnit: () => known?.unit,
      check: (parcel) =>
        checkParcel(rule === undefined ? { ...parcel, line: undefined } : parcel, {
          findHold: () => hold,
          ruleOf: () => rule ?? { ok: false, error: { code: 'RULE_UNKNOWN', at: 'rule', detail: '' } },
        }),
    });
  }

  #plainContext(): BagContext {
    const limits = { maxBagMilligrams: 30_000_000, tareMilligrams: 180_000 };
    return {
      weighing: { neededFrames: NEEDED, zeroBandMg: 10_000, toleranceMg: 0 },
      limits,
      tare: { value: '180', unit: 'g' },
      tolerance: { absolute: { value: '100', unit: 'g' }, permille: 5, counts: 'larger' },
      labels: {
        ...{ companyPrefix: '9521234', from: 'SZX', receptacles: [], destinations: {}, language: 'en' as const },
        ...{ timeText: () => '11-25 08:00', yearOf: () => 2026 },
      },
      ...{ holdPlace: 'H1', practice: false, scaleName: 'scale', scaleSimulated: false, leadHere: undefined },
      findParcel: (waybill) => this.facts(waybill),
      findBag: (bag) => findBagFacts(this.fold, bag),
      resolveTag: (text) => resolveTag(this.fold, text, 200),
      openBagFor: (parcel) => openBagFor(this.fold, parcel, limits),
      freeLetter: () => freeLetter(this.fold, 200),
      stoppedIn: (bag) => stoppedInBag(this.fold, bag.bag, (waybill) => this.facts(waybill)),
      explain: (bag, difference, tolerance) => {
        const found = this.fold.bags.get(bag.bag);
        return found === undefined
          ? undefined
          : explainDifference(this.fold, found, difference, tolerance, (parcel) => {
              const facts = this.facts(parcel.waybill);
              return facts !== undefined && judgeParcelInBag({ parcel: facts, bag, limits }) === undefined;
            });
      },
    };
  }
}
