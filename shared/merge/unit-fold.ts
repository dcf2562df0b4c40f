import type { OperationPayload, OperationType } from '../parcel/operations.ts';

/** A carton that stands for the parcels in it. merge: device-epoch-seq of the operation that said so. */
export type MergedUnit = OperationPayload<'parcelsMerged'> & { readonly merge: string };

/** What is in which merged carton, as the journal's operations leave it. A parcel in one is not weighed, bagged or handed over alone. */
export class UnitFold {
  readonly #units = new Map<string, MergedUnit>();
  readonly #inUnit = new Map<string, string>();

  /** operation: device-epoch-seq. */
  apply(type: OperationType, payload: OperationPayload<OperationType>, operation: string): void {
    if (type === 'parcelsMerged') {
      const merged = payload as OperationPayload<'parcelsMerged'>;
      this.#remove(merged.unit);
      this.#units.set(merged.unit, { ...merged, merge: operation });
      for (const { waybill } of merged.parcels) this.#inUnit.set(waybill, merged.unit);
    }
    if (type === 'mergeUndone') {
      const { unit, undoes } = payload as OperationPayload<'mergeUndone'>;
      const merge = operation.replace(/\d+$/, String(undoes));
      if (this.#units.get(unit)?.merge === merge) this.#remove(unit);
    }
  }

  find(unit: string): MergedUnit | undefined {
    return this.#units.get(unit);
  }
  /** The carton that this parcel is in. */
  unitOf(waybill: string): string | undefined {
    return this.#inUnit.get(waybill);
  }

  #remove(unit: string): void {
    for (const { waybill } of this.#units.get(unit)?.parcels ?? [])
      if (this.#inUnit.get(waybill) === unit) this.#inUnit.delete(waybill);
    this.#units.delete(unit);
  }
}
