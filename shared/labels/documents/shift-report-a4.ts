import type { DocumentTemplate } from '../document-model.ts';

/** Shift report of a station: what was done, what stands open, said by numbers that the journal gives. */
export const shiftReportA4: DocumentTemplate = {
  name: 'shift-report-a4',
  titleZh: '班次报告',
  titleEn: 'Shift report',
  widthMm: 210,
  heightMm: 297,
  code: 'shift',
  fields: [
    { key: 'shift', zh: '班次', en: 'Shift' },
    { key: 'station', zh: '工位', en: 'Station' },
    { key: 'operator', zh: '操作员', en: 'Operator' },
    { key: 'begin', zh: '开始', en: 'Begin' },
    { key: 'end', zh: '结束', en: 'End' },
    { key: 'printed', zh: '打印', en: 'Printed' },
  ],
  columns: [
    { key: 'item', zh: '项目', en: 'Item', widthMm: 70, align: 'left', content: 'words' },
    { key: 'count', zh: '数量', en: 'Count', widthMm: 28, align: 'right', content: 'number' },
    { key: 'weight', zh: '重量', en: 'Weight', widthMm: 34, align: 'right', content: 'number' },
    { key: 'note', zh: '备注', en: 'Note', widthMm: 54, align: 'left', content: 'words' },
  ],
  totals: [
    { key: 'parcels', zh: '包裹', en: 'Parcels' },
    { key: 'exceptions', zh: '异常', en: 'Exceptions' },
    { key: 'unsynced', zh: '未同步', en: 'Not yet synced' },
  ],
  signatures: [
    { zh: '操作员', en: 'Operator' },
    { zh: '组长', en: 'Lead' },
  ],
  sample: {
    fields: {
      shift: 'W3-261124-D',
      station: 'W3',
      operator: '陈敏',
      begin: '2026-11-24 08:00',
      end: '2026-11-24 20:00',
      printed: '2026-11-24 20:01',
      parcels: '1412',
      exceptions: '9',
      unsynced: '0',
    },
    rows: [
      { item: '已称重 Weighed', count: '1412', weight: '3120.450 kg', note: '' },
      { item: '作废 Voided', count: '3', weight: '4.120 kg', note: '条码错 wrong waybill' },
      { item: '标签不明 Labels unknown', count: '1', weight: '', note: 'YT2611220047731' },
      { item: '未预报 Unannounced', count: '5', weight: '9.870 kg', note: '' },
    ],
  },
};
