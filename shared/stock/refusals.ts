import { refusalRow, type RefusalRow } from '../errors/refusal-row.ts';

const row = (...words: [string, string, string, string]): RefusalRow => refusalRow('check', ...words);

/** Every situation in which a count does not go on. Words for the operator: shared/errors/stock-errors.ts. */
export const countRefusals = {
  COUNT_SCAN_BIN: row('还没有扫库位', 'No bin has been scanned', '扫库位', 'A scan of the bin'),
  COUNT_ITEM_UNKNOWN: row('本机没有这个商品', 'No article has this code', '扫下一件', 'A scan of the next piece'),
  COUNT_OWNER_UNCLEAR: row(
    '几个货主有同样的条码',
    'Several sellers have this barcode',
    'F1 到 F3 选货主',
    'F1–F3 choose the seller',
  ),
  COUNT_BIN_OPEN: row(
    '另一个库位没盘完',
    'Another bin is being counted',
    '扫原库位, 或 F8',
    'A scan of its own bin, or F8',
  ),
  COUNT_DIFFERS: row(
    '与账面或上一遍不同',
    'It differs from the books or the pass before',
    '从头再盘',
    'Counting it again',
  ),
  COUNT_NEEDS_LEAD: row('三遍都不一样', 'Three passes gave three numbers', '组长确认', 'A lead'),
  COUNT_SERIAL_TWICE: row('序列号点过了', 'This serial number was counted', '扫另一件', 'A scan of another piece'),
} as const satisfies Record<string, RefusalRow>;
export type CountRefusalCode = keyof typeof countRefusals;
