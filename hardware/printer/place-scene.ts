import type { LabelScene, SceneBarcode } from '../../shared/labels/label-scene.ts';
import { fitSymbol, type FittedSymbol } from './barcode/fit-symbol.ts';
import { LabelCompileError } from './label-compile-error.ts';
import { OneBitImage, type PlacedImage } from './raster/one-bit-image.ts';
import { rasterText, rasterWatermark } from './raster/text-raster.ts';

/** A scene with every text drawn and every symbol in whole dots: what all bitmap outputs and ZPL are made from. */
export type PlacedItem =
  | {
      readonly type: 'rectangle';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | { readonly type: 'strip'; readonly strip: PlacedImage; readonly inverse: boolean }
  | { readonly type: 'symbol'; readonly field: SceneBarcode; readonly symbol: FittedSymbol };

/** Throws LabelCompileError: a code or a number that does not fit, an item beyond the paper. */
export function placeScene(scene: LabelScene): PlacedItem[] {
  const placed: PlacedItem[] = [];
  const strip = (image: PlacedImage | undefined, x: number, y: number, inverse: boolean): void => {
    if (image === undefined) return;
    // Marks above the first row of dots: no printer takes a negative place.
    const above = Math.min(image.image.height - 1, Math.max(0, -(y + image.y)));
    const shown =
      above === 0 ? image.image : image.image.part(0, image.image.bytesPerRow, above, image.image.height - above);
    placed.push({ type: 'strip', strip: { image: shown, x: x + image.x, y: y + image.y + above }, inverse });
  };
  for (const item of scene.items) {
    switch (item.type) {
      case 'text':
        strip(rasterText(item.text, item), item.x, item.y, item.inverse);
        break;
      case 'watermark':
        strip(besideCodes(rasterWatermark(item.text, scene.widthDots, scene.heightDots), scene), 0, 0, false);
        break;
      case 'barcode':
        if (item.x + item.width > scene.widthDots || item.y + item.height > scene.heightDots)
          throw new LabelCompileError('LABEL_DATA_REFUSED', `the code "${item.text}" lies beyond the label`);
        placed.push({ type: 'symbol', field: item, symbol: fitSymbol(item) });
        break;
      case 'box': {
        const { x, y, width, height, line } = item;
        if (item.fill || 2 * line >= Math.min(width, height)) placed.push({ type: 'rectangle', x, y, width, height });
        else
          placed.push(
            { type: 'rectangle', x, y, width, height: line },
            { type: 'rectangle', x, y: y + height - line, width, height: line },
            { type: 'rectangle', x, y, width: line, height },
            { type: 'rectangle', x: x + width - line, y, width: line, height },
          );
      }
    }
  }
  return placed;
}

/** Codes stay clean: a practice label must be scanned like a real one. */
function besideCodes(watermark: PlacedImage | undefined, scene: LabelScene): PlacedImage | undefined {
  if (watermark === undefined) return undefined;
  const { image, x, y } = watermark;
  const copy = new OneBitImage(image.width, image.height, image.bits.slice());
  for (const item of scene.items)
    if (item.type === 'barcode') copy.fill(item.x - x, item.y - y, item.width, item.height, false);
  return { image: copy, x, y };
}

/** The whole label as dots. */
export function rasterScene(scene: LabelScene): OneBitImage {
  const page = new OneBitImage(scene.widthDots, scene.heightDots);
  for (const item of placeScene(scene)) {
    switch (item.type) {
      case 'rectangle':
        page.fill(item.x, item.y, item.width, item.height, true);
        break;
      case 'strip':
        page.draw(item.strip.image, item.strip.x, item.strip.y, item.inverse);
        break;
      case 'symbol':
        for (const { x, y, width, height } of item.symbol.rectangles) page.fill(x, y, width, height, true);
    }
  }
  return page;
}
