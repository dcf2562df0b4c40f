import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import type { PrintedPage } from '../../../test/support/bitmap-printers.ts';
import {
  codesOfScene,
  dotsOfScene,
  encodeSample,
  fontsDirectory,
  sampleScene,
} from '../../../test/support/label-pages.ts';
import { installed, popplerPage, zbarCodes } from '../../../test/support/other-programs.ts';
import { sceneOf } from '../compile-label.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';

const poppler = installed('pdftoppm', 'poppler-utils');
const zbar = installed('zbarimg', 'zbar-tools');

/** Share of a's black dots that have a black dot of b no further than `reach` away. */
function covered(a: PrintedPage, b: PrintedPage, reach: number): number {
  let [all, met] = [0, 0];
  for (let y = 0; y < a.height; y += 1)
    for (let x = 0; x < a.width; x += 1) {
      if (a.dots[y * a.width + x] !== 1) continue;
      all += 1;
      search: for (let dy = -reach; dy <= reach; dy += 1)
        for (let dx = -reach; dx <= reach; dx += 1)
          if (x + dx >= 0 && x + dx < b.width && b.dots[(y + dy) * b.width + x + dx] === 1) {
            met += 1;
            break search;
          }
    }
  return met / all;
}

describe('a label as PDF, drawn by poppler', () => {
  it.skipIf(!poppler).each(labelTemplates.map((template) => [template.name, template] as const))(
    '%s: codes dot for dot, letters where the scene has them',
    async (_, template) => {
      const scene = sampleScene(template, 203);
      const expected = dotsOfScene(scene);
      const page = popplerPage(encodeSample(scene, 'pdf'), 203.2);
      expect([page.width, page.height]).toEqual([expected.width, expected.height]);
      for (const item of scene.items) {
        if (item.type !== 'barcode') continue;
        let different = 0;
        for (let y = item.y; y < item.y + item.height; y += 1)
          for (let x = item.x; x < item.x + item.width; x += 1)
            if (page.dots[y * page.width + x] !== expected.dots[y * page.width + x]) different += 1;
        expect([item.text, different]).toEqual([item.text, 0]);
      }
      expect(covered(expected, page, 1)).toBeGreaterThan(0.99);
      expect(covered(page, expected, 1)).toBeGreaterThan(0.99);
      const found = await decodeDots(page);
      expect(found.map((code) => `${code.aim} ${code.text}`).sort()).toEqual(codesOfScene(scene));
    },
  );
});

describe('a practice label as PDF', () => {
  it.skipIf(!poppler)('has its grey word below clean codes', async () => {
    const [parcel] = labelTemplates;
    if (parcel === undefined) throw new Error('no templates');
    const options = { practice: true, job: 'W1234567-1-42', copy: false, fontsDirectory };
    const scene = sceneOf(parcel, parcel.sample, { dpi: 203, widthMm: 100, heightMm: 150 }, options);
    const page = popplerPage(encodeSample(scene, 'pdf'), 203.2);
    const found = await decodeDots(page);
    expect(found.map((code) => `${code.aim} ${code.text}`).sort()).toEqual(codesOfScene(scene));
    const ink = (dots: Uint8Array): number => dots.reduce((sum, dot) => sum + dot, 0);
    const plain = popplerPage(encodeSample(sampleScene(parcel, 203), 'pdf'), 203.2);
    expect(ink(page.dots)).toBeGreaterThan(ink(plain.dots) + 1_000);
  });
});

describe('a label as picture, read by zbar', () => {
  it.skipIf(!zbar).each(labelTemplates.map((template) => [template.name, template] as const))('%s', (_, template) => {
    const scene = sampleScene(template, 203);
    // zbar gives GS1 elements without brackets, and knows no Data Matrix.
    const expected = codesOfScene(scene)
      .filter((code) => !code.startsWith(']d'))
      .map((code) => code.replace(/^\S+ /, '').replace(/[()]/g, ''));
    expect(zbarCodes(encodeSample(scene, 'png'))).toEqual(expected.sort());
  });
});
