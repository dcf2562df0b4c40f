import type { LabelScene } from '../../../shared/labels/label-scene.ts';
import { rasterScene } from '../place-scene.ts';
import { inkBands } from '../raster/one-bit-image.ts';
import { jobBytes } from './job-bytes.ts';

/** One BITMAP is kept below this: cheap clones have a small line buffer. */
const MAX_BITMAP_BYTES = 32_000;
/** ZPL counts darkness to 30, TSPL to 15. */
const DENSITY_SHARE = 2;

/** TSPL and TSPL2 (TSC, Gprinter, Xprinter …): the page as bitmaps, a 0 bit is black. Sizes in whole dots. */
export function encodeTspl(
  scene: LabelScene,
  options: { readonly darkness?: number | undefined; readonly speedIps?: number | undefined },
): Uint8Array {
  const lines = [
    // "dot" needs firmware V3.0 or newer and leaves no rounding to the printer (TSPL2 manual, SIZE).
    `SIZE ${scene.widthDots} dot,${scene.heightDots} dot`,
    'GAP 3 mm,0 mm',
    'DIRECTION 0',
    'REFERENCE 0,0',
    ...(options.darkness === undefined ? [] : [`DENSITY ${Math.floor(options.darkness / DENSITY_SHARE)}`]),
    ...(options.speedIps === undefined ? [] : [`SPEED ${options.speedIps}`]),
    'CLS',
  ];
  const bands = inkBands(rasterScene(scene), MAX_BITMAP_BYTES);
  return jobBytes([
    `\r\n${lines.join('\r\n')}\r\n`,
    ...bands.flatMap(({ image, x, y }) => [
      `BITMAP ${x},${y},${image.bytesPerRow},${image.height},0,`,
      image.bits.map((byte) => ~byte & 0xff),
      '\r\n',
    ]),
    'PRINT 1,1\r\n',
  ]);
}
