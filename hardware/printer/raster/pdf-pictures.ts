import { createCanvas } from '@napi-rs/canvas';
import { PDFDocument } from 'pdf-lib';
import type { DocumentData, DocumentTemplate } from '../../../shared/labels/document-model.ts';
import { LAYOUT_DPI, layDocument } from './pdf-document.ts';

const PICTURE_DPI = 300;
/** Letters stay sharp, and an A4 page some hundred kilobytes. */
const JPEG_QUALITY = 88;
const INCH = 72;
const MM_PER_INCH = 25.4;

/** Every page a picture of 300 dpi. Lets the process breathe between two pages: scales and scanners live in it too. */
export async function encodePictures(
  template: DocumentTemplate,
  data: DocumentData,
  practice: boolean,
): Promise<Uint8Array> {
  const { width, height, draw } = layDocument(template, data, practice);
  const scale = PICTURE_DPI / LAYOUT_DPI;
  const document = await PDFDocument.create();
  document.setTitle(`${template.titleEn} ${data.fields[template.code] ?? ''}`);
  for (const drawPage of draw) {
    const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
    const page = canvas.getContext('2d');
    page.fillStyle = '#ffffff';
    page.fillRect(0, 0, canvas.width, canvas.height);
    page.scale(scale, scale);
    drawPage(page);
    const picture = await document.embedJpg(await canvas.encode('jpeg', JPEG_QUALITY));
    const size = { width: (width / LAYOUT_DPI) * INCH, height: (height / LAYOUT_DPI) * INCH };
    document.addPage([size.width, size.height]).drawImage(picture, { x: 0, y: 0, ...size });
    await new Promise(setImmediate);
  }
  return document.save();
}

/** One picture as one page of this size: a form that was drawn dot by dot. */
export async function pdfOfPicture(
  png: Uint8Array,
  { widthMm, heightMm }: { readonly widthMm: number; readonly heightMm: number },
  title: string,
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  const size = { width: (widthMm / MM_PER_INCH) * INCH, height: (heightMm / MM_PER_INCH) * INCH };
  document.addPage([size.width, size.height]).drawImage(await document.embedPng(png), { x: 0, y: 0, ...size });
  return document.save();
}
