import type { z } from 'zod';
import { operatorSchema } from '../identity/operator.ts';
import {
  pulledBagSchema,
  pulledConflictSchema,
  pulledParcelSchema,
  pulledParkedSchema,
  pulledReleaseSchema,
  pulledSealSchema,
  pulledStockSchema,
} from '../sync/pulled-records.ts';
import { orderPapersSchema, sdrRateSchema } from '../customs/customs-forms.ts';
import { customerSchema, holdSchema } from './hold.ts';
import { boxSchema, lineSchema, preAlertSchema } from './reference-data.ts';
import { barcodeKey } from '../stock/item-catalogue.ts';
import { articleText } from '../stock/stock-key.ts';
import { asnSchema } from '../receiving/asn.ts';
import { relabelTaskSchema } from '../receiving/relabel-task.ts';
import { orderSchema, prefetchedLabelSchema } from '../packing/order.ts';
import { dispositionRuleSchema } from '../returns/disposition.ts';
import { rmaRecordSchema } from '../returns/rma.ts';
import { binSchema } from '../stock/bin.ts';
import { skuSchema } from '../stock/sku.ts';

const kind = <S extends z.ZodType>(
  schema: S,
  keyOf: (record: z.infer<S>) => string,
  by: Readonly<Record<string, (record: z.infer<S>) => SharedValues>> = {},
  keptParsed = 0,
): ReferenceKindEntry<S> => ({ schema, keyOf, by, keptParsed });

/** What a record is found under besides its key: one value, several, or none. */
export type SharedValues = string | readonly string[] | undefined;

export interface ReferenceKindEntry<S extends z.ZodType> {
  readonly schema: S;
  /** Key of a record within its kind. Look-ups are by upper-case keys: a scanner's case does not matter. */
  readonly keyOf: (record: z.infer<S>) => string;
  /** Further look-ups that give several records: name → the value they share. */
  readonly by: Readonly<Record<string, (record: z.infer<S>) => SharedValues>>;
  /** So many records a page keeps as objects once it has read them: for kinds that are asked for again and again, and whole lists. */
  readonly keptParsed: number;
}

/**
 * What a supervisor's system loads into the cloud and stations pull: one line a kind. Station and cloud take kinds from here;
 * a kind that this program does not know is kept as it came and given to nobody.
 */
export const suppliedKinds = {
  line: kind(lineSchema, ({ code }) => code),
  box: kind(boxSchema, ({ code }) => code),
  preAlert: kind(preAlertSchema, ({ waybill }) => waybill, {
    customer: ({ customer }) => customer,
    consignment: ({ consignment }) => consignment?.id,
  }),
  customer: kind(customerSchema, ({ code }) => code),
  hold: kind(holdSchema, ({ waybill }) => waybill),
  operator: kind(operatorSchema, ({ id }) => id),
  sku: kind(skuSchema, ({ owner, sku }) => articleText(owner, sku), {
    barcode: ({ sku, barcodes }) => [sku, ...barcodes].map(barcodeKey),
  }),
  bin: kind(binSchema, ({ code }) => code, { use: ({ use }) => use }),
  order: kind(
    orderSchema,
    ({ order }) => order,
    {
      code: ({ order, tote, waybill }) => [order, tote, waybill].flatMap((code) => code ?? []),
      article: ({ owner, lines }) => lines.map(({ sku }) => articleText(owner, sku)),
    },
    50_000,
  ),
  carrierLabel: kind(prefetchedLabelSchema, ({ order, parcel }) => `${order}/${parcel}`),
  asn: kind(
    asnSchema,
    ({ asn }) => asn,
    {
      carton: ({ cartons }) =>
        cartons.flatMap(({ carton, waybill }) => [carton, ...(waybill === undefined ? [] : [waybill])]),
    },
    200,
  ),
  rma: kind(rmaRecordSchema, ({ rma }) => rma, {
    code: ({ rma, returnLabel, waybill }) => [rma, returnLabel, waybill].flatMap((code) => code ?? []),
    article: ({ owner, lines }) => lines.map(({ sku }) => articleText(owner, sku)),
  }),
  sdrRate: kind(sdrRateSchema, ({ currency }) => currency),
  orderPapers: kind(orderPapersSchema, ({ order }) => order),
  relabelTask: kind(relabelTaskSchema, ({ task }) => task, {
    article: ({ owner, fromSku }) => articleText(owner, fromSku),
  }),
  dispositionRule: kind(dispositionRuleSchema, ({ id }) => id),
} as const;
export type SuppliedKind = keyof typeof suppliedKinds;
export const isSuppliedKind = (name: string): name is SuppliedKind => Object.hasOwn(suppliedKinds, name);

/** What the cloud makes of stations' operations and every station follows; keys are the cloud's (device-epoch-seq). */
export const madeKinds = {
  parcel: kind(pulledParcelSchema, () => '', { waybill: ({ waybill }) => waybill }),
  seal: kind(pulledSealSchema, () => ''),
  conflict: kind(pulledConflictSchema, () => ''),
  parked: kind(pulledParkedSchema, () => ''),
  release: kind(pulledReleaseSchema, () => ''),
  bag: kind(pulledBagSchema, () => ''),
  stock: kind(pulledStockSchema, () => ''),
} as const;

export const referenceKinds = { ...suppliedKinds, ...madeKinds } as const;
export type ReferenceKind = keyof typeof referenceKinds;
export type ReferenceRecord<K extends ReferenceKind> = z.infer<(typeof referenceKinds)[K]['schema']>;
export const isReferenceKind = (name: string): name is ReferenceKind => Object.hasOwn(referenceKinds, name);
