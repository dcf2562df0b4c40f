import Dexie, { type Table, type Transaction } from 'dexie';
import type { LedgerEntry } from '../../shared/labels/label-ledger.ts';
import type { ChainRow, OperationRow, ParcelRow, ParkedRow } from './view-storage.ts';

/** Version 1, as it was released. Frozen: test/fixtures/outbox-v1.json is a database of it. */
interface Version1 {
  readonly head: { readonly key: 'head'; readonly head: { device: string; epoch: number; seq: number; hash: string } };
  readonly acked: { readonly key: 'acked'; readonly device: string; readonly epoch: number; readonly seq: number };
}

export const OUTBOX_VERSION = 3;

/**
 * The working queue and the views. Strict durability, no cache: nothing is shown from a transaction that has not committed.
 * It can vanish without a signal and is rebuilt from the journal. A released version is never changed; what follows is a new one.
 */
export class OutboxDatabase extends Dexie {
  readonly records!: Table<OperationRow, [number, number]>;
  readonly chains!: Table<ChainRow, number>;
  readonly parcels!: Table<ParcelRow, string>;
  readonly labels!: Table<LedgerEntry, string>;
  readonly held!: Table<ParkedRow, [number, number]>;
  /** A database of a former version is being brought to this one: it takes as long as there is much in it. */
  isUpgrading = false;

  constructor(
    name: string,
    options: { readonly indexedDB?: IDBFactory; readonly IDBKeyRange?: typeof IDBKeyRange } = {},
  ) {
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled', ...options });
    this.version(1).stores({
      operations: 'seq, type',
      parcels: 'waybill, seq',
      labels: 'job, state',
      parked: 'seq',
      meta: 'key',
    });
    // One number is not enough once a journal has more than one epoch.
    this.version(2)
      .stores({
        operations: null,
        parked: null,
        meta: null,
        records: '[epoch+seq]',
        chains: 'epoch',
        held: '[epoch+seq]',
        parcels: 'waybill',
      })
      .upgrade((tx) => {
        this.isUpgrading = true;
        return toVersion2(tx);
      });
    // What a flow folds at a start is read by its kind: a queue of 100,000 is not.
    this.version(3)
      .stores({ records: '[epoch+seq], [type+epoch+seq]' })
      .upgrade(() => {
        this.isUpgrading = true;
      });
  }
}

const COPY_ROWS = 2_000;

async function toVersion2(tx: Transaction): Promise<void> {
  const meta = tx.table<Version1['head'] | Version1['acked'], string>('meta');
  const head = (await meta.get('head')) as Version1['head'] | undefined;
  const acked = (await meta.get('acked')) as Version1['acked'] | undefined;
  // Without a head nobody can say whose records these are: the journal fills the view again.
  if (head === undefined) {
    await Promise.all([tx.table('parcels').clear(), tx.table('labels').clear()]);
    return;
  }
  const { device, epoch, seq, hash } = head.head;
  const fits = acked?.device === device && acked.epoch === epoch;
  await tx
    .table('chains')
    .put({ device, epoch, firstSeq: 1, seq, hash, acked: fits ? acked.seq : 0 } satisfies ChainRow);
  const old = tx.table<Omit<OperationRow, 'epoch'>, number>('operations');
  for (let after = 0; ;) {
    const rows = await old.where('seq').above(after).limit(COPY_ROWS).toArray();
    if (rows.length === 0) break;
    await tx.table('records').bulkPut(rows.map((row) => ({ ...row, epoch })));
    after = rows.at(-1)?.seq ?? after;
  }
  await tx.table('held').bulkPut((await tx.table('parked').toArray()).map((row: object) => ({ ...row, epoch })));
  await tx
    .table('parcels')
    .toCollection()
    .modify((row: { epoch?: number }) => {
      row.epoch = epoch;
    });
}
