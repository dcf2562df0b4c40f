import type { ParcelFinding, ParcelToCheck } from '../parcel/check-parcel.ts';
import { inCarton } from '../parcel/in-carton.ts';
import type { PreAlert } from '../reference/reference-data.ts';
import { stopOf, type ParcelFacts, type RuleRefusal } from './bag-rules.ts';
import { cargoGroupOf } from './cargo-groups.ts';
import type { FloorFold } from './floor-fold.ts';
import { findBagFacts } from './fold-lookups.ts';

/** What is known of a parcel beside the operations of this station. All of it is local. */
export interface ParcelSources {
  readonly findPreAlert: (waybill: string) => PreAlert | undefined;
  /** Weighed at another station, as the cloud tells; undefined: not weighed there, or its weighing does not count any more. */
  readonly findElsewhere: (
    waybill: string,
  ) => { readonly line: string; readonly milligrams: number; readonly wallMs: number } | undefined;
  /** The merged carton that it is in. */
  readonly findUnit: (waybill: string) => string | undefined;
  readonly check: (parcel: ParcelToCheck) => readonly ParcelFinding[];
}

/**
 * A parcel as bags see it. Line and class of the weighing come before those of the pre-alert: somebody may have put them right.
 * @returns undefined when neither a pre-alert nor a weighing names it
 */
export function parcelFacts(fold: FloorFold, waybill: string, sources: ParcelSources): ParcelFacts | undefined {
  const announced = sources.findPreAlert(waybill);
  const own = fold.parcels.get(waybill);
  const elsewhere = own?.milligrams === undefined ? sources.findElsewhere(waybill) : undefined;
  if (announced === undefined && own === undefined && elsewhere === undefined) return undefined;
  const weighedLine = own?.line === '' ? undefined : own?.line;
  const line = weighedLine ?? elsewhere?.line ?? announced?.line ?? '';
  const weighedClass = own?.weighedBy === undefined ? undefined : own.cargoClass;
  const cargoClass = weighedClass ?? announced?.cargoClass ?? '';
  const { country, dutyMode, dimensions: stated } = announced ?? {};
  const milligrams = own?.milligrams ?? elsewhere?.milligrams;
  const dimensions = own?.dimensions ?? stated;
  const found = sources.check({
    ...{ waybill, line: line === '' ? undefined : line, cargoClass, country, dutyMode, dimensions },
    gross: milligrams === undefined ? undefined : { value: String(milligrams), unit: 'mg' },
  });
  const accepted = own?.accepted ?? [];
  const inside = inCarton(sources.findUnit(waybill));
  return {
    ...{ waybill, milligrams },
    group: { line, country: country ?? '', cargoGroup: cargoGroupOf(cargoClass), dutyMode: dutyMode ?? '' },
    bag: own?.bag === undefined ? undefined : findBagFacts(fold, own.bag),
    // What a lead let pass at the scale is not asked for again; a hold is lifted, never let pass.
    findings: [
      ...(inside === undefined ? [] : [inside]),
      ...found.filter(({ code }) => code === 'PARCEL_HELD' || !accepted.includes(code)),
    ],
  };
}

/** The first parcel in a bag that may not leave. */
export function stoppedInBag(
  fold: FloorFold,
  bag: string,
  facts: (waybill: string) => ParcelFacts | undefined,
): { readonly parcel: ParcelFacts; readonly refusal: RuleRefusal } | undefined {
  for (const waybill of fold.bags.get(bag)?.parcels ?? []) {
    const parcel = facts(waybill);
    const refusal = stopOf(parcel?.findings ?? []);
    if (parcel !== undefined && refusal !== undefined) return { parcel, refusal };
  }
  return undefined;
}
