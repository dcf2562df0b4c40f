import type { DocumentTemplate } from '../document-model.ts';

/** Manifest of a departure: every parcel that is in it, with the weight that is billed. */
export const manifestA4: DocumentTemplate = {
  name: 'manifest-a4',
  titleZh: '出库清单',
  titleEn: 'Manifest',
  widthMm: 210,
  heightMm: 297,
  code: 'manifest',
  fields: [
    { key: 'manifest', zh: '清单号', en: 'Manifest' },
    { key: 'line', zh: '线路', en: 'Line' },
    { key: 'carrier', zh: '承运', en: 'Carrier' },
    { key: 'departure', zh: '发运', en: 'Departure' },
    { key: 'warehouse', zh: '仓库', en: 'Warehouse' },
    { key: 'printed', zh: '打印', en: 'Printed' },
  ],
  columns: [
    { key: 'number', zh: '序', en: 'No.', widthMm: 12, align: 'right', content: 'number' },
    { key: 'waybill', zh: '运单', en: 'Waybill', widthMm: 44, align: 'left', content: 'number' },
    { key: 'bag', zh: '袋', en: 'Bag', widthMm: 24, align: 'left', content: 'number' },
    {
      key: 'receiver',
      zh: '收件人, 目的地',
      en: 'Receiver, destination',
      widthMm: 62,
      align: 'left',
      content: 'words',
    },
    { key: 'gross', zh: '实重', en: 'Gross', widthMm: 22, align: 'right', content: 'number' },
    { key: 'chargeable', zh: '计费重', en: 'Chargeable', widthMm: 22, align: 'right', content: 'number' },
  ],
  totals: [
    { key: 'pieces', zh: '件数', en: 'Pieces' },
    { key: 'totalGross', zh: '总实重', en: 'Total gross' },
    { key: 'totalChargeable', zh: '总计费重', en: 'Total chargeable' },
  ],
  signatures: [
    { zh: '制表', en: 'Prepared by' },
    { zh: '复核', en: 'Checked by' },
  ],
  sample: {
    fields: {
      manifest: 'MF-261124-US-A-03',
      line: 'US-A 美国专线',
      carrier: 'CA 987 / 999-12345675',
      departure: '2026-11-24 21:00',
      warehouse: '深圳仓 SZX-1',
      printed: '2026-11-24 14:32 陈敏',
      pieces: '3',
      totalGross: '5.865 kg',
      totalChargeable: '8.0 kg',
    },
    rows: [
      {
        number: '1',
        waybill: 'YT2611220047731',
        bag: 'LAX-0412',
        receiver: '王小明, San Leandro CA 94577',
        gross: '2.365 kg',
        chargeable: '3.5 kg',
      },
      {
        number: '2',
        waybill: 'LP00684412345678',
        bag: 'LAX-0412',
        receiver: 'Nguyễn Thị Ánh, 2300 E Pacific Coast Hwy, Wilmington CA 90744, United States',
        gross: '1.500 kg',
        chargeable: '2.0 kg',
      },
      {
        number: '3',
        waybill: 'RR473124829CN',
        bag: 'LAX-0413',
        receiver: 'สมชาย ใจดี, Los Angeles CA 90001',
        gross: '2.000 kg',
        chargeable: '2.5 kg',
      },
    ],
  },
};
