import { z } from 'zod';
import { decimalTextSchema, massUnitSchema } from '../measure/quantity.ts';

/** Stability or unit that the wire does not carry is `unknown`, never assumed. */
export const stabilitySchema = z.enum(['stable', 'moving', 'unknown']);
export const weightModeSchema = z.enum(['gross', 'net', 'tare', 'unknown']);

/** A state of the scale in which there is no number. A fault never carries one. */
export const scaleFaultKindSchema = z.enum([
  'overload',
  'underload',
  'out-of-range', // the wire says over *or* under
  'not-zeroed',
  'calibrating',
  'unreadable', // bytes arrive and make no frame
  'device-error',
]);

/**
 * What one frame of a scale says.
 * weight: a number the scale sent, with what the wire said about it. Negative values are possible and never bookable.
 * fault: no number. status: a normal reply that is neither (in motion, acknowledged, information).
 */
export const scaleReadingSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('weight'),
    value: decimalTextSchema,
    unit: z.union([massUnitSchema, z.literal('unknown')]),
    stability: stabilitySchema,
    mode: weightModeSchema,
    /** Centre of zero as the scale sees it, where the wire carries it. */
    zero: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('fault'), kind: scaleFaultKindSchema, detail: z.string().max(80).optional() }),
  z.strictObject({
    type: z.literal('status'),
    kind: z.enum(['motion', 'busy', 'acknowledged', 'refused', 'information']),
    detail: z.string().max(80).optional(),
  }),
]);
export type ScaleReading = z.infer<typeof scaleReadingSchema>;
export type ScaleFaultKind = z.infer<typeof scaleFaultKindSchema>;

/** A reading with its evidence. rawHex: the whole frame, at most 64 bytes. monoMs: the reading process's monotonic clock. */
export const scaleFrameSchema = z.strictObject({
  deviceId: z.string().min(1).max(64),
  sequence: z.number().int().nonnegative(),
  reading: scaleReadingSchema,
  rawHex: z.string().max(256),
  monoMs: z.number().nonnegative(),
  wallMs: z.number().int().nonnegative(),
});
export type ScaleFrame = z.infer<typeof scaleFrameSchema>;
