import { massToMilligrams } from '../../shared/measure/mass.ts';
import type { Mass } from '../../shared/measure/quantity.ts';
import { operationPayloads, type OperationPayload, type OperationType } from '../../shared/parcel/operations.ts';
import type { WeightEvidence } from '../../shared/parcel/weight-evidence.ts';
import { orderSchema, packBoxSchema, type Order, type PrefetchedLabel } from '../../shared/packing/order.ts';
import { byDeadline } from '../../shared/packing/order-queue.ts';
import { PackFold } from '../../shared/packing/pack-fold.ts';
import { ReturnFold } from '../../shared/returns/return-fold.ts';
import type { AnnouncedCarton, Asn } from '../../shared/receiving/asn.ts';
import { type OpenRelabelTask, type RelabelTask, relabelTaskSchema } from '../../shared/receiving/relabel-task.ts';
import type { Rma } from '../../shared/returns/rma.ts';
import { binSchema, type Bin } from '../../shared/stock/bin.ts';
import type { FloorEffect } from '../../shared/stock/floor-effect.ts';
import { ItemCatalogue } from '../../shared/stock/item-catalogue.ts';
import { movementsOf } from '../../shared/stock/movements-of.ts';
import { skuSchema, type Sku } from '../../shared/stock/sku.ts';
import { StockLedger } from '../../shared/stock/stock-ledger.ts';
import type { StockMove } from '../../shared/stock/stock-move.ts';

/** An operation as it stands in the journal, with its device-epoch-seq. */
export interface Written {
  readonly type: OperationType;
  readonly job: string;
  readonly entity: string;
  readonly payload: OperationPayload<OperationType>;
}

/**
 * A station's views without a station: what benches append is parsed as at the disk, numbered, and folded into the same ledgers that
 * the application uses. Reducers are driven by tests; this only answers what they ask of the world.
 */
export class OverseasWorld {
  readonly device: string;
  readonly items = new ItemCatalogue();
  readonly bins = new Map<string, Bin>();
  readonly orders = new Map<string, Order>();
  readonly labels = new Map<string, PrefetchedLabel>();
  readonly rmas: Rma[] = [];
  readonly asns: Asn[] = [];
  readonly relabels: RelabelTask[] = [];
  readonly stock = new StockLedger();
  readonly packs = new PackFold();
  readonly returns = new ReturnFold();
  readonly written: Written[] = [];
  readonly boxes = ['S', 'M', 'L'].map((code, i) =>
    packBoxSchema.parse({
      code,
      inner: { length: String(20 + 15 * i), width: String(15 + 10 * i), height: String(10 + 10 * i), unit: 'cm' },
      tare: { value: String(60 + 90 * i), unit: 'g' },
    }),
  );

  constructor(device = 'W3ABCDEF') {
    this.device = device;
  }

  sku(fields: Partial<Sku> & { sku: string }): Sku {
    const made = skuSchema.parse({
      ...{ owner: 'LUMO', nameZh: fields.sku, nameEn: fields.sku, barcodes: [], category: 'home' },
      ...{ weight: { value: '0.350', unit: 'kg' }, dimensions: { length: '10', width: '9', height: '8', unit: 'cm' } },
      tracks: { lot: false, expiry: false, serial: false },
      ...fields,
    });
    this.items.put(made);
    return made;
  }

  bin(fields: Partial<Bin> & { code: string; use: Bin['use'] }): Bin {
    const made = binSchema.parse(fields);
    this.bins.set(made.code, made);
    return made;
  }

  order(
    fields: { order: string; lines: readonly { sku: string; pieces: number; bin?: string; lot?: string }[] } & Partial<
      Omit<Order, 'lines'>
    >,
  ): Order {
    const made = orderSchema.parse({
      ...{ owner: 'LUMO', shipByMs: 1_000, line: 'US-A', country: 'US' },
      shipping: { by: 'courier', crossesCustoms: false },
      ...fields,
      lines: fields.lines.map((line) => ({ bin: 'P-1', ...line })),
    });
    this.orders.set(made.order, made);
    return made;
  }

  relabel(fields: Pick<RelabelTask, 'task' | 'fromSku' | 'toSku' | 'pieces'> & Partial<RelabelTask>): RelabelTask {
    const made = relabelTaskSchema.parse({ owner: 'LUMO', bin: 'P-1', orderedMs: this.relabels.length, ...fields });
    this.relabels.push(made);
    return made;
  }

  label(order: string, parcel = 1, addressVersion = 1): PrefetchedLabel {
    const tracking = `TRK${order.replace(/\W/g, '')}${parcel}`;
    const made = { order, parcel, carrier: 'DHL', tracking, document: 'ab'.repeat(32), bytes: 9_000, addressVersion };
    this.labels.set(`${order}/${parcel}`, made);
    return made;
  }

  /** Stock that was there before. */
  put(moves: readonly StockMove[]): void {
    this.stock.apply(moves);
  }

  /** The disk answers: what was appended is written and folded; the event that the bench gets for it. */
  book(effect: Extract<FloorEffect, { type: 'append' }>) {
    const payload = operationPayloads[effect.operation].parse(effect.payload) as OperationPayload<OperationType>;
    const job = `${this.device}-1-${this.written.length + 1}`;
    this.written.push({ type: effect.operation, job, entity: effect.entity, payload });
    this.stock.apply(movementsOf(effect.operation, payload));
    this.packs.apply(effect.operation, payload, job);
    this.returns.apply(effect.operation, payload, job);
    return { type: 'booked', operation: effect.operation, job, payload } as const;
  }

  readonly findSkus = (code: string): readonly Sku[] => this.items.byBarcode(code);
  readonly findBin = (code: string): Bin | undefined => this.bins.get(code);
  readonly findSku = (owner: string, sku: string): Sku | undefined => this.items.find(owner, sku);
  readonly findOrders = (code: string): Order[] =>
    [...this.orders.values()].filter((one) => [one.order, one.tote, one.waybill].includes(code)).sort(byDeadline);
  readonly findOrdersWanting = (owner: string, sku: string): Order[] =>
    [...this.orders.values()]
      .filter((one) => one.owner === owner && one.stopped === undefined && one.lines.some((line) => line.sku === sku))
      .filter((one) => !this.packs.findPacked(one.order).some(({ last }) => last))
      .sort(byDeadline);
  readonly findCarton = (code: string): AnnouncedCarton | undefined => {
    for (const { asn, owner, cartons } of this.asns) {
      const carton = cartons.find((one) => one.carton === code || one.waybill === code);
      if (carton !== undefined) return { asn, owner, carton };
    }
    return undefined;
  };
  readonly openRelabel = (task: RelabelTask): OpenRelabelTask => ({
    task,
    done: this.written.filter(
      ({ type, payload }) => type === 'unitsRelabelled' && 'task' in payload && payload.task === task.task,
    ).length,
  });
  readonly findTask = (task: string): OpenRelabelTask | undefined =>
    this.relabels.filter((one) => one.task === task).map(this.openRelabel)[0];
  readonly findTasksOf = (owner: string, sku: string): OpenRelabelTask[] =>
    this.relabels.filter((one) => one.owner === owner && one.fromSku === sku).map(this.openRelabel);
  readonly isReceived = (carton: string): boolean => {
    const said = this.written.findLast(
      ({ type, payload }) =>
        (type === 'cartonReceived' || type === 'cartonReceiptVoided') &&
        'carton' in payload &&
        payload.carton === carton,
    );
    return said?.type === 'cartonReceived';
  };
  readonly findOrder = (order: string): Order | undefined => this.orders.get(order);
  readonly findLabel = (order: string, parcel: number): PrefetchedLabel | undefined =>
    this.labels.get(`${order}/${parcel}`);
  readonly binsOfUse = (use: Bin['use']): Bin[] => [...this.bins.values()].filter((bin) => bin.use === use);
  readonly findReturnsOf = (owner: string, sku: string): Rma[] =>
    this.rmas.filter(
      (one) => one.owner === owner && one.lines.some((line) => line.sku === sku) && !this.returns.isClosed(one.rma),
    );
  readonly findReturns = (code: string): Rma[] =>
    this.rmas
      .filter((one) => [one.rma, one.returnLabel, one.waybill].includes(code))
      .sort((a, b) => a.openedMs - b.openedMs);
}

export const kg = (value: string): Mass => ({ value, unit: 'kg' });

/** A settled weight as the scale's settling gives it. */
export function settled(value: string) {
  const mass = kg(value);
  const evidence: WeightEvidence = {
    ...{ scale: 'scale-1', scaleName: 'scale', simulated: true, rawHex: '02', frame: 1, stableFrames: 5 },
    ...{ settleMs: 400, zeroSeen: true, stabilityFrom: 'protocol' },
  };
  return { type: 'weight', mass, milligrams: massToMilligrams(mass), evidence } as const;
}
