import { describe, expect, it } from 'vitest';
import { documentTemplates } from '../../../shared/labels/documents/all-documents.ts';
import { fontsDirectory } from '../../../test/support/label-pages.ts';
import { installed, popplerPage, popplerText } from '../../../test/support/other-programs.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';
import { compileDocument } from '../compile-document.ts';

const poppler = installed('pdftoppm', 'poppler-utils');

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
      const practice = compileDocument(template, template.sample, { practice: true, fontsDirectory });
      expect(popplerText(practice).text).toContain('PRACTICE');
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

  it.skipIf(!poppler)(
    'what was drawn on the glass stands on the line of the one who receives, and nowhere else',
    () => {
      const handover = documentTemplates.find(({ name }) => name === 'handover-a4');
      if (handover === undefined) throw new Error('no handover');
      const options = { practice: false, fontsDirectory };
      const page = (ink?: string): ReturnType<typeof popplerPage> =>
        popplerPage(
          compileDocument(handover, { ...handover.sample, ...(ink === undefined ? {} : { ink }) }, options),
          200,
        );
      const [plain, signed] = [page(), page('100,100 500,300 900,100;100,350 900,350')];
      const drawn = [...signed.dots].flatMap((dot, at) =>
        dot === 1 && plain.dots[at] === 0 ? [{ x: at % signed.width, y: Math.floor(at / signed.width) }] : [],
      );
      expect(drawn.length).toBeGreaterThan(300);
      expect(plain.dots.some((dot, at) => dot === 1 && signed.dots[at] === 0)).toBe(false);
      const [line] = [...drawn].sort((a, b) => b.y - a.y);
      expect(Math.min(...drawn.map(({ x }) => x))).toBeGreaterThan(signed.width / 2);
      // The lower stroke spans four fifths of the field of 30 mm that belongs to 12 mm of height.
      const lowest = drawn.filter(({ y }) => y > (line?.y ?? 0) - 6).map(({ x }) => x);
      expect(Math.abs(Math.max(...lowest) - Math.min(...lowest) - (24 / 25.4) * 200)).toBeLessThan(8);
    },
  );

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
