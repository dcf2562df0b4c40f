import Dexie, { type Table } from 'dexie';
import type { JournalHead, JournalRecord } from '../../shared/sync/operation.ts';
import type { LedgerEntry } from '../../shared/labels/label-ledger.ts';

/** One operation with its place; `state` says whether the cloud has it. Rows of the cloud's are kept: they are the views' source. */
export interface OperationRow {
  readonly seq: number;
  readonly type: string;
  readonly entity: string;
  readonly body: string;
  readonly hash: string;
}

export interface ParcelRow {
  readonly waybill: string;
  readonly seq: number;
  readonly wallMs: number;
  readonly grossValue: string;
  readonly grossUnit: string;
  readonly chargeableValue: string;
  readonly chargeableUnit: string;
  readonly line: string;
}

/** Parked by the cloud: in sight of a person until one decides. */
export interface ParkedRow {
  readonly seq: number;
  readonly result: 'parked' | 'deferred';
  readonly code: string;
  readonly atMs: number;
}

export type MetaRow =
  | { readonly key: 'head'; readonly head: JournalHead; readonly count: number }
  | { readonly key: 'acked'; readonly device: string; readonly epoch: number; readonly seq: number };

const VERSION = 1;
const OPEN_TIMEOUT_MS = 5_000;

/**
 * The working queue and the views. Strict durability, no cache: nothing is shown from a transaction that has not committed.
 * It can vanish without a signal and is rebuilt from the journal.
 */
export class OutboxDatabase extends Dexie {
  readonly operations!: Table<OperationRow, number>;
  readonly parcels!: Table<ParcelRow, string>;
  readonly labels!: Table<LedgerEntry, string>;
  readonly parked!: Table<ParkedRow, number>;
  readonly meta!: Table<MetaRow, string>;

  constructor(
    name: string,
    options: { readonly indexedDB?: IDBFactory; readonly IDBKeyRange?: typeof IDBKeyRange } = {},
  ) {
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled', ...options });
    this.version(VERSION).stores({
      operations: 'seq, type',
      parcels: 'waybill, seq',
      labels: 'job, state',
      parked: 'seq',
      meta: 'key',
    });
  }

  /** Dexie opens a newer schema without complaint and waits for ever on a blocked upgrade; this does neither. */
  async openChecked(): Promise<void> {
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error('the local database is held open by another window')), OPEN_TIMEOUT_MS),
    );
    await Promise.race([this.open(), late]);
    if (this.backendDB().version !== VERSION * 10) {
      this.close();
      throw new Error(`the local database has version ${this.backendDB()?.version ?? '?'}`);
    }
  }
}

export function rowOf(record: JournalRecord, type: string, entity: string): OperationRow {
  return { seq: record.seq, type, entity, body: record.body, hash: record.hash };
}
