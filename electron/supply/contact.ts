import type { CommandOutput, HttpFailure, Notice } from '../../shared/ipc/contract.ts';
import type { SupplyStatus } from '../../shared/ipc/supply-commands.ts';
import type { PulledChange } from '../../shared/sync/pull.ts';
import type { CloudClient } from '../services/cloud-client.ts';
import type { SupplyStore } from './supply-store.ts';

export interface ContactPorts {
  readonly cloud: Pick<CloudClient, 'pull' | 'snapshot'>;
  readonly store: SupplyStore;
  readonly wallMs: () => number;
  readonly monoMs: () => number;
  /** Applied and durable. */
  readonly onChanges: (generation: number, changes: readonly PulledChange[]) => void;
  readonly onStatus: (status: SupplyStatus) => void;
  readonly onNotice: (code: Notice['code'], detail: string) => void;
}

/** A cursor that no server ever gave: the answer is 410, and a snapshot follows. */
const NO_CURSOR = `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.0`;
/** That nothing is missing is written down this often when there is no news; a start then knows its age as well as this. */
const FRESH_EVERY_MS = 10 * 60_000;
/** After a snapshot that failed, the next is not begun at once: it may be large. */
const SNAPSHOT_AGAIN_MS = 60_000;

/** Follows the cloud's changes. One page a call; a whole copy comes beside the work and never holds up the queue. */
export class Contact {
  readonly #ports: ContactPorts;
  #state: SupplyStatus['state'] = 'offline';
  #detail = '';
  #snapshot: Promise<void> | undefined;
  #snapshotNotBeforeMs = Number.NEGATIVE_INFINITY;
  #writtenFreshMs = Number.NEGATIVE_INFINITY;
  #asOfMs: number | undefined;

  constructor(ports: ContactPorts) {
    this.#ports = ports;
  }

  status(): SupplyStatus {
    const { store } = this.#ports;
    const asOfMs = this.#asOfMs ?? store.asOfMs;
    return {
      ...(asOfMs === undefined ? {} : { asOfMs }),
      ...{
        generation: store.generation,
        state: this.#state,
        counts: store.counts(),
        unreadable: 0,
        detail: this.#detail,
      },
    };
  }

  async pull(): Promise<CommandOutput<'sync.pull'>> {
    const { cloud, store, wallMs, monoMs } = this.#ports;
    if (this.#snapshot !== undefined) return { outcome: 'pulled', changes: 0, more: false };
    const answer = await cloud.pull(store.cursor ?? NO_CURSOR);
    if ('outcome' in answer) return this.#failed(answer);
    if ('gone' in answer) {
      if (monoMs() < this.#snapshotNotBeforeMs) return { outcome: 'pulled', changes: 0, more: false };
      this.#begin(answer.gone);
      return { outcome: 'pulled', changes: 0, more: false };
    }
    const { cursor, changes, more } = answer;
    const nowMs = wallMs();
    const isNews = changes.length > 0 || cursor !== store.cursor;
    if (isNews || (!more && monoMs() - this.#writtenFreshMs > FRESH_EVERY_MS)) {
      await store.append({ cursor, changes, ...(more ? {} : { asOfMs: nowMs }) });
      if (!more) this.#writtenFreshMs = monoMs();
    }
    if (!more) this.#asOfMs = nowMs;
    if (changes.length > 0) this.#ports.onChanges(store.generation, changes);
    this.#set(more ? this.#state : 'following', '');
    if (store.wantsCompaction) await this.#compact();
    return { outcome: 'pulled', changes: changes.length, more };
  }

  /** For the end of the program and for tests: what runs beside has come to its end. */
  async settled(): Promise<void> {
    await this.#snapshot;
  }

  #begin(why: string): void {
    this.#set('snapshot', why);
    this.#snapshot = this.#takeSnapshot()
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      .then((trouble) => {
        this.#snapshot = undefined;
        if (trouble === undefined) return;
        this.#snapshotNotBeforeMs = this.#ports.monoMs() + SNAPSHOT_AGAIN_MS;
        this.#set('offline', `snapshot: ${trouble}`.slice(0, 300));
      });
  }

  async #takeSnapshot(): Promise<string | undefined> {
    const { cloud, store, wallMs } = this.#ports;
    const startedMs = wallMs();
    const lines = await cloud.snapshot();
    if ('outcome' in lines) return lines.detail;
    // Of one moment, which is not later than now: its age counts from when it was asked for.
    const fault = await store.replaceBy(lines, () => startedMs);
    if (fault !== undefined) return `not used, ${fault}`;
    this.#asOfMs = undefined;
    this.#set('following', '');
    this.#ports.onChanges(store.generation, []);
    return undefined;
  }

  async #compact(): Promise<void> {
    const { store, wallMs, onNotice } = this.#ports;
    try {
      await store.compact(wallMs);
      this.#ports.onChanges(store.generation, []);
    } catch (error) {
      onNotice('SUPPLY_NOT_STORED', error instanceof Error ? error.message : String(error));
    }
  }

  #failed(failure: HttpFailure): HttpFailure {
    this.#set(failure.status === 403 ? 'revoked' : 'offline', failure.detail);
    return failure;
  }

  #set(state: SupplyStatus['state'], detail: string): void {
    const changed = state !== this.#state || detail !== this.#detail;
    [this.#state, this.#detail] = [state, detail];
    if (changed) this.#ports.onStatus(this.status());
  }
}
