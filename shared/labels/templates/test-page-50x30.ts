import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';
import { blackAt, boxAt, printFields, shortText, textAt } from '../template-parts.ts';
import { ruler } from './test-page-100x150.ts';

/** Test page for small paper: rulers, frame, the finest bars, Data Matrix, and a code close to a black block. */
export const testPage50x30: LabelTemplate = {
  name: 'test-page-50x30',
  titleZh: '小测试页',
  titleEn: 'Small test page',
  widthMm: 50,
  heightMm: 30,
  data: z.strictObject({ printer: shortText, setting: shortText, time: shortText, ...printFields }),
  sample: { printer: 'W3 printer-1', setting: 'zpl 203 dpi', time: '11-24 14:32' },
  elements: [
    boxAt(0.5, 0.5, 49, 29),
    ...ruler(5, 1, 40, false),
    {
      type: 'barcode',
      symbology: 'code128',
      xMm: 3,
      yMm: 9,
      widthMm: 44,
      heightMm: 5,
      maxModuleMm: 0.38,
      text: 'TA1234',
    },
    {
      type: 'barcode',
      symbology: 'datamatrix',
      xMm: 3,
      yMm: 15,
      widthMm: 10,
      heightMm: 10,
      maxModuleMm: 0.51,
      text: 'TD1234',
    },
    blackAt(14, 15, 1.5, 10),
    {
      type: 'barcode',
      symbology: 'ean8',
      xMm: 15.5,
      yMm: 15,
      widthMm: 31,
      heightMm: 8,
      maxModuleMm: 0.38,
      text: '95012346',
    },
    textAt(3, 25.2, 44, 3, '测试 ไทย Việt {setting} {time}', { minSizeMm: 2 }),
  ],
};
