import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';
import { blackAt, codeText, numberAt, printFields, shortText, textAt } from '../template-parts.ts';

/** Route label, 60 × 40 mm: goes beside a platform's own label, which is never printed over. */
export const route60x40: LabelTemplate = {
  name: 'route-60x40',
  titleZh: '路由小标',
  titleEn: 'Small route label',
  widthMm: 60,
  heightMm: 40,
  data: z.strictObject({
    waybill: codeText,
    line: z.string().min(1).max(12),
    lineName: shortText,
    chargeable: shortText,
    bag: shortText,
    station: shortText,
    time: shortText,
    ...printFields,
  }),
  sample: {
    waybill: 'LP00684412345678',
    line: 'TH-SEA',
    lineName: '泰国海运 ขนส่งทางเรือ',
    chargeable: '12.5 kg',
    bag: 'BKK-0412',
    station: 'W3',
    time: '11-24 14:32',
  },
  elements: [
    blackAt(2, 2, 56, 11),
    numberAt(4, 2.5, 38, 10.5, '{line}', { bold: true, inverse: true, minSizeMm: 5 }),
    textAt(41, 5, 16, 5, '{copy}', { bold: true, inverse: true, align: 'right', minSizeMm: 2.5 }),
    { type: 'barcode', symbology: 'qr', xMm: 1, yMm: 14, widthMm: 22, heightMm: 22, text: '{waybill}' },
    textAt(24, 14, 34, 4.5, '{lineName}', { minSizeMm: 3 }),
    textAt(24, 19, 34, 7, '{chargeable}', { bold: true, minSizeMm: 4 }),
    textAt(24, 26.5, 34, 4.5, '{bag}', { bold: true, minSizeMm: 3 }),
    textAt(24, 31.5, 34, 3.5, '{station} {time}', { minSizeMm: 2.5 }),
    numberAt(2, 36, 34, 3.5, '{waybill}', { minSizeMm: 1.8 }),
    numberAt(36, 36.2, 22, 3, '{serial}', { align: 'right', minSizeMm: 1.5 }),
  ],
};
