import Dexie from 'dexie';
import type { JobId, LabelState } from '../../shared/devices/print-job.ts';
import type { LedgerEntry } from '../../shared/labels/label-ledger.ts';
import { OUTBOX_VERSION, OutboxDatabase } from './outbox-database.ts';
import {
  ViewFault,
  type ChainRow,
  type OperationRow,
  type ParcelRow,
  type ParkedRow,
  type ViewChange,
  type ViewState,
  type ViewStorage,
} from './view-storage.ts';

/** A blocked upgrade or a database that does not answer is said within this time. */
const OPEN_TIMEOUT_MS = 5_000;
/** An index over a queue of 100,000 takes a slow computer minutes. Given up before, it would begin anew for ever. */
const UPGRADE_TIMEOUT_MS = 600_000;
/** A transaction that has not ended by then never will: at commit time Chromium can leave a promise hanging. */
const TRANSACTION_TIMEOUT_MS = 10_000;

export interface DexieViewOptions {
  readonly create?: (name: string) => OutboxDatabase;
  readonly after?: (delayMs: number, callback: () => void) => () => void;
}

/** The view in IndexedDB. Everything that IndexedDB can do instead of answering is turned into a rejection here. */
export class DexieViewStorage implements ViewStorage {
  readonly #name: string;
  readonly #create: (name: string) => OutboxDatabase;
  readonly #after: (delayMs: number, callback: () => void) => () => void;
  #db: OutboxDatabase;

  constructor(name: string, options: DexieViewOptions = {}) {
    this.#name = name;
    this.#create = options.create ?? ((n) => new OutboxDatabase(n));
    this.#after =
      options.after ??
      ((delayMs, callback) => {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      });
    this.#db = this.#create(name);
  }

  async open(): Promise<void> {
    this.#db.close();
    const db = (this.#db = this.#create(this.#name));
    let blocked = false;
    db.on('blocked', () => (blocked = true));
    const opening = db.open();
    const late = (): ViewFault =>
      blocked
        ? new ViewFault('LOCAL_VIEW_BLOCKED', 'another window holds the local database open')
        : new ViewFault('LOCAL_VIEW_BLOCKED', `the local database did not open within ${OPEN_TIMEOUT_MS} ms`);
    await this.#within(OPEN_TIMEOUT_MS, opening, late)
      .catch((error: unknown) => {
        if (blocked || !db.isUpgrading) throw error;
        return this.#within(UPGRADE_TIMEOUT_MS, opening, late);
      })
      .catch((error: unknown) => {
        db.close();
        throw error;
      });
    // Dexie opens a newer schema without complaint and runs old code on it.
    const found = db.backendDB().version / 10;
    if (found !== OUTBOX_VERSION) {
      db.close();
      throw new ViewFault(
        'LOCAL_VIEW_NEWER',
        `the local database has version ${found}, this program ${OUTBOX_VERSION}`,
      );
    }
  }

  state(): Promise<ViewState> {
    const db = this.#db;
    return this.#bounded(async () => ({
      chains: await db.chains.toArray(),
      isEmpty: (await db.records.limit(1).count()) === 0,
      parked: await db.held.count(),
    }));
  }

  countRecords(epoch: number, fromSeq: number, toSeq: number): Promise<number> {
    return this.#bounded(() =>
      this.#db.records.where('[epoch+seq]').between([epoch, fromSeq], [epoch, toSeq], true, true).count(),
    );
  }

  commit({ chain, operations, labels, parcels }: ViewChange): Promise<void> {
    const db = this.#db;
    return this.#bounded(() =>
      db.transaction('rw', [db.records, db.parcels, db.labels, db.chains], async () => {
        await db.records.bulkPut([...operations]);
        if (labels.length > 0) await db.labels.bulkPut([...labels]);
        for (const change of parcels)
          if ('put' in change) await db.parcels.put(change.put);
          else {
            const { waybill, epoch, seq } = change.remove;
            const row = await db.parcels.get(waybill);
            if (row?.seq === seq && row.epoch === epoch) await db.parcels.delete(waybill);
          }
        await db.chains.put(chain);
      }),
    );
  }

  acknowledge(chain: ChainRow, parked: readonly ParkedRow[]): Promise<void> {
    const db = this.#db;
    return this.#bounded(() =>
      db.transaction('rw', [db.chains, db.held], async () => {
        await db.chains.put(chain);
        if (parked.length > 0) await db.held.bulkPut([...parked]);
      }),
    );
  }

  async clear(): Promise<void> {
    this.#db.close();
    await this.#within(
      OPEN_TIMEOUT_MS,
      Dexie.delete(this.#name),
      () => new ViewFault('LOCAL_VIEW_BLOCKED', 'the local database cannot be removed while another window uses it'),
    );
    await this.open();
  }

  operation(epoch: number, seq: number): Promise<OperationRow | undefined> {
    return this.#bounded(() => this.#db.records.get([epoch, seq]));
  }
  operationsAfter(epoch: number, seq: number, limit: number): Promise<readonly OperationRow[]> {
    return this.#bounded(() =>
      this.#db.records
        .where('[epoch+seq]')
        .between([epoch, seq], [epoch, Dexie.maxKey], false, true)
        .limit(limit)
        .toArray(),
    );
  }
  numbersOf(epoch: number, types: readonly string[]): Promise<readonly number[]> {
    return this.#bounded(async () => {
      const { records } = this.#db;
      const keys = await Promise.all(
        types.map((type) =>
          records
            .where('[type+epoch+seq]')
            .between([type, epoch, Dexie.minKey], [type, epoch, Dexie.maxKey])
            .primaryKeys(),
        ),
      );
      return keys
        .flat()
        .map(([, seq]) => seq)
        .sort((a, b) => a - b);
    });
  }
  operationsAt(epoch: number, seqs: readonly number[]): Promise<readonly OperationRow[]> {
    return this.#bounded(async () =>
      (await this.#db.records.bulkGet(seqs.map((seq): [number, number] => [epoch, seq]))).filter(
        (row) => row !== undefined,
      ),
    );
  }
  labelsIn(states: readonly LabelState[]): Promise<readonly LedgerEntry[]> {
    return this.#bounded(() =>
      this.#db.labels
        .where('state')
        .anyOf([...states])
        .toArray(),
    );
  }
  labelsOf(jobs: readonly JobId[]): Promise<readonly LedgerEntry[]> {
    return this.#bounded(async () => (await this.#db.labels.bulkGet([...jobs])).filter((row) => row !== undefined));
  }
  parcels(): Promise<readonly ParcelRow[]> {
    return this.#bounded(() => this.#db.parcels.toArray());
  }
  parcel(waybill: string): Promise<ParcelRow | undefined> {
    return this.#bounded(() => this.#db.parcels.get(waybill));
  }
  parked(): Promise<readonly ParkedRow[]> {
    return this.#bounded(() => this.#db.held.toArray());
  }
  settle(rows: readonly Pick<ParkedRow, 'epoch' | 'seq'>[]): Promise<void> {
    return this.#bounded(() => this.#db.held.bulkDelete(rows.map(({ epoch, seq }): [number, number] => [epoch, seq])));
  }
  close(): void {
    this.#db.close();
  }

  #bounded<T>(work: () => PromiseLike<T>): Promise<T> {
    return this.#within(
      TRANSACTION_TIMEOUT_MS,
      work(),
      () => new Error(`IndexedDB did not answer within ${TRANSACTION_TIMEOUT_MS} ms`),
    );
  }

  #within<T>(limitMs: number, work: PromiseLike<T>, late: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#after(limitMs, () => reject(late()));
      work.then(
        (value) => {
          cancel();
          resolve(value);
        },
        (error: unknown) => {
          cancel();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }
}
