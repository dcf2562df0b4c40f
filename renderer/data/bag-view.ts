import {
  applyRemoteBag,
  applyToFold,
  emptyFold,
  foldedTypes,
  noteWeighing,
  type FloorFold,
} from '../../shared/consolidation/floor-fold.ts';
import { jobIdOf } from '../../shared/labels/label-ledger.ts';
import { massToMilligrams } from '../../shared/measure/mass.ts';
import { massSchema } from '../../shared/measure/quantity.ts';
import { pulledBagSchema } from '../../shared/sync/pulled-records.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';
import type { Applied, OperationStore } from './operation-store.ts';
import type { ReferenceStore } from './reference-store.ts';
import type { ParcelRow } from './view-storage.ts';

type Source = Pick<OperationStore, 'each' | 'head'>;

/** Weighings stand in the view's table of parcels, the newest of each: their operations need not be read again. */
const readAgain: ReadonlySet<string> = new Set(foldedTypes.filter((type) => type !== 'parcelWeighed'));

/**
 * Parcels, bags and manifests of this station in memory, for every flow that asks about them. Made from the local view at the start,
 * then it follows the journal: an own operation counts as soon as the disk has answered, before the view has it.
 */
export class BagView {
  readonly fold: FloorFold = emptyFold();
  readonly #source: Source;
  /** Applied when the disk answered; the view brings them once more. */
  readonly #early = new Set<string>();
  readonly #listeners = new Set<() => void>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** @param rows the view's table of parcels. Everything that the view has; once, before any input. A view in trouble leaves it empty: it is mended and read at the next start. */
  async begin(rows: readonly ParcelRow[]): Promise<void> {
    const device = this.#device();
    for (const row of rows) this.#note(row, device);
    await this.#source.each(readAgain, ({ body, epoch }) => void applyToFold(this.fold, body, { device, epoch }));
    this.#tell();
  }

  /** An operation of this page that is on the disk. */
  recorded(epoch: number, body: OperationBody): void {
    if (!applyToFold(this.fold, body, { device: this.#device(), epoch })) return;
    this.#early.add(`${epoch}-${body.seq}`);
    this.#tell();
  }

  onApplied(applied: readonly Applied[]): void {
    let changed = false;
    for (const { body, epoch } of applied)
      if (!this.#early.delete(`${epoch}-${body.seq}`))
        changed = applyToFold(this.fold, body, { device: this.#device(), epoch }) || changed;
    if (changed) this.#tell();
  }

  /** Bags of other stations, as the cloud tells of them; null: it tells of that one no more, what is known stays. */
  onPulled(bags: Iterable<readonly [bag: string, data: unknown]>): void {
    let changed = false;
    for (const [bag, data] of bags) {
      const pulled = pulledBagSchema.safeParse(data);
      if (!pulled.success) continue;
      const { openedMs, grossMilligrams, unitNumber, manifest, ...rest } = pulled.data;
      applyRemoteBag(this.fold, {
        ...{ bag, ...rest, openedWallMs: openedMs, grossMilligrams: grossMilligrams ?? undefined },
        ...{ unitNumber: unitNumber ?? undefined, manifest: manifest ?? undefined },
      });
      changed = true;
    }
    if (changed) this.#tell();
  }

  /** Bags of other stations from now on, those that are known already first. */
  follow(reference: ReferenceStore, bridge: Pick<BridgeClient, 'on'>): void {
    let { generation } = reference;
    this.onPulled(reference.all('bag'));
    bridge.on('supply.changed', ({ changes }) =>
      this.onPulled(changes.filter(({ kind }) => kind === 'bag').map(({ key, data }) => [key, data])),
    );
    reference.onChange(() => {
      if (reference.generation === generation) return;
      ({ generation } = reference);
      this.onPulled(reference.all('bag'));
    });
  }

  /** Called after every change. @returns the end of that */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #note(row: ParcelRow, device: string): void {
    const gross = massSchema.safeParse({ value: row.grossValue, unit: row.grossUnit });
    if (!gross.success) return;
    const { waybill, line, wallMs, cargoClass = '', dimensions, accepted = [], epoch, seq } = row;
    noteWeighing(this.fold, {
      ...{ waybill, line, wallMs, cargoClass, dimensions, accepted, milligrams: massToMilligrams(gross.data) },
      weighedBy: jobIdOf(device, epoch, seq),
    });
  }

  #device(): string {
    return this.#source.head()?.device ?? '';
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
