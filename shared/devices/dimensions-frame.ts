import { z } from 'zod';
import { dimensionsSchema, massSchema } from '../measure/quantity.ts';

export const dimensionerFaultKindSchema = z.enum([
  'unstable',
  'too-small',
  'too-large',
  'not-zeroed',
  'no-measurement', // nothing on the plate, nothing new since the last question
  'device-error',
  'unreadable',
]);

/** What one frame of a dimensioner says. A fault never carries a number. weight and barcode where the device has them. */
export const dimensionsReadingSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('dimensions'),
    /** In the order the device gives them; conventions differ and nothing is re-sorted. */
    dimensions: dimensionsSchema,
    weight: massSchema.optional(),
    barcode: z.string().max(128).optional(),
    /** The device's own number of the measurement: alibi memory, sequence, id. */
    reference: z.string().max(80).optional(),
  }),
  z.strictObject({
    type: z.literal('fault'),
    kind: dimensionerFaultKindSchema,
    detail: z.string().max(120).optional(),
  }),
  z.strictObject({ type: z.literal('status'), detail: z.string().max(120) }),
]);
export type DimensionsReading = z.infer<typeof dimensionsReadingSchema>;
export type DimensionerFaultKind = z.infer<typeof dimensionerFaultKindSchema>;

/** Evidence kept with a booked size. */
export const MAX_RAW_DIMENSIONS = 512;

/** A reading with its evidence. raw: the frame as text, control characters escaped; a body of JSON without its pictures. */
export const dimensionsFrameSchema = z.strictObject({
  deviceId: z.string().min(1).max(64),
  sequence: z.number().int().nonnegative(),
  reading: dimensionsReadingSchema,
  raw: z.string().max(MAX_RAW_DIMENSIONS),
  monoMs: z.number().nonnegative(),
  wallMs: z.number().int().nonnegative(),
});
export type DimensionsFrame = z.infer<typeof dimensionsFrameSchema>;
