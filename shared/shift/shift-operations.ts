import { z } from 'zod';
import { massSchema } from '../measure/quantity.ts';

const waybillSchema = z
  .string()
  .min(4)
  .max(64)
  .regex(/^[\x21-\x7e]+$/);
const personId = z.string().regex(/^[A-Za-z0-9-]{1,32}$/);

/** The steps of the check before a shift, in their order. */
export const checkStepSchema = z.enum(['zero', 'test-weight', 'scanner', 'label', 'clock', 'storage', 'queue']);
export type CheckStepId = z.infer<typeof checkStepSchema>;

/**
 * passed: as it should be. failed: a person went on without it. overridden: a lead let it pass, with a reason. absent: there is no such
 * device, or nothing to compare with.
 */
export const checkOutcomeSchema = z.strictObject({
  step: checkStepSchema,
  outcome: z.enum(['passed', 'failed', 'overridden', 'absent']),
  /** What was read: "0.000 kg", "+0.2 g", "clock +1 s". */
  reading: z.string().max(80),
  /** Reading less nominal, for the drift over time. */
  driftMilligrams: z.number().int().optional(),
  lead: personId.optional(),
  reason: z.string().max(120).optional(),
});
export type CheckOutcome = z.infer<typeof checkOutcomeSchema>;

export const explanationReasonSchema = z.enum(['found', 'next-shift', 'lost', 'counted-wrong', 'not-scanned']);
export type ExplanationReason = z.infer<typeof explanationReasonSchema>;

/** What belongs to a shift and not to a parcel. */
export const shiftOperationPayloads = {
  /** The check before the shift, with its readings. */
  shiftCheckDone: z.strictObject({
    steps: z.array(checkOutcomeSchema).min(1).max(10),
    tookMs: z.number().int().nonnegative(),
    scale: z.string().max(120),
    nominal: massSchema.optional(),
    practice: z.boolean(),
  }),
  /** Why a difference of the count is none. Without a waybill it is about the number that was counted by hand. */
  shiftDifferenceExplained: z.strictObject({
    waybill: waybillSchema.optional(),
    pieces: z.number().int().positive(),
    reason: explanationReasonSchema,
    /** found: the parcel was scanned, no lead is needed. */
    lead: personId.optional(),
  }),
  /** The counts that both shifts sign: written before the seal. */
  shiftReconciled: z.strictObject({
    counted: z.number().int().nonnegative(),
    nodes: z.array(z.strictObject({ id: z.string().max(16), count: z.number().int().nonnegative() })).max(8),
    links: z.array(z.strictObject({ why: z.string().max(24), pieces: z.number().int().positive() })).max(64),
    practice: z.boolean(),
  }),
} as const;
