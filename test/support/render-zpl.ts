import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { ready } from 'zpl-renderer-js';
import type { PrintedPage } from './bitmap-printers.ts';

const require = createRequire(import.meta.url);

/** Somebody else's renderer: ZPL to PNG, at 203 dpi (8 dots per mm) if nothing else is said. */
export async function renderZplToPng(
  zpl: string,
  widthMm = 100,
  heightMm = 150,
  dotsPerMm: 8 | 12 | 24 = 8,
): Promise<Uint8Array> {
  const { api } = await ready;
  const base64 = await api.zplToBase64Async(zpl, widthMm, heightMm, dotsPerMm);
  return Buffer.from(base64, 'base64');
}

let prepared = false;
function prepare(): void {
  if (prepared) return;
  prepared = true;
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
  });
}

/** Somebody else's decoder: every barcode on the picture. */
export async function decodeBarcodes(png: Uint8Array): Promise<{ readonly format: string; readonly text: string }[]> {
  prepare();
  const found = await readBarcodes(png, { tryHarder: true, maxNumberOfSymbols: 20 });
  return found.map(({ format, text }) => ({ format, text }));
}

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** 0 black to 255 white, a byte a dot. */
  readonly grey: Uint8ClampedArray;
}

/** The same for a grey picture; with the AIM identifier a scanner would send in front. */
export async function decodeGrey({
  width,
  height,
  grey,
}: GreyPicture): Promise<{ readonly format: string; readonly text: string; readonly aim: string }[]> {
  prepare();
  const data = new Uint8ClampedArray(width * height * 4);
  for (let index = 0; index < grey.length; index += 1) {
    data.fill(grey[index] ?? 255, index * 4, index * 4 + 3);
    data[index * 4 + 3] = 255;
  }
  const picture = { data, width, height, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0];
  const found = await readBarcodes(picture, { tryHarder: true, maxNumberOfSymbols: 20 });
  return found.map(({ format, text, symbologyIdentifier }) => ({ format, text, aim: symbologyIdentifier }));
}

/** The same for dots. */
export const decodeDots = ({ width, height, dots }: PrintedPage): ReturnType<typeof decodeGrey> =>
  decodeGrey({ width, height, grey: Uint8ClampedArray.from(dots, (dot) => (dot === 1 ? 0 : 255)) });

/** A picture as dots: darker than the middle is black. */
export async function dotsOf(png: Uint8Array): Promise<PrintedPage> {
  const image = await loadImage(Buffer.from(png));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const dots = new Uint8Array(width * height);
  for (let index = 0; index < dots.length; index += 1) dots[index] = (data[index * 4] ?? 255) < 128 ? 1 : 0;
  return { width, height, dots };
}
