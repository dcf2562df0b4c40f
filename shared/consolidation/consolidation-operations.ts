import { z } from 'zod';
import { jobIdSchema, labelRequestSchema } from '../devices/print-job.ts';
import { massSchema } from '../measure/quantity.ts';
import { weightEvidenceSchema } from '../parcel/weight-evidence.ts';
import { signatureSchema } from './signature.ts';

const waybillSchema = z.string().min(4).max(64);
export const bagIdSchema = z.string().regex(/^[A-Z0-9-]{1,32}$/);
export const bagLetterSchema = z.string().regex(/^[A-Z]{1,2}$/);
export const manifestIdSchema = z.string().regex(/^[A-Z0-9-]{4,40}$/);
const lineSchema = z.string().max(12);
const personSchema = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9-]{1,32}$/), name: z.string().max(40) });
const milligrams = z.number().int().nonnegative();
/** Which parcels belong together in one bag. Country is ISO 3166-1 alpha-2 or empty; dutyMode is a word of the pre-alert or empty. */
export const bagGroupSchema = z.strictObject({
  line: lineSchema,
  country: z.string().regex(/^([A-Z]{2})?$/),
  cargoGroup: z.string().max(32),
  dutyMode: z.string().max(8),
});
export type BagGroup = z.infer<typeof bagGroupSchema>;

/** Why a bag was sealed although its weight does not fit its parcels. A lead said it. */
export const differenceReasonSchema = z.enum(['counted-by-hand', 'empty-bag-differs', 'accepted']);
export type DifferenceReason = z.infer<typeof differenceReasonSchema>;
export const unsealReasonSchema = z.enum(['parcel-to-take-out', 'parcel-to-put-in', 'label-or-bag-damaged', 'undone']);
export type UnsealReason = z.infer<typeof unsealReasonSchema>;
export const manifestScopeSchema = z.strictObject({
  /** What keeps other bags out: one line, one vehicle, or one air waybill. */
  kind: z.enum(['line', 'vehicle', 'awb']),
  value: z.string().min(1).max(40),
});
export type ManifestScope = z.infer<typeof manifestScopeSchema>;

export const parcelBaggedSchema = z.strictObject({
  waybill: waybillSchema,
  bag: bagIdSchema,
  /** Of the weighing that counted when it went in; the sum of a bag is made of these. */
  grossMilligrams: milligrams.optional(),
  /** Which of the two was scanned first. */
  first: z.enum(['parcel', 'bag']).optional(),
  practice: z.boolean().optional(),
});

export const bagClosedSchema = z.strictObject({
  bag: bagIdSchema,
  line: lineSchema,
  parcels: z.number().int().nonnegative(),
  gross: massSchema,
  grossMilligrams: milligrams,
  letter: bagLetterSchema.optional(),
  group: bagGroupSchema.optional(),
  tare: massSchema.optional(),
  tareMilligrams: milligrams.optional(),
  /** Σ of the parcels in the bag. difference = gross − tare − sum. */
  sumMilligrams: milligrams.optional(),
  differenceMilligrams: z.number().int().optional(),
  toleranceMilligrams: milligrams.optional(),
  /** Outside of the tolerance: who let it go all the same, and why. */
  decision: z.strictObject({ lead: personSchema, reason: differenceReasonSchema }).optional(),
  /** The number on its label: 18 digits SSCC or 29 characters S9. */
  unitNumber: z
    .string()
    .regex(/^(\d{18}|[A-Z0-9]{29})$/)
    .optional(),
  evidence: weightEvidenceSchema.optional(),
  label: labelRequestSchema.optional(),
  practice: z.boolean().optional(),
});

const manifestBagSchema = z.strictObject({
  bag: bagIdSchema,
  unitNumber: z.string().max(40),
  parcels: z.number().int().nonnegative(),
  grossMilligrams: milligrams,
});
/** A body of the journal is at most 64 KiB: this many bags and a signature fit. */
export const MAX_MANIFEST_BAGS = 400;

/** What is done with bags and manifests. parcelBagged and bagClosed stand beside them in shared/sync/shared-operations.ts. */
export const consolidationOperationPayloads = {
  bagOpened: z.strictObject({
    bag: bagIdSchema,
    letter: bagLetterSchema,
    group: bagGroupSchema,
    practice: z.boolean(),
  }),
  /** Out of the bag again. undoes: the parcelBagged of this chain, when it is taken back and not merely taken out. */
  parcelUnbagged: z.strictObject({
    waybill: waybillSchema,
    bag: bagIdSchema,
    reason: z.enum(['undone', 'taken-out', 'not-in-the-bag']),
    undoes: z.number().int().positive().optional(),
  }),
  bagUnsealed: z.strictObject({
    bag: bagIdSchema,
    reason: unsealReasonSchema,
    lead: personSchema,
    /** Its label does not count any more. */
    unitNumber: z.string().max(40).optional(),
    job: jobIdSchema.optional(),
  }),
  manifestOpened: z.strictObject({ manifest: manifestIdSchema, scope: manifestScopeSchema, practice: z.boolean() }),
  bagLoaded: z.strictObject({ manifest: manifestIdSchema, bag: bagIdSchema }),
  bagUnloaded: z.strictObject({
    manifest: manifestIdSchema,
    bag: bagIdSchema,
    reason: z.enum(['undone', 'taken-off']),
    undoes: z.number().int().positive().optional(),
  }),
  /** From here on nothing of these bags and of this manifest changes. */
  manifestHandedOver: z.strictObject({
    manifest: manifestIdSchema,
    scope: manifestScopeSchema,
    bags: z.array(manifestBagSchema).min(1).max(MAX_MANIFEST_BAGS),
    parcels: z.number().int().nonnegative(),
    grossMilligrams: milligrams,
    /** Bags that would have belonged and stayed here, in words a person has seen. */
    leftBehind: z.array(bagIdSchema).max(MAX_MANIFEST_BAGS),
    vehicle: z.string().max(40),
    driver: z.string().max(40),
    carrier: z.string().max(40),
    airWaybill: z.string().max(40),
    signature: signatureSchema,
    practice: z.boolean(),
  }),
} as const;
