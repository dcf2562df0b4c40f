import type { LedgerEntry } from '../../shared/labels/label-ledger.ts';
import {
  ViewFault,
  type ChainRow,
  type OperationRow,
  type ParcelRow,
  type ParkedRow,
  type ViewStorage,
} from '../../renderer/data/view-storage.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface ViewFaults {
  /** Chance that a transaction aborts and the connection is closed, as on a full disk. */
  aborts: number;
  /** Chance that a transaction never answers: the adapter gives up after its limit, and nobody knows whether it was done. */
  hangs: number;
  /** Chance that an open fails. */
  openFails: number;
}

const GIVE_UP_MS = 10_000;

/** What IndexedDB holds; lives longer than a page. */
export class SimulatedIndexedDb {
  operations = new Map<string, OperationRow>();
  chains = new Map<number, ChainRow>();
  labels = new Map<string, LedgerEntry>();
  parcels = new Map<string, ParcelRow>();
  held = new Map<string, ParkedRow>();
  readonly faults: ViewFaults = { aborts: 0, hangs: 0, openFails: 0 };

  /** Gone, without an error and without a signal. */
  vanish(): void {
    for (const store of [this.operations, this.chains, this.labels, this.parcels, this.held]) store.clear();
  }

  /** Some rows are not there any more; whoever counts sees it. */
  losesRows(chance: Chance): void {
    for (const key of [...this.operations.keys()]) if (chance.hits(0.2)) this.operations.delete(key);
  }

  copy(): SimulatedIndexedDb {
    const twin = new SimulatedIndexedDb();
    twin.operations = new Map(this.operations);
    twin.chains = new Map(this.chains);
    twin.labels = new Map(this.labels);
    twin.parcels = new Map(this.parcels);
    twin.held = new Map(this.held);
    return twin;
  }
}

const keyOf = (epoch: number, seq: number): string => `${epoch}:${seq}`;

/** The view's storage as one page sees it. */
export function simulatedView(
  db: SimulatedIndexedDb,
  time: VirtualTime,
  chance: Chance,
  alive: { readonly ended: boolean },
): ViewStorage {
  let open = false;
  const act = <T>(work: () => T, writes: boolean): Promise<T> =>
    new Promise((resolve, reject) => {
      const { faults } = db;
      const hangs = chance.hits(faults.hangs);
      const aborts = !hangs && writes && chance.hits(faults.aborts);
      const done = !hangs || chance.hits(0.5);
      time.after(chance.next() * 3, () => {
        if (alive.ended) return;
        if (!open) {
          reject(new Error('InvalidStateError: the connection is closed'));
          return;
        }
        if (aborts) {
          open = false;
          time.note('view aborts');
          reject(new Error('QuotaExceededError'));
          return;
        }
        const value = done ? work() : undefined;
        if (!hangs) {
          resolve(value as T);
          return;
        }
        time.note('view hangs');
        time.after(GIVE_UP_MS, () => {
          if (alive.ended) return;
          open = false;
          reject(new Error('IndexedDB did not answer'));
        });
      });
    });
  return {
    open: () =>
      new Promise((resolve, reject) => {
        open = false;
        const fails = chance.hits(db.faults.openFails);
        const blocked = chance.hits(0.5);
        time.after(chance.next() * 5, () => {
          if (alive.ended) return;
          if (fails) {
            time.note('view does not open');
            reject(blocked ? new ViewFault('LOCAL_VIEW_BLOCKED', 'blocked') : new Error('UnknownError'));
            return;
          }
          open = true;
          resolve();
        });
      }),
    state: () =>
      act(() => ({ chains: [...db.chains.values()], isEmpty: db.operations.size === 0, parked: db.held.size }), false),
    countRecords: (epoch, fromSeq, toSeq) =>
      act(
        () =>
          [...db.operations.values()].filter((row) => row.epoch === epoch && row.seq >= fromSeq && row.seq <= toSeq)
            .length,
        false,
      ),
    commit: ({ chain, operations, labels, parcels }) =>
      act(() => {
        for (const row of operations) db.operations.set(keyOf(row.epoch, row.seq), row);
        for (const label of labels) db.labels.set(label.job, label);
        for (const change of parcels)
          if ('put' in change) db.parcels.set(change.put.waybill, change.put);
          else {
            const { waybill, epoch, seq } = change.remove;
            const row = db.parcels.get(waybill);
            if (row?.epoch === epoch && row.seq === seq) db.parcels.delete(waybill);
          }
        db.chains.set(chain.epoch, chain);
      }, true),
    acknowledge: (chain, parked) =>
      act(() => {
        db.chains.set(chain.epoch, chain);
        for (const row of parked) db.held.set(keyOf(row.epoch, row.seq), row);
      }, true),
    clear: () => {
      open = true;
      return act(() => db.vanish(), false);
    },
    operation: (epoch, seq) => act(() => db.operations.get(keyOf(epoch, seq)), false),
    operationsAfter: (epoch, seq, limit) =>
      act(
        () =>
          [...db.operations.values()]
            .filter((row) => row.epoch === epoch && row.seq > seq)
            .sort((a, b) => a.seq - b.seq)
            .slice(0, limit),
        false,
      ),
    numbersOf: (epoch, types) =>
      act(
        () =>
          [...db.operations.values()]
            .filter((row) => row.epoch === epoch && types.includes(row.type))
            .map(({ seq }) => seq)
            .sort((a, b) => a - b),
        false,
      ),
    operationsAt: (epoch, seqs) => act(() => seqs.flatMap((seq) => db.operations.get(keyOf(epoch, seq)) ?? []), false),
    labelsIn: (states) => act(() => [...db.labels.values()].filter(({ state }) => states.includes(state)), false),
    labelsOf: (jobs) => act(() => jobs.flatMap((job) => db.labels.get(job) ?? []), false),
    parcels: () => act(() => [...db.parcels.values()], false),
    parcel: (waybill) => act(() => db.parcels.get(waybill), false),
    parked: () => act(() => [...db.held.values()], false),
    settle: (rows) =>
      act(() => {
        for (const { epoch, seq } of rows) db.held.delete(keyOf(epoch, seq));
      }, true),
    close: () => {
      open = false;
    },
  };
}
