import type { ErrorEntry } from './error-entry.ts';

export const labelErrors = {
  LABEL_UNKNOWN: {
    number: 311,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '标签不明', act: '看打印机: F1 或 F2', reason: '打印机在发送中断开, 不知道有没有打出' },
    en: {
      verdict: 'Label unknown',
      act: 'Look at the printer: F1 or F2',
      reason: 'The printer was lost while sending, it may have printed',
    },
  },
  LABEL_FAILED: {
    number: 312,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没打出', act: '修好打印机, F4 重打', reason: '标签没有送到打印机, 没有打出' },
    en: {
      verdict: 'Not printed',
      act: 'Mend the printer, then F4',
      reason: 'Nothing reached the printer, no label came out',
    },
  },
  PRINTER_LOST: {
    number: 313,
    severity: 'check',
    retry: 'automatic',
    zh: { verdict: '打印机断开', act: '看打印机的线和电源', reason: '连不上打印机' },
    en: { verdict: 'Printer lost', act: 'Check printer cable and power', reason: 'The printer does not answer' },
  },
  PRINTER_NEEDS_HAND: {
    number: 314,
    severity: 'check',
    retry: 'automatic',
    zh: { verdict: '打印机停', act: '看纸, 盖和碳带', reason: '打印机报告缺纸, 开盖或暂停' },
    en: {
      verdict: 'Printer stopped',
      act: 'Check paper, cover, ribbon',
      reason: 'The printer reports no paper, open cover or pause',
    },
  },
  LABEL_DATA_REFUSED: {
    number: 315,
    severity: 'check',
    retry: 'never',
    zh: { verdict: '标签数据错', act: '叫组长, 报代码', reason: '标签内容无法正确打印' },
    en: {
      verdict: 'Label refused',
      act: 'Call the lead, say the code',
      reason: 'The content cannot be printed correctly',
    },
  },
  LABEL_OF_ANOTHER_PARCEL: {
    number: 317,
    severity: 'check',
    retry: 'never',
    zh: { verdict: '面单不符', act: '别贴, 叫组长', reason: '平台面单上的条码不是这个包裹的单号' },
    en: {
      verdict: 'Not its label',
      act: 'Do not stick it, call the lead',
      reason: 'No code on the carrier label says the number of this parcel',
    },
  },
  LABEL_STALE: {
    number: 316,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '标签过期', act: '找到包裹, F4 重打', reason: '等太久, 为防贴错没有自动打印' },
    en: { verdict: 'Label too old', act: 'Find the parcel, then F4', reason: 'It waited too long to print by itself' },
  },
} as const satisfies Record<string, ErrorEntry>;
