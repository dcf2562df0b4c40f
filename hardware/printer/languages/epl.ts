import type { LabelScene } from '../../../shared/labels/label-scene.ts';
import { rasterScene } from '../place-scene.ts';
import { inkBands } from '../raster/one-bit-image.ts';
import { jobBytes } from './job-bytes.ts';

/** Image memory of an EPL2 printer takes a page, its command parser rather less at once. */
const MAX_GRAPHIC_BYTES = 32_000;
const GAP_DOTS = 24;
const DENSITY_SHARE = 2;

/** EPL2: the page as GW graphics, a 0 bit is black. Starts with a line feed, which ends whatever the printer was in the middle of. */
export function encodeEpl(scene: LabelScene, options: { readonly darkness?: number | undefined }): Uint8Array {
  const bands = inkBands(rasterScene(scene), MAX_GRAPHIC_BYTES);
  return jobBytes([
    `\nN\nq${scene.widthDots}\nQ${scene.heightDots},${GAP_DOTS}\nZT\n`,
    ...(options.darkness === undefined ? [] : [`D${Math.floor(options.darkness / DENSITY_SHARE)}\n`]),
    // The printed manual leaves out the separator before the data; the printer wants it (support.zebra.com, GW command).
    ...bands.flatMap(({ image, x, y }) => [
      `GW${x},${y},${image.bytesPerRow},${image.height},`,
      image.bits.map((byte) => ~byte & 0xff),
      '\n',
    ]),
    'P1,1\n',
  ]);
}
