import { z } from 'zod';
import { strokesSchema } from '../consolidation/signature.ts';
import { MAX_DOCUMENT_ROWS } from '../labels/document-model.ts';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });
const texts = z.record(z.string().max(40), z.string().max(200));
/** Of the file, without its ending. */
const name = z.string().regex(/^[A-Z0-9-]{4,60}$/);

/** Papers of the floor as PDF. */
export const paperCommands = {
  /** Drawn in the device host, durable in the folder `papers` when it answers; the same name again replaces it. Errors: LABEL_DATA_REFUSED, INTERNAL when the disk refuses. */
  'papers.make': command(
    z.strictObject({
      paper: z.enum([
        'manifest-a4',
        'handover-a4',
        'packing-slip-a4',
        'commercial-invoice-a4',
        'cn22-100x150',
        'cn23-210x148',
      ]),
      name,
      /** A table, or the cells of a form. */
      data: z.union([
        z.strictObject({
          fields: texts,
          rows: z.array(texts).max(MAX_DOCUMENT_ROWS),
          ink: strokesSchema.optional(),
        }),
        texts,
      ]),
    }),
    z.strictObject({ path: z.string().max(500) }),
  ),
  /**
   * One that was made, to the printer of papers. kept: no such printer is set up, the file is all there is. Errors: INTERNAL when the
   * file is not there, DEVICE_HOST_LOST.
   */
  'papers.print': command(
    z.strictObject({ name }),
    z.strictObject({ outcome: z.enum(['sent', 'unknown', 'failed', 'kept']), detail: z.string().max(200) }),
  ),
} as const;
