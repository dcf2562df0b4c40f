import type { BridgeClient } from '../bridge/bridge-client.ts';
import type { OperationStore } from '../data/operation-store.ts';
import type { ReferenceStore } from '../data/reference-store.ts';
import type { ErrorCode } from '../../shared/errors/catalog.ts';
import { backoffMs } from '../../shared/sync/backoff.ts';
import { MAX_BATCH_OPERATIONS } from '../../shared/sync/protocol.ts';
import { decideAfterPush, rewindAfterHealth } from '../../shared/sync/push-decision.ts';

export interface SyncStatus {
  readonly online: boolean;
  /** A person has to look; recording goes on. */
  readonly held: ErrorCode | undefined;
  readonly lastProgressMs: number;
  readonly why: string;
}

export interface SyncPorts {
  readonly bridge: BridgeClient;
  readonly store: OperationStore;
  readonly reference: ReferenceStore;
  readonly now: () => number;
  readonly random: () => number;
  readonly after: (delayMs: number, callback: () => void) => () => void;
  readonly onStatus: (status: SyncStatus) => void;
  readonly onAcknowledged: (ackedSeq: number) => void;
}

const FIRST_BATCH = 50;
const PROBE_MS = 15_000;
const IDLE_MS = 1_000;
/** A queue with a living server and no progress for this long is stuck, and says so. */
const STUCK_MS = 60_000;
const REFERENCE_MS = 30_000;

/**
 * Pushes in order, one batch in flight. Decisions are pure (shared/sync/push-decision.ts); this loop only keeps time.
 * Nothing here ever deletes: an operation leaves the queue when the server says that it has it.
 */
export class SyncLoop {
  readonly #ports: SyncPorts;
  #batch = FIRST_BATCH;
  #attempt = 0;
  #online = false;
  #held: ErrorCode | undefined;
  #why = '';
  #lastProgressMs: number;
  #lastReferenceMs = Number.NEGATIVE_INFINITY;
  #busy = false;
  #cancel: () => void = () => undefined;
  #stopped = false;

  constructor(ports: SyncPorts) {
    this.#ports = ports;
    this.#lastProgressMs = ports.now();
  }

  start(): void {
    this.#run();
  }
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }
  /** A new operation: push at once when the line is up. */
  wake(): void {
    if (this.#online && !this.#busy && this.#held === undefined) {
      this.#cancel();
      this.#run();
    }
  }

  #run(): void {
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    void this.#step()
      .catch((error: unknown) => {
        this.#why = error instanceof Error ? error.message : String(error);
        return PROBE_MS;
      })
      .then((delayMs) => {
        this.#busy = false;
        this.#report();
        if (!this.#stopped) this.#cancel = this.#ports.after(delayMs, () => this.#run());
      });
  }

  /** One act; returns the wait before the next one. */
  async #step(): Promise<number> {
    const { bridge, store, now, random } = this.#ports;
    if (!this.#online || this.#held !== undefined) {
      const health = await bridge.invoke('sync.health', null);
      if (!health.ok || 'outcome' in health.value) {
        this.#why = health.ok && 'outcome' in health.value ? health.value.detail : 'no answer';
        return this.#offline();
      }
      this.#online = true;
      this.#held = undefined;
      this.#attempt = 0;
      const back = rewindAfterHealth(health.value, store.ackedSeq);
      if (back !== undefined) await store.acknowledged(back, []);
    }
    if (now() - this.#lastReferenceMs > REFERENCE_MS) await this.#pullReference();
    const acked = store.ackedSeq;
    const head = store.head();
    if (head === undefined || head.seq <= acked) {
      this.#lastProgressMs = now();
      return IDLE_MS;
    }
    const count = Math.min(this.#batch, head.seq - acked, MAX_BATCH_OPERATIONS);
    const answer = await bridge.invoke('sync.push', { fromSeq: acked + 1, count });
    if (!answer.ok) return backoffMs((this.#attempt += 1), random());
    const toSeq = acked + count;
    const decision = decideAfterPush(answer.value, {
      fromSeq: acked + 1,
      toSeq,
      headHash: toSeq === head.seq ? head.hash : headOf(answer.value),
      ackedSeq: acked,
    });
    switch (decision.do) {
      case 'acknowledge':
        await store.acknowledged(
          decision.ackedSeq,
          decision.parked.map((row) => ({ ...row, atMs: now() })),
        );
        this.#ports.onAcknowledged(decision.ackedSeq);
        this.#attempt = 0;
        this.#batch = Math.min(this.#batch * 2, MAX_BATCH_OPERATIONS);
        if (decision.ackedSeq > acked) this.#lastProgressMs = now();
        return decision.ackedSeq > acked ? 0 : backoffMs((this.#attempt += 1), random());
      case 'rewind':
        await store.acknowledged(decision.ackedSeq, []);
        return backoffMs((this.#attempt += 1), random(), 200);
      case 'shrink':
        this.#batch = Math.max(1, Math.floor(count / 2));
        return 0;
      case 'hold':
        this.#held = decision.code;
        this.#why = decision.why;
        return PROBE_MS * 4;
      case 'wait':
        this.#why = decision.why;
        this.#batch = Math.max(1, Math.floor(this.#batch / 2));
        if (decision.offline) return this.#offline();
        return decision.retryAfterMs ?? backoffMs((this.#attempt += 1), random());
    }
  }

  #offline(): number {
    this.#online = false;
    return PROBE_MS * (0.5 + this.#ports.random() * 0.5);
  }

  async #pullReference(): Promise<void> {
    const { bridge, reference, now } = this.#ports;
    this.#lastReferenceMs = now();
    const answer = await bridge.invoke('sync.reference', { knownVersion: reference.version });
    if (answer.ok && answer.value !== null && !('outcome' in answer.value)) await reference.replace(answer.value);
  }

  #report(): void {
    const { store, now, onStatus } = this.#ports;
    const waiting = (store.head()?.seq ?? 0) > store.ackedSeq;
    const stuck = this.#online && waiting && now() - this.#lastProgressMs > STUCK_MS;
    onStatus({
      online: this.#online,
      held: this.#held ?? (stuck ? 'SYNC_STUCK' : undefined),
      lastProgressMs: this.#lastProgressMs,
      why: this.#why,
    });
  }
}

const headOf = (answer: object): string => ('head' in answer && typeof answer.head === 'string' ? answer.head : '');
