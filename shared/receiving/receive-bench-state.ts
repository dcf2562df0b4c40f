import type { ErrorCode } from '../errors/catalog.ts';
import type { Mass } from '../measure/quantity.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import type { WeightEvidence } from '../parcel/weight-evidence.ts';
import type { FloorLookups, UnitMarks } from '../stock/floor-scan.ts';
import type { Hearing } from '../stock/hear-once.ts';
import type { Photo } from '../stock/photo.ts';
import type { Sku } from '../stock/sku.ts';
import type { AnnouncedCarton } from './asn.ts';
import type { DifferenceWord } from './difference.ts';
import type { ReceiveRefusalCode } from './refusals.ts';
import type { CartonDifference } from './receiving-operations.ts';

/** Counted pieces of one pile. Hollow until the carton is closed: that is when they are saved. */
export interface CountedLine {
  readonly sku: string;
  readonly lot?: string | undefined;
  readonly expiry?: string | undefined;
  readonly grade: 'A' | 'D';
  readonly pieces: number;
  readonly scanned: number;
  readonly serials: readonly string[];
  /** When its last piece was taken, ms of the page's clock. */
  readonly atMs: number;
}

/** The carton in hand. */
export interface OpenCarton {
  readonly code: string;
  /** undefined: blind. */
  readonly announced: AnnouncedCarton | undefined;
  /** undefined: blind, and nothing has been scanned that says whose it is. */
  readonly owner: string | undefined;
  readonly lines: readonly CountedLine[];
  readonly differences: readonly CartonDifference[];
  readonly gross: { readonly mass: Mass; readonly evidence: WeightEvidence } | undefined;
  /** Articles whose surplus a person has accepted. */
  readonly surplus: readonly string[];
}

export type ReceiveAnswer =
  | { readonly do: 'owner'; readonly owner: string }
  | { readonly do: 'go-on' }
  | { readonly do: 'surplus'; readonly word: DifferenceWord }
  | { readonly do: 'quantity'; readonly pieces: number; readonly sku: string }
  | { readonly do: 'another' | 'same' }
  | { readonly do: 'expired' }
  | { readonly do: 'unknown'; readonly word: DifferenceWord }
  | { readonly do: 'short'; readonly word: DifferenceWord }
  | { readonly do: 'damaged'; readonly word: DifferenceWord }
  | { readonly do: 'same-marks'; readonly marks: UnitMarks };

/** A piece scanned that is not counted yet: a question about it is open. */
export interface PendingPiece {
  readonly sku: Sku;
  readonly marks: UnitMarks;
  readonly atMs: number;
  /** Asked and answered: not asked again. */
  readonly another: boolean;
  readonly expired: boolean;
}

export interface ReceiveRefusal {
  readonly code: ReceiveRefusalCode | ErrorCode;
  readonly subject?: string | undefined;
  readonly missing?: readonly { readonly sku: string; readonly pieces: number }[] | undefined;
}

export interface ReceiveBenchState extends Hearing {
  readonly phase: 'idle' | 'counting' | 'marks' | 'quantity' | 'damage' | 'photo' | 'booking' | 'done';
  readonly carton: OpenCarton | undefined;
  readonly pending: PendingPiece | undefined;
  /** Which mark of the pending piece is awaited. */
  readonly wanted: 'lot' | 'expiry' | 'serial' | undefined;
  readonly owners: readonly Sku[];
  readonly typed: string;
  readonly answers: readonly ReceiveAnswer[];
  readonly refusal: ReceiveRefusal | undefined;
  readonly last:
    | { readonly job: string; readonly payload: OperationPayload<'cartonReceived'>; readonly voided: boolean }
    | undefined;
}

/** What the bench knows besides its state. Everything is on this machine. */
export interface ReceiveContext extends FloorLookups {
  readonly practice: boolean;
  readonly camera: boolean;
  readonly dock: string;
  /** ISO date of today, where the station stands. */
  readonly today: string;
  readonly findCarton: (code: string) => AnnouncedCarton | undefined;
  readonly isReceived: (carton: string) => boolean;
  readonly findSku: (owner: string, sku: string) => Sku | undefined;
}

export type ReceiveEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'weight'; readonly mass: Mass; readonly milligrams: number; readonly evidence: WeightEvidence }
  | { readonly type: 'key'; readonly key: 'F1' | 'F2' | 'F3' | 'F5' | 'F6' | 'F7' | 'F8' | 'Escape' }
  | { readonly type: 'keypad'; readonly key: string }
  | { readonly type: 'photo'; readonly photo: Photo }
  | { readonly type: 'booked'; readonly operation: string; readonly job: string; readonly payload: unknown }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };
