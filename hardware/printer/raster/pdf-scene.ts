import { PDFDocument } from '@napi-rs/canvas';
import type { LabelScene, SceneBarcode } from '../../../shared/labels/label-scene.ts';
import { fitSymbol } from '../barcode/fit-symbol.ts';
import { exactPageSize } from './exact-page-size.ts';
import { BASELINE, fitText } from './fit-text.ts';
import { OneBitImage } from './one-bit-image.ts';
import { labelFont } from './label-fonts.ts';
import { paintWatermark } from './watermark.ts';

/** PDF counts in points of 1/72 inch; our 203 dpi head has 8 dots a millimetre. */
const POINTS_PER_DOT = { 203: 72 / 203.2, 300: 72 / 300, 600: 72 / 600 } as const;
export type PdfPage = ReturnType<PDFDocument['beginPage']>;
const WATERMARK_GREY = '#c8c8c8';

/**
 * The scene as one PDF page of the label's size: text as text in embedded fonts, codes and boxes as rectangles on the same dots as
 * every other output. Print at 100 %.
 */
export function encodePdf(scene: LabelScene, title: string): Uint8Array {
  const scale = POINTS_PER_DOT[scene.dpi];
  const document = new PDFDocument({ title });
  const page = document.beginPage(scene.widthDots * scale, scene.heightDots * scale);
  page.scale(scale, scale);
  drawScene(page, scene);
  document.endPage();
  return exactPageSize(document.close(), scene.widthDots * scale, scene.heightDots * scale);
}

function drawScene(page: PdfPage, scene: LabelScene): void {
  // The watermark lies below everything, and codes keep white paper.
  for (const item of scene.items)
    if (item.type === 'watermark') drawWatermark(page, item.text, scene.widthDots, scene.heightDots);
  for (const item of scene.items) {
    page.fillStyle = '#000000';
    switch (item.type) {
      case 'watermark':
        break;
      case 'box':
        if (item.fill || 2 * item.line >= Math.min(item.width, item.height))
          page.fillRect(item.x, item.y, item.width, item.height);
        else {
          page.lineWidth = item.line;
          const half = item.line / 2;
          page.strokeRect(item.x + half, item.y + half, item.width - item.line, item.height - item.line);
        }
        break;
      case 'image': {
        page.beginPath();
        const image = new OneBitImage(item.width, item.height, item.bits);
        for (let y = 0; y < image.height; y += 1)
          for (let x = 0; x < image.width; x += 1) {
            const from = x;
            while (x < image.width && image.get(x, y)) x += 1;
            if (x > from) page.rect(item.x + from + EDGE, item.y + y + EDGE, x - from - 2 * EDGE, 1 - 2 * EDGE);
          }
        page.fill();
        break;
      }
      case 'barcode':
        drawCode(page, item);
        break;
      case 'text': {
        const { size, lineHeight, lines } = fitText(item.text, item);
        page.fillStyle = item.inverse ? '#ffffff' : '#000000';
        page.font = labelFont(size, item.bold);
        page.textAlign = item.align;
        const x = item.x + (item.align === 'left' ? 0 : item.align === 'center' ? item.width / 2 : item.width);
        for (const [index, line] of lines.entries()) page.fillText(line, x, item.y + lineHeight * (index + BASELINE));
      }
    }
  }
}

/**
 * PDF blackens every dot a shape touches: a bar whose edge is written a thousandth too far would print one dot wider. So each
 * rectangle keeps this share of a dot away from its edges.
 */
const EDGE = 0.02;

/** On white paper, whatever lies below. One path: rectangles drawn one by one would show light seams in a viewer that smooths edges. */
export function drawCode(page: PdfPage, field: SceneBarcode): void {
  page.fillStyle = '#ffffff';
  page.fillRect(field.x, field.y, field.width, field.height);
  page.fillStyle = '#000000';
  page.beginPath();
  for (const { x, y, width, height } of fitSymbol(field).rectangles)
    page.rect(x + EDGE, y + EDGE, width - 2 * EDGE, height - 2 * EDGE);
  page.fill();
}

/** Grey; drawn first, below everything. */
export function drawWatermark(page: PdfPage, text: string, width: number, height: number): void {
  page.fillStyle = WATERMARK_GREY;
  paintWatermark(page, text, width, height);
}
