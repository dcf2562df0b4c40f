import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { parcel100x150 } from '../../../shared/labels/templates/parcel-100x150.ts';
import { printTspl } from '../../../test/support/bitmap-printers.ts';
import { codesOfScene, dotsOfScene, fontsDirectory, sampleScene } from '../../../test/support/label-pages.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';
import { compileLabel, outputLanguages, type OutputLanguage } from '../compile-label.ts';

describe('every code on every template, read back by another decoder', () => {
  const heads = labelTemplates.flatMap((template) =>
    ([203, 300] as const)
      // Large pictures take the decoder long and show nothing new: every symbology is read at 300 and 600 dpi beside this.
      .filter((dpi) => dpi === 203 || template.heightMm <= 50)
      .map((dpi) => [template.name, dpi, template] as const),
  );
  it.each(heads)('%s at %i dpi', async (_, dpi, template) => {
    const scene = sampleScene(template, dpi);
    const found = await decodeDots(dotsOfScene(scene));
    expect(found.map((code) => `${code.aim} ${code.text}`).sort()).toEqual(codesOfScene(scene));
  });
});

describe('a number that a head cannot print in modules of three dots', () => {
  const request = {
    template: parcel100x150.name,
    data: { ...parcel100x150.sample, waybill: 'AB12CD34EF56GH78IJ9' },
  };
  const options = { practice: false, job: 'W1234567-1-42', copy: false, fontsDirectory };
  const made = (language: OutputLanguage, dpi: 203 | 300): Uint8Array =>
    compileLabel(request, { language, dpi, widthMm: 100, heightMm: 150 }, options);

  it.each(outputLanguages)('is refused at 203 dpi before a byte of %s is made', (language) => {
    expect(() => made(language, 203)).toThrow(/264 modules leave 2\.9 dots each, 3 are needed/);
  });

  it('is printed by a finer head, and read', async () => {
    const found = await decodeDots(printTspl(made('tspl', 300)));
    expect(found.map(({ text }) => text)).toContain(request.data.waybill);
  });
});
