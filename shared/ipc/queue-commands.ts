import { z } from 'zod';
import { leadsAnswerSchema } from '../sync/park-rules.ts';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const leadsWordSchema = z.strictObject({
  about: z.string().max(80),
  answer: leadsAnswerSchema,
  lead: z.string().max(64),
  wallMs: z.number().int(),
  epoch: z.number().int().positive(),
  seq: z.number().int().positive(),
});

/** What the queue screen asks of main. */
export const queueCommands = {
  /** Leads' words of this station, of all its chains, the last one about each thing; answered when the journal is read. */
  'queue.words': command(z.null(), z.array(leadsWordSchema).max(10_000)),
} as const;

export const exportTargetSchema = z.strictObject({
  path: z.string().max(400),
  label: z.string().max(400),
  freeBytes: z.number().nonnegative(),
});
export type ExportTarget = z.infer<typeof exportTargetSchema>;
export const exportWhatSchema = z.enum(['xlsx', 'csv', 'journal']);
export type ExportWhat = z.infer<typeof exportWhatSchema>;

/** Files for people: the shift's operations, or the journal itself. Main writes them; the page names a stick out of main's list. */
export const exportCommands = {
  'export.targets': command(z.null(), z.array(exportTargetSchema).max(20)),
  /** Durable and read back when it is answered. Errors: TARGET_FULL, TARGET_GONE, TARGET_LOCKED, COPY_DIFFERS, EXPORT_FAILED. */
  'export.write': command(
    z.strictObject({ what: exportWhatSchema, target: z.string().min(1).max(400), language: z.enum(['zh', 'en']) }),
    z.strictObject({ file: z.string().max(800), records: z.number().int().nonnegative() }),
  ),
} as const;
