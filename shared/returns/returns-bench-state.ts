import type { ErrorCode } from '../errors/catalog.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import type { FloorLookups, UnitMarks } from '../stock/floor-scan.ts';
import type { Grade } from '../stock/grade.ts';
import type { Hearing } from '../stock/hear-once.ts';
import type { Photo } from '../stock/photo.ts';
import type { Sku } from '../stock/sku.ts';
import type { StockRow } from '../stock/stock-ledger.ts';
import type { Checklist, CheckStep, GivenAnswer, LostGrade } from './checklist.ts';
import type { Disposition, DispositionRule, OverrideReason } from './disposition.ts';
import type { ReturnRefusalCode } from './refusals.ts';
import type { Condition } from './return-conditions.ts';
import type { Rma, TakenUnit } from './rma.ts';

export type GradedPayload = OperationPayload<'returnGraded'>;
export type PutAwayPayload = OperationPayload<'returnPutAway'>;

/** The piece in hand. */
export interface ReturnedPiece {
  /** The announcement; undefined: nobody announced it. */
  readonly rma: Rma | undefined;
  /** RMA number, or `?` and what was scanned. */
  readonly rmaCode: string;
  readonly unit: number;
  readonly owner: string;
  readonly sku: Sku | undefined;
  readonly expectedSku: string | undefined;
  readonly expectedSerial: string | undefined;
  readonly marks: UnitMarks;
  readonly condition: Condition;
  readonly checklist: Checklist;
  readonly answers: readonly (GivenAnswer & { readonly photos: readonly Photo[] })[];
  /** Of the piece as a whole: an empty box has no failed points. */
  readonly photos: readonly Photo[];
  /** The lead who let something pass: more pieces than announced, a photo that could not be taken. */
  readonly lead: string | undefined;
}

/** After the checklist. */
export interface GradedPiece {
  readonly grade: Grade;
  readonly lost: readonly LostGrade[];
  readonly flags: readonly string[];
  readonly rule: DispositionRule;
  readonly disposition: Disposition;
  readonly override:
    { readonly from: Disposition; readonly reason: OverrideReason; readonly lead?: string | undefined } | undefined;
  /** Resold under another article number: the new sticker is scanned back instead of the plate. */
  readonly relabelTo: Sku | undefined;
  /** Number on the licence plate. */
  readonly plate: string | undefined;
}

/** A piece that was graded and waits for its bin: of this moment, or found again by its plate. */
export interface OpenReturn {
  /** device-epoch-seq of the returnGraded operation: the serial of its label. */
  readonly job: string;
  readonly payload: GradedPayload;
  readonly scannedBack: boolean;
}

export interface ReturnLogLine {
  readonly what: 'graded' | 'put-away' | 'undone' | 'closed' | 'empty-box';
  readonly rma: string;
  readonly unit: number | undefined;
  readonly grade?: Grade | undefined;
  readonly disposition?: Disposition | undefined;
  readonly bin?: string | undefined;
  readonly job: string;
}

export type ReturnAnswer =
  | { readonly do: 'answer'; readonly step: string; readonly answer: string }
  | { readonly do: 'take-as'; readonly condition: Condition }
  | { readonly do: 'choose-rma'; readonly rma: string }
  | { readonly do: 'choose-owner'; readonly owner: string }
  | { readonly do: 'dispose'; readonly disposition: Disposition }
  | { readonly do: 'reason'; readonly reason: OverrideReason };

export interface ReturnRefusal {
  readonly code: ReturnRefusalCode | ErrorCode;
  readonly subject?: string | undefined;
  readonly scanned?: Sku | undefined;
  readonly expected?: readonly string[] | undefined;
  /** What a lead's word would allow. */
  readonly lead?: ReturnAnswer | undefined;
}

export interface ReturnsBenchState extends Hearing {
  readonly phase:
    | 'idle'
    | 'choose-rma'
    | 'choose-owner'
    | 'await-item'
    | 'await-serial'
    | 'checking'
    | 'await-photo'
    | 'await-plate'
    | 'choose-disposition'
    | 'choose-reason'
    | 'await-scan-back'
    | 'await-bin'
    | 'booking'
    | 'done';
  /** The announced return that is open: its pieces come one after the other. */
  readonly rma: Rma | undefined;
  readonly piece: ReturnedPiece | undefined;
  readonly graded: GradedPiece | undefined;
  readonly open: OpenReturn | undefined;
  /** The step that is answered now. */
  readonly step: CheckStep | undefined;
  /** The article scanned whose owner or RMA has to be chosen. */
  readonly candidates: readonly { readonly sku: Sku; readonly rma?: Rma | undefined }[];
  readonly candidateMarks: UnitMarks;
  /** What was scanned and nobody knows: it becomes `?` and this. */
  readonly unknownCode: string | undefined;
  /** F1–F3 in order. */
  readonly answers: readonly ReturnAnswer[];
  /** Chosen disposition whose reason is being asked. */
  readonly wanted: Disposition | undefined;
  readonly proposedBin: string | undefined;
  readonly refusal: ReturnRefusal | undefined;
  /** The last piece that was put away or undone, for F8. */
  readonly last:
    | {
        readonly graded: OpenReturn;
        readonly putAway?: { readonly job: string; readonly payload: PutAwayPayload } | undefined;
        readonly voided: boolean;
      }
    | undefined;
  /** Newest first, at most LOG_LINES. */
  readonly log: readonly ReturnLogLine[];
}

export const LOG_LINES = 20;

/** What the bench knows besides its state. Everything is on this machine. */
export interface ReturnsContext extends FloorLookups {
  readonly practice: boolean;
  readonly camera: boolean;
  readonly language: 'zh' | 'en';
  /** By RMA number, return label or the waybill the goods left with; oldest first. */
  readonly findReturns: (code: string) => readonly Rma[];
  /** Announced returns that still want this article, oldest first. */
  readonly findReturnsOf: (owner: string, sku: string) => readonly Rma[];
  readonly findTaken: (rma: string) => readonly TakenUnit[];
  readonly findSku: (owner: string, sku: string) => Sku | undefined;
  /** A graded piece that is not put away, by its plate or by the serial of its label. */
  readonly findOpenReturn: (code: string) => OpenReturn | undefined;
  /** A seller's own rules come before the house's. */
  readonly rules: readonly DispositionRule[];
  /** The article under which a seller resells what has this grade; undefined: it keeps its own. */
  readonly resaleSku: (owner: string, sku: string, grade: Grade) => Sku | undefined;
  readonly proposeBin: (owner: string, sku: string, disposition: Disposition, grade: Grade) => string | undefined;
  readonly inBin: (bin: string) => readonly StockRow[];
  readonly timeText: () => string;
}

export type ReturnsEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'key'; readonly key: 'F1' | 'F2' | 'F3' | 'F5' | 'F6' | 'F7' | 'F8' | 'Escape' }
  | { readonly type: 'photo'; readonly photo: Photo }
  /** A leased number for the licence plate; undefined: there is none left. */
  | { readonly type: 'plate'; readonly plate: string | undefined }
  | { readonly type: 'lead'; readonly id: string }
  | {
      readonly type: 'booked';
      readonly operation: string;
      readonly job: string;
      readonly payload: unknown;
    }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };
