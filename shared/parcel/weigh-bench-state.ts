import type { LabelState } from '../devices/print-job.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import type { Dimensions, Mass } from '../measure/quantity.ts';
import type { ChargeableResult } from '../rating/chargeable-result.ts';

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
  readonly wallMs: number;
}

export type Phase =
  | 'idle' // ready for a scan
  | 'await-weight' // waybill known, plate empty
  | 'settling' // weight on the plate, counting stable frames
  | 'booking' // stable; the disk has not answered yet
  | 'booked' // saved; label on, parcel off
  | 'refused'; // a code is shown; `refusal` says what clears it

/** What the bench asks of a person when something is off. `answers` are F1–F3 in order. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly subject?: string | undefined;
  readonly earlier?:
    { readonly gross: Mass; readonly chargeable: Mass; readonly wallMs: number; readonly seq: number } | undefined;
  readonly answers: readonly ('reweigh' | 'line-1' | 'line-2' | 'came-out' | 'nothing-came-out' | 'print-again')[];
  /** Line codes behind line-1 and line-2. */
  readonly lines?: readonly string[] | undefined;
  readonly job?: string | undefined;
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
  readonly keypad: Keypad | undefined;
  readonly last: BookedParcel | undefined;
  /** Labels whose fate a person must say, oldest first. */
  readonly unknownLabels: readonly string[];
  readonly storageFull: boolean;
}

/** A sound the reducer asks for; renderer/ui/sound plays it. */
export type Cue = 'heard' | 'twice' | 'next' | 'ok' | 'check' | 'stop';
