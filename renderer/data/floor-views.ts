import { jobIdOf } from '../../shared/labels/label-ledger.ts';
import { UnitFold } from '../../shared/merge/unit-fold.ts';
import { operationPayloads, type OperationPayload, type OperationType } from '../../shared/parcel/operations.ts';
import { PackFold } from '../../shared/packing/pack-fold.ts';
import { ReturnFold } from '../../shared/returns/return-fold.ts';
import { movementsOf } from '../../shared/stock/movements-of.ts';
import { StockLedger } from '../../shared/stock/stock-ledger.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { PulledStock } from '../../shared/sync/pulled-records.ts';
import type { StockKey } from '../../shared/stock/stock-key.ts';
import type { OperationStore } from './operation-store.ts';

interface Written {
  readonly type: OperationType;
  readonly payload: unknown;
}
type Place = { readonly epoch: number; readonly body: OperationBody };

/** What these benches fold; other operations cost nothing here. */
const folded: ReadonlySet<string> = new Set<OperationType>([
  'orderPacked',
  'parcelLabelled',
  'orderPackingVoided',
  'parcelStopped',
  'orderSetAside',
  'orderTakenUp',
  'returnGraded',
  'labelConfirmed',
  'labelReprintRequested',
  'returnPutAway',
  'returnVoided',
  'returnClosed',
  'cartonReceived',
  'cartonReceiptVoided',
  'unitsPutAway',
  'putAwayVoided',
  'binCounted',
  'unitsRelabelled',
  'stockMoved',
  'parcelsMerged',
  'mergeUndone',
]);

/** Nearly all labels are parcels', and there are tens of thousands: of the few returns that wait for a bin the table of labels is asked. */
const readAgain: ReadonlySet<string> = new Set([...folded].filter((type) => !type.startsWith('label')));

/**
 * Stock, packed parcels, returns, received and merged cartons as this machine's operations say, for look-ups in microseconds. One for all flows:
 * what the returns bench puts away is what the pack bench finds.
 */
export class FloorViews {
  readonly stock = new StockLedger();
  readonly packs = new PackFold();
  readonly returns = new ReturnFold();
  readonly units = new UnitFold();
  /** Carton → the operation that received it. */
  readonly #received = new Map<string, string>();
  /** By the name of its row. */
  readonly #others = new Map<string, { readonly key: StockKey; readonly pieces: number }>();
  /** Pieces of a relabelling task that bear the new sticker. */
  readonly #relabelled = new Map<string, number>();
  /** Last number folded of each chain as the local view tells of it. */
  readonly #upTo = new Map<number, number>();
  /** Folded when the disk had answered, before the local view told of them: not folded again. */
  readonly #ahead = new Set<string>();
  /** What the local view told of while it was read from the start. */
  #meanwhile: { readonly device: string; readonly applied: readonly Place[] }[] | undefined;
  readonly #listeners = new Set<() => void>();

  isReceived(carton: string): boolean {
    return this.#received.has(carton);
  }

  /**
   * What other stations' movements come to, as the cloud has it. This station's own are in its journal, also those that the cloud has not
   * heard of. @param all the rows are all there are (a snapshot): what is not among them is gone.
   */
  onOthersStock(device: string, rows: readonly (readonly [key: string, row: PulledStock | null])[], all = false): void {
    const named = new Set(rows.map(([key]) => key));
    const gone = all ? [...this.#others.keys()].filter((key) => !named.has(key)) : [];
    for (const [key, row] of [...rows, ...gone.map((one) => [one, null] as const)]) {
      if (row?.device === device) continue;
      const before = this.#others.get(key);
      const known = before ?? (row === null ? undefined : { key: stockKeyOf(row), pieces: 0 });
      if (known === undefined) continue;
      const pieces = row?.pieces ?? 0;
      this.stock.adjust(known.key, pieces - known.pieces);
      if (row === null) this.#others.delete(key);
      else this.#others.set(key, { key: known.key, pieces });
    }
    if (rows.length > 0 || gone.length > 0) this.#tell();
  }

  relabelledOf(task: string): number {
    return this.#relabelled.get(task) ?? 0;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** All that is in the local view; once, before any input. */
  async restore(operations: Pick<OperationStore, 'each' | 'findLabel'>): Promise<void> {
    this.#meanwhile = [];
    await operations.each(readAgain, (one) => this.#fold(one.device, one));
    for (const { job } of this.returns.waiting()) {
      const label = await operations.findLabel(job);
      if (label?.by === 'scan-back') this.returns.apply('labelConfirmed', { job, by: 'scan-back' }, job);
    }
    const later = this.#meanwhile;
    this.#meanwhile = undefined;
    for (const { device, applied } of later) this.onApplied(device, applied);
  }

  /** Records as they come to the journal. */
  onApplied(device: string, applied: readonly Place[]): void {
    this.#meanwhile?.push({ device, applied });
    if (this.#meanwhile !== undefined) return;
    const changed = applied.map((one) => this.#fold(device, one));
    if (changed.includes(true)) this.#tell();
  }

  /** This page's own operation, written a moment ago: the next scan may come before the local view speaks of it. */
  written(place: { readonly device: string; readonly epoch: number; readonly seq: number }, operation: Written): void {
    const { device, epoch, seq } = place;
    const job = jobIdOf(device, epoch, seq);
    if (!folded.has(operation.type) || seq <= (this.#upTo.get(epoch) ?? 0)) return;
    this.#ahead.add(job);
    this.#apply(operation.type, operation.payload, job);
    this.#tell();
  }

  #fold(device: string, { body, epoch }: Place): boolean {
    if (body.seq <= (this.#upTo.get(epoch) ?? 0)) return false;
    this.#upTo.set(epoch, body.seq);
    const job = jobIdOf(device, epoch, body.seq);
    if (!folded.has(body.type) || this.#ahead.delete(job)) return false;
    this.#apply(body.type as OperationType, body.payload, job);
    return true;
  }

  #apply(type: OperationType, raw: unknown, job: string): void {
    const parsed = operationPayloads[type].safeParse(raw);
    if (!parsed.success) return;
    const payload = parsed.data as OperationPayload<OperationType>;
    this.stock.apply(movementsOf(type, payload));
    this.packs.apply(type, payload, job);
    this.returns.apply(type, payload, job);
    this.units.apply(type, payload, job);
    if (type === 'cartonReceived') {
      const { carton, practice } = payload as OperationPayload<'cartonReceived'>;
      if (!practice) this.#received.set(carton, job);
    }
    if (type === 'unitsRelabelled') {
      const { task, pieces } = payload as OperationPayload<'unitsRelabelled'>;
      if (task !== undefined) this.#relabelled.set(task, this.relabelledOf(task) + pieces);
    }
    if (type === 'cartonReceiptVoided') {
      const { carton, voids } = payload as OperationPayload<'cartonReceiptVoided'>;
      if (this.#received.get(carton) === voids) this.#received.delete(carton);
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const stockKeyOf = ({ owner, sku, lot, expiry, grade, bin }: PulledStock): StockKey => ({
  ...{ owner, sku, grade, bin },
  ...(lot === '' ? {} : { lot }),
  ...(expiry === '' ? {} : { expiry }),
});
