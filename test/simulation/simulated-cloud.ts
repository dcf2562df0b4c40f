import { classify } from '../../cloud/ingest/classify.ts';
import { genesis } from '../../cloud/ingest/chain.ts';
import { effectsOf, type Effect } from '../../cloud/ingest/effects.ts';
import { ingestBatch } from '../../cloud/ingest/ingest-batch.ts';
import type { IngestStore, JudgedOperation } from '../../cloud/ingest/ingest-store.ts';
import { operationId } from '../../cloud/ingest/judge-operations.ts';
import { parseBatch } from '../../cloud/ingest/parse-batch.ts';
import type { DeviceState, Source, StoredOperation } from '../../cloud/ingest/place-batch.ts';
import type { HealthAnswer, PushAnswer } from '../../shared/sync/protocol.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface CloudOperation extends StoredOperation {
  readonly body: Buffer;
  /** Place in the server's own order. */
  readonly change: number;
}

export interface CloudChain {
  readonly source: Source;
  readonly operations: CloudOperation[];
}

export interface WeighingView {
  readonly waybill: string;
  readonly milligrams: number;
  superseded: boolean;
  voided: boolean;
  label: string;
}

export type HttpAnswer =
  { readonly status: number; readonly json: unknown; readonly retryAfterMs?: number } | { readonly html: string };

/**
 * The cloud with its real ingest (parse, place, judge, answer) over a store in memory. What PostgreSQL does for it is done here:
 * one lock a chain, all of a transaction or nothing, durable when the commit has come back.
 */
export class SimulatedCloud {
  readonly chains = new Map<string, CloudChain>();
  weighings = new Map<string, WeighingView>();
  up = true;
  serverEpoch = 'server-1';
  /** Answers every request with this, while it is set. */
  refusal: { readonly status: number; readonly retryAfterMs?: number } | undefined;
  #incarnation = 0;
  #changes = 0;
  readonly #locks = new Map<string, Promise<unknown>>();
  readonly #time: VirtualTime;
  readonly #chance: Chance;

  constructor(time: VirtualTime, chance: Chance) {
    this.#time = time;
    this.#chance = chance;
  }

  get changes(): number {
    return this.#changes;
  }

  /** SIGKILL: transactions under way are gone, those whose commit came back are not. */
  kill(): void {
    this.up = false;
    this.#incarnation += 1;
    this.#locks.clear();
  }

  /** A copy from an earlier moment is put in place. */
  restore(change: number, newEpoch: boolean): void {
    this.#incarnation += 1;
    this.#locks.clear();
    for (const chain of this.chains.values()) {
      const kept = chain.operations.filter((operation) => operation.change <= change);
      chain.operations.splice(0, Infinity, ...kept);
    }
    this.#changes = change;
    this.weighings = this.fold();
    if (newEpoch) this.serverEpoch = `server-${change}-${Math.floor(this.#time.nowMs)}`;
  }

  health(source: Source): HttpAnswer {
    if (this.refusal !== undefined) return { status: this.refusal.status, json: {}, ...retryAfter(this.refusal) };
    const chain = this.chains.get(keyOf(source));
    const state = stateOf(chain, source);
    const answer: HealthAnswer = {
      ...this.#state(),
      serverTimeMs: Math.floor(this.#time.nowMs),
      organisation: source.organisation,
      lastSeq: state.lastSeq,
      ...(chain === undefined ? {} : { head: state.head.toString('hex') }),
    };
    return { status: 200, json: answer };
  }

  /** Undefined: the server died before it could answer. */
  async push(organisation: string, bytes: Buffer): Promise<HttpAnswer | undefined> {
    if (this.refusal !== undefined) return { status: this.refusal.status, json: {}, ...retryAfter(this.refusal) };
    const batch = parseBatch(bytes);
    if ('refused' in batch) return { status: 400, json: { error: batch.refused } };
    const { device, epoch } = batch.header;
    const source = { organisation, device, epoch };
    const incarnation = this.#incarnation;
    let answer: PushAnswer | undefined;
    try {
      await this.#inTransaction(source, async (store) => {
        answer = await ingestBatch(store, source, batch, this.#state(), Math.floor(this.#time.nowMs));
      });
    } catch {
      // As the HTTP server does: nothing was stored, come back later.
      return { status: 503, json: {}, retryAfterMs: 5_000 };
    }
    if (incarnation !== this.#incarnation || answer === undefined) return undefined;
    return { status: answer.outcome === 'accepted' ? 200 : 409, json: answer };
  }

  /** What the views must be, from the operations alone. */
  fold(): Map<string, WeighingView> {
    const views = new Map<string, WeighingView>();
    const all = [...this.chains.values()].flatMap(({ source, operations }) =>
      operations.map((operation) => ({ source, operation })),
    );
    for (const { source, operation } of all.sort((a, b) => a.operation.change - b.operation.change)) {
      if (operation.result !== 'applied') continue;
      const understood = classify(operation.seq, operation.body);
      if (understood.parked === undefined) apply(views, source, effectsOf(source, understood));
    }
    return views;
  }

  #state(): { service: 'weighhouse'; protocol: 1; serverEpoch: string } {
    return { service: 'weighhouse', protocol: 1, serverEpoch: this.serverEpoch };
  }

  async #inTransaction(source: Source, work: (store: IngestStore) => Promise<void>): Promise<void> {
    const incarnation = this.#incarnation;
    const key = keyOf(source);
    const before = this.#locks.get(key) ?? Promise.resolve();
    let unlock = (): void => undefined;
    this.#locks.set(key, new Promise<void>((resolve) => (unlock = resolve)));
    await before;
    try {
      const staged: (() => void)[] = [];
      await work(this.#storeFor(source, (change) => staged.push(change)));
      await this.#commit(staged, incarnation);
    } finally {
      unlock();
    }
  }

  /** Comes back when it is durable; a server that died meanwhile has nothing of it. */
  async #commit(staged: readonly (() => void)[], incarnation: number): Promise<void> {
    await this.#time.wait(this.#chance.next() * 6);
    if (incarnation !== this.#incarnation) return;
    for (const change of staged) change();
  }

  #storeFor(source: Source, stage: (change: () => void) => void): IngestStore {
    const key = keyOf(source);
    const chain = this.chains.get(key);
    const operations = chain?.operations ?? [];
    return {
      lockChain: async (): Promise<DeviceState> => stateOf(chain, source),
      stored: async (from, to) => new Map(operations.slice(Math.max(0, from - 1), to).map((one) => [one.seq, one])),
      facts: async ({ entities, targets }) => {
        const heldEntities = new Map<string, string>();
        const heldTargets = new Map<string, string>();
        for (const { source: of, operations: all } of this.chains.values())
          for (const one of of.device === source.device ? all : []) {
            if (one.result === 'applied') continue;
            const id = operationId(of, one.seq);
            const root = one.on ?? id;
            const entity = classify(one.seq, one.body).entity;
            if (entity !== undefined && entities.includes(entity) && !heldEntities.has(entity))
              heldEntities.set(entity, root);
            if (targets.includes(id)) heldTargets.set(id, root);
          }
        return { heldEntities, heldTargets, weighings: new Set(targets.filter((one) => this.weighings.has(one))) };
      },
      save: async (judged, effects) => stage(() => this.#save(source, judged, effects)),
      touch: async () => undefined,
    };
  }

  #save(source: Source, judged: readonly JudgedOperation[], effects: readonly Effect[]): void {
    const key = keyOf(source);
    const chain = this.chains.get(key) ?? { source, operations: [] };
    this.chains.set(key, chain);
    for (const { fresh, verdict } of judged) {
      this.#changes += 1;
      chain.operations.push({
        seq: fresh.seq,
        hash: fresh.hash,
        body: Buffer.from(fresh.body),
        result: verdict.result,
        code: verdict.result === 'parked' ? verdict.code : undefined,
        on: verdict.result === 'deferred' ? verdict.on : undefined,
        change: this.#changes,
      });
    }
    apply(this.weighings, source, effects);
  }
}

const keyOf = ({ organisation, device, epoch }: Source): string => `${organisation}/${device}/${epoch}`;
const retryAfter = ({ retryAfterMs }: { retryAfterMs?: number }): { retryAfterMs?: number } =>
  retryAfterMs === undefined ? {} : { retryAfterMs };

function stateOf(chain: CloudChain | undefined, source: Source): DeviceState {
  const last = chain?.operations.at(-1);
  return last === undefined
    ? { lastSeq: 0, head: genesis(source.device, source.epoch) }
    : { lastSeq: last.seq, head: last.hash };
}

function apply(views: Map<string, WeighingView>, source: Source, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (effect.do === 'weigh') {
      const { waybill, grossMilligrams: milligrams } = effect.weighing;
      const id = operationId(source, effect.by);
      views.set(id, { waybill, milligrams, superseded: false, voided: false, label: 'queued' });
      continue;
    }
    const view = views.get(effect.target);
    if (view === undefined) continue;
    if (effect.do === 'label') view.label = effect.state;
    else if (effect.do === 'void') view.voided = true;
    else view.superseded = true;
  }
}
