import { refusalRow as row, type RefusalRow } from '../errors/refusal-row.ts';

/** Every situation in which the returns bench does not go on. Words for the operator: shared/errors/return-errors.ts. */
export const returnRefusals = {
  RETURN_UNKNOWN: row(
    'check',
    '扫到的码没有退单也不是商品',
    'What was scanned is no announced return and no article',
    'F1 按无退单收, 或扫别的码',
    'F1 takes it in as unknown, or another scan',
  ),
  RETURN_WRONG_ITEM: row(
    'check',
    '退回的不是退单上的商品',
    'Another article than the announced one came back',
    'F1 按退错货收, 或扫对的商品',
    'F1 takes it in as a wrong item, or a scan of the announced one',
  ),
  RETURN_SERIAL_SWAPPED: row(
    'check',
    '序列号不是发出的那一个',
    'The serial number is not the one that was shipped',
    'F1 按调包收',
    'F1 takes it in as swapped',
  ),
  RETURN_OVER: row(
    'check',
    '退回的比退单多, 或这一件已经收过',
    'More pieces than announced, or this very piece was taken in before',
    '组长确认',
    'A lead',
  ),
  RETURN_PHOTO_MISSING: row(
    'check',
    '扣分的一项要照片, 本台没有相机',
    'A failed point needs a photo and there is no camera here',
    '组长确认',
    'A lead',
  ),
  RETURN_NO_PLATE: row(
    'check',
    '车牌号用完了',
    'No licence plate number is left on this machine',
    '联网领号后按 F1',
    'New numbers from the cloud, then F1',
  ),
  RETURN_LABEL_WRONG: row(
    'stop',
    '回扫的不是这一件的标签',
    'The label scanned back is not the one of this piece',
    '扫这一件的新标签',
    'A scan of the label of this piece',
  ),
  RETURN_NOT_A_BIN: row(
    'check',
    '等库位时扫了别的码',
    'Something else was scanned where a bin is awaited',
    '扫库位',
    'A scan of a bin',
  ),
  RETURN_BIN_UNSUITED: row(
    'stop',
    '库位与处置不符',
    'The bin does not suit the disposition or the grade',
    '扫合适的库位, 或 F5 改处置',
    'A scan of a bin that suits, or F5',
  ),
  RETURN_BIN_TAKEN: row(
    'check',
    '库位是别的卖家的, 已满, 或不能混放',
    'The bin is another seller’s, full, or may not be mixed',
    '扫另一个库位',
    'A scan of another bin',
  ),
  RETURN_OVERRIDE_LEAD: row(
    'check',
    '这个处置要组长同意',
    'This disposition needs a lead',
    '组长刷卡或输密码, 或按 F8',
    'A lead’s badge or PIN, or F8',
  ),
} as const satisfies Record<string, RefusalRow>;
export type ReturnRefusalCode = keyof typeof returnRefusals;
