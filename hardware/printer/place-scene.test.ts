import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../shared/labels/templates/all-templates.ts';
import { bin100x50 } from '../../shared/labels/templates/bin-100x50.ts';
import type { LabelScene, SceneProfile } from '../../shared/labels/label-scene.ts';
import { printTspl } from '../../test/support/bitmap-printers.ts';
import { dotsOfScene, encodeSample, fontsDirectory } from '../../test/support/label-pages.ts';
import { dotsOf, renderZplToPng } from '../../test/support/render-zpl.ts';
import { zplFaults } from '../../test/support/zpl-pages.ts';
import { encodeScene, sceneOf } from './compile-label.ts';

// Larger than the template, and at 300 dpi no whole number of bytes wide.
const paper = { dpi: 203, widthMm: 101, heightMm: 51 } as const;
const plain = { practice: false, job: 'W1234567-1-42', copy: false, fontsDirectory };
const sceneAt = (more: Partial<SceneProfile>): LabelScene =>
  sceneOf(bin100x50, bin100x50.sample, { ...paper, ...more }, { ...plain, practice: true });
const straight = dotsOfScene(sceneAt({}));
const at = (x: number, y: number): number =>
  x < 0 || y < 0 || x >= straight.width || y >= straight.height ? 0 : (straight.dots[y * straight.width + x] ?? 0);
const moved = (from: (x: number, y: number) => number): Buffer =>
  Buffer.from(straight.dots.map((_, index) => from(index % straight.width, Math.floor(index / straight.width))));
const zplDots = async (scene: LabelScene): Promise<Buffer> => {
  const zpl = Buffer.from(encodeSample(scene, 'zpl')).toString();
  return Buffer.from((await dotsOf(await renderZplToPng(zpl, paper.widthMm, paper.heightMm))).dots);
};

describe('alignment of a printer', () => {
  it('turns the label by half a circle, in bitmaps and in native ZPL alike', async () => {
    const scene = sceneAt({ upsideDown: true });
    const expected = moved((x, y) => at(straight.width - 1 - x, straight.height - 1 - y));
    expect(Buffer.from(printTspl(encodeSample(scene, 'tspl')).dots).equals(expected)).toBe(true);
    expect((await zplDots(scene)).equals(expected)).toBe(true);
  });

  it('moves the label by whole dots, and cuts letters at the edge rather than to send a negative place', async () => {
    const data = { ...bin100x50.sample, bin: 'A-1' };
    const home = dotsOfScene(sceneOf(bin100x50, data, paper, plain));
    const scene = sceneOf(bin100x50, data, { ...paper, offsetXMm: 1, offsetYMm: -2.5 }, plain);
    const page = dotsOfScene(scene);
    for (let y = 0; y < page.height - 20; y += 1)
      for (let x = 8; x < page.width; x += 1)
        if (page.dots[y * page.width + x] !== home.dots[(y + 20) * page.width + x - 8])
          throw new Error(`dot ${x}, ${y}`);
    expect(await zplFaults(scene, 'zpl')).toEqual([]);
  });

  it('refuses an offset that would push a code off the paper', () => {
    expect(() => dotsOfScene(sceneAt({ offsetXMm: -3 }))).toThrow(/code "A-03-12-4" lies beyond the label/);
    expect(() => dotsOfScene(sceneAt({ offsetXMm: 4 }))).toThrow(/lies beyond the label/);
  });

  it('says speed and darkness in the words of the language', () => {
    const say = (language: 'zpl' | 'tspl'): string =>
      Buffer.from(encodeScene(sceneAt({}), { ...paper, language, darkness: 9, speedIps: 6 }, 'x')).toString('latin1');
    expect(say('zpl')).toContain('^PR6\n~SD09\n');
    expect(say('tspl')).toContain('DENSITY 4\r\nSPEED 6\r\nCLS');
  });

  it('PRACTICE stands across the label and leaves every code as it is', () => {
    for (const template of labelTemplates) {
      const { widthMm, heightMm } = template;
      const [real, practice] = [false, true].map((mode) =>
        sceneOf(template, template.sample, { dpi: 203, widthMm, heightMm }, { ...plain, practice: mode }),
      );
      if (real === undefined || practice === undefined) throw new Error('no scene');
      const [before, after] = [dotsOfScene(real), dotsOfScene(practice)];
      const inCode = new Set<number>();
      for (const item of real.items)
        if (item.type === 'barcode')
          for (let y = item.y; y < item.y + item.height; y += 1)
            for (let x = item.x; x < item.x + item.width; x += 1) inCode.add(y * before.width + x);
      let [touched, marked] = [0, 0];
      for (const [index, dot] of after.dots.entries())
        if (dot !== before.dots[index]) {
          if (inCode.has(index)) touched += 1;
          else marked += 1;
        }
      expect([template.name, touched]).toEqual([template.name, 0]);
      expect([template.name, marked > 500]).toEqual([template.name, true]);
    }
  });
});
