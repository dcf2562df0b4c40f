import { z } from 'zod';
import type { LabelElementInput, LabelTemplate } from '../label-model.ts';
import { testSamples } from '../test-page.ts';
import { blackAt, boxAt, numberAt, printFields, ruleAt, shortText, textAt } from '../template-parts.ts';

/** A ruler: a stroke each millimetre, longer each five, with its number each ten. */
export function ruler(xMm: number, yMm: number, lengthMm: number, down: boolean): LabelElementInput[] {
  return Array.from({ length: lengthMm + 1 }, (_, mm): LabelElementInput[] => {
    const long = mm % 10 === 0 ? 4 : mm % 5 === 0 ? 3 : 1.8;
    const stroke: LabelElementInput = {
      type: 'box',
      xMm: down ? xMm : xMm + mm,
      yMm: down ? yMm + mm : yMm,
      widthMm: down ? long : 0.13,
      heightMm: down ? 0.13 : long,
      lineMm: 0.13,
      fill: true,
    };
    if (mm % 10 !== 0 || mm === 0) return [stroke];
    return [
      stroke,
      down
        ? textAt(xMm + 4.3, yMm + mm - 1.6, 8, 3.2, String(mm))
        : textAt(xMm + mm - 4, yMm + 4.2, 8, 3.2, String(mm), { align: 'center' }),
    ];
  }).flat();
}

/** Widths of the fields of the three samples of bars, in mm. */
const widthsMm = [43, 57, 71];
const samples = testSamples
  .filter(({ kind }) => kind === 'bars')
  .flatMap(({ code, maxModuleMm }, index): LabelElementInput[] => [
    {
      type: 'barcode',
      symbology: 'code128',
      xMm: 18,
      yMm: 20 + index * 17,
      widthMm: widthsMm[index] ?? 71,
      heightMm: 11,
      maxModuleMm,
      text: code,
    },
    textAt(18, 31.3 + index * 17, 66, 3.5, `${code}   ≤ ${maxModuleMm} mm`),
  ]);

/**
 * Test page: the rulers show scale and offset, the frame what the head cannot reach, the codes what a scanner reads back, the grey
 * fields and letters whether darkness is right.
 */
export const testPage100x150: LabelTemplate = {
  name: 'test-page-100x150',
  titleZh: '测试页',
  titleEn: 'Test page',
  widthMm: 100,
  heightMm: 150,
  data: z.strictObject({ printer: shortText, setting: shortText, time: shortText, ...printFields }),
  sample: { printer: 'W3 printer-1', setting: 'zpl 203 dpi, darkness 15, 6 ips', time: '11-24 14:32' },
  elements: [
    boxAt(0.5, 0.5, 99, 149),
    ...ruler(10, 2, 80, false),
    ...ruler(2, 10, 130, true),
    textAt(18, 11.5, 78, 5, '测试页 Test page {printer}', { bold: true, minSizeMm: 3 }),
    ...samples,
    ruleAt(18, 71, 78, 0.25),
    {
      type: 'barcode',
      symbology: 'qr',
      xMm: 18,
      yMm: 72,
      widthMm: 20,
      heightMm: 20,
      maxModuleMm: 0.51,
      text: 'TQ1234',
    },
    {
      type: 'barcode',
      symbology: 'datamatrix',
      xMm: 42,
      yMm: 72,
      widthMm: 20,
      heightMm: 20,
      maxModuleMm: 0.51,
      text: 'TD1234',
    },
    // A code against its neighbours: read only if the quiet zone beside the black box is respected.
    blackAt(63.5, 72, 2, 20),
    { type: 'barcode', symbology: 'ean8', xMm: 65.5, yMm: 74, widthMm: 31, heightMm: 14, text: '95012346' },
    textAt(65.5, 88.5, 31, 3, '95012346', { align: 'center' }),
    textAt(18, 94, 78, 7, '中文 青藏 ไทย ที่นี่ น้ำ Tiếng Việt', { minSizeMm: 4 }),
    textAt(18, 102, 78, 4, '4 mm 中文 ไทย ที่นี่ Tiếng Việt ẫ 0O 1Il 5S 8B'),
    textAt(18, 106.5, 78, 3, '3 mm 中文 ไทย ที่นี่ Tiếng Việt ẫ 0O 1Il 5S 8B'),
    textAt(18, 110, 78, 2.2, '2.2 mm 中文 ไทย ที่นี่ Tiếng Việt ẫ 0O 1Il 5S 8B'),
    // One-dot lines and gaps side by side: they run together when the head is too hot and vanish when it is too cold.
    ...Array.from({ length: 40 }, (_, index): LabelElementInput => {
      const xMm = 18 + index * 0.25;
      return { type: 'box', xMm, yMm: 114, widthMm: 0.125, heightMm: 10, lineMm: 0.125, fill: true };
    }),
    ...Array.from({ length: 20 }, (_, index): LabelElementInput => {
      const xMm = 32 + index * 0.5;
      return { type: 'box', xMm, yMm: 114, widthMm: 0.25, heightMm: 10, lineMm: 0.25, fill: true };
    }),
    blackAt(46, 114, 50, 10),
    textAt(48, 115.5, 46, 7, '反白 White', { inverse: true, bold: true }),
    textAt(18, 127, 78, 4, '{setting}', { minSizeMm: 2.5 }),
    textAt(18, 132, 78, 4, '{time} {copy}', { minSizeMm: 2.5 }),
    numberAt(18, 137, 78, 4, '{serial}'),
  ],
};
