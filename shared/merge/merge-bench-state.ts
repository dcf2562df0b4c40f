import type { ErrorCode } from '../errors/catalog.ts';
import type { Dimensions, Mass } from '../measure/quantity.ts';
import type { ParcelFinding } from '../parcel/check-parcel.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';
import type { MergePlan } from '../rating/merge/merge-parcels.ts';
import type { Billed } from '../rating/chargeable-result.ts';
import type { Rated } from '../rating/rating-fault.ts';
import type { Box, DutyMode } from '../reference/reference-data.ts';

/** A parcel that was weighed here, with what has to be the same for all that go into one carton. */
export interface MergeParcel {
  readonly waybill: string;
  readonly gross: Mass;
  readonly dimensions: Dimensions;
  readonly customer: string;
  readonly line: string;
  readonly cargoClass: string;
  readonly country?: string | undefined;
  readonly dutyMode?: DutyMode | undefined;
}

/** One carton of a plan. */
export interface PlannedCarton {
  readonly box: Box;
  readonly parcels: readonly string[];
  /** What it bills by the plan. */
  readonly chargeable: Billed;
}

/** Cartons are packed one after the other; each is closed by its number. */
export interface PackingPlan {
  readonly words: MergePlan['words'];
  readonly cartons: readonly PlannedCarton[];
  /** The one that is packed now. */
  readonly at: number;
  readonly exact: boolean;
}

export interface MergeRefusal {
  readonly code: ErrorCode;
  readonly subject?: string | undefined;
  readonly facts?: { readonly zh: string; readonly en: string } | undefined;
}

/** The carton closed last; it may be opened again until it is weighed. */
export interface MergedCarton {
  readonly unit: string;
  readonly box: string;
  readonly parcels: number;
  readonly seq: number;
  readonly undone: boolean;
}

export interface MergeBenchState {
  /**
   * collecting: parcels are scanned; planning: the best cartons are searched, which takes a second or two with many parcels; planned: they
   * are packed as the plan says, the carton's number is scanned next; booking: the disk has not answered.
   */
  readonly phase: 'collecting' | 'planning' | 'planned' | 'booking';
  readonly parcels: readonly MergeParcel[];
  readonly plan: PackingPlan | undefined;
  /** Cartons closed here that the scale has not seen: the last one goes there by itself. */
  readonly toWeigh: readonly string[];
  readonly pending: OperationPayload<'parcelsMerged'> | undefined;
  readonly refusal: MergeRefusal | undefined;
  readonly last: MergedCarton | undefined;
  readonly storageFull: boolean;
}

export const idleMerge: MergeBenchState = {
  ...{ phase: 'collecting', parcels: [], plan: undefined, pending: undefined, refusal: undefined, last: undefined },
  ...{ toWeigh: [], storageFull: false },
};

/** Look-ups, all local. */
export interface MergeContext {
  readonly practice: boolean;
  /** Where held parcels wait. */
  readonly holdPlace: string;
  /** Weighed here with weight and size, and announced with its customer; undefined: it has to be weighed first. */
  readonly findParcel: (waybill: string) => MergeParcel | undefined;
  readonly findUnit: (waybill: string) => string | undefined;
  /** Letter of the bag that it lies in. */
  readonly bagOf: (waybill: string) => string | undefined;
  /** Announced, weighed or a carton already: no number for a new carton. */
  readonly isTaken: (number: string) => boolean;
  /** The same check as at every step; what stops there stops here. */
  readonly check: (parcel: MergeParcel) => readonly ParcelFinding[];
  readonly findBox: (code: string) => Box | undefined;
  /** Best grouping by the rule of their line. */
  readonly plan: (parcels: readonly MergeParcel[]) => Rated<MergePlan>;
}

export type MergeEvent =
  | { readonly type: 'scan'; readonly text: string; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'key'; readonly key: 'F1' | 'F6' | 'F8' | 'Escape' }
  | { readonly type: 'planned'; readonly plan: Rated<MergePlan> }
  | { readonly type: 'written'; readonly seq: number }
  | { readonly type: 'write-failed'; readonly code: ErrorCode }
  | { readonly type: 'undone' }
  | { readonly type: 'storage'; readonly full: boolean };

export type MergeEffect =
  | { readonly type: 'cue'; readonly cue: Cue }
  | { readonly type: 'merge'; readonly payload: OperationPayload<'parcelsMerged'> }
  | { readonly type: 'undo'; readonly payload: OperationPayload<'mergeUndone'> }
  /** Put on the hold shelf. */
  | { readonly type: 'aside'; readonly payload: OperationPayload<'parcelSetAside'> }
  /** The search for the best cartons is to be made; `planned` is its answer. */
  | { readonly type: 'plan'; readonly parcels: readonly MergeParcel[] }
  /** The carton goes on as one parcel: to the scale, under its own number. */
  | { readonly type: 'weigh'; readonly unit: string };

export interface MergeStep {
  readonly state: MergeBenchState;
  readonly effects: readonly MergeEffect[];
}
