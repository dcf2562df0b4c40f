import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { z } from 'zod';
import { OneBitImage } from './one-bit-image.ts';

/** Latin first: it has all of Vietnamese, the Chinese font only a part. */
const faces = {
  medium: [
    ['IBMPlexSans-Medium.woff2', 'Weighhouse Latin Medium'],
    ['IBMPlexSansSC-Medium.woff2', 'Weighhouse SC Medium'],
  ],
  bold: [
    ['IBMPlexSans-Bold.woff2', 'Weighhouse Latin Bold'],
    ['IBMPlexSansSC-Bold.woff2', 'Weighhouse SC Bold'],
  ],
} as const;
/** One line box is this much higher than the em square's size in px: room for hanzi and stacked Vietnamese marks. */
const LINE_TO_SIZE = 0.8;
const BASELINE = 0.78;
/** Alpha above this is black on a one-bit head. */
const THRESHOLD = 128;

let coverage: readonly (readonly number[])[] | undefined;

/** Registers the fonts we ship; a second call does nothing. Throws when they are not there: a label without glyphs is no label. */
export function loadLabelFonts(directory: string): void {
  if (coverage !== undefined) return;
  for (const [file, family] of [...faces.medium, ...faces.bold]) {
    const path = join(directory, file);
    if (!existsSync(path) || GlobalFonts.registerFromPath(path, family) === null)
      throw new Error(`label font missing: ${path}`);
  }
  const table = z
    .record(z.string(), z.array(z.number().int()))
    .parse(JSON.parse(readFileSync(join(directory, 'coverage.json'), 'utf8')));
  coverage = faces.medium.map(([file]) => table[file] ?? []);
}

export interface TextStyle {
  readonly width: number;
  readonly lineDots: number;
  readonly minLineDots: number;
  readonly maxLines: number;
  readonly bold: boolean;
  readonly align: 'left' | 'center' | 'right';
}

/** The text as one-bit image, wrapped and shrunk to fit; what still does not fit ends with an ellipsis, so that the cut shows. */
export function rasterText(text: string, style: TextStyle): OneBitImage {
  const probe = createCanvas(8, 8).getContext('2d');
  const { size, lines } = fit(probe, text, style);
  const lineDots = Math.round(size / LINE_TO_SIZE);
  const canvas = createCanvas(style.width, lineDots * lines.length);
  const context = canvas.getContext('2d');
  context.font = fontOf(size, style.bold);
  context.textAlign = style.align;
  const x = style.align === 'left' ? 0 : style.align === 'center' ? style.width / 2 : style.width;
  for (const [index, line] of lines.entries()) context.fillText(line, x, Math.round(lineDots * (index + BASELINE)));
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
  return OneBitImage.fromAlpha(pixels, canvas.width, canvas.height, THRESHOLD);
}

/** The watermark of practice labels: large, grey by dots, across the whole label. */
export function rasterWatermark(text: string, width: number, height: number): OneBitImage {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.translate(width / 2, height / 2);
  context.rotate(-Math.PI / 4);
  context.font = fontOf(Math.round(width / 6.5), true);
  context.textAlign = 'center';
  context.fillText(text, 0, 0);
  const image = OneBitImage.fromAlpha(context.getImageData(0, 0, width, height).data, width, height, THRESHOLD);
  return image.masked((x, y) => (x + y) % 3 === 0);
}

const fontOf = (size: number, bold: boolean): string =>
  `${size}px ${(bold ? faces.bold : faces.medium).map(([, family]) => `"${family}"`).join(', ')}`;

function fit(
  context: SKRSContext2D,
  text: string,
  style: TextStyle,
): { readonly size: number; readonly lines: readonly string[] } {
  for (let lineDots = style.lineDots; ; lineDots = Math.max(style.minLineDots, Math.floor(lineDots * 0.92))) {
    const size = Math.floor(lineDots * LINE_TO_SIZE);
    context.font = fontOf(size, style.bold);
    const lines = wrap(context, text, style.width);
    if (lines.length <= style.maxLines) return { size, lines };
    if (lineDots <= style.minLineDots) {
      const kept = lines.slice(0, style.maxLines);
      const last = kept[style.maxLines - 1] ?? '';
      kept[style.maxLines - 1] = ellipsis(context, last + (lines[style.maxLines] ?? ''), style.width);
      return { size, lines: kept };
    }
  }
}

/** Breaks at blanks; inside words only where a word alone is wider than the line, and between hanzi. */
function wrap(context: SKRSContext2D, text: string, width: number): string[] {
  const parts =
    text.match(/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (context.measureText((line + part).trimEnd()).width <= width) line += part;
    else if (context.measureText(part).width <= width) {
      lines.push(line.trim());
      line = part.trimStart();
    } else {
      for (const character of part) {
        if (context.measureText(line + character).width > width) {
          lines.push(line.trim());
          line = '';
        }
        line += character;
      }
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trim());
  return lines;
}

function ellipsis(context: SKRSContext2D, text: string, width: number): string {
  let kept = text;
  while (kept.length > 1 && context.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}

/**
 * Characters none of our fonts has. The canvas would fall back to whatever the machine happens to have installed, or draw a box:
 * so the question is put to the fonts' own tables.
 */
export function missingGlyphs(text: string): string[] {
  if (coverage === undefined) throw new Error('loadLabelFonts first');
  const tables = coverage;
  return [...new Set(text)].filter((character) => {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return true;
    return !tables.some((ranges) => covers(ranges, point));
  });
}

function covers(ranges: readonly number[], point: number): boolean {
  let [low, high] = [0, ranges.length / 2 - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (point < (ranges[middle * 2] ?? 0)) high = middle - 1;
    else if (point > (ranges[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}
