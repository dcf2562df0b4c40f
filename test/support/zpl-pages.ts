import { splitText } from '../../hardware/printer/languages/zpl-letters.ts';
import { placeScene } from '../../hardware/printer/place-scene.ts';
import type { LabelScene } from '../../shared/labels/label-scene.ts';
import type { PrintedPage } from './bitmap-printers.ts';
import { dotsOfScene, encodeSample } from './label-pages.ts';
import { dotsOf, renderZplToPng } from './render-zpl.ts';

/** Resolutions that zpl-renderer-js knows, in dots a millimetre: 300 dpi are drawn at 12, dot for dot. */
const DOTS_PER_MM = { 203: 8, 300: 12, 600: 24 } as const;

export interface Room {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where letters of the printer's own stand on a hybrid label. */
export const lettersOf = (scene: LabelScene): Room[] =>
  placeScene(scene).flatMap((item) => {
    if (item.type !== 'strip' || item.field === undefined) return [];
    const { x: left, y: top } = item.strip;
    return splitText(item.field, item.strip).letters.map(({ text, x, y, width, height }) => ({
      text,
      x: left + x,
      y: top + y,
      width,
      height,
    }));
  });

export const renderZplScene = async (scene: LabelScene, zpl: string): Promise<PrintedPage> => {
  const perMm = DOTS_PER_MM[scene.dpi];
  return dotsOf(await renderZplToPng(zpl, scene.widthDots / perMm, scene.heightDots / perMm, perMm));
};

/**
 * What a ZPL job prints in somebody else's renderer that the scene has otherwise. Outside the rooms of the printer's own letters every dot
 * is the scene's, so nothing reaches out of a room; inside one there is ink, as high as the scene's and no wider.
 */
export async function zplFaults(
  scene: LabelScene,
  language: 'zpl' | 'zpl-bitmap',
  altered?: string,
): Promise<string[]> {
  const expected = dotsOfScene(scene);
  const zpl = altered ?? Buffer.from(encodeSample(scene, language)).toString('utf8');
  const page = await renderZplScene(scene, zpl);
  if (page.width !== expected.width || page.height !== expected.height)
    return [`${page.width} × ${page.height} dots, the scene has ${expected.width} × ${expected.height}`];
  const rooms = language === 'zpl' && !scene.upsideDown ? lettersOf(scene) : [];
  const free = new Uint8Array(page.dots.length);
  for (const { x, y, width, height } of rooms)
    for (let row = Math.max(0, y); row < Math.min(page.height, y + height); row += 1)
      free.fill(1, row * page.width + Math.max(0, x), row * page.width + Math.min(page.width, x + width));
  const faults: string[] = [];
  const different = page.dots.reduce((sum, dot, at) => sum + (free[at] === 1 || dot === expected.dots[at] ? 0 : 1), 0);
  if (different > 0) faults.push(`${different} dots differ`);
  for (const room of rooms) {
    const [shown, meant] = [inkIn(page, room), inkIn(expected, room)];
    const named = `"${room.text}"`;
    if (shown === undefined) faults.push(`${named} has no ink`);
    else if (meant !== undefined) {
      const tolerance = Math.max(2, Math.ceil(room.height * 0.12));
      if (Math.abs(shown.top - meant.top) > tolerance || Math.abs(shown.bottom - meant.bottom) > tolerance)
        faults.push(
          `${named} from row ${shown.top} to ${shown.bottom}, the scene from ${meant.top} to ${meant.bottom}`,
        );
      if (shown.width > room.width || shown.width < meant.width * 0.55)
        faults.push(`${named} is ${shown.width} dots wide, ${meant.width} in the scene`);
    }
  }
  return faults;
}

/** Bounds of what differs from the ground, which on a black box is white. */
function inkIn(
  page: PrintedPage,
  { x, y, width, height }: Room,
): { top: number; bottom: number; width: number } | undefined {
  const rows = { from: Math.max(0, y), to: Math.min(page.height, y + height) };
  const ground = page.dots[rows.from * page.width + x] ?? 0;
  let [top, bottom, left, right] = [-1, -1, x + width, -1];
  for (let row = rows.from; row < rows.to; row += 1)
    for (let column = x; column < Math.min(page.width, x + width); column += 1) {
      if (page.dots[row * page.width + column] === ground) continue;
      if (top === -1) top = row;
      bottom = row;
      if (column < left) left = column;
      if (column > right) right = column;
    }
  return bottom === -1 ? undefined : { top, bottom, width: right - left + 1 };
}
