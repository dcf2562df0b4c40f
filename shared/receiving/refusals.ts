import { refusalRow as row, type RefusalRow } from '../errors/refusal-row.ts';

/** Every situation in which receiving does not go on. Words for the operator: shared/errors/receiving-errors.ts. */
export const receiveRefusals = {
  RECEIVE_CODE_UNKNOWN: row(
    'check',
    '扫到的不是箱号',
    'What was scanned is no carton',
    '扫箱号',
    'A scan of the carton',
  ),
  RECEIVE_NOT_ANNOUNCED: row(
    'check',
    '这箱没有预报',
    'No notice names this carton',
    '扫箱内第一件, 按盲收',
    'A scan of its first item: it is counted blind',
  ),
  RECEIVE_OWNER_UNCLEAR: row(
    'check',
    '几个货主有同样的条码',
    'Several sellers have this barcode',
    'F1 到 F3 选货主',
    'F1–F3 choose the seller',
  ),
  RECEIVE_CARTON_DONE: row(
    'check',
    '这箱收过了',
    'This carton was received before',
    '扫下一箱',
    'A scan of the next carton',
  ),
  RECEIVE_CARTON_OPEN: row(
    'check',
    '手上的箱没点完',
    'The carton in hand is not counted out',
    '再扫原箱结束, 或 F8',
    'Its own number closes it, or F8',
  ),
  RECEIVE_WEIGHT_OFF: row('check', '箱重与预报不符', 'The carton weighs other than announced', 'F1', 'F1'),
  RECEIVE_ITEM_UNKNOWN: row(
    'check',
    '本机没有这个商品',
    'No article has this code',
    'F1 或 F2 记为不明, 或扫别的',
    'F1 or F2 records it, or another scan',
  ),
  RECEIVE_NOT_IN_CARTON: row(
    'check',
    '商品不在本箱预报里',
    'The article is not announced in this carton',
    'F1 记为多出, 或扫别的',
    'F1 counts it as surplus, or another scan',
  ),
  RECEIVE_OVER: row(
    'check',
    '超过预报数',
    'More than announced',
    'F1 记为多出, 或扫别的',
    'F1 counts it as surplus, or another scan',
  ),
  RECEIVE_UNIT_UNCLEAR: row(
    'check',
    '分不清是第二件还是同一件',
    'A second piece, or the same one read twice',
    'F1 另一件, F2 同一件',
    'F1 another one, F2 the same one',
  ),
  RECEIVE_SERIAL_TWICE: row(
    'check',
    '序列号点过了',
    'This serial number was counted',
    '扫另一件',
    'A scan of another piece',
  ),
  RECEIVE_EXPIRED: row('check', '效期已过', 'Its date has passed', 'F1 记为过期', 'F1 counts it as expired'),
  RECEIVE_SHORT: row(
    'check',
    '点到的比预报少',
    'Fewer than announced',
    '继续扫, 或 F1, F2 确认原因',
    'Further scans, or F1, F2 with the reason',
  ),
  RECEIVE_PHOTO_NEEDED: row('check', '差异要有照片', 'A difference needs its photo', 'F7 拍照', 'A photo with F7'),
} as const satisfies Record<string, RefusalRow>;
export type ReceiveRefusalCode = keyof typeof receiveRefusals;

export const putAwayRefusals = {
  PUTAWAY_NOTHING: row(
    'check',
    '收货区没有这件',
    'None of it lies at the dock',
    '扫收货区的商品',
    'A scan of something that lies there',
  ),
  PUTAWAY_NOT_A_BIN: row(
    'check',
    '要扫库位时扫了别的',
    'Something else was scanned where a bin is awaited',
    '扫库位',
    'A scan of a bin',
  ),
  PUTAWAY_BIN_UNSUITED: row(
    'stop',
    '库位的用途或等级不符',
    'Use or grade of the bin does not suit',
    '扫合适的库位',
    'A scan of a bin that suits',
  ),
  PUTAWAY_BIN_TAKEN: row(
    'check',
    '库位是别家的, 已满, 或不能混放',
    'The bin is another seller’s, full, or may not be mixed',
    '扫另一个库位',
    'A scan of another bin',
  ),
} as const satisfies Record<string, RefusalRow>;
export type PutAwayRefusalCode = keyof typeof putAwayRefusals;

export const relabelRefusals = {
  RELABEL_NO_TASK: row(
    'check',
    '没有这个换标任务, 商品也不用换标',
    'No such task, and no task wants this article',
    '扫任务号, 或要换标的商品',
    'A scan of a task or of an article that has one',
  ),
  RELABEL_TASK_DONE: row(
    'check',
    '任务已完成',
    'All pieces of this task are done',
    '扫下一个任务',
    'A scan of the next task',
  ),
  RELABEL_NO_ARTICLE: row(
    'check',
    '本机没有新商品的资料',
    'The new article is not on this machine',
    '等资料到, 或 F8 放下任务',
    'Its data, or F8 leaves the task',
  ),
  RELABEL_NOT_THIS: row(
    'stop',
    '手上的不是要换标的商品',
    'The piece in the hand is not the one to be relabelled',
    '扫旧条码对的那件',
    'A scan of the right old code',
  ),
  RELABEL_WRONG: row(
    'stop',
    '回扫的不是新条码',
    'What was scanned back is not the new code',
    '扫新标签',
    'A scan of the new label',
  ),
} as const satisfies Record<string, RefusalRow>;
export type RelabelRefusalCode = keyof typeof relabelRefusals;
