import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import {
  codesOfScene,
  dotsOfScene,
  encodeSample,
  fontsDirectory,
  sampleScene,
} from '../../../test/support/label-pages.ts';
import { installed, popplerPage, zbarCodes } from '../../../test/support/other-programs.ts';
import { pdfFaults } from '../../../test/support/round-trip.ts';
import { sceneOf } from '../compile-label.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';

const poppler = installed('pdftoppm', 'poppler-utils');
const zbar = installed('zbarimg', 'zbar-tools');

describe('a label as PDF, drawn by poppler', () => {
  it.skipIf(!poppler).each(labelTemplates.map((template) => [template.name, template] as const))(
    '%s: codes dot for dot, letters where the scene has them',
    async (_, template) => {
      const scene = sampleScene(template, 203);
      const expected = dotsOfScene(scene);
      const page = popplerPage(encodeSample(scene, 'pdf'), 203.2);
      expect(pdfFaults(scene, page, expected)).toEqual([]);
      const found = await decodeDots(page);
      expect(found.map((code) => `${code.aim} ${code.text}`).sort()).toEqual(codesOfScene(scene));
    },
  );
});

describe('a page that is a whole number of hundredths of a point wide', () => {
  it.skipIf(!poppler)('is not a dot wider than the label', () => {
    const [template] = labelTemplates.filter(({ name }) => name === 'sku-70x40');
    if (template === undefined) throw new Error('no such template');
    for (const dpi of [300, 600] as const) {
      const scene = sampleScene(template, dpi);
      expect(pdfFaults(scene, popplerPage(encodeSample(scene, 'pdf'), dpi), dotsOfScene(scene))).toEqual([]);
    }
  });
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
