import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';
import { numberAt, printFields, shortText, textAt } from '../template-parts.ts';

/** Relabelling (换标): the platform's item number over the old one, an FNSKU for instance. */
export const sku70x40: LabelTemplate = {
  name: 'sku-70x40',
  titleZh: '换标 SKU',
  titleEn: 'SKU relabel',
  widthMm: 70,
  heightMm: 40,
  data: z.strictObject({
    sku: z.string().regex(/^[\x21-\x7e]{3,12}$/, '3 to 12 printable ASCII characters without blanks'),
    title: z.string().max(120),
    condition: shortText,
    origin: shortText,
    ...printFields,
  }),
  sample: {
    sku: 'X002KJ4Q7B',
    title: '蓝牙耳机 Tai nghe không dây chống ồn หูฟังไร้สาย',
    condition: 'New',
    origin: 'Made in China',
  },
  elements: [
    { type: 'barcode', symbology: 'code128', xMm: 1, yMm: 2, widthMm: 68, heightMm: 14, text: '{sku}' },
    numberAt(2, 16.5, 66, 5.5, '{sku}', { bold: true, align: 'center' }),
    textAt(2, 22.5, 66, 4, '{title}', { minSizeMm: 2.5, heightMm: 10 }),
    textAt(2, 33, 33, 4, '{condition}', { minSizeMm: 2.5 }),
    textAt(35, 33, 33, 4, '{origin}', { align: 'right', minSizeMm: 2.5 }),
    textAt(2, 36.8, 66, 2.8, '{copy} {serial}', { align: 'right', minSizeMm: 2 }),
  ],
};
