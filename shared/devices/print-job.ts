import { z } from 'zod';

/** `<device>-<epoch>-<seq>` of the operation that asked for the label: unique for ever, printed on the label as its serial. */
export const jobIdSchema = z.string().regex(/^[A-Z0-9]{4,16}-\d{1,6}-\d{1,12}$/);
export type JobId = z.infer<typeof jobIdSchema>;

/** What goes on a label: a template by name and its data as flat text. The template's own schema checks the data. */
export const labelRequestSchema = z.strictObject({
  template: z.string().min(1).max(64),
  data: z.record(z.string().max(64), z.string().max(600)),
});
export type LabelRequest = z.infer<typeof labelRequestSchema>;

/** A label is some kilobytes, a carrier's PDF some hundred; more is no label. */
export const MAX_DOCUMENT_BYTES = 4 << 20;

/**
 * A label made by a platform or carrier (PDF, PNG or ZPL): the file by its SHA-256, kept beside the journal before the job is noted, and
 * the number that one of its codes must say before it is printed.
 */
export const documentLabelSchema = z.strictObject({
  document: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive().max(MAX_DOCUMENT_BYTES),
  tracking: z.string().min(4).max(64),
});
export type DocumentLabel = z.infer<typeof documentLabelSchema>;

export const labelContentSchema = z.union([labelRequestSchema, documentLabelSchema]);
export type LabelContent = z.infer<typeof labelContentSchema>;

/** The station's printer, and the one a person may choose when it is in trouble. */
export const printerIdSchema = z.enum(['printer-1', 'printer-2']);
export type PrinterId = z.infer<typeof printerIdSchema>;

/** Label ledger. "Sent" is not "printed": sent → confirmed needs a scan, a person or the printer's own count. */
export const labelStateSchema = z.enum(['queued', 'sending', 'sent', 'confirmed', 'unknown', 'failed', 'voided']);
export type LabelState = z.infer<typeof labelStateSchema>;

/** Outcome of handing one job to the transport. `failed` promises that no byte has left. */
export const sendOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('sent'),
    bytes: z.number().int().nonnegative(),
    firstByteMonoMs: z.number(),
    /** The printer counts its labels or says how many it holds: its word follows by itself. */
    watched: z.literal(true).optional(),
  }),
  z.strictObject({
    outcome: z.literal('confirmed'),
    bytes: z.number().int().nonnegative(),
    firstByteMonoMs: z.number(),
    proof: z.string().max(120),
  }),
  z.strictObject({ outcome: z.literal('failed'), code: z.string().max(64), detail: z.string().max(200) }),
  z.strictObject({ outcome: z.literal('unknown'), code: z.string().max(64), detail: z.string().max(200) }),
]);
export type SendOutcome = z.infer<typeof sendOutcomeSchema>;

/** What became of a watched job. `sent`: it is through a printer that does not count; what came of it nobody knows. */
export const watchOutcomeSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('sent'), bytes: z.number().int().nonnegative() }),
  z.strictObject({ outcome: z.literal('confirmed'), proof: z.string().max(120) }),
  z.strictObject({ outcome: z.literal('unknown'), detail: z.string().max(200) }),
]);
export type WatchOutcome = z.infer<typeof watchOutcomeSchema>;
