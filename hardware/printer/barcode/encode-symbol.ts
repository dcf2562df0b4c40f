// The named export `raw` is the symbol of that name; the encoder without drawing is a method of the default export.
import bwip from 'bwip-js/node';
import { z } from 'zod';
import type { Symbology } from '../../../shared/labels/label-model.ts';
import { LabelCompileError } from '../label-compile-error.ts';

/** A symbol in modules, not yet in dots. */
export type BarcodeSymbol =
  /** Widths of bars and spaces, bar first. */
  | { readonly kind: 'bars'; readonly widths: readonly number[]; readonly modules: number; readonly quiet: number }
  /** Cells row by row, 1 = black. */
  | {
      readonly kind: 'cells';
      readonly cells: readonly number[];
      readonly columns: number;
      readonly rows: number;
      readonly quiet: number;
    };

interface Encoding {
  readonly encoder: string;
  readonly options: Readonly<Record<string, string>>;
  /** Quiet zone on each side, in modules: ISO/IEC 15417, 15420 (the wider side), 16390, 18004, 16022. */
  readonly quiet: number;
  readonly content: RegExp;
  readonly words: string;
}

const ascii = { content: /^[\x20-\x7e]+$/, words: 'printable ASCII' };
const elements = { content: /^\(\d{2,4}\)[\x20-\x7e]+$/, words: 'GS1 elements such as (00)106141412345678908' };
const encodings: Readonly<Record<Symbology, Encoding>> = {
  // bwip would write other text as UTF-8 bytes, which scanners give back as Latin-1: refused instead.
  code128: { encoder: 'code128', options: {}, quiet: 10, ...ascii },
  'gs1-128': { encoder: 'gs1-128', options: {}, quiet: 10, ...elements },
  itf14: { encoder: 'interleaved2of5', options: {}, quiet: 10, content: /^\d{14}$/, words: '14 digits' },
  ean13: { encoder: 'ean13', options: {}, quiet: 11, content: /^\d{13}$/, words: '13 digits' },
  ean8: { encoder: 'ean8', options: {}, quiet: 7, content: /^\d{8}$/, words: '8 digits' },
  qr: { encoder: 'qrcode', options: { eclevel: 'M' }, quiet: 4, ...ascii },
  datamatrix: { encoder: 'datamatrix', options: {}, quiet: 2, ...ascii },
  'gs1-datamatrix': { encoder: 'gs1datamatrix', options: {}, quiet: 2, ...elements },
};

const rawSchema = z.union([
  z.object({ pixs: z.array(z.number()), pixx: z.number().int(), pixy: z.number().int() }),
  z.object({ sbs: z.array(z.number()) }),
]);

/** Symbols of texts seen before: QR costs milliseconds, and the same label is printed again. */
const CACHE = 200;
const cache = new Map<string, BarcodeSymbol>();

/** Throws LabelCompileError for text this symbology cannot hold: wrong characters, length, check digit, GS1 syntax. */
export function encodeSymbol(symbology: Symbology, text: string): BarcodeSymbol {
  const key = `${symbology}:${text}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const { encoder, options, quiet, content, words } = encodings[symbology];
  if (!content.test(text))
    throw new LabelCompileError('LABEL_DATA_REFUSED', `"${text}" is no ${symbology} content: ${words}`);
  const symbol = drawn(symbology, text, quiet, () => bwip.raw(encoder, text, options));
  cache.set(key, symbol);
  if (cache.size > CACHE) cache.delete(cache.keys().next().value ?? '');
  return symbol;
}

function drawn(symbology: Symbology, text: string, quiet: number, draw: () => unknown): BarcodeSymbol {
  let answer: unknown;
  try {
    [answer] = draw() as unknown[];
  } catch (error) {
    // "bwipp.GS1badChecksum#3251: AI 00: Bad checksum" → the part with words.
    const words = (error instanceof Error ? error.message : String(error)).replace(/^bwipp\.\w+(?:#\d+)?:\s*/, '');
    throw new LabelCompileError('LABEL_DATA_REFUSED', `"${text}" does not fit ${symbology}: ${words}`);
  }
  const plain =
    typeof answer === 'object' && answer !== null && 'sbs' in answer
      ? { sbs: Array.from(answer.sbs as ArrayLike<number>) }
      : answer;
  const raw = rawSchema.parse(plain);
  if ('pixs' in raw) return { kind: 'cells', cells: raw.pixs, columns: raw.pixx, rows: raw.pixy, quiet };
  return { kind: 'bars', widths: raw.sbs, modules: raw.sbs.reduce((sum, width) => sum + width, 0), quiet };
}
