import { operationPayloads } from '../../../shared/parcel/operations.ts';
import type { EarlierWeighing } from '../../../shared/parcel/weigh-bench-state.ts';
import { billedSchema } from '../../../shared/rating/chargeable-result.ts';
import type { ParcelRow } from '../../data/view-storage.ts';

/**
 * What has been weighed here, for the answer to "twice?" in microseconds. What a start finds in the local view is read only when
 * somebody asks for it: tens of thousands of parcels are on the list, and a shift asks for few of them.
 */
export class WeighedHere {
  readonly #known = new Map<string, EarlierWeighing>();
  readonly #stored = new Map<string, ParcelRow>();

  get size(): number {
    return this.#known.size + this.#stored.size;
  }

  restore(rows: readonly ParcelRow[]): void {
    for (const row of rows) if (!this.#known.has(row.waybill)) this.#stored.set(row.waybill, row);
  }

  find(waybill: string): EarlierWeighing | undefined {
    const row = this.#stored.get(waybill);
    if (row !== undefined) {
      this.#stored.delete(waybill);
      const earlier = fromRow(row);
      if (earlier !== undefined) this.#known.set(waybill, earlier);
    }
    return this.#known.get(waybill);
  }

  set(waybill: string, weighing: EarlierWeighing): void {
    this.#stored.delete(waybill);
    this.#known.set(waybill, weighing);
  }

  /** Only when it is still this weighing. */
  remove(waybill: string, place: { readonly epoch: number; readonly seq: number }): void {
    const found = this.find(waybill);
    if (found?.seq === place.seq && found.epoch === place.epoch) this.#known.delete(waybill);
  }
}

function fromRow(row: ParcelRow): EarlierWeighing | undefined {
  const { wallMs, seq, epoch, line, dimensions, cargoClass } = row;
  const gross = operationPayloads.parcelWeighed.shape.gross.safeParse({ value: row.grossValue, unit: row.grossUnit });
  const chargeable = billedSchema.safeParse({ value: row.chargeableValue, unit: row.chargeableUnit });
  if (!gross.success || !chargeable.success) return undefined;
  return { gross: gross.data, chargeable: chargeable.data, wallMs, seq, epoch, line, dimensions, cargoClass };
}
