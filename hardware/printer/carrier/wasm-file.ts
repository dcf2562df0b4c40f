import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where each library has its WebAssembly, in node_modules and in the built application's folder. */
const sources = {
  pdfium: { module: '@hyzyla/pdfium/pdfium.wasm', file: 'pdfium.wasm' },
  zxing: { module: 'zxing-wasm/reader/zxing_reader.wasm', file: 'zxing_reader.wasm' },
} as const;
let directory: string | undefined;

/** The built application says where its files are; without it they are taken from node_modules. */
export function useWasmFrom(folder: string): void {
  directory = folder;
}

export function wasmBinary(library: keyof typeof sources): ArrayBuffer {
  const { module, file } = sources[library];
  const bytes = readFileSync(
    directory === undefined ? createRequire(import.meta.url).resolve(module) : join(directory, file),
  );
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
