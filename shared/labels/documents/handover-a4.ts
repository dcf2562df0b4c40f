import type { DocumentTemplate } from '../document-model.ts';

/** Handover sheet: bags and pallets that change hands, signed by both sides. */
export const handoverA4: DocumentTemplate = {
  name: 'handover-a4',
  titleZh: '交接单',
  titleEn: 'Handover sheet',
  widthMm: 210,
  heightMm: 297,
  code: 'handover',
  fields: [
    { key: 'handover', zh: '交接单号', en: 'Handover' },
    { key: 'from', zh: '交', en: 'From' },
    { key: 'to', zh: '接', en: 'To' },
    { key: 'vehicle', zh: '车牌', en: 'Vehicle' },
    { key: 'driver', zh: '司机', en: 'Driver' },
    { key: 'printed', zh: '打印', en: 'Printed' },
  ],
  columns: [
    { key: 'number', zh: '序', en: 'No.', widthMm: 12, align: 'right', content: 'number' },
    { key: 'unit', zh: '袋号, 托盘', en: 'Handling unit', widthMm: 56, align: 'left', content: 'number' },
    { key: 'line', zh: '线路', en: 'Line', widthMm: 26, align: 'left', content: 'words' },
    { key: 'seal', zh: '封号', en: 'Seal', widthMm: 32, align: 'left', content: 'number' },
    { key: 'pieces', zh: '件数', en: 'Pieces', widthMm: 18, align: 'right', content: 'number' },
    { key: 'gross', zh: '毛重', en: 'Gross', widthMm: 26, align: 'right', content: 'number' },
    { key: 'received', zh: '收', en: 'OK', widthMm: 16, align: 'left', content: 'words' },
  ],
  totals: [
    { key: 'units', zh: '袋数', en: 'Units' },
    { key: 'totalPieces', zh: '总件数', en: 'Pieces' },
    { key: 'totalGross', zh: '总毛重', en: 'Gross' },
  ],
  signatures: [
    { zh: '交货人签名, 时间', en: 'Handed over, time' },
    { zh: '接货人签名, 时间', en: 'Received, time' },
  ],
  sample: {
    fields: {
      handover: 'HO-261124-007',
      from: '深圳仓 SZX-1',
      to: 'Pacific Air Cargo',
      vehicle: '粤B 7K123',
      driver: '李强',
      printed: '2026-11-24 14:32 陈敏',
      units: '2',
      totalPieces: '41',
      totalGross: '33.150 kg',
    },
    rows: [
      {
        number: '1',
        unit: '106141412345678908',
        line: 'US-A',
        seal: 'SZ004417',
        pieces: '24',
        gross: '18.450 kg',
        received: '',
      },
      {
        number: '2',
        unit: 'CNSZXAUSJFKAAUN61234001100145',
        line: 'US-P',
        seal: 'SZ004418',
        pieces: '17',
        gross: '14.700 kg',
        received: '',
      },
    ],
  },
};
