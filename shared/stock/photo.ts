import { z } from 'zod';

/** A picture taken at a bench. The file lies on the station and is sent apart; the record holds what proves it. */
export const photoSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Photo = z.infer<typeof photoSchema>;

/** A still of 1,600 pixels is 150 to 400 KB; a whole shift of them fits on any disk. */
export const MAX_PHOTO_BYTES = 1_500_000;
export const MAX_PHOTO_SIDE_PX = 1_600;

/** A picture as it lies on this machine. */
export const storedPhotoSchema = photoSchema.extend({
  bytes: z.number().int().positive().max(MAX_PHOTO_BYTES),
  mime: z.literal('image/jpeg'),
  widthPx: z.number().int().positive().max(10_000),
  heightPx: z.number().int().positive().max(10_000),
});
export type StoredPhoto = z.infer<typeof storedPhotoSchema>;

/**
 * Width and height out of the frame header of a JPEG; undefined: these bytes are none, or are cut off before it. The page says what it
 * sends, main believes what the bytes say.
 */
export function jpegSize(bytes: Uint8Array): { readonly widthPx: number; readonly heightPx: number } | undefined {
  const at = (index: number): number => bytes[index] ?? 0;
  if (at(0) !== 0xff || at(1) !== 0xd8) return undefined;
  for (let place = 2; place + 9 < bytes.length;) {
    if (at(place) !== 0xff) return undefined;
    const marker = at(place + 1);
    // Start of frame: baseline, progressive and the like; not the tables that share the range.
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame) {
      const [heightPx, widthPx] = [at(place + 5) * 256 + at(place + 6), at(place + 7) * 256 + at(place + 8)];
      return widthPx === 0 || heightPx === 0 ? undefined : { widthPx, heightPx };
    }
    const length = at(place + 2) * 256 + at(place + 3);
    if (length < 2) return undefined;
    place += 2 + length;
  }
  return undefined;
}
