import type { LabelScene } from '../../../shared/labels/label-scene.ts';
import { rasterScene } from '../place-scene.ts';
import { jobBytes } from './job-bytes.ts';

/** Rows in one raster command: printers with a small buffer stop in the middle of a higher one. */
const ROWS_PER_BAND = 128;
const [ESC, GS] = ['\x1b', '\x1d'];

/**
 * ESC/POS (receipt heads, 576 dots at 80 mm): the page in raster bands, a 1 bit is black, empty bands as well, because the unit of
 * the feed commands differs between makers. Then a feed of four lines and a partial cut.
 */
export function encodeEscPos(scene: LabelScene): Uint8Array {
  const page = rasterScene(scene);
  const parts: (string | Uint8Array)[] = [`${ESC}@`];
  for (let row = 0; row < page.height; row += ROWS_PER_BAND) {
    const rows = Math.min(ROWS_PER_BAND, page.height - row);
    const { bytesPerRow } = page;
    parts.push(`${GS}v0\0`, Uint8Array.of(bytesPerRow & 0xff, bytesPerRow >> 8, rows & 0xff, rows >> 8));
    parts.push(page.bits.subarray(row * bytesPerRow, (row + rows) * bytesPerRow));
  }
  return jobBytes([...parts, `${ESC}d\x04`, `${GS}V\x42\0`]);
}
