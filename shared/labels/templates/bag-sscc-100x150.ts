import { z } from 'zod';
import type { LabelTemplate } from '../label-model.ts';
import { lineText, longText, numberAt, printFields, ruleAt, shortText, sscc, textAt } from '../template-parts.ts';

/** GS1 logistic label: X-dimension 0.495 to 0.94 mm, bars at least 31.75 mm high, the SSCC lowest (General Specifications, table 5). */
const gs1 = { type: 'barcode', symbology: 'gs1-128', minModuleMm: 0.495, maxModuleMm: 0.94 } as const;

export const bagSscc100x150: LabelTemplate = {
  name: 'bag-sscc-100x150',
  titleZh: '袋标 SSCC',
  titleEn: 'Bag label, SSCC',
  widthMm: 100,
  heightMm: 150,
  data: z.strictObject({
    sscc,
    /** GS1 elements of the contents, "(02)09521234543213(37)24", or nothing. */
    content: z.string().max(80),
    from: longText,
    to: longText,
    line: shortText,
    bag: shortText,
    pieces: shortText,
    gross: shortText,
    seal: shortText,
    time: lineText,
    ...printFields,
  }),
  sample: {
    sscc: '106141412345678908',
    content: '(02)09521234543213(37)24',
    from: 'Weighhouse 深圳仓, 宝安区福永街道 88 号',
    to: 'Los Angeles Gateway, 2300 E Pacific Coast Hwy, Wilmington, CA 90744',
    line: 'US-A',
    bag: 'LAX-0412',
    pieces: '24',
    gross: '18.450 kg',
    seal: 'SZ004417',
    time: '2026-11-24 14:32',
  },
  elements: [
    textAt(4, 3, 12, 4, 'From'),
    textAt(16, 3, 80, 4.5, '{from}', { minSizeMm: 2.8, heightMm: 10 }),
    ruleAt(4, 14, 92),
    textAt(4, 16, 12, 4, 'To'),
    textAt(16, 16, 80, 6, '{to}', { bold: true, minSizeMm: 2.8, heightMm: 18 }),
    ruleAt(4, 35, 92),
    textAt(4, 36.5, 60, 13, '{line}', { bold: true, minSizeMm: 7 }),
    textAt(64, 37, 32, 6, '{copy}', { bold: true, align: 'right', minSizeMm: 4 }),
    numberAt(4, 49.5, 44, 6, '{bag}', { bold: true, minSizeMm: 3.5 }),
    textAt(50, 44, 46, 5, '件数 COUNT {pieces}', { minSizeMm: 3 }),
    textAt(50, 49.5, 46, 5, '毛重 GROSS {gross}', { minSizeMm: 3 }),
    textAt(4, 56, 44, 4.5, '封号 SEAL {seal}', { minSizeMm: 3 }),
    textAt(50, 56, 46, 4.5, '{time}', { minSizeMm: 3 }),
    numberAt(4, 61, 92, 6, 'SSCC {sscc}', { minSizeMm: 4 }),
    ruleAt(4, 67.5, 92),
    { ...gs1, xMm: 1, yMm: 69, widthMm: 98, heightMm: 32, text: '{content}' },
    numberAt(1, 101.5, 98, 4, '{content}', { align: 'center' }),
    { ...gs1, xMm: 1, yMm: 107, widthMm: 98, heightMm: 32, text: '(00){sscc}' },
    numberAt(1, 139.5, 98, 5, '(00) {sscc}', { align: 'center' }),
    numberAt(4, 145.5, 60, 3.5, '{serial}'),
  ],
};
