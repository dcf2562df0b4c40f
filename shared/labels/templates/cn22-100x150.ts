import { z } from 'zod';
import type { LabelElementInput, LabelTemplate } from '../label-model.ts';
import { boxAt, longText, numberAt, printFields, s10, textAt } from '../template-parts.ts';
import { customsItemFields, customsItemTable, customsTotals, withCategoryCross } from './customs-items.ts';

const ITEMS = 4;
const boxes = [
  ['gift', 'Gift 礼品'],
  ['documents', 'Documents 文件'],
  ['sample', 'Commercial sample 样品'],
  ['goods', 'Sale of goods 销售'],
  ['returned', 'Returned goods 退回'],
  ['other', 'Other 其他'],
].flatMap(([name, words], index): LabelElementInput[] => {
  const [x, y] = [4 + (index % 3) * 31, 60 + Math.floor(index / 3) * 6];
  return [
    boxAt(x, y, 4, 4),
    textAt(x, y - 0.4, 4, 5, `{${name}}`, { bold: true, align: 'center' }),
    textAt(x + 5, y, 25, 4, words ?? '', { minSizeMm: 2 }),
  ];
});

/** Customs declaration CN 22 (UPU): up to 300 SDR and 2 kg; above that CN 23. */
export const cn22100x150: LabelTemplate = {
  name: 'cn22-100x150',
  titleZh: '报关签条 CN22',
  titleEn: 'Customs declaration CN22',
  widthMm: 100,
  heightMm: 150,
  data: z
    .strictObject({
      item: s10,
      sender: longText,
      receiver: longText,
      ...customsItemFields(ITEMS),
      ...customsTotals,
      ...printFields,
    })
    .transform((input, context) => withCategoryCross(input as Record<string, string>, context, ITEMS)),
  sample: {
    item: 'RR473124829CN',
    sender: '陈敏, 深圳市宝安区福永街道 88 号, 518103, China',
    receiver: 'Nguyễn Thị Ánh, 12 Lê Lợi, Quận 1, Hồ Chí Minh, Việt Nam',
    category: 'goods',
    description1: 'Phone case, silicone 手机壳',
    quantity1: '2',
    weight1: '0.120 kg',
    value1: '9.80 USD',
    hs1: '392690',
    origin1: 'CN',
    totalWeight: '0.120 kg',
    totalValue: '9.80 USD',
    date: '2026-11-24',
  },
  elements: [
    textAt(4, 3, 60, 6, 'CUSTOMS DECLARATION 报关签条', { bold: true, minSizeMm: 4 }),
    textAt(4, 9, 60, 3.5, 'May be opened officially 可以径行开拆', { minSizeMm: 2.5 }),
    textAt(72, 2, 24, 10, 'CN 22', { bold: true, align: 'right' }),
    { type: 'barcode', symbology: 'code128', xMm: 2, yMm: 14, widthMm: 96, heightMm: 15, text: '{item}' },
    numberAt(4, 29, 92, 5, '{item}', { bold: true, align: 'center' }),
    textAt(4, 35, 12, 3.5, 'From'),
    textAt(16, 35, 80, 4, '{sender}', { minSizeMm: 2.5, heightMm: 10.5 }),
    textAt(4, 47, 12, 3.5, 'To'),
    textAt(16, 47, 80, 4, '{receiver}', { minSizeMm: 2.5, heightMm: 10.5 }),
    ...boxes,
    ...customsItemTable(4, 73, 92, 8.5, ITEMS),
    textAt(4, 117, 46, 4.5, 'Total weight 总重 {totalWeight}', { bold: true, minSizeMm: 3, overflow: 'refuse' }),
    textAt(50, 117, 46, 4.5, 'Total value 总值 {totalValue}', { bold: true, minSizeMm: 3, overflow: 'refuse' }),
    textAt(
      4,
      122.5,
      92,
      3,
      'I certify that the particulars given in this declaration are correct and that this item does not contain any dangerous article prohibited by legislation or by postal or customs regulations.',
      { minSizeMm: 2.2, heightMm: 9.5 },
    ),
    boxAt(4, 133, 92, 10),
    textAt(5, 133.5, 50, 3.2, 'Date and signature 日期, 签名'),
    textAt(5, 137.5, 30, 4.5, '{date}'),
    textAt(4, 144, 92, 3.5, '{copy} {serial}', { align: 'right', minSizeMm: 2.5 }),
  ],
};
