import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';
import { numberAt, printFields, ruleAt, shortText, textAt } from '../template-parts.ts';

/** Licence plate of a returned item: it is known by this number until it is restocked, sent back or destroyed. */
export const returnPlate80x50: LabelTemplate = {
  name: 'return-plate-80x50',
  titleZh: '退件车牌',
  titleEn: 'Return plate',
  widthMm: 80,
  heightMm: 50,
  data: z.strictObject({
    plate: z.string().regex(/^[0-9A-Z-]{4,12}$/, '4 to 12 digits, capital letters or hyphens'),
    rma: shortText,
    sku: shortText,
    grade: z.string().max(8),
    disposition: shortText,
    seller: shortText,
    time: shortText,
    ...printFields,
  }),
  sample: {
    plate: 'R-2611-00042',
    rma: 'RMA 88214-3',
    sku: 'NB-T7-256 黑色 / M',
    grade: 'B',
    disposition: '退回卖家 Return to seller',
    seller: 'Đại lý Sài Gòn 12',
    time: '11-24 14:32',
  },
  elements: [
    { type: 'barcode', symbology: 'code128', xMm: 2, yMm: 2, widthMm: 76, heightMm: 15, text: '{plate}' },
    numberAt(2, 17, 76, 8, '{plate}', { bold: true, align: 'center' }),
    ruleAt(2, 26, 76),
    textAt(2, 27, 18, 16, '{grade}', { bold: true, align: 'center', minSizeMm: 6 }),
    textAt(22, 27, 56, 5, '{disposition}', { bold: true, minSizeMm: 3 }),
    textAt(22, 32, 56, 4.5, '{sku}', { minSizeMm: 3 }),
    textAt(22, 36.5, 56, 4, '{rma} {seller}', { minSizeMm: 2.5 }),
    numberAt(2, 44.5, 40, 3.5, '{serial}'),
    textAt(42, 44.5, 36, 3.5, '{copy} {time}', { align: 'right', minSizeMm: 2.5 }),
  ],
};
