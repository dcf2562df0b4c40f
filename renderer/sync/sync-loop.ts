import type { BridgeClient } from '../bridge/bridge-client.ts';
import type { ChainProgress, OperationStore } from '../data/operation-store.ts';
import type { ErrorCode } from '../../shared/errors/catalog.ts';
import { backoffMs, retryAfterWithJitter, spreadMs } from '../../shared/sync/backoff.ts';
import { MAX_BATCH_OPERATIONS, type HealthAnswer, type PushAnswer } from '../../shared/sync/protocol.ts';
import { decideAfterPush, judgeHealth, type PushDecision } from '../../shared/sync/push-decision.ts';

export interface SyncStatus {
  readonly online: boolean;
  /** A person has to look; recording goes on. */
  readonly held: ErrorCode | undefined;
  readonly lastProgressMs: number;
  readonly why: string;
  /** How often a step that did not end was given up. */
  readonly aborted: number;
  /** Of what is only here: operations of a revoked station that the cloud keeps apart until a supervisor decides. */
  readonly quarantined: number;
}

export interface SyncPorts {
  readonly bridge: Pick<BridgeClient, 'invoke'>;
  readonly store: OperationStore;
  /** Monotonic: a wall clock that is set back must not stop the queue. */
  readonly monoMs: () => number;
  readonly wallMs: () => number;
  readonly random: () => number;
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onStatus: (status: SyncStatus) => void;
  readonly onAcknowledged: (ackedSeq: number) => void;
}

const FIRST_BATCH = 50;
const PROBE_MS = 15_000;
/**
 * From the start of one probe of a dead line to the start of the next, at most: with the spread of 30 s and two answers over a slow line
 * the first push after a heal stays within 45 s.
 */
const OFFLINE_PROBE_MS = 12_000;
/** A probe that took longer than that is followed by the next after a moment, not at once. */
const MIN_PROBE_WAIT_MS = 1_000;
const IDLE_MS = 1_000;
/** With an empty queue the server is still asked now and then: one that was restored from a copy would never be noticed. */
const IDLE_PROBE_MS = 60_000;
/** A queue with a living server and no progress for this long is stuck, and says so. */
const STUCK_MS = 60_000;
const WATCH_MS = 5_000;
/** Supply of work, numbers and seals are asked for this often; at once when there is more. */
const PULL_MS = 15_000;

/**
 * Pushes in order, one batch in flight, the oldest chain first. Decisions are pure (shared/sync/push-decision.ts); this loop only
 * keeps time. Nothing here ever deletes: an operation leaves the queue when the server says that it has it.
 */
export class SyncLoop {
  readonly #ports: SyncPorts;
  #batch = FIRST_BATCH;
  #attempt = 0;
  #online = false;
  #held: ErrorCode | undefined;
  #why = '';
  #lastProgressMs: number;
  #nextPullMs = Number.NEGATIVE_INFINITY;
  #lastLookMs = Number.NEGATIVE_INFINITY;
  #offlineSinceMs: number | undefined;
  /** What the server said of each chain since it or this page began. */
  readonly #asked = new Map<number, ServerPlace>();
  /** Closed chains whose rest the server does not take. They stay, in sight. */
  readonly #refusedChains = new Set<number>();
  /** Of a revoked station: up to here the cloud keeps a chain in quarantine. Lost with this page: one batch is sent twice then. */
  readonly #quarantined = new Map<number, number>();
  #nextAskMs = 0;
  #serverEpoch: string | undefined;
  /** A new step has another number; what an older one still does has no effect on the time of the next. */
  #turn = 0;
  #busySinceMs: number | undefined;
  #mayWake = false;
  #cancel: () => void = () => undefined;
  #cancelWatch: () => void = () => undefined;
  #aborted = 0;
  #stopped = false;

  constructor(ports: SyncPorts) {
    this.#ports = ports;
    this.#lastProgressMs = ports.monoMs();
  }

  start(): void {
    this.#run();
    this.#watch();
  }
  stop(): void {
    this.#stopped = true;
    this.#cancel();
    this.#cancelWatch();
  }
  /** A new operation: push at once when the line is idle. A wait that a server asked for is not cut short. */
  wake(): void {
    if (!this.#mayWake || this.#busySinceMs !== undefined) return;
    this.#cancel();
    this.#run();
  }

  #run(): void {
    if (this.#stopped) return;
    const turn = (this.#turn += 1);
    this.#busySinceMs = this.#ports.monoMs();
    this.#mayWake = false;
    void this.#step()
      .catch((error: unknown) => {
        this.#why = error instanceof Error ? error.message : String(error);
        return backoffMs((this.#attempt += 1), this.#ports.random(), 1_000, PROBE_MS);
      })
      .then((delayMs) => {
        if (turn !== this.#turn || this.#stopped) return;
        this.#busySinceMs = undefined;
        this.#report();
        this.#cancel = this.#ports.after(delayMs, () => this.#run());
      });
  }

  /** Sees a step that does not end, and a queue that does not move. */
  #watch(): void {
    this.#cancelWatch = this.#ports.after(WATCH_MS, () => {
      if (this.#stopped) return;
      const busy = this.#busySinceMs;
      if (busy !== undefined && this.#ports.monoMs() - busy > STUCK_MS) {
        this.#aborted += 1;
        this.#why = 'no answer from within for a minute';
        this.#run();
      }
      this.#report();
      this.#watch();
    });
  }

  /** One act; returns the wait before the next one. */
  async #step(): Promise<number> {
    const { store, monoMs, random } = this.#ports;
    // A view in trouble is mended beside the work; what it cannot do now it does at the next step.
    if (store.isBroken) await store.refresh().catch((error: unknown) => (this.#why = String(error)));
    const chain = this.#nextChain();
    const open = store.chains().at(-1);
    if (open === undefined) return IDLE_MS;
    const target = chain ?? this.#longUnasked() ?? open;
    const held = this.#held !== undefined && this.#held !== 'STATION_REVOKED';
    if (!this.#online || held || this.#isUnasked(target, chain === undefined)) {
      const wait = await this.#askHealth(target);
      if (wait !== undefined) return wait;
    }
    if (monoMs() >= this.#nextPullMs) await this.#pull();
    if (chain === undefined) {
      this.#lastProgressMs = monoMs();
      if (monoMs() - this.#lastLookMs > IDLE_PROBE_MS) {
        this.#lastLookMs = monoMs();
        await store.lookAgain();
      }
      this.#mayWake = true;
      if (monoMs() >= this.#nextPullMs) return 0;
      return IDLE_MS * (0.5 + random());
    }
    return this.#push(chain);
  }

  /** The oldest chain with something to send; or one that lies in quarantine and may be let out of it by now. */
  #nextChain(): ChainProgress | undefined {
    const waiting = this.#ports.store
      .chains()
      .filter((one) => one.acked < one.lastSeq && !this.#refusedChains.has(one.epoch));
    return (
      waiting.find((one) => this.#sentTo(one) < one.lastSeq) ??
      (this.#ports.monoMs() >= this.#nextAskMs ? waiting[0] : undefined)
    );
  }

  #sentTo({ epoch, acked }: ChainProgress): number {
    return this.#quarantined.get(epoch) ?? acked;
  }

  /** With nothing to send: a chain that the server has not been asked about for a while. It may have gone back in time. */
  #longUnasked(): ChainProgress | undefined {
    return this.#ports.store.chains().find((one) => one.lastSeq > 0 && this.#isUnasked(one, true));
  }

  #isUnasked({ epoch }: ChainProgress, idle: boolean): boolean {
    const place = this.#asked.get(epoch);
    return place === undefined || (idle && this.#ports.monoMs() - place.atMs > IDLE_PROBE_MS);
  }

  /** @returns a wait, or undefined when the push may follow at once. */
  async #askHealth(chain: ChainProgress): Promise<number | undefined> {
    const { bridge, store, monoMs, random } = this.#ports;
    const health = await bridge.invoke('sync.health', { epoch: chain.epoch });
    if (!health.ok) return this.#goOffline(health.error.detail ?? health.error.code);
    if ('outcome' in health.value) {
      const { status, retryAfterMs, detail } = health.value;
      if (status === undefined) return this.#goOffline(detail);
      return this.#afterStatus(decideAfterPush(health.value, { ...EMPTY_BATCH, ...chain }), retryAfterMs);
    }
    const outageMs = this.#offlineSinceMs === undefined ? 0 : monoMs() - this.#offlineSinceMs;
    const wasAway = !this.#online && this.#offlineSinceMs !== undefined;
    this.#online = true;
    this.#offlineSinceMs = undefined;
    if (this.#quarantined.size === 0) [this.#held, this.#why] = [undefined, ''];
    this.#noteServer(health.value);
    this.#asked.set(chain.epoch, placeIn(health.value, monoMs()));
    const verdict = judgeHealth(health.value, chain);
    if (verdict.do === 'new-epoch')
      return this.#endChain(chain, verdict.why, 'the cloud has more than was written here');
    if (verdict.do === 'rewind') {
      this.#asked.clear();
      this.#asked.set(chain.epoch, placeIn(health.value, monoMs()));
      await store.acknowledged(chain.epoch, verdict.ackedSeq, []);
    }
    return wasAway ? spreadMs(outageMs, random()) : undefined;
  }

  async #push(chain: ChainProgress): Promise<number> {
    const { bridge, store, monoMs, wallMs, random } = this.#ports;
    const { epoch, acked } = chain;
    // All of it lies in quarantine: the last one is sent once more, to hear whether that has ended.
    const fromSeq = Math.min(this.#sentTo(chain) + 1, chain.lastSeq);
    const count = Math.min(this.#batch, chain.lastSeq - fromSeq + 1, MAX_BATCH_OPERATIONS);
    if (count <= 0) return 0;
    const place = chain.closed ? this.#asked.get(epoch) : undefined;
    const pushed = await bridge.invoke('sync.push', {
      epoch,
      fromSeq,
      count,
      ...(place === undefined ? {} : { server: { lastSeq: place.lastSeq, head: place.head } }),
    });
    if (!pushed.ok) {
      // The journal may have begun a new epoch: look before the next try.
      await store.chainsChanged();
      this.#why = pushed.error.detail ?? pushed.error.code;
      return backoffMs((this.#attempt += 1), random(), 1_000, PROBE_MS);
    }
    const { answer, toSeq, headHash } = pushed.value;
    if ('serverEpoch' in answer) this.#noteServer(answer);
    const lastSeq = store.chains().find((one) => one.epoch === epoch)?.lastSeq ?? chain.lastSeq;
    const decision = decideAfterPush(answer, { fromSeq, toSeq, headHash, ackedSeq: acked, lastSeq });
    if (decision.do !== 'quarantined' && decision.do !== 'wait') this.#leaveQuarantine(epoch);
    switch (decision.do) {
      case 'quarantined':
        return this.#afterQuarantine(epoch, fromSeq, decision);
      case 'acknowledge': {
        await store.acknowledged(
          epoch,
          decision.ackedSeq,
          decision.parked.map((row) => ({ ...row, atMs: wallMs() })),
        );
        if (answer.outcome === 'accepted') this.#asked.set(epoch, placeIn(answer, monoMs()));
        this.#ports.onAcknowledged(store.ackedSeq);
        if (decision.ackedSeq <= acked) return backoffMs((this.#attempt += 1), random());
        this.#attempt = 0;
        this.#batch = Math.min(this.#batch * 2, MAX_BATCH_OPERATIONS);
        this.#lastProgressMs = monoMs();
        return 0;
      }
      case 'rewind':
        this.#asked.clear();
        await store.acknowledged(epoch, decision.ackedSeq, []);
        return backoffMs((this.#attempt += 1), random(), 200);
      case 'new-epoch':
        return this.#endChain(chain, decision.why, decision.detail);
      case 'shrink':
        this.#batch = Math.max(1, Math.floor((toSeq - fromSeq + 1) / 2));
        return 0;
      case 'hold':
      case 'wait':
        return this.#afterStatus(decision, decision.do === 'wait' ? decision.retryAfterMs : undefined);
    }
  }

  #leaveQuarantine(epoch: number): void {
    if (this.#quarantined.delete(epoch) && this.#quarantined.size === 0) [this.#held, this.#why] = [undefined, ''];
  }

  #afterQuarantine(
    epoch: number,
    fromSeq: number,
    { upTo, why }: Extract<PushDecision, { do: 'quarantined' }>,
  ): number {
    const { monoMs, random } = this.#ports;
    this.#quarantined.set(epoch, upTo);
    this.#held = 'STATION_REVOKED';
    this.#why = why;
    this.#nextAskMs = monoMs() + PROBE_MS * 4;
    if (upTo >= fromSeq) {
      this.#attempt = 0;
      this.#lastProgressMs = monoMs();
      this.#batch = Math.min(this.#batch * 2, MAX_BATCH_OPERATIONS);
      return 0;
    }
    // Other records lie there under these numbers, or fewer: from there, or not at all; nothing of it is in a hurry.
    return upTo === fromSeq - 1 ? PROBE_MS * 4 : backoffMs((this.#attempt += 1), random());
  }

  #afterStatus(decision: PushDecision, retryAfterMs: number | undefined): number {
    const { random } = this.#ports;
    if (decision.do === 'hold') {
      this.#held = decision.code;
      this.#why = decision.why;
      return PROBE_MS * 4;
    }
    if (decision.do === 'wait') {
      this.#why = decision.why;
      this.#batch = Math.max(1, Math.floor(this.#batch / 2));
      if (decision.offline) return this.#goOffline(decision.why);
    }
    return retryAfterMs === undefined
      ? backoffMs((this.#attempt += 1), random())
      : retryAfterWithJitter(retryAfterMs, random());
  }

  /** The chain's name belongs to another history at the server: it ends, new work goes on in a new one. */
  async #endChain(chain: ChainProgress, why: 'fork' | 'behind', detail: string): Promise<number> {
    const { bridge, store, random } = this.#ports;
    // What is not sent any more is not let out of quarantine either (seed 9289).
    this.#leaveQuarantine(chain.epoch);
    this.#why = detail;
    if (chain.closed) this.#refusedChains.add(chain.epoch);
    else {
      const begun = await bridge.invoke('journal.newEpoch', { epoch: chain.epoch, why });
      if (!begun.ok) return backoffMs((this.#attempt += 1), random(), 1_000, PROBE_MS);
      if (why === 'fork') this.#refusedChains.add(chain.epoch);
      await store.chainsChanged();
    }
    return 0;
  }

  #noteServer(answer: HealthAnswer | PushAnswer): void {
    if (this.#serverEpoch !== undefined && this.#serverEpoch !== answer.serverEpoch) this.#asked.clear();
    this.#serverEpoch = answer.serverEpoch;
  }

  #goOffline(why: string): number {
    this.#online = false;
    this.#why = why;
    const { monoMs, random } = this.#ports;
    this.#offlineSinceMs ??= monoMs();
    const tookMs = monoMs() - (this.#busySinceMs ?? monoMs());
    return Math.max(MIN_PROBE_WAIT_MS * (0.5 + random()), OFFLINE_PROBE_MS * (0.5 + random() * 0.5) - tookMs);
  }

  /** One page of changes between two batches: a long list of them never holds up the queue, nor the queue them. */
  async #pull(): Promise<void> {
    const { bridge, monoMs, random } = this.#ports;
    this.#nextPullMs = monoMs() + PULL_MS * (0.75 + random() / 2);
    const answer = await bridge.invoke('sync.pull', null);
    if (answer.ok && answer.value.outcome === 'pulled' && answer.value.more) this.#nextPullMs = monoMs();
  }

  #report(): void {
    const { store, monoMs, wallMs, onStatus } = this.#ports;
    const chains = store.chains();
    const waiting = chains.some((one) => one.acked < one.lastSeq && !this.#refusedChains.has(one.epoch));
    const refused = chains.some((one) => one.acked < one.lastSeq && this.#refusedChains.has(one.epoch));
    const quarantined = chains.reduce((sum, one) => sum + Math.max(0, this.#sentTo(one) - one.acked), 0);
    const idleMs = monoMs() - this.#lastProgressMs;
    const stuck = this.#online && waiting && idleMs > STUCK_MS;
    onStatus({
      online: this.#online,
      held: this.#held ?? (refused ? 'SYNC_FORK' : stuck ? 'SYNC_STUCK' : undefined),
      lastProgressMs: wallMs() - idleMs,
      why: this.#why,
      aborted: this.#aborted,
      quarantined,
    });
  }
}

const EMPTY_BATCH = { fromSeq: 1, toSeq: 1, headHash: '', ackedSeq: 0 };

interface ServerPlace {
  readonly lastSeq: number;
  readonly head?: string;
  readonly atMs: number;
}
const placeIn = (
  { lastSeq, head }: { readonly lastSeq: number; readonly head?: string | undefined },
  atMs: number,
): ServerPlace => (head === undefined ? { lastSeq, atMs } : { lastSeq, head, atMs });
