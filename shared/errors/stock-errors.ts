import type { ErrorEntry } from './error-entry.ts';

export const stockErrors = {
  COUNT_SCAN_BIN: {
    number: 520,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '先扫库位', act: '扫要盘的库位', reason: '还没有扫库位' },
    en: { verdict: 'Bin first', act: 'Scan the bin to be counted', reason: 'No bin has been scanned yet' },
  },
  COUNT_ITEM_UNKNOWN: {
    number: 521,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没有档案', act: '放一边, 扫下一件', reason: '本机没有这个商品' },
    en: { verdict: 'Unknown item', act: 'Put it aside, scan the next', reason: 'This machine has no such article' },
  },
  COUNT_OWNER_UNCLEAR: {
    number: 522,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '哪家货主', act: '按 F1 到 F3 选货主', reason: '几个货主有同样的条码' },
    en: { verdict: 'Whose is it?', act: 'Choose the seller, F1 to F3', reason: 'Several sellers have this barcode' },
  },
  COUNT_BIN_OPEN: {
    number: 523,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没盘完', act: '扫原库位结束, 或 F8', reason: '另一个库位还没盘完' },
    en: { verdict: 'One is open', act: 'Scan its bin to close, or F8', reason: 'Another bin is being counted' },
  },
  COUNT_DIFFERS: {
    number: 524,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '再盘一次', act: '清零重盘, 从头扫', reason: '与账面或上一遍不同' },
    en: {
      verdict: 'Count again',
      act: 'Count it again from the start',
      reason: 'It differs from the books or the pass before',
    },
  },
  COUNT_NEEDS_LEAD: {
    number: 525,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '叫组长', act: '组长确认这个数', reason: '三遍都不一样' },
    en: { verdict: 'Call a lead', act: 'A lead confirms the number', reason: 'Three passes gave three numbers' },
  },
  COUNT_SERIAL_TWICE: {
    number: 526,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '号已点', act: '扫另一件', reason: '这个序列号点过了' },
    en: { verdict: 'Same piece', act: 'Scan another piece', reason: 'This serial number was counted' },
  },
} as const satisfies Record<string, ErrorEntry>;
