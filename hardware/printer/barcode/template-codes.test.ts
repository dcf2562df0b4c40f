import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { codesOfScene, dotsOfScene, sampleScene } from '../../../test/support/label-pages.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';

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
