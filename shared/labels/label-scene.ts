import { labelElementSchema, type LabelTemplate, type Symbology } from './label-model.ts';

/** A label in whole dots of one print head. Every output is drawn from this and from nothing else. */
export interface LabelScene {
  readonly dpi: SceneProfile['dpi'];
  readonly widthDots: number;
  readonly heightDots: number;
  /** Turned by half a circle on its way to the head. */
  readonly upsideDown: boolean;
  readonly items: readonly SceneItem[];
}

export interface SceneText {
  readonly type: 'text';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Set: the number of lines follows from it. Not set: maxLines. */
  readonly height?: number;
  readonly lineDots: number;
  readonly minLineDots: number;
  readonly maxLines: number;
  readonly bold: boolean;
  readonly align: 'left' | 'center' | 'right';
  readonly inverse: boolean;
  readonly overflow: 'ellipsis' | 'refuse';
  readonly text: string;
}

export interface SceneBarcode {
  readonly type: 'barcode';
  readonly symbology: Symbology;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Bounds of the module in whole dots, from millimetres and from what a scanner needs. */
  readonly minModuleDots: number;
  readonly maxModuleDots: number;
  readonly ladder: boolean;
  readonly text: string;
}

export interface SceneBox {
  readonly type: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly line: number;
  readonly fill: boolean;
}

/** One bit a dot, rows padded to whole bytes, 1 = black; dot for dot, never scaled. */
export interface SceneImage {
  readonly type: 'image';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

export type SceneItem =
  SceneText | SceneBarcode | SceneBox | SceneImage | { readonly type: 'watermark'; readonly text: string };

export const DOTS_PER_MM = { 203: 8, 300: 300 / 25.4, 600: 600 / 25.4 } as const;
/**
 * Below these a thermal print is not read (measured with one dot more or less, a dead dot and blur: 3 dots pass for bars and QR,
 * Data Matrix needs 4), nor below 0.25 mm by hand scanners at arm's length, however fine the head.
 */
const MIN_DOTS = 3;
const MIN_DOTS_DATA_MATRIX = 4;
const MIN_MODULE_MM = 0.25;
/** Rounding of millimetres: 0.495 mm at 203 dpi is 3.96 dots, and 4 dots are meant. */
const EPSILON = 1e-9;

export interface SceneProfile {
  readonly dpi: 203 | 300 | 600;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly offsetXMm?: number | undefined;
  readonly offsetYMm?: number | undefined;
  readonly upsideDown?: boolean | undefined;
  /** Codes are never made finer than this: what a scanner could still read from this printer's test page. */
  readonly smallestModuleDots?: number | undefined;
}

/** Millimetres to whole dots of this head. */
export function toDots(mm: number, dpi: SceneProfile['dpi']): number {
  return Math.round(mm * DOTS_PER_MM[dpi]);
}

/** Millimetres to whole dots, once, here. `data` has passed the template's schema. */
export function buildScene(
  template: LabelTemplate,
  data: Readonly<Record<string, string>>,
  profile: SceneProfile,
  practice: boolean,
): LabelScene {
  const perMm = DOTS_PER_MM[profile.dpi];
  const dots = (mm: number): number => toDots(mm, profile.dpi);
  // Composed letters: the fonts' tables know "ệ", not e with two marks after it.
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, key: string) => data[key] ?? '').normalize('NFC');
  const [offsetX, offsetY] = [dots(profile.offsetXMm ?? 0), dots(profile.offsetYMm ?? 0)];
  const items: SceneItem[] = [];
  for (const raw of template.elements) {
    const element = labelElementSchema.parse(raw);
    const at = { x: dots(element.xMm) + offsetX, y: dots(element.yMm) + offsetY, width: dots(element.widthMm) };
    switch (element.type) {
      case 'text': {
        const text = fill(element.text).trim();
        if (text === '') break;
        items.push({
          type: 'text',
          ...at,
          ...(element.heightMm === undefined ? {} : { height: dots(element.heightMm) }),
          lineDots: dots(element.sizeMm),
          minLineDots: dots(element.minSizeMm ?? element.sizeMm),
          maxLines: element.maxLines,
          bold: element.bold,
          align: element.align,
          inverse: element.inverse,
          overflow: element.overflow,
          text,
        });
        break;
      }
      case 'barcode': {
        const text = fill(element.text);
        if (text === '') break;
        const leastDots = /datamatrix/.test(element.symbology) ? MIN_DOTS_DATA_MATRIX : MIN_DOTS;
        const least = Math.ceil(Math.max(MIN_MODULE_MM, element.minModuleMm ?? 0) * perMm - EPSILON);
        items.push({
          type: 'barcode',
          symbology: element.symbology,
          ...at,
          height: dots(element.heightMm),
          minModuleDots: Math.max(leastDots, least, profile.smallestModuleDots ?? 0),
          maxModuleDots:
            element.maxModuleMm === undefined
              ? Number.MAX_SAFE_INTEGER
              : Math.floor(element.maxModuleMm * perMm + EPSILON),
          ladder: element.ladder,
          text,
        });
        break;
      }
      case 'image': {
        const columns = Math.max(...element.rows.map((row) => row.length));
        const lines = element.rows.length;
        // Whole dots a cell: a picture is made larger by a whole number or not at all.
        const cell = Math.max(1, Math.floor(Math.min(at.width / columns, dots(element.heightMm) / lines)));
        const [width, height] = [columns * cell, lines * cell];
        const bytesPerRow = Math.ceil(width / 8);
        const bits = new Uint8Array(bytesPerRow * height);
        for (let y = 0; y < height; y += 1)
          for (let x = 0; x < width; x += 1)
            if (element.rows[Math.floor(y / cell)]?.charAt(Math.floor(x / cell)) === '#') {
              const byte = y * bytesPerRow + (x >> 3);
              bits[byte] = (bits[byte] ?? 0) | (0x80 >> (x & 7));
            }
        items.push({ type: 'image', x: at.x, y: at.y, width, height, bits });
        break;
      }
      case 'box':
        items.push({
          type: 'box',
          ...at,
          width: Math.max(1, at.width),
          height: Math.max(1, dots(element.heightMm)),
          line: Math.max(1, dots(element.lineMm)),
          fill: element.fill,
        });
    }
  }
  return {
    dpi: profile.dpi,
    widthDots: dots(profile.widthMm),
    heightDots: dots(profile.heightMm),
    upsideDown: profile.upsideDown ?? false,
    items: practice ? [...items, { type: 'watermark', text: '练习 PRACTICE' }] : items,
  };
}
