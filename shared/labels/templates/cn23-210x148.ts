import { z } from 'zod';
import type { LabelElementInput, LabelTemplate } from '../label-model.ts';
import { boxAt, lineText, longText, numberAt, printFields, s10, shortText, textAt } from '../template-parts.ts';
import { customsItemFields, customsItemTable, customsTotals, withCategoryCross } from './customs-items.ts';

const ITEMS = 6;
const boxes = [
  ['gift', 'Gift 礼品'],
  ['documents', 'Documents 文件'],
  ['sample', 'Commercial sample 商业样品'],
  ['goods', 'Sale of goods 销售'],
  ['returned', 'Returned goods 退回'],
  ['other', 'Other 其他'],
].flatMap(([name, words], index): LabelElementInput[] => {
  const [x, y] = [5 + (index % 3) * 40, 105 + Math.floor(index / 3) * 6];
  return [
    boxAt(x, y, 4, 4),
    textAt(x, y - 0.4, 4, 5, `{${name}}`, { bold: true, align: 'center' }),
    textAt(x + 5, y, 34, 4, words ?? '', { minSizeMm: 2.5 }),
  ];
});

/** Customs declaration CN 23 (UPU), A5 landscape: goods above 300 SDR or 2 kg. For a page printer or an A5 label head. */
export const cn23210x148: LabelTemplate = {
  name: 'cn23-210x148',
  titleZh: '报关单 CN23',
  titleEn: 'Customs declaration CN23',
  widthMm: 210,
  heightMm: 148,
  data: z
    .strictObject({
      item: s10,
      sender: longText,
      senderReference: shortText,
      receiver: longText,
      importerReference: shortText,
      postage: shortText,
      comments: lineText,
      licence: shortText,
      certificate: shortText,
      invoice: shortText,
      ...customsItemFields(ITEMS),
      ...customsTotals,
      ...printFields,
    })
    .transform((input, context) => withCategoryCross(input as Record<string, string>, context, ITEMS)),
  sample: {
    item: 'CP473124829CN',
    sender: '陈敏, Weighhouse 深圳仓, 深圳市宝安区福永街道 88 号, 518103, China, +86 755 1234 5678',
    senderReference: 'VAT 4403-99120',
    receiver: 'สมชาย ใจดี, 88/12 ถนนสุขุมวิท แขวงคลองเตย กรุงเทพมหานคร 10110, Thailand',
    importerReference: 'TAX 0105556112233',
    postage: '86.00 CNY',
    comments: '',
    licence: '',
    certificate: '',
    invoice: 'INV-2611-0042',
    category: 'goods',
    description1: 'Headphones, wireless 无线耳机',
    quantity1: '4',
    weight1: '1.200 kg',
    value1: '160.00 USD',
    hs1: '851830',
    origin1: 'CN',
    description2: 'Steel bottle 保温杯',
    quantity2: '6',
    weight2: '2.100 kg',
    value2: '54.00 USD',
    hs2: '961700',
    origin2: 'CN',
    totalWeight: '3.300 kg',
    totalValue: '214.00 USD',
    date: '2026-11-24',
  },
  elements: [
    textAt(5, 3, 100, 6, 'CUSTOMS DECLARATION 报关单', { bold: true }),
    textAt(5, 9.5, 100, 3.5, 'May be opened officially 可以径行开拆'),
    textAt(170, 3, 35, 10, 'CN 23', { bold: true, align: 'right' }),
    { type: 'barcode', symbology: 'code128', xMm: 108, yMm: 14, widthMm: 97, heightMm: 15, text: '{item}' },
    numberAt(108, 29.5, 97, 5.5, '{item}', { bold: true, align: 'center' }),
    boxAt(5, 14, 100, 21),
    textAt(6, 14.5, 98, 3.2, 'From 寄件人'),
    textAt(6, 18, 98, 4, '{sender}', { minSizeMm: 2.5, heightMm: 12.5 }),
    textAt(6, 31, 98, 3.5, '{senderReference}', { minSizeMm: 2.5 }),
    boxAt(5, 36, 100, 21),
    textAt(6, 36.5, 98, 3.2, 'To 收件人'),
    textAt(6, 40, 98, 4, '{receiver}', { minSizeMm: 2.5, heightMm: 12.5 }),
    textAt(6, 53, 98, 3.5, '{importerReference}', { minSizeMm: 2.5 }),
    boxAt(108, 36, 97, 21),
    textAt(109, 36.5, 95, 4, 'Postal charges 邮费 {postage}', { minSizeMm: 2.5 }),
    textAt(109, 41, 95, 4, 'Licence 许可证 {licence}', { minSizeMm: 2.5 }),
    textAt(109, 45, 95, 4, 'Certificate 证书 {certificate}', { minSizeMm: 2.5 }),
    textAt(109, 49, 95, 4, 'Invoice 发票 {invoice}', { minSizeMm: 2.5 }),
    textAt(109, 53, 95, 3.5, 'Comments 备注 {comments}', { minSizeMm: 2.2 }),
    ...customsItemTable(5, 59, 200, 6.2, ITEMS),
    ...boxes,
    textAt(128, 104.5, 77, 5, 'Total weight 总重 {totalWeight}', { bold: true, minSizeMm: 3, overflow: 'refuse' }),
    textAt(128, 110.5, 77, 5, 'Total value 总值 {totalValue}', { bold: true, minSizeMm: 3, overflow: 'refuse' }),
    textAt(
      5,
      118,
      200,
      3,
      'I certify that the particulars given in this customs declaration are correct and that this item does not contain any dangerous article or articles prohibited by legislation or by postal or customs regulations.',
      { minSizeMm: 2.2, heightMm: 6.5 },
    ),
    boxAt(5, 126, 200, 13),
    textAt(6, 126.5, 80, 3.2, 'Date and signature of sender 日期, 寄件人签名'),
    textAt(6, 132, 40, 5, '{date}'),
    textAt(105, 141, 100, 3.5, '{copy} {serial}', { align: 'right', minSizeMm: 2.5 }),
  ],
};
