import type { LabelScene, SceneBarcode, SceneText } from '../../shared/labels/label-scene.ts';
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
  /** field: the text of which this is the whole picture. */
  | {
      readonly type: 'strip';
      readonly strip: PlacedImage;
      readonly inverse: boolean;
      readonly field?: SceneText | undefined;
    }
  | { readonly type: 'symbol'; readonly field: SceneBarcode; readonly symbol: FittedSymbol };

/** Throws LabelCompileError: a code or a number that does not fit, an item beyond the paper. */
export function placeScene(scene: LabelScene): PlacedItem[] {
  const placed: PlacedItem[] = [];
  const strip = (image: PlacedImage | undefined, x: number, y: number, inverse: boolean, field?: SceneText): void => {
    if (image === undefined) return;
    const [left, top] = [x + image.x, y + image.y];
    // Marks above the first row of dots, or a label moved by its printer's offset: no language takes a negative place.
    if (left >= 0 && top >= 0)
      placed.push({ type: 'strip', strip: { image: image.image, x: left, y: top }, inverse, field });
    else {
      const [cutX, cutY] = [Math.min(0, left), Math.min(0, top)];
      if (image.image.width + cutX < 1 || image.image.height + cutY < 1) return;
      const shown = new OneBitImage(image.image.width + cutX, image.image.height + cutY);
      shown.draw(image.image, cutX, cutY);
      placed.push({ type: 'strip', strip: { image: shown, x: left - cutX, y: top - cutY }, inverse });
    }
  };
  const rectangle = (x: number, y: number, width: number, height: number): void => {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const [right, bottom] = [Math.min(scene.widthDots, x + width), Math.min(scene.heightDots, y + height)];
    if (left < right && top < bottom)
      placed.push({ type: 'rectangle', x: left, y: top, width: right - left, height: bottom - top });
  };
  for (const item of scene.items) {
    switch (item.type) {
      case 'text':
        strip(rasterText(item.text, item), item.x, item.y, item.inverse, item);
        break;
      case 'watermark':
        strip(besideCodes(rasterWatermark(item.text, scene.widthDots, scene.heightDots), scene), 0, 0, false);
        break;
      case 'barcode':
        if (
          item.x < 0 ||
          item.y < 0 ||
          item.x + item.width > scene.widthDots ||
          item.y + item.height > scene.heightDots
        )
          throw new LabelCompileError('LABEL_DATA_REFUSED', `the code "${item.text}" lies beyond the label`);
        placed.push({ type: 'symbol', field: item, symbol: fitSymbol(item) });
        break;
      case 'image':
        strip({ image: new OneBitImage(item.width, item.height, item.bits), x: 0, y: 0 }, item.x, item.y, false);
        break;
      case 'box': {
        const { x, y, width, height, line } = item;
        if (item.fill || 2 * line >= Math.min(width, height)) rectangle(x, y, width, height);
        else {
          rectangle(x, y, width, line);
          rectangle(x, y + height - line, width, line);
          rectangle(x, y, line, height);
          rectangle(x + width - line, y, line, height);
        }
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

/** The whole label as dots, the way round it goes to the head. */
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
  return scene.upsideDown ? page.turned() : page;
}
