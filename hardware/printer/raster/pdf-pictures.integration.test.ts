import { expect, it } from 'vitest';
import { documentTemplates } from '../../../shared/labels/documents/all-documents.ts';
import { fontsDirectory } from '../../../test/support/label-pages.ts';
import { installed, popplerGrey } from '../../../test/support/other-programs.ts';
import { decodeBarcodes, dotsOf } from '../../../test/support/render-zpl.ts';
import { compilePictures } from '../compile-document.ts';

it.skipIf(!installed('pdftoppm', 'poppler-utils'))(
  'every document as pictures in a PDF: its code is read from poppler’s page, and the page has its paper’s size',
  async () => {
    for (const template of documentTemplates) {
      const pdf = await compilePictures(template, template.sample, { practice: true, fontsDirectory });
      const png = popplerGrey(pdf, 300);
      const [codes, page] = await Promise.all([decodeBarcodes(png), dotsOf(png)]);
      expect(codes.map(({ text }) => text)).toContain(template.sample.fields[template.code]);
      expect(Math.abs(page.width - (template.widthMm / 25.4) * 300)).toBeLessThanOrEqual(2);
      expect(pdf.length).toBeLessThan(1_500_000);
    }
  },
);
