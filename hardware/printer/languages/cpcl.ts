import type { LabelScene } from '../../../shared/labels/label-scene.ts';
import { rasterScene } from '../place-scene.ts';
import { inkBands } from '../raster/one-bit-image.ts';
import { jobBytes } from './job-bytes.ts';

const MAX_GRAPHIC_BYTES = 32_000;
/** The manual names the 203 dpi head "200". */
const RESOLUTIONS = { 203: 200, 300: 300, 600: 600 } as const;

/** CPCL (mobile printers): the page as CG graphics, a 1 bit is black. FORM goes to the next gap after printing. */
export function encodeCpcl(scene: LabelScene): Uint8Array {
  const resolution = RESOLUTIONS[scene.dpi];
  const bands = inkBands(rasterScene(scene), MAX_GRAPHIC_BYTES);
  return jobBytes([
    `! 0 ${resolution} ${resolution} ${scene.heightDots} 1\r\nPAGE-WIDTH ${scene.widthDots}\r\n`,
    ...bands.flatMap(({ image, x, y }) => [`CG ${image.bytesPerRow} ${image.height} ${x} ${y} `, image.bits, '\r\n']),
    'FORM\r\nPRINT\r\n',
  ]);
}
