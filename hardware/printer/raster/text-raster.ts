import { createCanvas } from '@napi-rs/canvas';
import { BASELINE, fitText, measureText, type FittedText, type TextStyle } from './fit-text.ts';
import { labelFont } from './label-fonts.ts';
import { OneBitImage, type PlacedImage } from './one-bit-image.ts';
import { paintWatermark } from './watermark.ts';

/** Alpha above this is black on a one-bit head. */
const THRESHOLD = 128;
/** Ẫ and ปี๊ reach out of their line: a mark over a neighbour's foot is right, a mark cut off is another letter. */
const SPARE_LINES = 0.3;
/** Strips of texts seen before: headings, line names, the operator. */
const CACHE = 400;
const fits = new WeakMap<OneBitImage, FittedText>();
const strips = new Map<string, PlacedImage | undefined>();

/** The text as a one-bit strip, placed from the corner of its field. The same text in the same style is the same object. */
export function rasterText(text: string, style: TextStyle): PlacedImage | undefined {
  const { width, height, lineDots, minLineDots, maxLines, bold, align, overflow } = style;
  return cached(JSON.stringify([text, width, height, lineDots, minLineDots, maxLines, bold, align, overflow]), () => {
    const fit = fitText(text, style);
    const { size, lineHeight, lines } = fit;
    // Only the part of the field that the letters need: reading dots back costs more than drawing them.
    const spare = Math.ceil(lineHeight * SPARE_LINES);
    const longest = Math.ceil(Math.max(...lines.map((line) => measureText(line, size, bold)))) + 2 * spare;
    const shownWidth = Math.min(width, longest);
    const rest = width - shownWidth;
    const left = align === 'left' ? 0 : align === 'center' ? rest >> 1 : rest;
    const canvas = createCanvas(shownWidth, lineHeight * lines.length + 2 * spare);
    const context = canvas.getContext('2d');
    context.font = labelFont(size, bold);
    context.textAlign = align;
    const x = (align === 'left' ? 0 : align === 'center' ? width / 2 : width) - left;
    for (const [index, line] of lines.entries())
      context.fillText(line, x, spare + Math.round(lineHeight * (index + BASELINE)));
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const strip = OneBitImage.fromAlpha(pixels, canvas.width, canvas.height, THRESHOLD).trimmed();
    if (strip === undefined) return undefined;
    fits.set(strip.image, fit);
    return { image: strip.image, x: strip.x + left, y: strip.y - spare };
  });
}

/** How the text of a strip was wrapped and shrunk; undefined for a picture that is none, or only a part of one. */
export const fitOfStrip = (image: OneBitImage): FittedText | undefined => fits.get(image);

/** The watermark of practice labels: large, grey by dots. */
export function rasterWatermark(text: string, width: number, height: number): PlacedImage | undefined {
  return cached(`watermark ${text} ${width}x${height}`, () => {
    const canvas = createCanvas(width, height);
    const context = canvas.getContext('2d');
    paintWatermark(context, text, width, height);
    const pixels = context.getImageData(0, 0, width, height).data;
    return OneBitImage.fromAlpha(pixels, width, height, THRESHOLD, (x, y) => (x + y) % 3 === 0).trimmed();
  });
}

function cached(key: string, draw: () => PlacedImage | undefined): PlacedImage | undefined {
  const known = strips.get(key);
  const strip = known ?? draw();
  // Least recently used first out.
  strips.delete(key);
  strips.set(key, strip);
  if (strips.size > CACHE) strips.delete(strips.keys().next().value ?? '');
  return strip;
}
