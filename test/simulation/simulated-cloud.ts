import { classify } from '../../cloud/ingest/classify.ts';
import { genesis } from '../../cloud/ingest/chain.ts';
import type { Effect } from '../../cloud/ingest/effects.ts';
import { ingestBatch } from '../../cloud/ingest/ingest-batch.ts';
import type { IngestStore, JudgedOperation } from '../../cloud/ingest/ingest-store.ts';
import {
  factsAsked,
  judgeOperations,
  operationId,
  type ContentFacts,
  type FactsAsked,
} from '../../cloud/ingest/judge-operations.ts';
import { placeBehind } from '../../cloud/identity/place-behind.ts';
import { parseColumns, type Batch } from '../../cloud/ingest/parse-batch.ts';
import type { DeviceState, Source, StoredOperation } from '../../cloud/ingest/place-batch.ts';
import type { Side } from '../../shared/sync/conflicts.ts';
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

export interface QuarantinedChain {
  readonly source: Source;
  readonly rows: { readonly seq: number; readonly hash: Buffer; readonly body: Buffer; readonly change: number }[];
}

export interface WeighingView {
  readonly waybill: string;
  readonly milligrams: number;
  superseded: boolean;
  voided: boolean;
  label: string;
}

/** What the cloud shows of the operations. */
export interface CloudViews {
  readonly weighings: Map<string, WeighingView>;
  /** What stands of each thing that several stations may speak of. */
  readonly standing: Map<string, Side>;
  conflicts: number;
}

const noViews = (): CloudViews => ({ weighings: new Map(), standing: new Map(), conflicts: 0 });

export type HttpAnswer =
  { readonly status: number; readonly json: unknown; readonly retryAfterMs?: number } | { readonly html: string };

/**
 * The cloud with its real ingest (parse, place, judge, answer) over a store in memory. What PostgreSQL does for it is done here:
 * one lock a chain, all of a transaction or nothing, durable when the commit has come back.
 */
export class SimulatedCloud {
  readonly chains = new Map<string, CloudChain>();
  views = noViews();
  up = true;
  serverEpoch = 'server-1';
  /** Devices whose key was revoked, and what they sent since. */
  readonly revoked = new Set<string>();
  readonly quarantined = new Map<string, QuarantinedChain>();
  pushes = 0;
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
    for (const { rows } of this.quarantined.values())
      rows.splice(0, Infinity, ...rows.filter((row) => row.change <= change));
    this.#changes = change;
    this.views = this.fold().views;
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
    const batch = parseColumns(bytes);
    if ('refused' in batch) return { status: 400, json: { error: batch.refused } };
    const { device, epoch } = batch.header;
    const source = { organisation, device, epoch };
    const incarnation = this.#incarnation;
    let answer: PushAnswer | undefined;
    this.pushes += 1;
    try {
      await this.#inTransaction(source, async (store, stage) => {
        answer = this.revoked.has(device)
          ? this.#quarantine(source, batch, stage)
          : await ingestBatch(store, source, batch, this.#state(), Math.floor(this.#time.nowMs));
      });
    } catch {
      // As the HTTP server does: nothing was stored, come back later.
      return { status: 503, json: {}, retryAfterMs: 5_000 };
    }
    if (incarnation !== this.#incarnation || answer === undefined) return undefined;
    return { status: answer.outcome === 'accepted' ? 200 : answer.outcome === 'revoked' ? 403 : 409, json: answer };
  }

  /** As cloud/identity/quarantine.ts does it. */
  #quarantine(source: Source, batch: Batch, stage: (change: () => void) => void): PushAnswer {
    const key = keyOf(source);
    const known = stateOf(this.chains.get(key), source);
    const kept = this.quarantined.get(key)?.rows.at(-1);
    const last = kept !== undefined && kept.seq > known.lastSeq ? kept : { seq: known.lastSeq, hash: known.head };
    const fresh = placeBehind(last, batch) ?? [];
    stage(() => {
      const chain = this.quarantined.get(key) ?? { source, rows: [] };
      this.quarantined.set(key, chain);
      for (const [index, row] of fresh.entries()) {
        this.#changes += 1;
        chain.rows.push({ ...row, seq: last.seq + 1 + index, change: this.#changes });
      }
    });
    return {
      ...{ ...this.#state(), serverTimeMs: Math.floor(this.#time.nowMs), outcome: 'revoked' },
      ...{ lastSeq: known.lastSeq, head: known.head.toString('hex'), detail: 'revoked' },
      quarantinedTo: last.seq + fresh.length,
    };
  }

  /** The key stands again; `accept`: a supervisor has let in what lies in quarantine. */
  async reinstate(device: string, accept: boolean): Promise<void> {
    for (const { source, rows } of accept ? this.quarantined.values() : []) {
      const { lastSeq } = stateOf(this.chains.get(keyOf(source)), source);
      const waiting = rows.filter(({ seq }) => seq > lastSeq);
      const [first, last] = [waiting[0], waiting.at(-1)];
      if (source.device !== device || first === undefined || last === undefined) continue;
      const { epoch } = source;
      const header = { protocol: 1, device, epoch, fromSeq: first.seq, count: waiting.length } as const;
      const batch = { header: { ...header, head: last.hash.toString('hex') }, bodies: waiting.map(({ body }) => body) };
      await this.#inTransaction(
        source,
        async (store) => void (await ingestBatch(store, source, batch, this.#state(), Math.floor(this.#time.nowMs))),
      );
    }
    this.revoked.delete(device);
  }

  /** The views from the operations alone, judged once more one by one; and where a judgement is not what is stored. */
  fold(): { readonly views: CloudViews; readonly otherwise: readonly string[] } {
    const views = noViews();
    const before: { source: Source; operation: CloudOperation }[] = [];
    const otherwise: string[] = [];
    const all = [...this.chains.values()].flatMap(({ source, operations }) =>
      operations.map((operation) => ({ source, operation })),
    );
    for (const one of all.sort((a, b) => a.operation.change - b.operation.change)) {
      const { source, operation } = one;
      const classified = [classify(operation.seq, operation.body)];
      const facts = factsFrom(source, factsAsked(source, classified), views, before);
      const [judgement] = judgeOperations(source, classified, facts);
      if (judgement?.verdict.result !== operation.result)
        otherwise.push(`${operationId(source, operation.seq)}: ${operation.result}, now ${judgement?.verdict.result}`);
      apply(views, source, judgement?.effects ?? []);
      before.push(one);
    }
    return { views, otherwise };
  }

  #state(): { service: 'weighhouse'; protocol: 1; serverEpoch: string } {
    return { service: 'weighhouse', protocol: 1, serverEpoch: this.serverEpoch };
  }

  /** Every operation of a device, as epoch-seq. */
  idsOf(device: string): string[] {
    return [...this.chains.values()].flatMap(({ source, operations }) =>
      source.device === device ? operations.map(({ seq }) => `${source.epoch}-${seq}`) : [],
    );
  }

  async #inTransaction(
    source: Source,
    work: (store: IngestStore, stage: (change: () => void) => void) => Promise<void>,
  ): Promise<void> {
    const incarnation = this.#incarnation;
    const unlocks = [await this.#lock(keyOf(source))];
    try {
      const staged: (() => void)[] = [];
      // As SqlIngestStore does: the server's order is taken before the facts are read, and held until the end.
      const order = async (): Promise<void> => void unlocks.push(await this.#lock('order'));
      const stage = (change: () => void): void => void staged.push(change);
      await work(this.#storeFor(source, order, stage), stage);
      await this.#commit(staged, incarnation);
    } finally {
      for (const unlock of unlocks) unlock();
    }
  }

  async #lock(key: string): Promise<() => void> {
    const before = this.#locks.get(key) ?? Promise.resolve();
    let unlock = (): void => undefined;
    this.#locks.set(key, new Promise<void>((resolve) => (unlock = resolve)));
    await before;
    return unlock;
  }

  /** Comes back when it is durable; a server that died meanwhile has nothing of it. */
  async #commit(staged: readonly (() => void)[], incarnation: number): Promise<void> {
    await this.#time.wait(this.#chance.next() * 6);
    if (incarnation !== this.#incarnation) return;
    for (const change of staged) change();
  }

  #storeFor(source: Source, order: () => Promise<void>, stage: (change: () => void) => void): IngestStore {
    const key = keyOf(source);
    const chain = this.chains.get(key);
    const operations = chain?.operations ?? [];
    return {
      lockChain: async (): Promise<DeviceState> => stateOf(chain, source),
      stored: async (from, to) => new Map(operations.slice(Math.max(0, from - 1), to).map((one) => [one.seq, one])),
      facts: async (asked) => {
        await order();
        return factsFrom(
          source,
          asked,
          this.views,
          [...this.chains.values()].flatMap((of) =>
            of.operations.map((operation) => ({ source: of.source, operation })),
          ),
        );
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
    apply(this.views, source, effects);
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

function factsFrom(
  { device }: Source,
  { entities, targets, subjects }: FactsAsked,
  views: CloudViews,
  stored: readonly { readonly source: Source; readonly operation: CloudOperation }[],
): ContentFacts {
  const heldEntities = new Map<string, string>();
  const heldTargets = new Map<string, string>();
  for (const { source, operation } of stored) {
    if (operation.result === 'applied') continue;
    const id = operationId(source, operation.seq);
    const root = operation.on ?? id;
    if (targets.includes(id)) heldTargets.set(id, root);
    if (source.device !== device) continue;
    const { entity } = classify(operation.seq, operation.body);
    if (entity !== undefined && entities.includes(entity) && !heldEntities.has(entity)) heldEntities.set(entity, root);
  }
  const standing = new Map<string, Side>();
  for (const subject of subjects) {
    const side = views.standing.get(subject);
    if (side !== undefined) standing.set(subject, side);
  }
  return { heldEntities, heldTargets, weighings: new Set(targets.filter((id) => views.weighings.has(id))), standing };
}

function apply(views: CloudViews, source: Source, effects: readonly Effect[]): void {
  const { weighings } = views;
  for (const effect of effects) {
    switch (effect.do) {
      case 'weigh': {
        const { waybill, grossMilligrams: milligrams } = effect.weighing;
        const view = { waybill, milligrams, superseded: false, voided: false, label: 'queued' };
        weighings.set(operationId(source, effect.by), view);
        break;
      }
      case 'label': {
        const view = weighings.get(effect.target);
        if (view !== undefined) view.label = effect.state;
        break;
      }
      case 'void':
      case 'supersede': {
        const view = weighings.get(effect.target);
        if (view !== undefined) view[effect.do === 'void' ? 'voided' : 'superseded'] = true;
        break;
      }
      case 'stand':
        views.standing.set(effect.subject, effect.side);
        break;
      case 'conflict':
        views.conflicts += 1;
        break;
      // Views that no invariant of the simulation asks for; the tests of the cloud do.
      case 'release':
      case 'bag':
      case 'grade':
      case 'ungrade':
      case 'move':
      case 'pack':
      case 'unpack':
      case 'set-aside':
      case 'take-up':
      case 'put-away':
      case 'relabel-parcel':
      case 'stop':
      case 'seal':
      case 'sign':
      case 'ask-label':
      case 'label-state':
      case 'void-labels':
      case 'merge-parcels':
      case 'undo-merge':
      case 'decide-parked':
      case 'decide-conflict':
        break;
    }
  }
}
