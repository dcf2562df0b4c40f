import type { LabelState } from '../devices/print-job.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import type { Dimensions, Mass } from '../measure/quantity.ts';
import type { Billed, ChargeableResult } from '../rating/chargeable-result.ts';
import type { Held } from '../reference/hold.ts';
import type { DutyMode } from '../reference/reference-data.ts';
import type { ParcelWeighed } from './operations.ts';
import type { AnsweredCheck, ConsignmentPiece } from './parcel-operations.ts';

/** What the scale shows right now. Only `live` carries a number, and a live number counts for nothing until it is booked. */
export type ScaleView =
  | { readonly kind: 'live'; readonly mass: Mass; readonly stable: boolean; readonly atZero: boolean }
  | { readonly kind: 'none' } // no scale set up, or nothing received yet
  | { readonly kind: 'moving' } // the scale says "in motion" and sends no number
  | { readonly kind: 'overload' }
  | { readonly kind: 'below-zero'; readonly mass?: Mass }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'unplugged' }
  | { readonly kind: 'fault'; readonly code: ErrorCode };

export type DimensionsSource = 'pre-alert' | 'keypad' | 'box' | 'last' | 'dimensioner';

/** Why a measured size may be believed: the device and its frame. */
export interface DimensionsEvidence {
  readonly device: string;
  readonly raw: string;
  readonly frame: number;
  readonly reference?: string | undefined;
}

/** The parcel in hand. */
export interface OpenParcel {
  readonly waybill: string;
  readonly announced: boolean;
  readonly line: string | undefined;
  readonly cargoClass: string;
  readonly customer?: string | undefined;
  readonly receiver?: string | undefined;
  readonly destination?: string | undefined;
  readonly declared?: Mass | undefined;
  readonly dimensions?: Dimensions | undefined;
  readonly dimensionsFrom?: DimensionsSource | undefined;
  readonly dimensionsEvidence?: DimensionsEvidence | undefined;
  readonly supersedes?: number | undefined;
  /** Epoch of that weighing, when it stands in an earlier chain. */
  readonly supersedesEpoch?: number | undefined;
  readonly country?: string | undefined;
  readonly packaging?: string | undefined;
  readonly dutyMode?: DutyMode | undefined;
  readonly consignment?: ConsignmentPiece | undefined;
  /** A lead has lifted its hold a moment ago; the hold list may not know yet. */
  readonly released?: boolean | undefined;
  /** Doubts that a person has answered for this parcel. */
  readonly answered?: readonly AnsweredCheck[] | undefined;
  /** Under correction: weight and evidence stay those of the weighing that is corrected. */
  readonly kept?: Pick<ParcelWeighed, 'gross' | 'grossMilligrams' | 'evidence'> | undefined;
}

/** The last booked parcel, kept on screen until the next scan or an empty plate starts the next one. */
export interface BookedParcel {
  readonly waybill: string;
  readonly seq: number;
  readonly job: string;
  readonly gross: Mass;
  readonly dimensions: Dimensions;
  readonly chargeable: ChargeableResult;
  readonly label: LabelState;
  readonly labelCode?: ErrorCode | undefined;
  readonly inCloud: boolean;
  readonly voided: boolean;
  /** Of the journal; what a correction starts from. */
  readonly record: ParcelWeighed;
  /** Its line wants the label scanned back before the next parcel. */
  readonly scanBack: boolean;
  readonly pieces?: PieceCount | undefined;
  readonly wallMs: number;
}

/** A consignment of several pieces after this one. missing: by number, with the waybill where it is known. */
export interface PieceCount extends ConsignmentPiece {
  readonly weighed: number;
  readonly sumMilligrams: number;
  readonly missing: readonly { readonly piece: number; readonly waybill?: string | undefined }[];
  /** What the pieces weighed so far bill as one ticket, where the line adds them up. */
  readonly together?: ChargeableResult | undefined;
}

export type Phase =
  | 'idle' // ready for a scan
  | 'await-scan' // weigh first: a weight stands still on the plate, the waybill must follow
  | 'correcting' // size, line or class of the last parcel is being changed; its weight stays
  | 'await-weight' // waybill known, plate empty
  | 'settling' // weight on the plate, counting stable frames
  | 'booking' // stable; the disk has not answered yet
  | 'booked' // saved; label on, parcel off
  | 'refused'; // a code is shown; `refusal` says what clears it

/** A weighing that counts already. epoch: where it stands in an earlier chain than the open one. */
export interface EarlierWeighing {
  readonly gross: Mass;
  readonly chargeable: Billed;
  readonly wallMs: number;
  readonly seq: number;
  readonly epoch?: number | undefined;
  readonly line?: string | undefined;
  /** For a ticket of several pieces; absent in records of older versions. */
  readonly dimensions?: Dimensions | undefined;
  readonly cargoClass?: string | undefined;
}

export type Answer =
  | 'reweigh'
  | 'line-1'
  | 'line-2'
  | 'came-out'
  | 'nothing-came-out'
  | 'print-again'
  | 'accept' // the figures are right as they are
  | 'weigh-again' // lift it and put it on once more
  | 'set-aside' // it lies where it waits for somebody
  | 'go-on'
  | 'changed-quickly' // the former parcel is off, only faster than the scale
  | 'last-size'
  | 'no-scan' // the label is on, it cannot be scanned
  | 'damaged'
  | 'lost';

/** What the bench asks of a person when something is off. `answers` are F1–F3 in order. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly subject?: string | undefined;
  readonly earlier?: EarlierWeighing | undefined;
  readonly answers: readonly Answer[];
  /** Line codes behind line-1 and line-2. */
  readonly lines?: readonly string[] | undefined;
  readonly job?: string | undefined;
  /** Facts of this very case: both numbers, which limit, why it is held. */
  readonly facts?: { readonly zh: string; readonly en: string } | undefined;
  /** Where the parcel is put; the place's own code clears the refusal. */
  readonly place?: string | undefined;
  readonly hold?: Held | undefined;
  /** Age of the hold list when it was asked. */
  readonly listAgeMs?: number | undefined;
  /** A lead may decide (F9). */
  readonly lead?: boolean | undefined;
}

/** A question that is no refusal: nothing is wrong, a reason is wanted. */
export interface Ask {
  readonly about: 'reprint-reason';
  readonly job: string;
  readonly answers: readonly Answer[];
}

/** Numeric pad for L × W × H in whole cm (one decimal allowed); open over the stage. */
export interface Keypad {
  readonly field: 'length' | 'width' | 'height';
  readonly typed: { readonly length: string; readonly width: string; readonly height: string };
  readonly problem?: ErrorCode | undefined;
}

/** Whole state of the weigh screen: everything the picture shows comes from here. */
export interface WeighBenchState {
  readonly phase: Phase;
  readonly scale: ScaleView;
  /** Filled cells, 0 … needed. */
  readonly stableFrames: number;
  readonly neededFrames: number;
  /** The plate has been at zero since the last booking. */
  readonly zeroSeen: boolean;
  readonly parcel: OpenParcel | undefined;
  readonly refusal: Refusal | undefined;
  readonly ask: Ask | undefined;
  /** A lead is asked for: badge and PIN go to the panel. */
  readonly asksLead: boolean;
  readonly photo: { readonly waybill: string; readonly state: 'taking' | 'stored' } | undefined;
  readonly keypad: Keypad | undefined;
  readonly last: BookedParcel | undefined;
  /** Labels whose fate a person must say, oldest first. */
  readonly unknownLabels: readonly string[];
  readonly storageFull: boolean;
}

/** A sound the reducer asks for; renderer/ui/sound plays it. */
export type Cue = 'heard' | 'twice' | 'next' | 'ok' | 'check' | 'stop';
