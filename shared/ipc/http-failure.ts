import { z } from 'zod';

/** Network trouble is an answer, not an exception: the sync loop decides what to do with it. */
export const httpFailureSchema = z.strictObject({
  outcome: z.literal('no-answer'),
  kind: z.enum(['network', 'timeout', 'status', 'not-ours']),
  status: z.number().int().optional(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  detail: z.string().max(300),
});
export type HttpFailure = z.infer<typeof httpFailureSchema>;
