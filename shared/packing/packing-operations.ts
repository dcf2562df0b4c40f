import { z } from 'zod';
import { documentLabelSchema, labelRequestSchema } from '../devices/print-job.ts';
import { massSchema } from '../measure/quantity.ts';
import { weightEvidenceSchema } from '../parcel/weight-evidence.ts';
import { binCodeSchema, ownerSchema, serialSchema, skuCodeSchema } from '../stock/stock-key.ts';
import { stockMovesSchema } from '../stock/stock-move.ts';
import { causeSchema } from '../stock/stock-operations.ts';
import { documentKindSchema } from './documents-required.ts';
import { orderCodeSchema, stopReasonSchema } from './order.ts';

const parcel = z.number().int().positive().max(99);

/** Why a second piece of the same article is a second piece. */
export const toldBySchema = z.enum(['first', 'serial', 'rhythm', 'weight', 'person']);

export const verifiedUnitSchema = z.strictObject({
  sku: skuCodeSchema,
  serial: serialSchema.optional(),
  toldBy: toldBySchema,
});

/** What the weight was held against and what came of it. Masses in whole milligrams. */
export const weightVerdictSchema = z.strictObject({
  method: z.enum(['sum', 'learned', 'none']),
  expectedMilligrams: z.number().int().nonnegative(),
  toleranceMilligrams: z.number().int().nonnegative(),
  /** Earlier parcels of the same content that it was learned from. */
  samples: z.number().int().nonnegative(),
  verdict: z.enum(['fits', 'off', 'cannot-tell', 'not-weighed']),
});

/** The carrier's label as it lies on this machine, or the plain route label that stands in for it. */
export const packLabelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('carrier'),
    carrier: z.string().min(1).max(32),
    tracking: z.string().min(4).max(64),
    /** SHA-256 of the document as the cloud gave it: what is printed is this and nothing made here. */
    document: documentLabelSchema.shape.document,
    bytes: documentLabelSchema.shape.bytes,
  }),
  z.strictObject({ kind: z.literal('route'), label: labelRequestSchema }),
]);
export type PackLabel = z.infer<typeof packLabelSchema>;

/** What each act at the pack bench says. */
export const packingOperationPayloads = {
  /** A parcel of an order was checked piece by piece and closed; its label is asked for by this operation. */
  orderPacked: z.strictObject({
    order: orderCodeSchema,
    owner: ownerSchema,
    parcel,
    /** Nothing of the order is left to pack. */
    last: z.boolean(),
    units: z.array(verifiedUnitSchema).min(1).max(500),
    box: z.string().max(16),
    /** The box that had been proposed, when a person chose another. */
    proposed: z.string().max(16).optional(),
    gross: massSchema.optional(),
    evidence: weightEvidenceSchema.optional(),
    weight: weightVerdictSchema,
    /** The lead who let a weight pass that did not fit. */
    lead: z.string().max(32).optional(),
    label: packLabelSchema,
    /** The carrier's label was not here: the parcel waits for it under this name. */
    waits: z.literal('carrier-label').optional(),
    documents: z.array(documentKindSchema).max(8),
    /** Of the address that the label is for. */
    addressVersion: z.number().int().positive(),
    moves: stockMovesSchema,
    practice: z.boolean(),
  }),
  /** An order cannot be packed now; what was checked of it is back in its tote. */
  orderSetAside: z.strictObject({
    order: orderCodeSchema,
    owner: ownerSchema,
    why: z.enum(['item-missing', 'item-damaged', 'needs-a-lead']),
    /** The article that was wanted next. */
    sku: skuCodeSchema.optional(),
    /** Pieces that had been checked. */
    checked: z.number().int().nonnegative().max(500),
    practice: z.boolean(),
  }),
  /** Somebody packs it after all. */
  orderTakenUp: z.strictObject({ order: orderCodeSchema, aside: causeSchema }),
  /** The carrier's label has come for a parcel that waited; it is asked for by this operation. */
  parcelLabelled: z.strictObject({
    order: orderCodeSchema,
    parcel,
    packed: causeSchema,
    label: packLabelSchema,
    addressVersion: z.number().int().positive(),
  }),
  /** Taken out of the box again: the pieces are back where they were picked. */
  orderPackingVoided: z.strictObject({
    voids: causeSchema,
    order: orderCodeSchema,
    parcel,
    reason: z.string().max(120),
    moves: stockMovesSchema,
  }),
  /** A packed parcel must not leave: its pieces lie in a stopped place until they are put back, its label is void. */
  parcelStopped: z.strictObject({
    order: orderCodeSchema,
    parcel,
    packed: causeSchema,
    why: stopReasonSchema,
    bin: binCodeSchema,
    moves: stockMovesSchema,
  }),
} as const;
