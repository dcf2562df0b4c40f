import type { OneBitImage } from '../raster/one-bit-image.ts';
import { wasmBinary } from './wasm-file.ts';

const MAX_CODES = 20;
let prepared = false;

/** Every code on the picture, as another decoder than our encoder's reads it. */
export async function readCodes(image: OneBitImage): Promise<string[]> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  if (!prepared) {
    prepareZXingModule({ overrides: { wasmBinary: wasmBinary('zxing') } });
    prepared = true;
  }
  const { width, height } = image;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) if (image.get(x, y)) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  // The decoder wants the page's ImageData and reads these fields of it.
  const picture = { data, width, height, colorSpace: 'srgb' as const };
  const found = await readBarcodes(picture, { tryHarder: true, maxNumberOfSymbols: MAX_CODES });
  return found.map(({ text }) => text);
}
