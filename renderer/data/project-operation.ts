import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { ParcelChange } from './view-storage.ts';

/** What one operation does to the list of weighed parcels. */
export function projectParcel(epoch: number, body: OperationBody): ParcelChange | undefined {
  if (body.type === 'parcelWeighed') {
    const parsed = operationPayloads.parcelWeighed.safeParse(body.payload);
    if (!parsed.success) return undefined;
    const { waybill, gross, chargeable, line, cargoClass, dimensions, answered } = parsed.data;
    return {
      put: {
        waybill,
        epoch,
        seq: body.seq,
        wallMs: body.wallMs,
        grossValue: gross.value,
        grossUnit: gross.unit,
        chargeableValue: chargeable.chargeable.value,
        chargeableUnit: chargeable.chargeable.unit,
        ...{ line, cargoClass, dimensions },
        ...(answered === undefined ? {} : { accepted: answered.map(({ code }) => code) }),
      },
    };
  }
  if (body.type === 'parcelWeighingVoided') {
    const parsed = operationPayloads.parcelWeighingVoided.safeParse(body.payload);
    if (!parsed.success) return undefined;
    const { waybill, voids, voidsEpoch = epoch } = parsed.data;
    return { remove: { waybill, epoch: voidsEpoch, seq: voids } };
  }
  return undefined;
}
