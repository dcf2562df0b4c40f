import { MAX_DOCUMENT_BYTES } from '../../../shared/devices/print-job.ts';
import { OneBitImage } from '../raster/one-bit-image.ts';
import { greyOfPng } from '../raster/grey-of-png.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import { wasmBinary } from './wasm-file.ts';

const refuse = (detail: string): LabelCompileError => new LabelCompileError('LABEL_DATA_REFUSED', detail);

export type CarrierFormat = 'pdf' | 'png' | 'zpl';
export interface CarrierPicture {
  readonly format: CarrierFormat;
  readonly image: OneBitImage;
}

/** Our 203 dpi heads have 8 dots a millimetre. */
const DOTS_PER_INCH = { 203: 203.2, 300: 300, 600: 600 } as const;
const DOTS_PER_MM = { 203: 8, 300: 12, 600: 24 } as const;
/** Black or white, nothing between: a dithered bar is not a bar. */
const THRESHOLD = 128;
/** Drawn larger first: a bar's edge is then where most of its dots are, not where the anti-aliasing rounds to. */
const SPARE = 0.02;

/** What kind of label these bytes are; undefined for everything else. */
export function carrierFormat(bytes: Uint8Array): CarrierFormat | undefined {
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1');
  if (head.startsWith('%PDF-')) return 'pdf';
  if (head.startsWith('\x89PNG\r\n')) return 'png';
  return /^\s*(?:~\w\w[^^]{0,80}|\^FX[^^]*)*\^XA/.test(head) || head.includes('^XA') ? 'zpl' : undefined;
}

/**
 * A platform's or carrier's own label as dots of this head, 1:1: nothing is scaled to fit, turned or dithered. Throws LabelCompileError
 * when it cannot be had that way: more than one page, another resolution, larger than the paper.
 */
export async function carrierPicture(
  bytes: Uint8Array,
  paper: { readonly dpi: 203 | 300 | 600; readonly widthMm: number; readonly heightMm: number },
): Promise<CarrierPicture> {
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw refuse(`the label has ${bytes.length} bytes, ${MAX_DOCUMENT_BYTES} are the most`);
  const format = carrierFormat(bytes);
  switch (format) {
    case undefined:
      throw refuse('the label is neither PDF nor PNG nor ZPL');
    case 'pdf':
      return { format, image: onPaper(await fromPdf(bytes, paper.dpi), paper) };
    case 'png':
      return { format, image: onPaper(await fromPng(bytes, paper.dpi), paper) };
    case 'zpl':
      return { format, image: await fromZpl(bytes, paper) };
  }
}

type Paper = Parameters<typeof carrierPicture>[1];

async function fromPdf(bytes: Uint8Array, dpi: Paper['dpi']): Promise<OneBitImage> {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const library = await PDFiumLibrary.init({ wasmBinary: wasmBinary('pdfium') });
  try {
    const document = await library.loadDocument(bytes).catch((error: unknown) => {
      throw refuse(`the PDF cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
    });
    try {
      const pages = document.getPageCount();
      if (pages !== 1) throw refuse(`the PDF has ${pages} pages: one label, one job`);
      const page = document.getPage(0);
      const { originalWidth, originalHeight } = page.getOriginalSize();
      // PDFium rounds down by itself (797 dots for 799): the size in dots is said to it.
      const dots = (points: number): number => Math.round((points * DOTS_PER_INCH[dpi]) / 72 - SPARE);
      const [width, height] = [dots(originalWidth), dots(originalHeight)];
      const { data } = await page.render({ width, height, render: 'bitmap', colorSpace: 'Gray' });
      return OneBitImage.fromGrey(data, width, height, THRESHOLD);
    } finally {
      document.destroy();
    }
  } finally {
    library.destroy();
  }
}

async function fromPng(bytes: Uint8Array, dpi: Paper['dpi']): Promise<OneBitImage> {
  const made = pngDpi(bytes);
  if (made === undefined) throw refuse('the PNG does not say its resolution: 1:1 cannot be had');
  if (Math.abs(made - DOTS_PER_INCH[dpi]) > DOTS_PER_INCH[dpi] * 0.01)
    throw refuse(`the PNG was made for ${Math.round(made)} dpi, this head has ${dpi}: scaling would spoil its bars`);
  const { width, height, grey } = await greyOfPng(bytes);
  return OneBitImage.fromGrey(grey, width, height, THRESHOLD);
}

/** From pHYs, in dots per inch. */
function pngDpi(bytes: Uint8Array): number | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= data.length; at += 12 + data.readUInt32BE(at)) {
    const type = data.toString('latin1', at + 4, at + 8);
    if (type === 'pHYs' && data[at + 16] === 1) return data.readUInt32BE(at + 8) * 0.0254;
    if (type === 'IDAT') return undefined;
  }
  return undefined;
}

async function fromZpl(bytes: Uint8Array, paper: Paper): Promise<OneBitImage> {
  const text = zplFormat(bytes);
  const { ready } = await import('zpl-renderer-js');
  const { api } = await ready;
  let png: string;
  try {
    png = await api.zplToBase64Async(text, paper.widthMm, paper.heightMm, DOTS_PER_MM[paper.dpi]);
  } catch (error) {
    throw refuse(`the ZPL cannot be drawn: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { width, height, grey } = await greyOfPng(Buffer.from(png, 'base64'));
  return OneBitImage.fromGrey(grey, width, height, THRESHOLD);
}

/** Settings, memory, firmware, other people's jobs: nothing that a label has to do with. */
const NOT_A_LABELS_BUSINESS =
  /[~^](?:JA|JB|JC|JF|JG|JI|JJ|JL|JM|JN|JO|JP|JQ|JR|JS|JT|JU|JX|JZ|ID|EF|EG|SZ|KP|KN|KD|KL|NC|ND|NI|NP|NR|NS|NT|NW|WA|WC|WD|WI|WL|WP|WR|WS|WV|WX|HH|HI|HM|HS|HQ|HU|HV|HW|HY|HZ|TA|TB|DB|DU|DT|DY|RO|ZZ)/;

/** Exactly one format, with nothing in it that changes the printer. Throws LabelCompileError. */
export function zplFormat(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  const foreign = NOT_A_LABELS_BUSINESS.exec(text);
  if (foreign !== null) throw refuse(`the ZPL holds ${foreign[0]}, which is not a label's business`);
  const begins = text.match(/\^XA/g)?.length ?? 0;
  const ends = text.match(/\^XZ/g)?.length ?? 0;
  if (begins !== 1 || ends !== 1) throw refuse(`the ZPL has ${begins} begins and ${ends} ends: one label, one job`);
  const copies = /\^PQ(\d+)/.exec(text);
  if (copies !== null && Number(copies[1]) > 1)
    throw refuse(`the ZPL asks for ${copies[1]} copies: one label, one job`);
  return text.slice(text.indexOf('^XA'), text.indexOf('^XZ') + 3);
}

function onPaper(image: OneBitImage, paper: Paper): OneBitImage {
  const perMm = paper.dpi === 203 ? 8 : paper.dpi / 25.4;
  const [width, height] = [Math.round(paper.widthMm * perMm), Math.round(paper.heightMm * perMm)];
  // 4 × 6 inches on 100 × 150 mm paper: what goes beyond must be white.
  const ink = image.trimmed();
  if (ink !== undefined && (ink.x + blackWidth(ink.image) > width || ink.y + ink.image.height > height))
    throw refuse(
      `the label is ${Math.round(image.width / perMm)} × ${Math.round(image.height / perMm)} mm with ink beyond the paper of ${paper.widthMm} × ${paper.heightMm} mm, and is not made smaller`,
    );
  const page = new OneBitImage(width, height);
  page.draw(image, 0, 0);
  return page;
}

function blackWidth(image: OneBitImage): number {
  for (let x = image.width - 1; x >= 0; x -= 1)
    for (let y = 0; y < image.height; y += 1) if (image.get(x, y)) return x + 1;
  return 0;
}
