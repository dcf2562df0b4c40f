import { z } from 'zod';
import { labelRequestSchema } from '../devices/print-job.ts';
import { massSchema } from '../measure/quantity.ts';
import { weightEvidenceSchema } from '../parcel/weight-evidence.ts';
import { photoSchema } from '../stock/photo.ts';
import { gradeSchema } from '../stock/grade.ts';
import { binCodeSchema, expirySchema, lotSchema, ownerSchema, skuCodeSchema } from '../stock/stock-key.ts';
import { MAX_MOVE_PIECES, MAX_MOVES, MAX_SERIALS, stockMovesSchema } from '../stock/stock-move.ts';
import { causeSchema } from '../stock/stock-operations.ts';
import { differenceWordSchema } from './difference.ts';

export const cartonCodeSchema = z
  .string()
  .min(3)
  .max(64)
  .regex(/^[\x21-\x7e]+$/);
const pieces = z.number().int().positive().max(MAX_MOVE_PIECES);

/** How a number of pieces is known: each piece was scanned, or a person typed the number and confirmed it. Nothing else. */
export const countedBySchema = z.enum(['scan', 'confirmed']);

export const countedLineSchema = z.strictObject({
  sku: skuCodeSchema,
  lot: lotSchema.optional(),
  expiry: expirySchema.optional(),
  grade: gradeSchema,
  pieces,
  /** Of these, how many were scanned one by one; the rest is a confirmed number. */
  scanned: z.number().int().nonnegative().max(MAX_MOVE_PIECES),
});

export const cartonDifferenceSchema = z.strictObject({
  kind: z.enum(['over', 'short', 'damaged', 'unknown']),
  /** Absent for what nobody knows. */
  sku: skuCodeSchema.optional(),
  /** What was scanned, for an unknown piece. */
  code: z.string().max(80).optional(),
  pieces,
  word: differenceWordSchema,
  note: z.string().max(200).optional(),
  photos: z.array(photoSchema).max(8),
  /** The station has no camera: said, so that a missing photo is no forgotten one. */
  noCamera: z.literal(true).optional(),
});
export type CartonDifference = z.infer<typeof cartonDifferenceSchema>;

/** What each act of receiving says. */
export const receivingOperationPayloads = {
  /** A carton was counted out: what it held, how that differs from what was announced, and where it lies now. */
  cartonReceived: z.strictObject({
    carton: cartonCodeSchema,
    /** Absent: received blind, the announcement has not arrived. */
    asn: z.string().max(64).optional(),
    owner: ownerSchema,
    lines: z.array(countedLineSchema).max(MAX_MOVES),
    differences: z.array(cartonDifferenceSchema).max(100),
    gross: massSchema.optional(),
    evidence: weightEvidenceSchema.optional(),
    /** Announced carton weight, when there was one. */
    expected: massSchema.optional(),
    dock: binCodeSchema,
    moves: stockMovesSchema,
    practice: z.boolean(),
  }),
  /** The count did not happen as written; what it brought in goes out again. */
  cartonReceiptVoided: z.strictObject({
    voids: causeSchema,
    carton: cartonCodeSchema,
    reason: z.string().max(120),
    moves: stockMovesSchema,
  }),
  unitsPutAway: z.strictObject({
    bin: binCodeSchema,
    /** The bin that had been proposed, when a person chose another. */
    proposed: binCodeSchema.optional(),
    moves: stockMovesSchema.min(1),
  }),
  putAwayVoided: z.strictObject({ voids: causeSchema, reason: z.string().max(120), moves: stockMovesSchema.min(1) }),
  /** New stickers were asked for. The stock changes when they have been scanned back. */
  relabelRequested: z.strictObject({
    owner: ownerSchema,
    fromSku: skuCodeSchema,
    toSku: skuCodeSchema,
    pieces: z.number().int().positive().max(MAX_SERIALS),
    bin: binCodeSchema,
    label: labelRequestSchema,
    /** The seller's order for it. */
    task: z.string().max(64).optional(),
  }),
} as const;
