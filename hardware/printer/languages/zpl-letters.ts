import type { SceneText } from '../../../shared/labels/label-scene.ts';
import { BASELINE, measureText } from '../raster/fit-text.ts';
import { OneBitImage, type PlacedImage } from '../raster/one-bit-image.ts';
import { fitOfStrip } from '../raster/text-raster.ts';
import { escapeField } from './zpl-field.ts';

/** Letters of the printer's own, and the box of the scene that they stand in for. */
export interface PrinterLetters {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly baseline: number;
  /** Height of the character cell, which `^A0` wants. */
  readonly cell: number;
  readonly align: SceneText['align'];
}

export interface SplitText {
  readonly letters: readonly PrinterLetters[];
  /** What has no letters of the printer's: hanzi, and signs between them. undefined: nothing is left. */
  readonly rest: PlacedImage | undefined;
}

/** A shorter run is not worth a command of its own. */
const MIN_RUN = 3;
/**
 * Only where nothing but printable ASCII, hanzi and their signs stands: marks of Thai and Vietnamese reach out of their line, and a run cut
 * out beside them would cut them too.
 */
const CALM = /^[\x20-\x7e\u00b7\u00d7\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*$/;
/** Of our font: height of a capital letter in sizes. */
const CAPITAL = 0.698;
/** Of font 0: the same in cells (zpl-renderer-js: 150 dots of 200). */
const CAPITAL_OF_CELL = 0.75;
/** Advance of font 0's letters from blank to tilde, in thousandths of the cell, measured with zpl-renderer-js. */
const ADVANCES = [
  250, 335, 335, 500, 500, 835, 665, 250, 335, 335, 500, 500, 335, 800, 335, 280, 500, 500, 500, 500, 500, 500, 500,
  500, 500, 500, 280, 280, 500, 500, 500, 500, 835, 555, 555, 555, 610, 500, 500, 610, 610, 280, 445, 555, 500, 780,
  610, 610, 555, 610, 610, 555, 500, 610, 555, 835, 555, 555, 500, 335, 250, 335, 500, 500, 335, 500, 500, 445, 500,
  500, 280, 500, 500, 280, 280, 445, 280, 780, 500, 500, 500, 500, 335, 445, 280, 500, 445, 665, 445, 445, 390, 275,
  250, 275, 500,
] as const;
/** What letters may take of their room by that measure: those of another maker's font 0 may be wider. */
const ROOM_SHARE = 0.88;

const splits = new WeakMap<OneBitImage, SplitText>();

/** A text's strip, split into letters that every ZPL printer has and the rest as picture; places are relative to the strip's corner. */
export function splitText(field: SceneText, strip: PlacedImage): SplitText {
  // The same text in the same style is the same picture (rasterText), and lies at the same place in its field.
  const known = splits.get(strip.image);
  if (known !== undefined) return known;
  const split = CALM.test(field.text) ? divide(field, strip) : { letters: [], rest: { ...strip, x: 0, y: 0 } };
  splits.set(strip.image, split);
  return split;
}

function divide(field: SceneText, strip: PlacedImage): SplitText {
  const [left, top] = [field.x - strip.x, field.y - strip.y];
  const fit = fitOfStrip(strip.image);
  if (fit === undefined) return { letters: [], rest: { ...strip, x: 0, y: 0 } };
  const { size, lineHeight, lines } = fit;
  const letters: PrinterLetters[] = [];
  const rest = new OneBitImage(strip.image.width, strip.image.height, strip.image.bits.slice());
  for (const [index, line] of lines.entries()) {
    const free = field.width - measureText(line, size, field.bold);
    const start = field.align === 'left' ? 0 : field.align === 'center' ? free / 2 : free;
    for (const { 0: run, index: at } of line.matchAll(/[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?/g)) {
      if (run.length < MIN_RUN) continue;
      const from = start + measureText(line.slice(0, at), size, field.bold);
      const x = Math.floor(left + from);
      const width = Math.ceil(left + from + measureText(run, size, field.bold)) - x;
      const y = top + index * lineHeight;
      const cell = cellFor(run, Math.round((size * CAPITAL) / CAPITAL_OF_CELL), width);
      const baseline = y + Math.round(lineHeight * BASELINE);
      letters.push({ text: run, x, y, width, height: lineHeight, baseline, cell, align: field.align });
      rest.fill(x, y, width, lineHeight, false);
    }
  }
  return { letters, rest: rest.trimmed() };
}

const advanceOf = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (ADVANCES[letter.charCodeAt(0) - 0x20] ?? 500), 0) / 1000;

/** The cell that gives capitals as high as ours, or a smaller one where the run would be too wide. */
const cellFor = (text: string, wanted: number, width: number): number =>
  Math.min(wanted, Math.floor((width * ROOM_SHARE) / advanceOf(text)));

const SPARE_BEFORE = { left: 0, center: 0.5, right: 1 } as const;
/** Of the cell: a slash reaches so far before and behind its own place. */
const OVERHANG = 1 / 60;

/** Where the scene has it, as high as there, standing on the same line; what it takes less of its room is left as its field is aligned. */
export function zplLetters(run: PrinterLetters, left: number, top: number, reverse: boolean): string {
  const { text, x, width, baseline, cell, align } = run;
  const free = width - advanceOf(text) * cell;
  const overhang = Math.ceil(cell * OVERHANG);
  const before = Math.max(overhang, Math.round(Math.min(free * SPARE_BEFORE[align], free - overhang)));
  return `^FT${left + x + before},${top + baseline}${reverse ? '^FR' : ''}^A0N,${cell},${cell}^FH_^FD${escapeField(text)}^FS`;
}
