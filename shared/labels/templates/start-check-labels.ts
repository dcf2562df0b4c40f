import { z } from 'zod';
import { SCANNER_CARD } from '../../shift/scanner-card.ts';
import type { LabelTemplate } from '../label-model.ts';
import { numberAt, printFields, shortText, textAt } from '../template-parts.ts';

const data = z.strictObject({ station: shortText, time: shortText, ...printFields });
const sample = { station: 'W3', time: '11-24 06:58' };

/** Printed by the check before a shift and scanned back: its number stands on it as bars for every gun. */
export const startCheck100x50: LabelTemplate = {
  name: 'start-check-100x50',
  titleZh: '开班测试标签',
  titleEn: 'Label of the check before a shift',
  widthMm: 100,
  heightMm: 50,
  data,
  sample,
  elements: [
    textAt(3, 3, 94, 7, '开班检查 Shift check', { bold: true, minSizeMm: 4 }),
    { type: 'barcode', symbology: 'code128', xMm: 2, yMm: 12, widthMm: 96, heightMm: 20, text: '{serial}' },
    numberAt(4, 34, 92, 6, '{serial}', { align: 'center' }),
    textAt(3, 42, 94, 5, '{station} {time} {copy}', { minSizeMm: 3 }),
  ],
};

/** The same for small paper, where bars of that number would be too fine: a Data Matrix. */
export const startCheck50x30: LabelTemplate = {
  ...startCheck100x50,
  name: 'start-check-50x30',
  titleZh: '开班小测试标签',
  titleEn: 'Small label of the check before a shift',
  widthMm: 50,
  heightMm: 30,
  elements: [
    { type: 'barcode', symbology: 'datamatrix', xMm: 2, yMm: 3, widthMm: 18, heightMm: 18, text: '{serial}' },
    textAt(21, 3, 27, 4.5, '开班检查', { bold: true, minSizeMm: 3 }),
    textAt(21, 8.5, 27, 4, 'Shift check', { minSizeMm: 2.5 }),
    textAt(21, 14, 27, 3.5, '{station} {time}', { minSizeMm: 2 }),
    numberAt(2, 23, 46, 4, '{serial}'),
  ],
};

/** The card that shows what a keyboard layout or an input method does to a scan. Printed once, kept at the bench. */
export const scannerCard100x150: LabelTemplate = {
  name: 'scanner-card-100x150',
  titleZh: '扫描检查卡',
  titleEn: 'Scanner check card',
  widthMm: 100,
  heightMm: 150,
  data: z.strictObject({ ...printFields }),
  sample: {},
  elements: [
    {
      ...{ type: 'barcode', symbology: 'code128', ladder: true },
      xMm: 4,
      yMm: 4,
      widthMm: 26,
      heightMm: 142,
      text: SCANNER_CARD,
    },
    textAt(36, 6, 60, 9, '扫描检查卡', { bold: true, minSizeMm: 5 }),
    textAt(36, 17, 60, 7, 'Scanner card', { minSizeMm: 4 }),
    textAt(36, 28, 60, 6, '开班时扫 Scan before a shift', { minSizeMm: 3.5 }),
    { type: 'barcode', symbology: 'datamatrix', xMm: 38, yMm: 44, widthMm: 54, heightMm: 54, text: SCANNER_CARD },
    numberAt(36, 104, 60, 5, SCANNER_CARD),
    textAt(36, 140, 60, 4, '{copy} {serial}', { align: 'right', minSizeMm: 2.5 }),
  ],
};
