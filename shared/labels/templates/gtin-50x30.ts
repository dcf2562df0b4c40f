import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';
import { gtin13, numberAt, printFields, textAt } from '../template-parts.ts';

/** Retail item, EAN-13: at most 0.66 mm a module, twice the nominal size (General Specifications 5.12). */
export const gtin50x30: LabelTemplate = {
  name: 'gtin-50x30',
  titleZh: '商品条码 EAN-13',
  titleEn: 'Item label, EAN-13',
  widthMm: 50,
  heightMm: 30,
  data: z.strictObject({ gtin: gtin13, title: z.string().max(120), ...printFields }),
  sample: { gtin: '9521234543213', title: '保温杯 500 ml Bình giữ nhiệt' },
  elements: [
    textAt(2, 1, 46, 4, '{title}', { minSizeMm: 2.5 }),
    {
      type: 'barcode',
      symbology: 'ean13',
      xMm: 1,
      yMm: 5.5,
      widthMm: 48,
      heightMm: 16,
      maxModuleMm: 0.66,
      text: '{gtin}',
    },
    numberAt(2, 21.5, 46, 4.5, '{gtin}', { align: 'center' }),
    textAt(2, 26.5, 46, 2.8, '{copy} {serial}', { align: 'right', minSizeMm: 2 }),
  ],
};
