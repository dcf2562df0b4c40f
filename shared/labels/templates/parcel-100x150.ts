import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';
import { blackAt, codeText, lineText, longText, numberAt, printFields, ruleAt, textAt } from '../template-parts.ts';

/** What a parcel label says. All fields are text as it shall appear. */
export const parcelLabelDataSchema = z.strictObject({
  waybill: codeText,
  line: z.string().min(1).max(12),
  lineName: lineText,
  destination: longText,
  receiver: lineText,
  gross: lineText,
  dimensions: lineText,
  volumetric: lineText,
  chargeable: lineText,
  why: lineText,
  cargoClass: lineText,
  station: lineText,
  time: lineText,
  operator: lineText,
  ...printFields,
});

const white = { inverse: true, bold: true } as const;

/** Parcel label, 100 × 150 mm: route first, then the number a scanner reads, then the weight that is billed. */
export const parcel100x150: LabelTemplate = {
  name: 'parcel-100x150',
  titleZh: '包裹面单',
  titleEn: 'Parcel label',
  widthMm: 100,
  heightMm: 150,
  data: parcelLabelDataSchema,
  sample: {
    waybill: 'YT2611220047731',
    line: 'US-A',
    lineName: '美国专线 A United States A',
    destination: '1420 Alvarado St, Apt 5, San Leandro, CA 94577, United States',
    receiver: '王小明 Nguyễn Thị Ánh',
    gross: '2.365 kg',
    dimensions: '42 × 31 × 20 cm',
    volumetric: '3.255 kg',
    chargeable: '3.5 kg',
    why: '体积重更大, 按 0.5 进位',
    cargoClass: '内电',
    station: 'W3',
    time: '11-24 14:32',
    operator: '陈敏',
  },
  elements: [
    blackAt(4, 4, 92, 30),
    numberAt(8, 6, 62, 24, '{line}', { ...white, minSizeMm: 8 }),
    textAt(70, 8, 23, 8, '{cargoClass}', { ...white, minSizeMm: 5, align: 'right' }),
    textAt(60, 18, 33, 6, '{copy}', { ...white, minSizeMm: 4, align: 'right' }),
    textAt(8, 26, 85, 6, '{lineName}', { inverse: true, minSizeMm: 4 }),
    textAt(4, 36, 92, 7, '{receiver}', { bold: true, minSizeMm: 3.5 }),
    textAt(4, 44, 92, 5.5, '{destination}', { minSizeMm: 2.8, heightMm: 17 }),
    ruleAt(4, 62, 92),
    { type: 'barcode', symbology: 'code128', xMm: 1, yMm: 65, widthMm: 98, heightMm: 26, text: '{waybill}' },
    numberAt(4, 92, 92, 8.5, '{waybill}', { bold: true, align: 'center' }),
    ruleAt(4, 103, 92),
    textAt(4, 105, 50, 4.5, '计费重 Chargeable'),
    numberAt(4, 109.5, 52, 16, '{chargeable}', { bold: true, minSizeMm: 6 }),
    textAt(57, 105, 39, 5, '实重 {gross}', { minSizeMm: 3.5 }),
    textAt(57, 110.5, 39, 5, '体积 {volumetric}', { minSizeMm: 3.5 }),
    textAt(57, 116, 39, 5, '{dimensions}', { minSizeMm: 3.5 }),
    textAt(57, 121.5, 39, 4, '{why}', { minSizeMm: 3 }),
    ruleAt(4, 128, 92),
    { type: 'barcode', symbology: 'code128', xMm: 1, yMm: 130, widthMm: 98, heightMm: 9, text: '{serial}' },
    numberAt(4, 140, 40, 4.5, '{serial}'),
    textAt(45, 140, 51, 4.5, '{station} {operator} {time}', { minSizeMm: 3, align: 'right' }),
  ],
};
