import { z } from 'zod';
import { conflictRules, type ConflictKind } from './conflicts.ts';
import { bagGroupSchema, bagLetterSchema } from '../consolidation/consolidation-operations.ts';
import { holdReasonSchema } from '../reference/hold.ts';
import { sealSchema } from './seal.ts';
import { gradeSchema } from '../stock/grade.ts';
import { expirySchema, lotSchema, ownerSchema, skuCodeSchema } from '../stock/stock-key.ts';

/*
 * Records that the cloud makes of operations and gives to stations by pull, as its views write them (cloud/pull/changes.ts).
 * Answers may grow: fields that this program does not know are let through.
 */
const operationIdSchema = z.string().max(64);

/** Key: device-epoch-seq of the weighing. */
export const pulledParcelSchema = z.object({
  waybill: z.string().max(64),
  line: z.string().max(12),
  /** "1.25 kg", as booked. */
  gross: z.string().max(40),
  chargeable: z.string().max(40),
  wallMs: z.number().int(),
  label: z.string().max(20),
  supersededBy: z.union([z.number(), z.string()]).nullable(),
  voidedBy: z.union([z.number(), z.string()]).nullable(),
});

const sideSchema = z.object({
  operation: operationIdSchema,
  actor: z.string().max(64),
  wallMs: z.number().int(),
  said: z.record(z.string(), z.union([z.string(), z.number()])),
});
/** Key: the operation that opened it. decision: absent until a person has looked. */
export const pulledConflictSchema = z.object({
  kind: z.enum(Object.keys(conflictRules) as [ConflictKind, ...ConflictKind[]]),
  subject: z.string().max(200),
  rule: z.string().max(40),
  first: sideSchema,
  second: sideSchema,
  stands: z.enum(['first', 'second', 'both']),
  decision: z.object({ by: z.string(), stands: z.string(), reason: z.string() }).nullable(),
});
export type PulledConflict = z.infer<typeof pulledConflictSchema>;

/** Key: device-epoch-seq of an operation that was parked or deferred; gone or applied, voided: it holds nothing up any more. */
export const pulledParkedSchema = z.object({
  result: z.enum(['parked', 'deferred', 'applied', 'voided']),
  type: z.string().max(48).nullable(),
  /** parked: why. */
  code: z.string().max(64).nullable(),
  /** deferred: the parked operation it waits for. */
  on: operationIdSchema.nullable(),
});
export type PulledParked = z.infer<typeof pulledParkedSchema>;

/** Key: holdKey of shared/reference/hold.ts. A hold that was lifted, at whichever station. */
export const pulledReleaseSchema = z.object({
  waybill: z.string().max(64),
  reason: holdReasonSchema,
  sinceMs: z.number().int(),
  lead: z.string().max(64),
  actor: z.string().max(64),
  wallMs: z.number().int(),
});

/** Key: the bag's number. waybills: those that stand in it. */
export const pulledBagSchema = z.object({
  device: z.string().max(16),
  letter: bagLetterSchema,
  group: bagGroupSchema,
  state: z.enum(['open', 'sealed', 'handed-over']),
  openedMs: z.number().int(),
  sumMilligrams: z.number().int().nonnegative(),
  grossMilligrams: z.number().int().nonnegative().nullable(),
  unitNumber: z.string().max(40).nullable(),
  /** On which it is loaded or left. */
  manifest: z.string().max(40).nullable(),
  waybills: z.array(z.string().max(64)).max(10_000),
});
export type PulledBag = z.infer<typeof pulledBagSchema>;

/** Key: names the station and the pile. What one station's movements come to for one pile; '' for no lot and no expiry. */
export const pulledStockSchema = z.object({
  device: z.string().max(16),
  owner: ownerSchema,
  sku: skuCodeSchema,
  lot: z.union([z.literal(''), lotSchema]),
  expiry: z.union([z.literal(''), expirySchema]),
  grade: gradeSchema,
  /** Also a place of a former version's movement. */
  bin: z.string().min(1).max(32),
  pieces: z.number().int(),
});
export type PulledStock = z.infer<typeof pulledStockSchema>;

export const sealDifferenceSchema = z.union([
  z.object({
    what: z.enum(['range', 'head', 'counts', 'net', 'parked']),
    station: z.string(),
    cloud: z.string(),
  }),
  z.object({ what: z.literal('segment'), toSeq: z.number().int() }),
  z.object({ what: z.literal('operation'), seq: z.number().int(), station: z.string(), cloud: z.string() }),
]);
const sealSumsSchema = z.object(sealSchema.omit({ segments: true }).shape);
/** Key: device-epoch-seq of the shiftSealed operation. */
export const pulledSealSchema = z.object({
  state: z.enum(['equal', 'open', 'signed']),
  station: sealSumsSchema,
  cloud: sealSumsSchema,
  differences: z.array(sealDifferenceSchema),
  signatures: z.array(
    z.object({ by: z.number().int(), actor: z.string(), as: z.string(), differencesSeen: z.number().int() }),
  ),
});
export type PulledSeal = z.infer<typeof pulledSealSchema>;
