import { describe, expect, it } from 'vitest';
import { documentTemplates } from '../../../shared/labels/documents/all-documents.ts';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import type { PrintedPage } from '../../../test/support/bitmap-printers.ts';
import {
  codesOfScene,
  dotsOfScene,
  encodeSample,
  fontsDirectory,
  sampleScene,
} from '../../../test/support/label-pages.ts';
import { installed, popplerPage, popplerText, zbarCodes } from '../../../test/support/other-programs.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';
import { compileDocument } from '../compile-document.ts';

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

describe('a label as picture, read by zbar', () => {
  it.skipIf(!zbar).each(labelTemplates.map((template) => [template.name, template] as const))('%s', (_, template) => {
    const scene = sampleScene(template, 203);
    // zbar gives GS1 elements without brackets.
    const expected = codesOfScene(scene).map((code) => code.replace(/^\S+ /, '').replace(/[()]/g, ''));
    expect(zbarCodes(encodeSample(scene, 'png'))).toEqual(expected.sort());
  });
});

describe('paper documents', () => {
  const compile = (name: string, rows: number): Uint8Array => {
    const template = documentTemplates.find((known) => known.name === name);
    if (template === undefined) throw new Error(name);
    const { fields, rows: sample } = template.sample;
    return compileDocument(
      template,
      {
        fields,
        rows: Array.from({ length: rows }, (_, index) => ({
          ...sample[index % sample.length],
          ...(template.columns.some(({ key }) => key === 'number') ? { number: String(index + 1) } : {}),
        })),
      },
      { practice: false, fontsDirectory },
    );
  };

  it.skipIf(!poppler).each(documentTemplates.map((template) => [template.name, template] as const))(
    '%s: the code is read, every figure of the sample stands on the page',
    async (_, template) => {
      const pdf = compile(template.name, template.sample.rows.length);
      const page = popplerPage(pdf, 200);
      expect((await decodeDots(page)).map((code) => code.text)).toEqual([template.sample.fields[template.code]]);
      const { text, pages } = popplerText(pdf);
      expect(pages).toBe(1);
      for (const row of template.sample.rows)
        for (const column of template.columns) if (column.content === 'number') expect(text).toContain(row[column.key]);
    },
  );

  it.skipIf(!poppler)('a long manifest has every row once, in order, with its pages counted', () => {
    const { text, pages } = popplerText(compile('manifest-a4', 300));
    const numbers = [...text.matchAll(/^\s*(\d+)\s+(?:YT|LP|RR)\d/gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    expect(text).toContain(`1 / ${pages}`);
    expect(text).toContain(`${pages} / ${pages}`);
    expect(text.match(/Prepared by/g)).toHaveLength(1);
  });

  it('refuses a missing cell, a number that does not fit and a glyph no font has, and says where', () => {
    const [manifest] = documentTemplates;
    if (manifest === undefined) throw new Error('no manifest');
    const [row] = manifest.sample.rows;
    const attempt = (changed: object, options = { practice: true, fontsDirectory }): (() => unknown) => {
      return () =>
        compileDocument(manifest, { fields: manifest.sample.fields, rows: [{ ...row, ...changed }] }, options);
    };
    expect(attempt({ waybill: undefined })).toThrow(/rows\.0\.waybill/);
    expect(attempt({ waybill: 'W'.repeat(60) })).toThrow(/too long for its field/);
    expect(attempt({ receiver: 'Tom 😀' })).toThrow(/rows\.0\.receiver: no glyph for 😀/);
    expect(attempt({})).not.toThrow();
  });
});
