import { describe, expect, it } from 'vitest';
import type { LabelTemplate, Symbology } from '../../../shared/labels/label-model.ts';
import type { SceneBarcode } from '../../../shared/labels/label-scene.ts';
import { z } from 'zod';
import { codesOfScene, dotsOfScene, fontsDirectory, sampleScene } from '../../../test/support/label-pages.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';
import { templateFault } from '../tools/list-templates.ts';
import { fitSymbol } from './fit-symbol.ts';

const sample: Readonly<Record<Symbology, string>> = {
  code128: 'Yt2611-220047731~^_',
  'gs1-128': '(01)09521234543213(10)AB-12/7',
  itf14: '09521234543213',
  ean13: '9521234543213',
  ean8: '95012346',
  qr: 'https://example.com/r/LP00684412345678?x=1',
  datamatrix: 'NB-T7-256/M;0042',
  'gs1-datamatrix': '(01)09521234543213(10)AB-12(17)271231',
};
const only = (symbology: Symbology, text: string, widthMm: number, heightMm: number): LabelTemplate => ({
  name: symbology,
  titleZh: symbology,
  titleEn: symbology,
  widthMm: widthMm + 4,
  heightMm: heightMm + 4,
  data: z.object({ serial: z.string(), copy: z.string() }),
  sample: {},
  elements: [{ type: 'barcode', symbology, xMm: 2, yMm: 2, widthMm, heightMm, text }],
});

describe('every symbology, read back by another decoder', () => {
  for (const dpi of [203, 300, 600] as const)
    it.each(Object.entries(sample) as [Symbology, string][])(`%s at ${dpi} dpi`, async (symbology, text) => {
      const flat = /qr|matrix/.test(symbology);
      const scene = sampleScene(only(symbology, text, flat ? 24 : 110, flat ? 24 : 15), dpi);
      const found = await decodeDots(dotsOfScene(scene));
      expect(found.map((code) => `${code.aim} ${code.text}`)).toEqual(codesOfScene(scene));
    });
});

describe('whole dots, and enough of them', () => {
  const field = (
    symbology: Symbology,
    text: string,
    width: number,
    more: Partial<SceneBarcode> = {},
  ): SceneBarcode => ({
    type: 'barcode',
    symbology,
    x: 10,
    y: 10,
    width,
    height: width,
    minModuleDots: 3,
    maxModuleDots: Number.MAX_SAFE_INTEGER,
    ladder: false,
    text,
    ...more,
  });

  it('takes the largest module that leaves the quiet zones free', () => {
    const ean = fitSymbol(field('ean13', sample.ean13, 4 * (95 + 22)));
    expect([ean.moduleDots, ean.x, ean.width]).toEqual([4, 10 + 44, 95 * 4]);
    expect(fitSymbol(field('ean13', sample.ean13, 4 * (95 + 22) - 1)).moduleDots).toBe(3);
    expect(() => fitSymbol(field('ean13', sample.ean13, 3 * (95 + 22) - 1))).toThrow(/2\.9 dots each, 3 are needed/);
  });

  it('keeps to the bounds of the standard that a template names', () => {
    const sscc = '(00)106141412345678908';
    expect(fitSymbol(field('gs1-128', sscc, 780, { minModuleDots: 4, maxModuleDots: 7 })).moduleDots).toBe(4);
    expect(() => fitSymbol(field('gs1-128', sscc, 700, { minModuleDots: 4 }))).toThrow(/4 are needed/);
    expect(fitSymbol(field('gs1-128', sscc, 5_000, { maxModuleDots: 7 })).moduleDots).toBe(7);
  });

  it('refuses a template on a head that is too coarse for it, with the figures', () => {
    const small = only('datamatrix', 'X'.repeat(30), 10, 10);
    expect(templateFault(small, 203, fontsDirectory)).toMatch(/4 are needed/);
    expect(templateFault(small, 600, fontsDirectory)).toBeUndefined();
  });

  it.each([
    ['gs1-128', '(00)106141412345678900', /checksum/i],
    ['gs1-128', '00106141412345678908', /GS1 elements/],
    ['gs1-datamatrix', '(98765)1', /GS1 elements/],
    ['ean13', '9521234543210', /check digit/],
    ['ean13', '952123454321X', /13 digits/],
    ['itf14', '123', /14 digits/],
    ['code128', 'Ångström', /printable ASCII/],
    ['qr', '王小明', /printable ASCII/],
    ['datamatrix', 'a\u0007b', /printable ASCII/],
  ] as const)('refuses %s "%s" with words', (symbology, text, words) => {
    expect(() => fitSymbol(field(symbology, text, 5_000))).toThrow(words);
  });
});
