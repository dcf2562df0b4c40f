import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelTemplates } from '../../shared/labels/templates/all-templates.ts';
import { printCpcl, printEpl, printEscPos, printTspl, type PrintedPage } from '../../test/support/bitmap-printers.ts';
import { dotsOfScene, encodeSample, fontsDirectory } from '../../test/support/label-pages.ts';
import { decodeDots } from '../../test/support/render-zpl.ts';
import { zplFaults } from '../../test/support/zpl-pages.ts';
import { compileLabel, sceneOf } from './compile-label.ts';
import { LabelCompileError } from './label-compile-error.ts';
import { OneBitImage } from './raster/one-bit-image.ts';
import { rasterText } from './raster/text-raster.ts';
import { BASELINE, fitText } from './raster/fit-text.ts';
import { labelFont, loadLabelFonts } from './raster/label-fonts.ts';

const [parcel] = labelTemplates;
if (parcel === undefined) throw new Error('no templates');
const paper = { widthMm: 100, heightMm: 150 };
const options = { practice: false, job: 'W1234567-1-42', copy: false, fontsDirectory };
const sceneWith = (data: Record<string, string>) =>
  sceneOf(parcel, { ...parcel.sample, ...data }, { dpi: 203, ...paper }, options);

describe('data that would break a label', () => {
  it.each([
    ['commands of every language', 'A^XZ~JA_5E"\\GS!P,1'],
    ['quotes and percent signs', `"'\`%s%00&lt;`],
    [
      'all of printable ASCII, first half',
      Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x21 + i)).join(''),
    ],
  ])('in every language a waybill of %s comes out as it is', async (_, waybill) => {
    const scene = sceneWith({ waybill: waybill.slice(0, 19), receiver: waybill });
    const expected = dotsOfScene(scene);
    expect((await decodeDots(expected)).map((code) => code.text)).toContain(waybill.slice(0, 19));
    const languages = { tspl: printTspl, epl: printEpl, cpcl: printCpcl, escpos } as const;
    for (const language of Object.keys(languages) as (keyof typeof languages)[]) {
      const page = languages[language](encodeSample(scene, language));
      expect([language, Buffer.from(page.dots).equals(Buffer.from(expected.dots))]).toEqual([language, true]);
    }
    for (const language of ['zpl', 'zpl-bitmap'] as const)
      expect([language, await zplFaults(scene, language)]).toEqual([language, []]);

    function escpos(job: Uint8Array): PrintedPage {
      return printEscPos(job, scene.widthDots);
    }
  });

  it.each([
    ['an emoji', 'Tom 😀', /receiver: no glyph for 😀 \(U\+1F600\)/],
    ['a line feed', 'Tom\nJerry', /receiver: no glyph for U\+000A/],
    ['a null', 'Tom\0', /U\+0000/],
    ['text turned round', 'abc\u202Ecba', /U\+202E/],
    ['half a character', 'Tom \ud83d', /U\+D83D/],
    ['a Han character no font has', '𱁬麺', /𱁬 \(U\+3106C\)/],
    ['Arabic', 'سلام', /no glyph for/],
    ['a tower of marks', `a${'\u0301\u0302\u0303\u0309'.repeat(3)}`, /marks on one letter/],
    ['601 characters', 'x'.repeat(601), /receiver: .*200/],
  ])('refuses %s before a byte exists, and says what', (_, receiver, words) => {
    expect(() => sceneWith({ receiver })).toThrow(LabelCompileError);
    expect(() => sceneWith({ receiver })).toThrow(words);
  });

  it('prints rare Han, stacked Thai and Vietnamese marks without cutting one off', () => {
    loadLabelFonts(fontsDirectory);
    const style = {
      width: 700,
      lineDots: 44,
      minLineDots: 44,
      maxLines: 1,
      bold: false,
      align: 'left',
      overflow: 'refuse',
    } as const;
    for (const text of ['ที่นี่ กตัญญู น้ำปู่ ปี๊ป', 'Ẫ Ễ Ộ Ự ằ ẵ ị ỹ Å', '龘䶮㙡青藏', 'Qyjgp|_(){}']) {
      // The same letters with an empty line above and below: as much ink, or something was cut.
      const { size, lineHeight } = fitText(text, style);
      const context = createCanvas(style.width, 3 * lineHeight).getContext('2d');
      context.font = labelFont(size, false);
      context.fillText(text, 0, lineHeight + Math.round(lineHeight * BASELINE));
      const pixels = context.getImageData(0, 0, style.width, 3 * lineHeight).data;
      const roomy = OneBitImage.fromAlpha(pixels, style.width, 3 * lineHeight, 128);
      expect([text, ink(rasterText(text, style)?.image)]).toEqual([text, ink(roomy)]);
    }
  });

  it('composes marks that were sent one by one', () => {
    const split = sceneWith({ receiver: 'Nguyễn Thị Ánh'.normalize('NFD') });
    expect(encodeSample(split, 'zpl')).toEqual(encodeSample(sceneWith({ receiver: 'Nguyễn Thị Ánh' }), 'zpl'));
  });

  it('gives an address of 400 characters smaller letters and more lines, and shows where it had to cut', () => {
    const address = '1420 Alvarado Street, Apartment 5, San Leandro, California 94577, '.repeat(7).slice(0, 400);
    const item = sceneWith({ destination: address }).items.find(
      (each) => each.type === 'text' && each.text.startsWith('1420'),
    );
    if (item?.type !== 'text') throw new Error('no destination');
    const fitted = fitText(item.text, item);
    expect(fitted.lines.join(' ').replace(/ +/g, ' ')).toBe(item.text.replace(/ +/g, ' '));
    const cut = fitText(item.text.repeat(2), item);
    expect(cut.lines.at(-1)).toMatch(/…$/);
    expect(cut.lines.length * cut.lineHeight).toBeLessThanOrEqual(item.height ?? 0);
  });

  it('refuses a number that does not fit rather than to cut it', () => {
    expect(() =>
      encodeSample(sceneWith({ chargeable: '1234567890.123456789 kg (estimated by the carrier)' }), 'zpl'),
    ).toThrow(/too long for its field/);
  });

  it('a label larger than the paper is refused', () => {
    expect(() => sceneOf(parcel, parcel.sample, { dpi: 203, widthMm: 58, heightMm: 40 }, options)).toThrow(
      /100 × 150 mm, the paper 58 × 40 mm/,
    );
  });

  it('whatever the texts are: a whole format, or words', () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '^',
          '~',
          '_',
          '\\',
          '"',
          '\r',
          '\n',
          '\0',
          '\u001b',
          '王',
          'ệ',
          'ที่',
          '😀',
          '\u0301',
          ' ',
          '{line}',
          '$&',
        ),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...labelTemplates),
        fc.array(nasty, { minLength: 30, maxLength: 30 }),
        (template, texts) => {
          const data = Object.fromEntries(
            Object.entries(template.sample).map(([key, value], index) => [
              key,
              index % 3 === 0 ? (texts[index] ?? '') : value,
            ]),
          );
          const { widthMm, heightMm } = template;
          let zpl: string;
          try {
            const profile = { language: 'zpl', dpi: 203, widthMm, heightMm } as const;
            zpl = Buffer.from(compileLabel({ template: template.name, data }, profile, options)).toString('latin1');
          } catch (error) {
            expect(error).toBeInstanceOf(LabelCompileError);
            expect((error as LabelCompileError).message.length).toBeGreaterThan(8);
            return;
          }
          expect(zpl.match(/\^XA|\^XZ|~/g)).toEqual(['^XA', '^XZ']);
          expect(
            zpl.replace(/\^(XA|CI|PW|LL|LH|LS|PO|PM|FW|FO|FT|A0N|FR|GF|GB|BY|BC|FH|FD|FS|PQ|XZ)/g, ''),
          ).not.toContain('^');
        },
      ),
      { numRuns: 150, seed: 42 },
    );
  });
});

function ink(image: OneBitImage | undefined): number {
  let dots = 0;
  for (const byte of image?.bits ?? []) for (let bit = byte; bit !== 0; bit &= bit - 1) dots += 1;
  return dots;
}
