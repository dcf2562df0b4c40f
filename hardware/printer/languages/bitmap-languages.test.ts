import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { printCpcl, printEpl, printEscPos, printTspl } from '../../../test/support/bitmap-printers.ts';
import { dotsOfScene, encodeSample, sampleScene } from '../../../test/support/label-pages.ts';
import { dotsOf } from '../../../test/support/render-zpl.ts';

const heads = labelTemplates.flatMap((template) =>
  ([203, 300, 600] as const)
    // A5 at 600 dpi is 17 million dots: nothing new in a second of time.
    .filter((dpi) => dpi !== 600 || template.widthMm <= 100)
    .map((dpi) => [template.name, dpi, template] as const),
);

describe('TSPL, EPL2, CPCL, ESC/POS and PNG print the scene dot for dot', () => {
  it.each(heads)('%s at %i dpi', async (_, dpi, template) => {
    const scene = sampleScene(template, dpi);
    const expected = dotsOfScene(scene);
    const printed = {
      tspl: printTspl(encodeSample(scene, 'tspl')),
      epl: printEpl(encodeSample(scene, 'epl')),
      cpcl: printCpcl(encodeSample(scene, 'cpcl')),
      escpos: printEscPos(encodeSample(scene, 'escpos'), scene.widthDots),
      ...(dpi === 600 ? {} : { png: await dotsOf(encodeSample(scene, 'png')) }),
    };
    for (const [language, page] of Object.entries(printed)) {
      expect([language, page.width, page.height]).toEqual([language, expected.width, expected.height]);
      expect([language, Buffer.from(page.dots).equals(Buffer.from(expected.dots))]).toEqual([language, true]);
    }
  });
});
