import type { Order, PackBox, PrefetchedLabel } from '../../shared/packing/order.ts';
import type { AnnouncedCarton } from '../../shared/receiving/asn.ts';
import type { Rma } from '../../shared/returns/rma.ts';
import type { Bin, BinUse } from '../../shared/stock/bin.ts';
import type { Sku } from '../../shared/stock/sku.ts';

/** What the benches of the overseas floor ask about announced work and master data. All of it is on this machine. */
export interface FloorWork {
  readonly findSkus: (barcode: string) => readonly Sku[];
  readonly findSku: (owner: string, sku: string) => Sku | undefined;
  readonly findBin: (code: string) => Bin | undefined;
  /** In the order of their codes. */
  readonly binsOfUse: (use: BinUse) => readonly Bin[];
  readonly boxes: () => readonly PackBox[];
  readonly findBox: (code: string) => PackBox | undefined;
  readonly findOrder: (order: string) => Order | undefined;
  /** By order number, tote or waybill; most urgent first. */
  readonly findOrders: (code: string) => readonly Order[];
  /** Orders that have a line of this article, packed or not, most urgent first. */
  readonly ordersOf: (owner: string, sku: string) => readonly Order[];
  /** All of them, in no order. */
  readonly orders: () => Iterable<Order>;
  readonly findLabel: (order: string, parcel: number) => PrefetchedLabel | undefined;
  /** By its number or its waybill. */
  readonly findCarton: (code: string) => AnnouncedCarton | undefined;
  /** By RMA number, return label or old waybill; oldest first. */
  readonly findReturns: (code: string) => readonly Rma[];
  /** Announced returns that name this article; oldest first. */
  readonly returnsOf: (owner: string, sku: string) => readonly Rma[];
  /** Something of it has changed. @returns the end of that. */
  readonly onChange: (listener: () => void) => () => void;
}

const none = (): readonly never[] => [];
const nothing = (): undefined => undefined;

/** Before any work has been announced. */
export const noWork: FloorWork = {
  ...{ findSkus: none, findSku: nothing, findBin: nothing, binsOfUse: none, boxes: none, findBox: nothing },
  ...{ findOrder: nothing, findOrders: none, ordersOf: none, orders: none, findLabel: nothing, findCarton: nothing },
  ...{ findReturns: none, returnsOf: none, onChange: () => nothing },
};
