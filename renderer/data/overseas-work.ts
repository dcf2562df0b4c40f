import type { OrderPapers, SdrRate } from '../../shared/customs/customs-forms.ts';
import type { Order, PackBox, PrefetchedLabel } from '../../shared/packing/order.ts';
import { byDeadline } from '../../shared/packing/order-queue.ts';
import type { AnnouncedCarton } from '../../shared/receiving/asn.ts';
import type { RelabelTask } from '../../shared/receiving/relabel-task.ts';
import type { Box } from '../../shared/reference/reference-data.ts';
import type { DispositionRule } from '../../shared/returns/disposition.ts';
import type { Rma } from '../../shared/returns/rma.ts';
import type { Bin, BinUse } from '../../shared/stock/bin.ts';
import type { Grade } from '../../shared/stock/grade.ts';
import { barcodeKey } from '../../shared/stock/item-catalogue.ts';
import type { Sku } from '../../shared/stock/sku.ts';
import { articleText } from '../../shared/stock/stock-key.ts';
import type { LabelDocuments } from './label-documents.ts';
import type { ReferenceStore } from './reference-store.ts';

const byCode = (a: { readonly code: string }, b: { readonly code: string }): number => (a.code < b.code ? -1 : 1);
const packBox = ({ code, packing }: Box): PackBox[] => (packing === undefined ? [] : [{ code, ...packing }]);

/** What the benches of the overseas floor ask about master data and announced work, out of the supply on this machine. */
export function overseasWork(
  reference: Pick<ReferenceStore, 'find' | 'findBy' | 'all' | 'onChange'>,
  documents: Pick<LabelDocuments, 'isHere' | 'onChange'>,
) {
  /** Read and sorted once for each state of the supply: a floor has 50,000 of them. */
  const binsByUse = new Map<BinUse, readonly Bin[]>();
  reference.onChange(() => binsByUse.clear());
  const findSku = (owner: string, sku: string): Sku | undefined => reference.find('sku', articleText(owner, sku));
  return {
    /** Articles of every seller that carry this code. */
    findSkus: (barcode: string): readonly Sku[] => reference.findBy('sku', 'barcode', barcodeKey(barcode)),
    findSku,
    findBin: (code: string): Bin | undefined => reference.find('bin', code),
    /** In the order of their codes. */
    binsOfUse: (use: BinUse): readonly Bin[] => {
      const known = binsByUse.get(use) ?? reference.findBy('bin', 'use', use).toSorted(byCode);
      binsByUse.set(use, known);
      return known;
    },
    boxes: (): readonly PackBox[] =>
      reference
        .all('box')
        .flatMap(([, box]) => packBox(box))
        .sort(byCode),
    findBox: (code: string): PackBox | undefined => {
      const box = reference.find('box', code);
      return box === undefined ? undefined : packBox(box)[0];
    },
    findOrder: (order: string): Order | undefined => reference.find('order', order),
    /** By order number, tote or waybill; most urgent first. */
    findOrders: (code: string): readonly Order[] => reference.findBy('order', 'code', code).toSorted(byDeadline),
    /** Orders that have a line of this article, packed or not, most urgent first. */
    ordersOf: (owner: string, sku: string): readonly Order[] =>
      reference.findBy('order', 'article', articleText(owner, sku)).toSorted(byDeadline),
    /** All of them, in no order. */
    orders: (): Iterable<Order> => reference.all('order').map(([, order]) => order),
    /** The carrier's label, when it is made and its document lies on this machine. */
    findLabel: (order: string, parcel: number): PrefetchedLabel | undefined => {
      const label = reference.find('carrierLabel', `${order}/${parcel}`);
      return label !== undefined && documents.isHere(label.document) ? label : undefined;
    },
    /** By its number or its waybill; of several deliveries that name it, the one expected last. */
    findCarton: (code: string): AnnouncedCarton | undefined => {
      const asn = reference
        .findBy('asn', 'carton', code)
        .toSorted((a, b) => (b.expectedMs ?? 0) - (a.expectedMs ?? 0))[0];
      const carton = asn?.cartons.find((one) => same(one.carton, code) || same(one.waybill, code));
      return asn === undefined || carton === undefined ? undefined : { asn: asn.asn, owner: asn.owner, carton };
    },
    /** Announced cartons, the delivery that is expected first before the others. */
    cartons: (): readonly AnnouncedCarton[] =>
      reference
        .all('asn')
        .map(([, asn]) => asn)
        .sort((a, b) => (a.expectedMs ?? 0) - (b.expectedMs ?? 0))
        .flatMap(({ asn, owner, cartons }) => cartons.map((carton) => ({ asn, owner, carton }))),
    /** By RMA number, return label or old waybill; oldest first. */
    findReturns: (code: string): readonly Rma[] => reference.findBy('rma', 'code', code).toSorted(oldestFirst),
    /** Announced returns that name this article; oldest first. */
    returnsOf: (owner: string, sku: string): readonly Rma[] =>
      reference.findBy('rma', 'article', articleText(owner, sku)).toSorted(oldestFirst),
    findSdrRate: (currency: string): SdrRate | undefined => reference.find('sdrRate', currency),
    /** What customs forms of an order say. */
    findPapers: (order: string): OrderPapers | undefined => reference.find('orderPapers', order),
    findRelabelTask: (task: string): RelabelTask | undefined => reference.find('relabelTask', task),
    /** Of an old article, oldest first. */
    relabelTasksOf: (owner: string, fromSku: string): readonly RelabelTask[] =>
      reference.findBy('relabelTask', 'article', articleText(owner, fromSku)).toSorted(firstOrdered),
    relabelTasks: (): readonly RelabelTask[] =>
      reference
        .all('relabelTask')
        .map(([, task]) => task)
        .sort(firstOrdered),
    /** Sellers' own rules for returned goods, by their names: they come before the house's. */
    dispositionRules: (): readonly DispositionRule[] =>
      reference
        .all('dispositionRule')
        .map(([, rule]) => rule)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    /** The article under which a seller resells what has this grade; undefined: it keeps its own. */
    resaleSku: (owner: string, sku: string, grade: Grade): Sku | undefined => {
      const other = findSku(owner, sku)?.resale?.[grade];
      return other === undefined ? undefined : findSku(owner, other);
    },
    onChange: (listener: () => void): (() => void) => {
      const ends = [reference.onChange(listener), documents.onChange(listener)];
      return () => ends.forEach((end) => end());
    },
  };
}
export type OverseasWork = ReturnType<typeof overseasWork>;

const same = (a: string | undefined, b: string): boolean => a?.toUpperCase() === b.toUpperCase();
const firstOrdered = (a: RelabelTask, b: RelabelTask): number => a.orderedMs - b.orderedMs;
const oldestFirst = (a: Rma, b: Rma): number => a.openedMs - b.openedMs;
