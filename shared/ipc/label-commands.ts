import { z } from 'zod';
import {
  documentLabelSchema,
  jobIdSchema,
  labelRequestSchema,
  MAX_DOCUMENT_BYTES,
  printerIdSchema,
  sendOutcomeSchema,
} from '../devices/print-job.ts';
import { printerPlacesSchema, printerProbeSchema, printerTransportSchema } from '../devices/printer-wizard.ts';
import { paperPrinterSchema } from '../settings/paper-printer.ts';
import { printerSettingsSchema } from '../settings/settings.ts';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** A label that no weighing asks for: one of our templates, or a platform's or carrier's own document with the number it must bear. */
export const labelToPrintSchema = z.union([
  labelRequestSchema,
  z.strictObject({
    /** PDF, PNG or ZPL, as it came. */
    file: z.instanceof(Uint8Array).refine((file) => file.length > 0 && file.length <= MAX_DOCUMENT_BYTES),
    tracking: documentLabelSchema.shape.tracking,
  }),
]);

/** How far the prefetch of carriers' labels reaches: documents that the supply of work names, and how many of them lie here. */
export const labelDocumentsStatusSchema = z.strictObject({
  wanted: z.number().int().nonnegative(),
  here: z.number().int().nonnegative(),
});
export type LabelDocumentsStatus = z.infer<typeof labelDocumentsStatusSchema>;
const documentsSchema = z.array(documentLabelSchema.shape.document);

export const labelCommands = {
  /**
   * Durable when it answers: the document's file first, then `labelRequested` in the journal. The job then goes through the ledger like every
   * other: its outcome comes with `journal.appended`. subject: the waybill or bag a person knows it by.
   */
  'labels.print': command(
    z.strictObject({ label: labelToPrintSchema, subject: z.string().min(1).max(64) }),
    z.strictObject({ job: jobIdSchema }),
  ),
  /** Carriers' documents that lie on this machine: an order is packed with its carrier's label only when its document is one of them. */
  'labels.documents': command(z.null(), labelDocumentsStatusSchema.extend({ documents: documentsSchema })),
  /** A carrier's label that will be printed soon is drawn and read ahead. Answers at once; nothing is recorded. */
  'labels.warm': command(z.strictObject({ label: documentLabelSchema }), z.null()),
  /** Which printer gets the labels now, and whether there is a second one to choose. */
  'labels.printers': command(z.null(), z.strictObject({ inUse: printerIdSchema, fallback: z.boolean() })),
  /** A person's word: labels go there from now on. Refused where no second printer is set up. */
  'labels.choosePrinter': command(z.strictObject({ printer: printerIdSchema, reason: z.string().max(120) }), z.null()),
  'printerWizard.places': command(z.null(), printerPlacesSchema),
  'printerWizard.probe': command(z.strictObject({ transport: printerTransportSchema }), printerProbeSchema),
  'printerWizard.test': command(
    z.strictObject({ printer: printerSettingsSchema, time: z.string().max(40) }),
    sendOutcomeSchema,
  ),
  /** One page marked as practice to a printer of papers. */
  'printerWizard.testPaper': command(z.strictObject({ printer: paperPrinterSchema }), sendOutcomeSchema),
  /** The station's printers work again. */
  'printerWizard.stop': command(z.null(), z.null()),
} as const;

export const labelEvents = {
  'labels.documentsArrived': labelDocumentsStatusSchema.extend({ documents: documentsSchema }),
  'labels.printerInUse': z.strictObject({ printer: printerIdSchema }),
} as const;
