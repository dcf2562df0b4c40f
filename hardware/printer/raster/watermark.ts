import type { SKRSContext2D } from '@napi-rs/canvas';
import { labelFont } from './label-fonts.ts';

type Surface = Pick<SKRSContext2D, 'font' | 'textAlign' | 'fillText'>;

/** "练习 PRACTICE" is about seven and a half times as wide as its letters are high. */
const SHARE_OF_WIDTH = 8;
const SHARE_OF_HEIGHT = 7;
const ROW = 1.7;

/**
 * The word of practice labels, in rows over the whole label: codes are kept free of it, so a single word across would lie hidden behind
 * them on the labels that are nearly all code. The caller has set the grey.
 */
export function paintWatermark(surface: Surface, text: string, width: number, height: number): void {
  const size = Math.round(Math.min(width / SHARE_OF_WIDTH, height / SHARE_OF_HEIGHT));
  const rows = Math.max(1, Math.floor(height / (size * ROW)));
  surface.textAlign = 'center';
  surface.font = labelFont(size, true);
  const row = width > size * SHARE_OF_WIDTH * 1.5 ? `${text}   ${text}` : text;
  for (let index = 0; index < rows; index += 1)
    surface.fillText(row, width / 2, Math.round((height * (index + 0.5)) / rows + size / 3));
}
