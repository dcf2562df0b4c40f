import { z } from 'zod';

/** A picture taken at a bench. The file lies on the station and is sent apart; the record holds what proves it. */
export const photoSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Photo = z.infer<typeof photoSchema>;
