import { z } from 'zod';
import { labelContentSchema, printerIdSchema } from '../devices/print-job.ts';

/** Operations of the print ledger beside those of a weighing. */
export const labelOperationPayloads = {
  /** A label that no weighing asked for: a carrier's own document, a bag label, a relabel. subject: what a person calls it, a waybill or a bag. */
  labelRequested: z.strictObject({
    label: labelContentSchema,
    subject: z.string().min(1).max(64),
    practice: z.boolean(),
  }),
  /** A person's word: labels go to this printer from now on. One that is unknown stays so until it is answered. */
  printerChosen: z.strictObject({ printer: printerIdSchema, reason: z.string().max(120) }),
} as const;
