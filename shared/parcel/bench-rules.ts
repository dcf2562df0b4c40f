import type { Result } from '../errors/catalog.ts';
import type { ChargeableResult } from '../rating/chargeable-result.ts';
import type { ParcelFinding } from './check-parcel.ts';
import type { ParcelToCheck } from './parcel-to-check.ts';

/** What is known of the other pieces of a consignment. */
export interface KnownPieces {
  /** parcel: its figures, for a ticket of all pieces; absent where only its weight is known. */
  readonly weighed: readonly {
    readonly piece: number;
    readonly milligrams: number;
    readonly parcel?: ParcelToCheck | undefined;
  }[];
  readonly waybills: ReadonlyMap<number, string>;
}

/** How this bench works: choices of the station and look-ups of what has arrived. */
export interface BenchRules {
  /** One order per station: a scan belongs to the weight that follows it, or to the weight that stands there. */
  readonly order: 'scan-first' | 'weigh-first';
  readonly check: (parcel: ParcelToCheck) => readonly ParcelFinding[];
  /** Age of the hold list; undefined: this station has never had one. whenOld ask: a person goes on, stop: only a lead. */
  readonly holdList:
    | {
        readonly ageMs: number;
        readonly maxAgeMs: number;
        readonly whenOld: 'ask' | 'stop';
        readonly askAgainMs: number;
      }
    | undefined;
  /** Where held and refused parcels are put. */
  readonly holdPlace: string;
  readonly wantsScanBack: (line: string) => boolean;
  /** Number of the merged unit that this parcel is in. */
  readonly findUnit: (waybill: string) => string | undefined;
  readonly findPieces: (consignment: string) => KnownPieces;
  /** Several pieces as one ticket; undefined where the line bills each for itself. */
  readonly rateTogether: (parcels: readonly ParcelToCheck[]) => Result<ChargeableResult> | undefined;
  readonly photo: 'off' | 'by-key' | 'each';
}

/** A bench without lists, limits or camera. */
export const plainBench: BenchRules = {
  order: 'scan-first',
  check: () => [],
  holdList: undefined,
  holdPlace: 'H1',
  wantsScanBack: () => false,
  findUnit: () => undefined,
  findPieces: () => ({ weighed: [], waybills: new Map() }),
  rateTogether: () => undefined,
  photo: 'off',
};
