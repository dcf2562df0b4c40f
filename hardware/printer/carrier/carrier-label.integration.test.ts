import { describe, expect, it } from 'vitest';
import { parcel100x150 } from '../../../shared/labels/templates/parcel-100x150.ts';
import { printTspl } from '../../../test/support/bitmap-printers.ts';
import { dotsOfScene, encodeSample, sampleScene } from '../../../test/support/label-pages.ts';
import { decodeDots } from '../../../test/support/render-zpl.ts';
import type { CompileProfile } from '../compile-label.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import { compileCarrierLabel } from './compile-carrier-label.ts';

/** A label that somebody else has made: ours, as the file formats that come from a cloud. */
const waybill = parcel100x150.sample['waybill'] ?? '';
const made = sampleScene(parcel100x150, 203);
const tspl: CompileProfile = { language: 'tspl', dpi: 203, widthMm: 100, heightMm: 150 };
const refused = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => 'printed',
    (fault: unknown) => fault,
  );
  if (!(error instanceof LabelCompileError)) throw new Error(`not refused: ${String(error)}`);
  return `${error.code} ${error.message}`;
};

describe("a carrier's own label", { timeout: 60_000 }, () => {
  it.each(['png', 'zpl-bitmap', 'pdf'] as const)(
    'as %s: dot for dot on the head, and its code is read back',
    async (format) => {
      const { bytes, codes } = await compileCarrierLabel(encodeSample(made, format), waybill, tspl, false);
      expect(codes).toContain(waybill);
      const page = printTspl(bytes);
      const expected = dotsOfScene(made);
      expect([page.width, page.height]).toEqual([expected.width, expected.height]);
      expect((await decodeDots(page)).map((code) => code.text)).toContain(waybill);
      // Letters of a PDF are drawn by another engine; the codes stand on the same dots in all three.
      for (const item of made.items) {
        if (format === 'pdf' && item.type !== 'barcode') continue;
        if (item.type === 'watermark') continue;
        let different = 0;
        const height = 'height' in item && item.height !== undefined ? item.height : 1;
        for (let y = item.y; y < item.y + height; y += 1)
          for (let x = item.x; x < item.x + item.width; x += 1)
            if (page.dots[y * page.width + x] !== expected.dots[y * page.width + x]) different += 1;
        expect([item.type, different]).toEqual([item.type, 0]);
      }
    },
  );

  it('ZPL goes to a ZPL printer as it came', async () => {
    const zpl = encodeSample(made, 'zpl');
    const { bytes } = await compileCarrierLabel(zpl, waybill, { ...tspl, language: 'zpl' }, false);
    const text = Buffer.from(zpl).toString('latin1');
    expect(Buffer.from(bytes).toString('latin1').trim()).toBe(text.slice(text.indexOf('^XA')).trim());
  });

  it('of another parcel is refused, and says whose it is', async () => {
    const words = await refused(compileCarrierLabel(encodeSample(made, 'png'), 'YT9999999999999', tspl, false));
    expect(words).toMatch(/LABEL_OF_ANOTHER_PARCEL it says .*YT2611220047731.*YT9999999999999 is expected/);
  });

  it.each([
    ['practice', encodeSample(made, 'png'), tspl, true, /never printed over/],
    [
      'larger than the paper',
      encodeSample(made, 'png'),
      { ...tspl, widthMm: 60, heightMm: 40 },
      false,
      /not made smaller/,
    ],
    [
      'for another head',
      encodeSample(made, 'png'),
      { ...tspl, dpi: 300 as const },
      false,
      /made for 203 dpi, this head has 300/,
    ],
    ['no label at all', Buffer.from('hello'), tspl, false, /neither PDF nor PNG nor ZPL/],
    ['a broken PDF', Buffer.from('%PDF-1.4 hello'), tspl, false, /cannot be opened/],
    [
      'ZPL that stores a setting',
      Buffer.from('^XA^FDx^FS^JUS^XZ'),
      tspl,
      false,
      /\^JU, which is not a label's business/,
    ],
    ['two labels in one', Buffer.from('^XA^FDx^FS^XZ^XA^FDy^FS^XZ'), tspl, false, /one label, one job/],
    ['three copies', Buffer.from('^XA^FDx^FS^PQ3^XZ'), tspl, false, /3 copies/],
  ] as const)('%s: refused with words', async (_, file, profile, practice, words) => {
    expect(await refused(compileCarrierLabel(file, waybill, profile, practice))).toMatch(words);
  });
});
