import { z } from 'zod';

/** Why a number may be believed: kept with every captured weight. */
export const weightEvidenceSchema = z.strictObject({
  scale: z.string().max(64),
  scaleName: z.string().max(120),
  simulated: z.boolean(),
  /** The frame that was booked, as it came over the wire, and its number in the scale's stream. */
  rawHex: z.string().max(256),
  frame: z.number().int().nonnegative(),
  stableFrames: z.number().int().positive(),
  /** From the first frame off zero to the booked frame. */
  settleMs: z.number().int().nonnegative(),
  /** The plate was seen at zero before this parcel. */
  zeroSeen: z.boolean(),
  stabilityFrom: z.enum(['protocol', 'derived']),
});
export type WeightEvidence = z.infer<typeof weightEvidenceSchema>;
