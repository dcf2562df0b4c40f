import { alertOfUnit } from '../../shared/merge/alert-of-unit.ts';
import type { Held } from '../../shared/reference/hold.ts';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import type { FlowParts } from './flow.ts';

/** What has been said of a parcel before it came, for parcels and for the cartons made of them here. */
export interface Announced {
  readonly findPreAlert: (waybill: string) => PreAlert | undefined;
  /** A carton is held when a parcel in it is; released it is under its own number. */
  readonly findHold: (waybill: string) => Held | undefined;
  /** The carton that this parcel is in. */
  readonly findUnit: (waybill: string) => string | undefined;
}

export function createAnnounced({ reference, floor }: Pick<FlowParts, 'reference' | 'floor'>): Announced {
  const findPreAlert = (waybill: string): PreAlert | undefined => {
    const unit = floor.units.find(waybill);
    return unit === undefined
      ? reference.findPreAlert(waybill)
      : alertOfUnit(unit, (inside) => reference.findPreAlert(inside));
  };
  const findHold = (waybill: string): Held | undefined => {
    const own = reference.findHold(waybill);
    if (own !== undefined) return own;
    for (const { waybill: inside } of floor.units.find(waybill)?.parcels ?? []) {
      const hold = reference.findHold(inside);
      if (hold !== undefined && !reference.isReleased(waybill, hold)) return hold;
    }
    return undefined;
  };
  return { findPreAlert, findHold, findUnit: (waybill) => floor.units.unitOf(waybill) };
}
