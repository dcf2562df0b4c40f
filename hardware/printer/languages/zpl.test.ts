import { inflateSync } from 'node:zlib';
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

  // The renderer above does not look at the check sum; a printer does.
  it('gives every graphic the check sum of its text and as many bytes as it says', () => {
    const zpl = labelTemplates.map((template) =>
      Buffer.from(encodeSample(sampleScene(template, 300), 'zpl')).toString(),
    );
    const graphics = [...zpl.join('').matchAll(/\^GFA,(\d+),\1,(\d+),:Z64:([^:]+):([0-9A-F]{4})\^FS/g)];
    expect(graphics.length).toBeGreaterThan(100);
    expect(remainder('123456789').toString(16)).toBe('31c3');
    for (const [, total, bytesPerRow, data = '', check = ''] of graphics) {
      expect(remainder(data)).toBe(BigInt(`0x${check}`));
      expect(inflateSync(Buffer.from(data, 'base64')).length).toBe(Number(total));
      expect(Number(total) % Number(bytesPerRow)).toBe(0);
    }
  });
});

/** CRC-16/XMODEM as what it is: the remainder of the message, taken as one number, by x¹⁶ + x¹² + x⁵ + 1. */
function remainder(text: string): bigint {
  let rest = 0n;
  for (const byte of Buffer.from(`${text}\0\0`, 'latin1'))
    for (let bit = 7; bit >= 0; bit -= 1) {
      rest = (rest << 1n) | BigInt((byte >> bit) & 1);
      if (rest >> 16n !== 0n) rest ^= 0x11021n;
    }
  return rest;
}
