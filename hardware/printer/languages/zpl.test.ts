import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { dotsOfScene, encodeSample, sampleScene } from '../../../test/support/label-pages.ts';
import { dotsOf, renderZplToPng } from '../../../test/support/render-zpl.ts';

describe("ZPL in somebody else's renderer is the scene, dot for dot", () => {
  it.each(labelTemplates.map((template) => [template.name, template] as const))('%s', async (_, template) => {
    const scene = sampleScene(template, 203);
    const expected = dotsOfScene(scene);
    // The bitmap form is one picture whatever is on it: two templates will do.
    const languages = ['zpl', ...(/parcel|route/.test(template.name) ? ['zpl-bitmap' as const] : [])] as const;
    for (const language of languages) {
      const zpl = Buffer.from(encodeSample(scene, language)).toString('utf8');
      const page = await dotsOf(await renderZplToPng(zpl, template.widthMm, template.heightMm));
      expect([page.width, page.height]).toEqual([expected.width, expected.height]);
      const different = page.dots.reduce((sum, dot, at) => sum + (dot === expected.dots[at] ? 0 : 1), 0);
      expect(`${language}: ${different} dots differ`).toBe(`${language}: 0 dots differ`);
    }
  });

  it('keeps every graphic below the count that printers clamp, at 600 dpi too', () => {
    for (const template of labelTemplates) {
      const zpl = Buffer.from(encodeSample(sampleScene(template, 600), 'zpl-bitmap')).toString('utf8');
      for (const [, count] of zpl.matchAll(/\^GFA,(\d+),/g)) expect(Number(count)).toBeLessThanOrEqual(99_999);
    }
  });
});
