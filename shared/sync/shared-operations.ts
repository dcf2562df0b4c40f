import { z } from 'zod';
import { bagClosedSchema, parcelBaggedSchema } from '../consolidation/consolidation-operations.ts';
import { returnGradedSchema } from '../returns/return-operations.ts';
import { stockMovedSchema } from '../stock/stock-operations.ts';
import { holdReleasedSchema } from '../reference/hold.ts';
import { leaseSchema, seriesSchema } from './number-ranges.ts';
import { leadsAnswerSchema } from './park-rules.ts';
import { sealSchema } from './seal.ts';

const operationIdSchema = z.string().regex(/^[A-Z0-9]{4,16}-\d{1,6}-\d{1,12}$/);

const leadSchema = holdReleasedSchema.shape.lead;

/** Operations about things that more than one station speaks of; conflicts.ts says what happens when they disagree. */
export const sharedOperationPayloads = {
  parcelBagged: parcelBaggedSchema,
  bagClosed: bagClosedSchema,
  returnGraded: returnGradedSchema,
  stockMoved: stockMovedSchema,
  holdReleased: holdReleasedSchema,
  numbersLeased: leaseSchema,
  /** Given out to a flow of this station; written before anything carries it, so that it is never given out again. */
  numberTaken: z.strictObject({ series: seriesSchema, number: leaseSchema.shape.first }),
  /** Who stands at the station from here on, until the next of these two. */
  operatorSignedIn: z.strictObject({
    id: z.string().max(32),
    name: z.string().max(40),
    role: z.string().max(20),
    by: z.enum(['badge', 'pin']),
  }),
  operatorSignedOut: z.strictObject({ id: z.string().max(32) }),
  /** The end of a shift, said by the one who leaves: everything of this chain from fromSeq to toSeq. */
  shiftSealed: sealSchema,
  /** The other shift's word, or both shifts' to differences that stay: seal is the number of the shiftSealed operation. */
  shiftSealSigned: z.strictObject({
    seal: z.number().int().positive(),
    as: z.enum(['outgoing', 'incoming']),
    differencesSeen: z.number().int().nonnegative(),
  }),
  /** Written by the cloud on a supervisor's word, in a chain of its own. release: apply it after all; void: it does not count. */
  parkedDecided: z.strictObject({
    operation: operationIdSchema,
    act: z.enum(['release', 'void']),
    reason: z.string().min(1).max(200),
  }),
  conflictDecided: z.strictObject({
    conflict: z.string().max(80),
    stands: z.enum(['first', 'second', 'both']),
    reason: z.string().min(1).max(200),
  }),
  /**
   * A lead's word at the station, which may have no network for weeks; main asks for the lead as for a released hold. About an operation
   * of this station alone; decided elsewhere meanwhile: the first word stands.
   */
  leadSettledParked: z.strictObject({
    operation: operationIdSchema,
    act: z.enum(['release', 'void']),
    answer: leadsAnswerSchema,
    lead: leadSchema,
  }),
  /** The same about two sides that do not fit; the conflict is named as the cloud names it. */
  leadSettledConflict: z.strictObject({
    conflict: z.string().min(3).max(80),
    stands: z.enum(['first', 'second', 'both']),
    answer: leadsAnswerSchema,
    lead: leadSchema,
  }),
} as const;
