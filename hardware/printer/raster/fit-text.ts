import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { LabelCompileError } from '../label-compile-error.ts';
import { labelFont } from './label-fonts.ts';

/** A line box is this much higher than the em square: room for hanzi and stacked Vietnamese marks. */
const SIZE_OF_LINE = 0.8;
/** Thai stacks two marks above the letter and one below it: a smaller em in the same line. */
const SIZE_OF_LINE_THAI = 0.68;
export const BASELINE = 0.78;

export interface TextStyle {
  readonly width: number;
  readonly height?: number;
  readonly lineDots: number;
  readonly minLineDots: number;
  readonly maxLines: number;
  readonly bold: boolean;
  readonly align: 'left' | 'center' | 'right';
  readonly overflow: 'ellipsis' | 'refuse';
}

export interface FittedText {
  /** Font size and line height in the unit of the style. */
  readonly size: number;
  readonly lineHeight: number;
  readonly lines: readonly string[];
}

const probe = createCanvas(8, 8).getContext('2d');
const words = new Intl.Segmenter('th', { granularity: 'word' });
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Wrapped and shrunk to fit. What still does not fit ends with an ellipsis, so that the cut shows, or is refused. */
export function fitText(text: string, style: TextStyle): FittedText {
  const share = /[\u0e00-\u0e7f]/.test(text) ? SIZE_OF_LINE_THAI : SIZE_OF_LINE;
  for (let lineHeight = style.lineDots; ; lineHeight = Math.max(style.minLineDots, Math.floor(lineHeight * 0.92))) {
    const size = Math.floor(lineHeight * share);
    probe.font = labelFont(size, style.bold);
    const room =
      style.height === undefined ? style.maxLines : Math.max(1, Math.floor(style.height / Math.max(1, lineHeight)));
    const lines = wrap(probe, text, style.width);
    if (lines.length <= room) return { size, lineHeight, lines };
    if (lineHeight <= style.minLineDots) {
      if (style.overflow === 'refuse')
        throw new LabelCompileError('LABEL_DATA_REFUSED', `"${text.slice(0, 60)}" is too long for its field`);
      const kept = lines.slice(0, room);
      kept[room - 1] = ellipsis(probe, (kept[room - 1] ?? '') + (lines[room] ?? ''), style.width);
      return { size, lineHeight, lines: kept };
    }
  }
}

/** Advance width of one line, in the unit of the size. */
export function measureText(text: string, size: number, bold: boolean): number {
  probe.font = labelFont(size, bold);
  return probe.measureText(text).width;
}

/** Where a line may break: at blanks, between hanzi, between Thai words; inside a word only where it alone is wider than the line. */
function wrap(context: SKRSContext2D, text: string, width: number): string[] {
  if (context.measureText(text).width <= width) return [text];
  const parts = (
    text.match(
      /[\u0e00-\u0e7f]+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]|[^\s\u0e00-\u0e7f\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]+|\s+/gu,
    ) ?? []
  ).flatMap((part) => (/^[\u0e00-\u0e7f]/.test(part) ? Array.from(words.segment(part), (s) => s.segment) : [part]));
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (context.measureText((line + part).trimEnd()).width <= width) line += part;
    else if (context.measureText(part).width <= width) {
      lines.push(line.trim());
      line = part.trimStart();
    } else {
      for (const { segment } of letters.segment(part)) {
        if (line !== '' && context.measureText(line + segment).width > width) {
          lines.push(line.trim());
          line = '';
        }
        line += segment;
      }
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trim());
  return lines;
}

function ellipsis(context: SKRSContext2D, text: string, width: number): string {
  const kept = Array.from(letters.segment(text), (s) => s.segment);
  while (kept.length > 1 && context.measureText(`${kept.join('')}…`).width > width) kept.pop();
  return `${kept.join('')}…`;
}
