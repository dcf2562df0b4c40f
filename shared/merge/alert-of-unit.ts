import type { PreAlert } from '../reference/reference-data.ts';
import type { MergedUnit } from './unit-fold.ts';

/** A merged carton is announced by its merging: who it is for and where it goes is what its parcels said. */
export function alertOfUnit(
  { unit, customer, line, cargoClass, dimensions, parcels }: MergedUnit,
  findPreAlert: (waybill: string) => PreAlert | undefined,
): PreAlert {
  const { receiver, destination, country, dutyMode } = findPreAlert(parcels[0]?.waybill ?? '') ?? {};
  return { waybill: unit, line, cargoClass, customer, dimensions, receiver, destination, country, dutyMode };
}
