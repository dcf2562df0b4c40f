import { z } from 'zod';
import { dimensionsSchema } from '../measure/quantity.ts';
import { billedSchema } from '../rating/chargeable-result.ts';

const waybill = z
  .string()
  .min(4)
  .max(64)
  .regex(/^[\x21-\x7e]+$/);

/** As many as the simulator takes. */
export const MAX_MERGED_PARCELS = 60;

/**
 * 合箱: parcels of one customer go on in one carton. This says what is in it; its weight, its billing and its label are the
 * `parcelWeighed` of the unit's own number, which follows. What is in a unit is not bagged, weighed or handed over alone.
 */
export const mergeOperationPayloads = {
  parcelsMerged: z.strictObject({
    unit: waybill,
    customer: z.string().max(64),
    line: z.string().max(12),
    cargoClass: z.string().max(32),
    parcels: z
      .array(z.strictObject({ waybill, grossMilligrams: z.number().int().nonnegative() }))
      .min(2)
      .max(MAX_MERGED_PARCELS),
    /** Code of the carton; its outer size is what is billed. */
    box: z.string().max(16),
    dimensions: dimensionsSchema,
    /** What the plan said: together, and the same parcels each for itself. */
    planned: billedSchema,
    apart: billedSchema.optional(),
    practice: z.boolean(),
  }),
  /** The carton is opened again: its parcels are parcels again. undoes: the parcelsMerged of this chain. */
  mergeUndone: z.strictObject({
    unit: waybill,
    undoes: z.number().int().positive(),
    reason: z.string().max(120),
  }),
} as const;
