import { z } from 'zod';

/** Where each phrase lies in a language's pack of Ogg Opus clips. text: the first 16 hex digits of the SHA-256 of what is said. */
export const voiceIndexSchema = z.strictObject({
  sha256: z.string().length(64),
  bytes: z.number().int().positive(),
  clips: z.record(
    z.string(),
    z.strictObject({
      at: z.number().int().nonnegative(),
      bytes: z.number().int().positive(),
      text: z.string().length(16),
    }),
  ),
});
export type VoiceIndex = z.infer<typeof voiceIndexSchema>;
