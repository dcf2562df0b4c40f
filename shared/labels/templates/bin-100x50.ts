import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';
import { numberAt, printFields, shortText, textAt } from '../template-parts.ts';

/** Rack place: read by eye from three metres, by scanner from one. */
export const bin100x50: LabelTemplate = {
  name: 'bin-100x50',
  titleZh: '货位标',
  titleEn: 'Bin label',
  widthMm: 100,
  heightMm: 50,
  data: z.strictObject({
    bin: z.string().regex(/^[0-9A-Z-]{2,14}$/, '2 to 14 digits, capital letters or hyphens'),
    zone: shortText,
    note: shortText,
    ...printFields,
  }),
  sample: { bin: 'A-03-12-4', zone: '待上架 Putaway', note: '≤ 25 kg' },
  elements: [
    numberAt(3, 1, 94, 22, '{bin}', { bold: true, align: 'center', minSizeMm: 10 }),
    { type: 'barcode', symbology: 'code128', xMm: 2, yMm: 24, widthMm: 96, heightMm: 19, text: '{bin}' },
    textAt(3, 44, 40, 4.5, '{zone}', { minSizeMm: 3 }),
    textAt(43, 44, 20, 4.5, '{note}', { align: 'center', minSizeMm: 3 }),
    textAt(63, 44, 34, 4, '{copy} {serial}', { align: 'right', minSizeMm: 2.5 }),
  ],
};
