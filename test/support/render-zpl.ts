import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { ready } from 'zpl-renderer-js';

const require = createRequire(import.meta.url);

/** Somebody else's renderer: ZPL to PNG at 203 dpi (8 dots per mm). */
export async function renderZplToPng(zpl: string, widthMm = 100, heightMm = 150): Promise<Uint8Array> {
  const { api } = await ready;
  const base64 = await api.zplToBase64Async(zpl, widthMm, heightMm, 8);
  return Buffer.from(base64, 'base64');
}

/** Somebody else's decoder: every barcode on the picture. */
export async function decodeBarcodes(png: Uint8Array): Promise<{ readonly format: string; readonly text: string }[]> {
  const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
  });
  const found = await readBarcodes(png, { tryHarder: true, maxNumberOfSymbols: 10 });
  return found.map(({ format, text }) => ({ format, text }));
}
