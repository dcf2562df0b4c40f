import { z } from 'zod';
import { MAX_PHOTO_BYTES, storedPhotoSchema } from '../stock/photo.ts';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const photoCommands = {
  /**
   * Keeps a JPEG under its own hash, durable when it answers; the same picture twice is one file. The operation that names it follows.
   * Errors: PHOTO_FAILED when it is no JPEG of these limits, or the disk is low.
   */
  'photos.keep': command(
    z.strictObject({
      jpeg: z.instanceof(Uint8Array).refine((jpeg) => jpeg.length > 0 && jpeg.length <= MAX_PHOTO_BYTES),
    }),
    storedPhotoSchema,
  ),
} as const;
