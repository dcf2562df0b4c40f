import { z } from 'zod';
import { jobIdSchema, labelRequestSchema } from '../devices/print-job.ts';
import { dimensionsSchema, massSchema } from '../measure/quantity.ts';
import { chargeableResultSchema } from '../rating/chargeable-result.ts';
import { labelOperationPayloads } from '../labels/label-operations.ts';
import { consolidationOperationPayloads } from '../consolidation/consolidation-operations.ts';
import { packingOperationPayloads } from '../packing/packing-operations.ts';
import { receivingOperationPayloads } from '../receiving/receiving-operations.ts';
import { returnOperationPayloads } from '../returns/return-operations.ts';
import { stockOperationPayloads } from '../stock/stock-operations.ts';
import { journalHeadSchema } from '../sync/operation.ts';
import { shiftOperationPayloads } from '../shift/shift-operations.ts';
import { sharedOperationPayloads } from '../sync/shared-operations.ts';
import { mergeOperationPayloads } from './merge-operations.ts';
import { answeredCheckSchema, consignmentSchema, parcelOperationPayloads } from './parcel-operations.ts';
import { weightEvidenceSchema } from './weight-evidence.ts';

export const waybillSchema = z
  .string()
  .min(4)
  .max(64)
  .regex(/^[\x21-\x7e]+$/);

/** Weighed, measured, rated and its label asked for: one act, one operation. */
export const parcelWeighedSchema = z.strictObject({
  waybill: waybillSchema,
  announced: z.boolean(),
  line: z.string().max(12),
  cargoClass: z.string().max(32),
  gross: massSchema,
  /** gross in whole milligrams, half up: for sums. The booked truth is `gross`. */
  grossMilligrams: z.number().int().nonnegative(),
  dimensions: dimensionsSchema,
  dimensionsFrom: z.enum(['pre-alert', 'keypad', 'box', 'last', 'dimensioner']),
  /** Of a measured size: the device, its frame as it came, and the device's own number of the measurement. */
  dimensionsEvidence: z
    .strictObject({
      device: z.string().max(64),
      raw: z.string().max(512),
      frame: z.number().int().nonnegative(),
      reference: z.string().max(80).optional(),
    })
    .optional(),
  chargeable: chargeableResultSchema,
  evidence: weightEvidenceSchema,
  label: labelRequestSchema,
  /** seq of the weighing this one replaces, when a person chose to weigh again. */
  supersedes: z.number().int().positive().optional(),
  /** Epoch of that weighing, when it stands in an earlier chain of this station; absent: in the chain of this operation. */
  supersedesEpoch: journalHeadSchema.shape.epoch.optional(),
  /** Doubts that a person answered before this was booked. */
  answered: z.array(answeredCheckSchema).max(10).optional(),
  consignment: consignmentSchema.optional(),
  /** The pieces of the consignment weighed so far as one ticket, where the rule of the line adds them up. */
  together: z
    .strictObject({
      pieces: z.array(z.number().int().positive().max(999)).min(2).max(999),
      chargeable: chargeableResultSchema,
    })
    .optional(),
  /** What else the rating was told, so that anybody can reckon it again. */
  ratedWith: z
    .strictObject({
      country: z.string().length(2).optional(),
      packaging: z.string().max(32).optional(),
      declared: massSchema.optional(),
    })
    .optional(),
  /** A correction of size, line or class: the weight and its evidence are those of the weighing that this one supersedes. */
  corrected: z.literal(true).optional(),
  practice: z.boolean(),
});
export type ParcelWeighed = z.infer<typeof parcelWeighedSchema>;

const job = z.strictObject({ job: jobIdSchema });

/** Every operation type of the station with its payload. Versions of a payload are new optional fields, never changes. */
export const operationPayloads = {
  parcelWeighed: parcelWeighedSchema,
  /** Undo: the weighing stays in the journal; this says it does not count. */
  parcelWeighingVoided: z.strictObject({
    voids: z.number().int().positive(),
    /** Epoch of that weighing, when it stands in an earlier chain of this station. */
    voidsEpoch: journalHeadSchema.shape.epoch.optional(),
    waybill: waybillSchema,
    reason: z.string().max(120),
  }),
  /** Written before the first byte leaves. Without a later outcome the label is unknown. copy: a reprint of the same serial. */
  labelSending: job.extend({
    printer: z.string().max(64),
    bytes: z.number().int().positive(),
    sha256: z.string().length(64),
    copy: z.boolean(),
  }),
  labelSent: job.extend({
    bytes: z.number().int().nonnegative(),
    /** The label is inside a printer that is watched: its word follows, `labelConfirmed`, `labelUnknown` or this without `watched`. */
    watched: z.literal(true).optional(),
  }),
  labelConfirmed: job.extend({
    by: z.enum(['operator', 'scan-back', 'printer']),
    proof: z.string().max(120).optional(),
  }),
  labelUnknown: job.extend({ code: z.string().max(64), detail: z.string().max(200) }),
  labelFailed: job.extend({ code: z.string().max(64), detail: z.string().max(200) }),
  /** A person's word: print this serial again. The former print counts as void when nothing came out, else this is a copy. */
  labelReprintRequested: job.extend({ reason: z.enum(['nothing-came-out', 'damaged', 'lost', 'printer-was-down']) }),
  /** The application came up; says what was rebuilt or repaired. */
  stationStarted: z.strictObject({
    version: z.string().max(40),
    runtime: z.string().max(80),
    notes: z.array(z.string().max(200)).max(20),
  }),
  ...labelOperationPayloads,
  ...sharedOperationPayloads,
  ...shiftOperationPayloads,
  ...parcelOperationPayloads,
  ...mergeOperationPayloads,
  ...consolidationOperationPayloads,
  ...stockOperationPayloads,
  ...receivingOperationPayloads,
  ...packingOperationPayloads,
  ...returnOperationPayloads,
} as const;

export type OperationType = keyof typeof operationPayloads;
export type OperationPayload<T extends OperationType> = z.infer<(typeof operationPayloads)[T]>;
export const operationTypeSchema = z.enum(Object.keys(operationPayloads) as [OperationType, ...OperationType[]]);
