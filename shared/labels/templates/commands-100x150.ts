import { z } from 'zod';
import type { ScanCommand } from '../../identifiers/scan-code.ts';
import type { LabelElementInput, LabelTemplate } from '../label-model.ts';
import { printFields, ruleAt, shortText, textAt } from '../template-parts.ts';

/** Words beside each code; a command of the scanner that has none does not compile. */
const words: Readonly<Record<ScanCommand, readonly [zh: string, en: string]>> = {
  '1': ['选 1', 'Choose 1'],
  '2': ['选 2', 'Choose 2'],
  '3': ['选 3', 'Choose 3'],
  REPRINT: ['重打', 'Reprint'],
  UNDO: ['撤销', 'Undo'],
  CHANGE: ['更改', 'Change'],
  HOLD: ['扣下', 'Hold'],
  PHOTO: ['拍照', 'Photo'],
  LEAD: ['组长', 'Lead'],
  QUEUE: ['队列', 'Queue'],
  PRINTER: ['打印机', 'Printer'],
  HOME: ['返回', 'Home'],
};
const ROW_MM = 11.6;
const FIRST_ROW_MM = 9.8;

const rows = Object.entries(words).flatMap(([command, [zh, en]], index): LabelElementInput[] => {
  const y = FIRST_ROW_MM + index * ROW_MM;
  return [
    ruleAt(3, y - 0.8, 94, 0.25),
    textAt(3, y + 0.5, 24, 5.5, zh, { bold: true, minSizeMm: 4 }),
    textAt(3, y + 6.5, 24, 4, en, { minSizeMm: 3 }),
    {
      type: 'barcode',
      symbology: 'code128',
      xMm: 27,
      yMm: y + 1,
      widthMm: 72,
      heightMm: 7.6,
      text: `CMD:${command}`,
    },
  ];
});

/** The commands of the bench as codes: a hand that holds a scanner needs no keyboard. */
export const commands100x150: LabelTemplate = {
  name: 'commands-100x150',
  titleZh: '指令条码',
  titleEn: 'Command barcodes',
  widthMm: 100,
  heightMm: 150,
  data: z.strictObject({ station: shortText, ...printFields }),
  sample: { station: 'W3' },
  elements: [
    textAt(3, 2, 60, 6.5, '指令 Commands {station}', { bold: true, minSizeMm: 4 }),
    textAt(63, 3, 34, 4, '{copy} {serial}', { align: 'right', minSizeMm: 2.5 }),
    ...rows,
  ],
};
