import type { LabelScene } from '../../../shared/labels/label-scene.ts';
import { placeScene, rasterScene, type PlacedItem } from '../place-scene.ts';
import { inkBands, OneBitImage } from '../raster/one-bit-image.ts';
import { escapeField } from './zpl-field.ts';
import { GRAPHIC_LIMIT_BYTES, zplGraphic } from './zpl-graphic.ts';
import { splitText, zplLetters } from './zpl-letters.ts';

export interface ZplOptions {
  /** 0 to 30. */
  readonly darkness?: number | undefined;
  /** Inches a second. */
  readonly speedIps?: number | undefined;
}

/**
 * ZPL II, hybrid: Code 128, boxes and runs of ASCII as the printer's own, everything else as compressed bitmap strips: printer fonts have
 * neither Chinese nor Thai nor all of Vietnamese. Letters of the printer's stay inside the room that the scene gives theirs. The other
 * symbols go as bitmaps too: `^BQ` moves by the last `^BY` height, and a bitmap of cells is small.
 */
export function encodeZpl(scene: LabelScene, options: ZplOptions): Uint8Array {
  // ^POI turns about a point that is the printer's to choose (the renderer of our tests gives other dots): a bitmap is turned here.
  if (scene.upsideDown) return encodeZplBitmap(scene, options);
  return format(scene, options, placeScene(scene).map(encodeItem));
}

/** ZPL II, the page as bitmaps only: for clones whose barcodes or lines are not to be trusted. */
export function encodeZplBitmap(scene: LabelScene, options: ZplOptions): Uint8Array {
  const bands = inkBands(rasterScene(scene), GRAPHIC_LIMIT_BYTES);
  return format(
    scene,
    options,
    bands.map(({ image, x, y }) => zplGraphic(image, x, y)),
  );
}

function format(scene: LabelScene, options: ZplOptions, parts: readonly string[]): Uint8Array {
  const lines = [
    // Printers keep settings between jobs: every format says all of them.
    `^XA^CI28^PW${scene.widthDots}^LL${scene.heightDots}^LH0,0^LS0^PON^PMN^FWN`,
    ...(options.speedIps === undefined ? [] : [`^PR${options.speedIps}`]),
    ...(options.darkness === undefined ? [] : [`~SD${String(options.darkness).padStart(2, '0')}`]),
    ...parts,
    '^PQ1,0,1,N^XZ',
  ];
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}

function encodeItem(item: PlacedItem): string {
  switch (item.type) {
    case 'rectangle':
      return `^FO${item.x},${item.y}^GB${item.width},${item.height},${Math.min(item.width, item.height)},B,0^FS`;
    case 'strip': {
      const { strip, inverse, field } = item;
      if (field === undefined) return zplGraphic(strip.image, strip.x, strip.y, inverse);
      const { letters, rest } = splitText(field, strip);
      return [
        ...(rest === undefined ? [] : [zplGraphic(rest.image, strip.x + rest.x, strip.y + rest.y, inverse)]),
        ...letters.map((run) => zplLetters(run, strip.x, strip.y, inverse)),
      ].join('\n');
    }
    case 'symbol': {
      const { field, symbol } = item;
      // The field origin is the first bar; the quiet zone is ours to keep free.
      if (field.symbology === 'code128' && !field.ladder)
        return `^FO${symbol.x},${symbol.y}^BY${symbol.moduleDots},3,${symbol.height}^BCN,${symbol.height},N,N,N,A^FH_^FD${escapeField(field.text)}^FS`;
      const image = new OneBitImage(symbol.width, symbol.height);
      for (const { x, y, width, height } of symbol.rectangles)
        image.fill(x - symbol.x, y - symbol.y, width, height, true);
      return zplGraphic(image, symbol.x, symbol.y);
    }
  }
}
