import type { DocumentTemplate } from '../document-model.ts';

/** What customs of the destination reads of a courier's parcel. */
export const commercialInvoiceA4: DocumentTemplate = {
  name: 'commercial-invoice-a4',
  titleZh: '商业发票',
  titleEn: 'Commercial invoice',
  widthMm: 210,
  heightMm: 297,
  code: 'invoice',
  fields: [
    { key: 'invoice', zh: '发票号', en: 'Invoice' },
    { key: 'date', zh: '日期', en: 'Date' },
    { key: 'sender', zh: '发货人', en: 'Exporter' },
    { key: 'receiver', zh: '收货人', en: 'Consignee' },
    { key: 'tracking', zh: '运单', en: 'Waybill' },
    { key: 'terms', zh: '条款', en: 'Terms' },
    { key: 'country', zh: '目的国', en: 'Destination' },
    { key: 'reason', zh: '用途', en: 'Reason' },
  ],
  columns: [
    { key: 'number', zh: '序', en: 'No.', widthMm: 10, align: 'right', content: 'number' },
    { key: 'description', zh: '品名', en: 'Description', widthMm: 68, align: 'left', content: 'words' },
    { key: 'hs', zh: '海关编码', en: 'HS code', widthMm: 26, align: 'left', content: 'number' },
    { key: 'origin', zh: '原产', en: 'Origin', widthMm: 14, align: 'left', content: 'number' },
    { key: 'pieces', zh: '件', en: 'Pcs', widthMm: 14, align: 'right', content: 'number' },
    { key: 'value', zh: '单价', en: 'Unit value', widthMm: 27, align: 'right', content: 'number' },
    { key: 'total', zh: '金额', en: 'Value', widthMm: 27, align: 'right', content: 'number' },
  ],
  totals: [
    { key: 'totalPieces', zh: '总件数', en: 'Pieces' },
    { key: 'gross', zh: '毛重', en: 'Gross' },
    { key: 'totalValue', zh: '总值', en: 'Total value' },
  ],
  signatures: [{ zh: '发货人签名', en: 'Signature of the exporter' }],
  sample: {
    fields: {
      invoice: 'INV-2611-0042',
      date: '2026-11-24',
      sender: 'LUMO Ltd, 88 Fuyong Street, Baoan, Shenzhen 518103, China',
      receiver: 'Nguyễn Thị Ánh, 12 Lê Lợi, Quận 1, Hồ Chí Minh, Việt Nam',
      tracking: '9202160021',
      terms: 'DAP',
      country: 'VN',
      reason: 'Sale of goods',
      totalPieces: '2',
      gross: '0.820 kg',
      totalValue: '19.60 USD',
    },
    rows: [
      {
        number: '1',
        description: 'Mug, stoneware, white',
        hs: '691200',
        origin: 'CN',
        pieces: '2',
        value: '9.80 USD',
        total: '19.60 USD',
      },
    ],
  },
};
