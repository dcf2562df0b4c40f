import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../../shared/labels/templates/all-templates.ts';
import { parcel100x150 } from '../../../shared/labels/templates/parcel-100x150.ts';
import { encodeSample, sampleScene } from '../../../test/support/label-pages.ts';
import { lettersOf, zplFaults } from '../../../test/support/zpl-pages.ts';

describe("ZPL in somebody else's renderer is the scene, dot for dot", () => {
  it.each(labelTemplates.map((template) => [template.name, template] as const))('%s', async (_, template) => {
    const scene = sampleScene(template, 203);
    expect(await zplFaults(scene, 'zpl')).toEqual([]);
    // The bitmap form is one picture whatever is on it: two templates will do.
    if (/parcel|route/.test(template.name)) expect(await zplFaults(scene, 'zpl-bitmap')).toEqual([]);
  });

  it.each([
    // What the whole round trip found: letters over a row that was the next field's, a slash a dot before its place.
    ['bag-s9-100x150', 300],
    ['return-plate-80x50', 600],
  ] as const)('%s at %s dpi', async (name, dpi) => {
    const [template] = labelTemplates.filter((each) => each.name === name);
    if (template === undefined) throw new Error(`no template ${name}`);
    expect(await zplFaults(sampleScene(template, dpi), 'zpl')).toEqual([]);
  });

  it('letters of the printer are only those that every printer has, and the test that looks at their room can fail', async () => {
    const scene = sampleScene(parcel100x150, 203);
    const runs = lettersOf(scene).map(({ text }) => text);
    expect(runs).toContain('YT2611220047731');
    expect(runs.join('')).toMatch(/^[\x20-\x7e]+$/);
    const zpl = Buffer.from(encodeSample(scene, 'zpl')).toString('utf8');
    // Half as high again: out of its room, over its neighbours.
    const taller = zpl.replace(
      /\^A0N,(\d+),(\d+)/g,
      (_, h: string, w: string) => `^A0N,${Math.round(Number(h) * 1.5)},${w}`,
    );
    expect((await zplFaults(scene, 'zpl', taller)).length).toBeGreaterThan(0);
    const missing = zpl.replace(/\^A0N[^\n]*YT2611220047731\^FS/, '^FS');
    expect(await zplFaults(scene, 'zpl', missing)).toEqual(['"YT2611220047731" has no ink']);
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
