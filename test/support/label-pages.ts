import { fileURLToPath } from 'node:url';
import { encodeScene, sceneOf, type OutputLanguage } from '../../hardware/printer/compile-label.ts';
import { rasterScene } from '../../hardware/printer/place-scene.ts';
import type { LabelTemplate } from '../../shared/labels/label-model.ts';
import type { LabelScene } from '../../shared/labels/label-scene.ts';
import type { PrintedPage } from './bitmap-printers.ts';

export const fontsDirectory = fileURLToPath(new URL('../../assets/fonts', import.meta.url));
const options = { practice: false, job: 'W1234567-1-42', copy: true, fontsDirectory };

export const sampleScene = (template: LabelTemplate, dpi: 203 | 300 | 600): LabelScene =>
  sceneOf(template, template.sample, { dpi, widthMm: template.widthMm, heightMm: template.heightMm }, options);

export const encodeSample = (scene: LabelScene, language: OutputLanguage): Uint8Array =>
  encodeScene(scene, { language, dpi: scene.dpi, widthMm: 1, heightMm: 1, darkness: 15 }, 'test');

/** The scene's own dots, one byte each. */
export function dotsOfScene(scene: LabelScene): PrintedPage {
  const page = rasterScene(scene);
  const dots = new Uint8Array(page.width * page.height);
  for (let y = 0; y < page.height; y += 1)
    for (let x = 0; x < page.width; x += 1) if (page.get(x, y)) dots[y * page.width + x] = 1;
  return { width: page.width, height: page.height, dots };
}

const aims = {
  code128: ']C0',
  'gs1-128': ']C1',
  itf14: ']I1',
  ean13: ']E0',
  ean8: ']E4',
  qr: ']Q1',
  datamatrix: ']d1',
  'gs1-datamatrix': ']d2',
} as const;

/** What a scanner must give back, with its symbology in front. */
export const codesOfScene = (scene: LabelScene): string[] =>
  scene.items.flatMap((item) => (item.type === 'barcode' ? [`${aims[item.symbology]} ${item.text}`] : [])).sort();
