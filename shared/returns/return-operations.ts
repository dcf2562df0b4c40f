import { z } from 'zod';
import { labelRequestSchema } from '../devices/print-job.ts';
import { gradeSchema } from '../stock/grade.ts';
import { photoSchema } from '../stock/photo.ts';
import { categorySchema } from '../stock/sku.ts';
import {
  binCodeSchema,
  expirySchema,
  lotSchema,
  ownerSchema,
  serialSchema,
  skuCodeSchema,
} from '../stock/stock-key.ts';
import { stockMovesSchema } from '../stock/stock-move.ts';
import { causeSchema } from '../stock/stock-operations.ts';
import { dispositionSchema } from './disposition.ts';
import { conditionSchema } from './return-conditions.ts';

/** `RMA`, or `?` and the scanned code for a return that nobody announced. */
export const rmaSchema = z.string().min(1).max(64);
/** Which piece of the return: its place in the order it was taken in. */
const unit = z.number().int().positive().max(999);

/** One answer of the checklist, with what it cost. */
export const checkAnswerSchema = z.strictObject({
  step: z.string().max(40),
  answer: z.string().max(40),
  /** Best grade that is left after this answer. */
  atBest: gradeSchema,
  photos: z.array(photoSchema).max(8),
});

/**
 * A piece was looked at. The first form was rma, grade and note; everything else is optional for its sake and always written now.
 * The grade follows from the answers, the disposition from a rule unless `override` says who wanted another and why.
 */
export const returnGradedSchema = z.strictObject({
  rma: rmaSchema,
  grade: gradeSchema,
  note: z.string().max(200),
  unit: unit.optional(),
  owner: ownerSchema.optional(),
  /** Absent when nobody knows what it is. */
  sku: skuCodeSchema.optional(),
  /** What was expected, when something else came. */
  expectedSku: skuCodeSchema.optional(),
  serial: serialSchema.optional(),
  expectedSerial: serialSchema.optional(),
  lot: lotSchema.optional(),
  expiry: expirySchema.optional(),
  condition: conditionSchema.optional(),
  category: categorySchema.optional(),
  checklist: z.string().max(40).optional(),
  answers: z.array(checkAnswerSchema).max(30).optional(),
  photos: z.array(photoSchema).max(8).optional(),
  disposition: dispositionSchema.optional(),
  rule: z.string().max(60).optional(),
  override: z
    .strictObject({ from: dispositionSchema, reason: z.string().min(1).max(40), lead: z.string().max(32).optional() })
    .optional(),
  /** Number on the licence plate; absent where a new article sticker takes its place. */
  plate: z.string().max(12).optional(),
  /** Licence plate or new sticker of the piece; asked for by this operation. */
  label: labelRequestSchema.optional(),
  lead: z.string().max(32).optional(),
  practice: z.boolean().optional(),
});

/** What each further act at the returns bench says. */
export const returnOperationPayloads = {
  /** The piece lies in its bin: what was decided about it is now true. */
  returnPutAway: z.strictObject({
    rma: rmaSchema,
    unit,
    owner: ownerSchema,
    grade: gradeSchema,
    disposition: dispositionSchema,
    bin: binCodeSchema,
    /** The returnGraded operation. */
    graded: causeSchema,
    /** New article when it was relabelled for resale. */
    relabelled: z.strictObject({ fromSku: skuCodeSchema, toSku: skuCodeSchema }).optional(),
    moves: stockMovesSchema,
    practice: z.boolean(),
  }),
  /** Undo: what was graded, and put away when `putAway` is there, does not count. */
  returnVoided: z.strictObject({
    rma: rmaSchema,
    unit,
    voids: causeSchema,
    putAway: causeSchema.optional(),
    reason: z.string().max(120),
    moves: stockMovesSchema,
  }),
  /** No more pieces of this return are expected here. */
  returnClosed: z.strictObject({
    rma: rmaSchema,
    owner: ownerSchema,
    taken: z.number().int().nonnegative().max(999),
    missing: z.array(z.strictObject({ sku: skuCodeSchema, pieces: z.number().int().positive().max(999) })).max(100),
  }),
} as const;
