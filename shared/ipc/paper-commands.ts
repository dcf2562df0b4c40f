import { z } from 'zod';
import { strokesSchema } from '../consolidation/signature.ts';
import { MAX_DOCUMENT_ROWS } from '../labels/document-model.ts';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });
const texts = z.record(z.string().max(40), z.string().max(200));

/** Papers of the floor as PDF. */
export const paperCommands = {
  /** Drawn in the device host, durable in the folder `papers` when it answers; the same name again replaces it. Errors: LABEL_DATA_REFUSED, INTERNAL when the disk refuses. */
  'papers.make': command(
    z.strictObject({
      paper: z.enum(['manifest-a4', 'handover-a4']),
      name: z.string().regex(/^[A-Z0-9-]{4,60}$/),
      data: z.strictObject({
        fields: texts,
        rows: z.array(texts).max(MAX_DOCUMENT_ROWS),
        ink: strokesSchema.optional(),
      }),
    }),
    z.strictObject({ path: z.string().max(500) }),
  ),
} as const;
