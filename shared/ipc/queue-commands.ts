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
