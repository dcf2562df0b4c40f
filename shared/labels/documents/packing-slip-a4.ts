import type { DocumentTemplate } from '../document-model.ts';

/** What is in a parcel, for whoever opens it. No prices, no address. */
export const packingSlipA4: DocumentTemplate = {
  name: 'packing-slip-a4',
  titleZh: '装箱单',
  titleEn: 'Packing slip',
  widthMm: 210,
  heightMm: 297,
  code: 'order',
  fields: [
    { key: 'order', zh: '订单', en: 'Order' },
    { key: 'parcel', zh: '包裹', en: 'Parcel' },
    { key: 'seller', zh: '卖家', en: 'Seller' },
    { key: 'tracking', zh: '运单', en: 'Tracking' },
    { key: 'box', zh: '箱型', en: 'Box' },
    { key: 'printed', zh: '打印', en: 'Printed' },
  ],
  columns: [
    { key: 'number', zh: '序', en: 'No.', widthMm: 12, align: 'right', content: 'number' },
    { key: 'sku', zh: '商品编号', en: 'SKU', widthMm: 46, align: 'left', content: 'number' },
    { key: 'description', zh: '商品', en: 'Article', widthMm: 80, align: 'left', content: 'words' },
    { key: 'serials', zh: '序列号', en: 'Serials', widthMm: 32, align: 'left', content: 'words' },
    { key: 'pieces', zh: '件', en: 'Pcs', widthMm: 16, align: 'right', content: 'number' },
  ],
  totals: [
    { key: 'totalPieces', zh: '总件数', en: 'Pieces' },
    { key: 'gross', zh: '毛重', en: 'Gross' },
  ],
  signatures: [],
  sample: {
    fields: {
      order: 'SO-26-004431',
      parcel: '1',
      seller: 'LUMO',
      tracking: '00340434161094042557',
      box: 'B4',
      printed: '2026-11-24 14:32 陈敏',
      totalPieces: '3',
      gross: '0.940 kg',
    },
    rows: [
      { number: '1', sku: 'MG-350-WH', description: 'Mug, white 马克杯', serials: '', pieces: '2' },
      { number: '2', sku: 'WATCH-S2', description: 'Smart watch S2', serials: 'SN-00417', pieces: '1' },
    ],
  },
};
