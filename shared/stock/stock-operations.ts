import { z } from 'zod';
import { jobIdSchema } from '../devices/print-job.ts';
import { gradeSchema } from './grade.ts';
import {
  binCodeSchema,
  expirySchema,
  lotSchema,
  ownerSchema,
  serialSchema,
  skuCodeSchema,
  stockItemSchema,
} from './stock-key.ts';
import { MAX_MOVE_PIECES, MAX_MOVES, MAX_SERIALS, stockMovesSchema } from './stock-move.ts';

/** device-epoch-seq of an earlier operation, of this or another station: also the serial of the label that it asked for. */
export const causeSchema = jobIdSchema;

/**
 * One movement by hand. `place` and `quantity` are its first form (pieces, negative for what left the place); what came later is
 * optional. A movement without an owner is an old one: it stands under the owner "?" until a count gives it one.
 */
export const stockMovedSchema = z.strictObject({
  place: z.string().min(1).max(32),
  sku: z.string().min(1).max(64),
  quantity: z.number().int().min(-1_000_000).max(1_000_000),
  reason: z.string().max(120),
  owner: ownerSchema.optional(),
  /** Where it came from, when quantity is above zero; the outside when absent. */
  from: binCodeSchema.optional(),
  /** Where it went, when quantity is below zero. */
  to: binCodeSchema.optional(),
  grade: gradeSchema.optional(),
  lot: lotSchema.optional(),
  expiry: expirySchema.optional(),
  serials: z.array(serialSchema).max(MAX_SERIALS).optional(),
  /** The operation it follows from. */
  cause: causeSchema.optional(),
});

/** One pile of a count: what was found, and what the books said when the count was closed. */
const countedLineSchema = stockItemSchema.extend({
  counted: z.number().int().nonnegative().max(MAX_MOVE_PIECES),
  expected: z.number().int().min(-MAX_MOVE_PIECES).max(MAX_MOVE_PIECES),
  serials: z.array(serialSchema).max(MAX_SERIALS).optional(),
});

/** What each act of this domain says. Whatever moves pieces carries `moves`; movements-of.ts reads them and nothing else. */
export const stockOperationPayloads = {
  /** A bin was counted blind and two passes agreed, or a lead took the last one. `moves` are the corrections, none when it was right. */
  binCounted: z.strictObject({
    bin: binCodeSchema,
    passes: z.number().int().min(1).max(9),
    lines: z.array(countedLineSchema).max(MAX_MOVES),
    moves: stockMovesSchema,
    lead: z.string().max(32).optional(),
  }),
  /** The article's sticker was replaced (换标): pieces leave as the old article and come as the new one. */
  unitsRelabelled: z.strictObject({
    owner: ownerSchema,
    fromSku: skuCodeSchema,
    toSku: skuCodeSchema,
    pieces: z.number().int().positive().max(MAX_SERIALS),
    bin: binCodeSchema,
    /** The new code as it was scanned back, once for each piece. */
    scannedBack: z.number().int().positive().max(MAX_SERIALS),
    /** The first relabelRequested operation of these pieces: one sticker each. */
    cause: causeSchema,
    /** The seller's order for it. */
    task: z.string().max(64).optional(),
    moves: stockMovesSchema,
  }),
} as const;
