import type { SdrRate } from '../customs/customs-forms.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import type { Mass } from '../measure/quantity.ts';
import type { WeightEvidence } from '../parcel/weight-evidence.ts';
import type { Sku } from '../stock/sku.ts';
import type { Hearing } from '../stock/hear-once.ts';
import type { StockMove } from '../stock/stock-move.ts';
import type { FloorLookups } from '../stock/floor-scan.ts';
import type { WeightExplanation, WeightWindow } from './expected-weight.ts';
import type { Order, PackBox, PrefetchedLabel, StopReason } from './order.ts';
import type { AsideReason } from './aside-reasons.ts';
import type { PackRefusalCode } from './refusals.ts';

export type VerifiedUnit = OperationPayload<'orderPacked'>['units'][number];

/** A piece checked into the open parcel: which line of the order it fills, and when, in ms of the page's clock. */
export interface PackedUnit extends VerifiedUnit {
  readonly line: number;
  readonly atMs: number;
}

/** A parcel of an order that was closed before, on this machine or elsewhere. */
export interface PackedParcel {
  readonly order: string;
  readonly parcel: number;
  readonly last: boolean;
  /** device-epoch-seq of the operation that closed it: the serial of its label. */
  readonly job: string;
  readonly units: readonly VerifiedUnit[];
  readonly addressVersion: number;
  readonly waits: boolean;
  readonly moves: readonly StockMove[];
}

/** The order in hand. */
export interface OpenOrder {
  readonly order: Order;
  /** Number of the parcel being packed, from 1. */
  readonly parcel: number;
  /** Pieces of each line that left in earlier parcels. */
  readonly before: readonly number[];
  readonly units: readonly PackedUnit[];
  readonly box: string | undefined;
  readonly fitting: readonly string[];
}

export interface SettledWeight {
  readonly mass: Mass;
  readonly milligrams: number;
  readonly evidence: WeightEvidence;
}

export type PackAnswer = 'another-piece' | 'same-piece' | 'close-anyway' | AsideReason | 'take-up';

export interface PackRefusal {
  readonly code: PackRefusalCode | ErrorCode;
  readonly subject?: string | undefined;
  /** Wrong item: what was scanned, what is needed next. */
  readonly scanned?: Sku | undefined;
  readonly needed?: Sku | undefined;
  /** Where what is in the hand belongs. */
  readonly goesTo?: string | undefined;
  readonly why?: StopReason | undefined;
  /** Why the order had been set aside. */
  readonly aside?: AsideReason | undefined;
  readonly weight?:
    | {
        readonly window: WeightWindow;
        readonly measuredMilligrams: number;
        readonly explained?: WeightExplanation | undefined;
      }
    | undefined;
  /** The piece that a person must speak about. */
  readonly piece?: { readonly sku: Sku; readonly atMs: number } | undefined;
  /** The closed parcel that has to be stopped. */
  readonly parcel?: PackedParcel | undefined;
  /** F1–F3 in order. */
  readonly answers: readonly PackAnswer[];
}

/** The last closed parcel, on screen until the next scan. */
export interface ClosedParcel extends PackedParcel {
  readonly label: 'carrier' | 'route';
  /** The operation that asked for the carrier's label, when it came after the closing. */
  readonly labelled?: string | undefined;
  readonly voided: boolean;
}

export interface PackBenchState extends Hearing {
  readonly phase: 'idle' | 'items' | 'await-weight' | 'await-serial' | 'booking' | 'closed' | 'refused';
  readonly open: OpenOrder | undefined;
  /** The article whose serial number is to be scanned. */
  readonly serialOf: { readonly sku: Sku; readonly line: number; readonly atMs: number } | undefined;
  readonly settled: SettledWeight | undefined;
  /** Settled weight when the last piece was taken; undefined: no weight was known then. Milligrams. */
  readonly weightAtPiece: number | undefined;
  readonly refusal: PackRefusal | undefined;
  readonly last: ClosedParcel | undefined;
}

/** What the bench knows besides its state. Everything is on this machine. */
export interface PackContext extends FloorLookups {
  /** required: a parcel closes when its weight has been judged. none: it closes with its last scan. */
  readonly weighs: 'required' | 'none';
  readonly scaleStepMilligrams: number;
  readonly practice: boolean;
  /** By tote, waybill or order number; most urgent first. */
  readonly findOrders: (code: string) => readonly Order[];
  /** Orders not packed yet that want this article, most urgent first. */
  readonly findOrdersWanting: (owner: string, sku: string) => readonly Order[];
  readonly findSku: (owner: string, sku: string) => Sku | undefined;
  readonly findBox: (code: string) => PackBox | undefined;
  readonly boxes: readonly PackBox[];
  /** Parcels of an order that count, oldest first. */
  readonly findPacked: (order: string) => readonly PackedParcel[];
  /** A label of ours or a tracking number → the parcel that carries it. */
  readonly findParcel: (code: string) => PackedParcel | undefined;
  /** An order that was set aside and not taken up, and the operation that said so. */
  readonly findAside: (order: string) => { readonly job: string; readonly why: AsideReason } | undefined;
  readonly findOrder: (order: string) => Order | undefined;
  readonly findLabel: (order: string, parcel: number) => PrefetchedLabel | undefined;
  /** Weights of earlier parcels of this content, newest first, in milligrams: those that fitted or that a lead let pass. */
  readonly historyOf: (contentKey: string) => readonly number[];
  /** What an SDR is worth in a currency; undefined: no rate is known here. */
  readonly sdrRate: (currency: string) => Pick<SdrRate, 'perSdr'> | undefined;
  readonly station: string;
  readonly timeText: () => string;
}

export type PackEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  /** The scale stands still on a load, seen from zero before it. */
  | ({ readonly type: 'weight' } & SettledWeight)
  | { readonly type: 'plate-empty' }
  | { readonly type: 'key'; readonly key: 'F1' | 'F2' | 'F3' | 'F5' | 'F6' | 'F8' | 'Escape' }
  /** A lead has signed with badge or PIN for what is refused. */
  | { readonly type: 'lead'; readonly id: string }
  /** After a start: the parcel closed last, which can still be taken apart. */
  | { readonly type: 'restored'; readonly last: PackedParcel }
  /** An order's newer state has come by sync. */
  | { readonly type: 'order-changed'; readonly order: Order }
  | {
      readonly type: 'booked';
      readonly operation: string;
      readonly job: string;
      readonly payload: unknown;
    }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };
