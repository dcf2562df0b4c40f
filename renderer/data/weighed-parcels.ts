import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { EarlierWeighing } from '../../shared/parcel/weigh-bench-state.ts';
import { billedSchema } from '../../shared/rating/chargeable-result.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { ParcelRow } from './view-storage.ts';

/** What has been weighed here and counts, for the answer to "twice?" in microseconds. One for all flows. */
export class WeighedParcels {
  readonly #parcels = new Map<string, EarlierWeighing>();

  find(waybill: string): EarlierWeighing | undefined {
    return this.#parcels.get(waybill);
  }
  get size(): number {
    return this.#parcels.size;
  }

  /** From the local view; once, before any input. */
  restore(rows: readonly ParcelRow[]): void {
    for (const row of rows) {
      const { grossValue, grossUnit, chargeableValue, chargeableUnit, wallMs, seq, line, dimensions, cargoClass } = row;
      const gross = operationPayloads.parcelWeighed.shape.gross.safeParse({ value: grossValue, unit: grossUnit });
      const chargeable = billedSchema.safeParse({ value: chargeableValue, unit: chargeableUnit });
      if (!gross.success || !chargeable.success || (this.#parcels.get(row.waybill)?.seq ?? 0) > seq) continue;
      const figures = { gross: gross.data, chargeable: chargeable.data, line, dimensions, cargoClass };
      this.#parcels.set(row.waybill, { ...figures, wallMs, seq });
    }
  }

  onApplied(applied: readonly { readonly body: OperationBody }[]): void {
    for (const { body } of applied) {
      if (body.type === 'parcelWeighed') {
        const { waybill, gross, chargeable, line, dimensions, cargoClass } = operationPayloads.parcelWeighed.parse(
          body.payload,
        );
        const figures = { gross, chargeable: chargeable.chargeable, line, dimensions, cargoClass };
        this.#parcels.set(waybill, { ...figures, wallMs: body.wallMs, seq: body.seq });
      }
      if (body.type === 'parcelWeighingVoided') {
        const { waybill, voids } = operationPayloads.parcelWeighingVoided.parse(body.payload);
        if (this.#parcels.get(waybill)?.seq === voids) this.#parcels.delete(waybill);
      }
    }
  }
}
