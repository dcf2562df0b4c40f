import type { DocumentData } from '../labels/document-model.ts';
import { kgText } from '../measure/kg-text.ts';
import type { ManifestFacts, Transport } from './manifest-bench-state.ts';

/** One parcel as the manifest lists it; masses are whole milligrams. */
export interface ManifestParcel {
  readonly waybill: string;
  readonly bag: string;
  /** Name and destination, as they stand in the pre-alert. */
  readonly receiver: string;
  readonly grossMilligrams: number;
  /** What is billed; undefined: weighed elsewhere, or not rated here. */
  readonly chargeableMilligrams: number | undefined;
}

export interface PaperHead {
  readonly transport: Transport;
  /** Short name of this house. */
  readonly from: string;
  /** Time and person. */
  readonly printed: string;
}

/** Every parcel of a departure, for the template manifest-a4. */
export function manifestPaper(
  manifest: ManifestFacts,
  parcels: readonly ManifestParcel[],
  { transport, from, printed }: PaperHead,
): DocumentData {
  const billed = parcels.reduce((sum, { chargeableMilligrams = 0 }) => sum + chargeableMilligrams, 0);
  return {
    fields: {
      manifest: manifest.manifest,
      line: [...new Set(manifest.bags.map(({ group }) => group.line))].join(', ').slice(0, 60),
      carrier: [transport.carrier, transport.airWaybill].filter((word) => word !== '').join(' / '),
      departure: '',
      warehouse: from,
      printed,
      pieces: String(parcels.length),
      totalGross: kgText(parcels.reduce((sum, { grossMilligrams }) => sum + grossMilligrams, 0)),
      totalChargeable: kgText(billed),
    },
    rows: parcels.map(({ waybill, bag, receiver, grossMilligrams, chargeableMilligrams }, index) => ({
      ...{ number: String(index + 1), waybill, bag, receiver: receiver.slice(0, 200), gross: kgText(grossMilligrams) },
      chargeable: chargeableMilligrams === undefined ? '–' : kgText(chargeableMilligrams),
    })),
  };
}

/** The bags that change hands, for the template handover-a4. Its barcode is the manifest's number: the scan of the signed sheet. */
export function handoverPaper(manifest: ManifestFacts, { transport, from, printed }: PaperHead): DocumentData {
  return {
    fields: {
      ...{ handover: manifest.manifest, from, to: transport.carrier, vehicle: transport.vehicle },
      ...{ driver: transport.driver, printed, units: String(manifest.bags.length) },
      totalPieces: String(manifest.parcels),
      totalGross: kgText(manifest.grossMilligrams),
    },
    rows: manifest.bags.map(({ bag, unitNumber, group, pieces, grossMilligrams = 0 }, index) => ({
      ...{ number: String(index + 1), unit: unitNumber ?? bag, line: group.line, seal: '', pieces: String(pieces) },
      ...{ gross: kgText(grossMilligrams), received: '' },
    })),
  };
}
