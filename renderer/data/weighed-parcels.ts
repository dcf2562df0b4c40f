import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { EarlierWeighing } from '../../shared/parcel/weigh-bench-state.ts';
import { billedSchema } from '../../shared/rating/chargeable-result.ts';
import type { Applied } from './operation-store.ts';
import type { ParcelRow } from './view-storage.ts';

/**
 * What has been weighed here and counts, for the answer to "twice?" in microseconds. One for all flows. What a start finds in the local
 * view is read only when somebody asks for it: tens of thousands of parcels are on the list, and a shift asks for few of them.
 */
export class WeighedParcels {
  readonly #known = new Map<string, EarlierWeighing>();
  readonly #stored = new Map<string, ParcelRow>();

  /** The last one that the local view had at the start. */
  #newest: ParcelRow | undefined;

  get newestAtStart(): ParcelRow | undefined {
    return this.#newest;
  }
  get size(): number {
    return this.#known.size + this.#stored.size;
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

  /** From the local view; once, before any input. */
  restore(rows: readonly ParcelRow[]): void {
    for (const row of rows) {
      if (!this.#known.has(row.waybill)) this.#stored.set(row.waybill, row);
      const newest = this.#newest;
      if (newest === undefined || row.epoch > newest.epoch || (row.epoch === newest.epoch && row.seq > newest.seq))
        this.#newest = row;
    }
  }

  onApplied(applied: readonly Pick<Applied, 'body' | 'epoch'>[]): void {
    for (const { body, epoch } of applied) {
      if (body.type === 'parcelWeighed') {
        const { waybill, gross, chargeable, line, dimensions, cargoClass } = operationPayloads.parcelWeighed.parse(
          body.payload,
        );
        const figures = { gross, chargeable: chargeable.chargeable, line, dimensions, cargoClass };
        this.#stored.delete(waybill);
        this.#known.set(waybill, { ...figures, wallMs: body.wallMs, seq: body.seq, epoch });
      }
      if (body.type === 'parcelWeighingVoided') {
        const { waybill, voids, voidsEpoch = epoch } = operationPayloads.parcelWeighingVoided.parse(body.payload);
        const found = this.find(waybill);
        // Only when it is still this weighing.
        if (found?.seq === voids && found.epoch === voidsEpoch) this.#known.delete(waybill);
      }
    }
  }
}

function fromRow(row: ParcelRow): EarlierWeighing | undefined {
  const { wallMs, seq, epoch, line, dimensions, cargoClass } = row;
  const gross = operationPayloads.parcelWeighed.shape.gross.safeParse({ value: row.grossValue, unit: row.grossUnit });
  const chargeable = billedSchema.safeParse({ value: row.chargeableValue, unit: row.chargeableUnit });
  if (!gross.success || !chargeable.success) return undefined;
  return { gross: gross.data, chargeable: chargeable.data, wallMs, seq, epoch, line, dimensions, cargoClass };
}
