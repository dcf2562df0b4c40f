import { z } from 'zod';

const waybill = z
  .string()
  .min(4)
  .max(64)
  .regex(/^[\x21-\x7e]+$/);

/** A doubt that a person looked at and answered; a lead's answer names the lead. */
export const answeredCheckSchema = z.strictObject({
  code: z.string().max(64),
  answer: z.string().max(40),
  /** The facts as they stood on the screen, both numbers among them. */
  note: z.string().max(300).optional(),
  lead: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,32}$/)
    .optional(),
});
export type AnsweredCheck = z.infer<typeof answeredCheckSchema>;

/** One of several pieces that travel together (一票多件). */
export const consignmentSchema = z.strictObject({
  id: z.string().min(1).max(64),
  piece: z.number().int().positive().max(999),
  of: z.number().int().positive().max(999),
});
export type ConsignmentPiece = z.infer<typeof consignmentSchema>;

/** What is done with a parcel besides weighing it. */
/** What stands in the record when a person puts a parcel aside that no rule refused. */
export const BY_HAND = 'BY_HAND';

export const parcelOperationPayloads = {
  /** Put where it waits for somebody: a held parcel, or one that its line does not take. Nothing was booked. */
  parcelSetAside: z.strictObject({
    waybill,
    /** Code of what was refused. */
    code: z.string().max(64),
    place: z.string().max(16),
    /** The place itself was scanned; else a person said so. */
    scanned: z.boolean(),
    practice: z.boolean(),
  }),
  /** The picture lies on this machine under its own hash. */
  parcelPhotographed: z.strictObject({
    waybill,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.number().int().positive(),
    mime: z.literal('image/jpeg'),
    widthPx: z.number().int().positive().max(10_000),
    heightPx: z.number().int().positive().max(10_000),
    practice: z.boolean(),
  }),
} as const;
