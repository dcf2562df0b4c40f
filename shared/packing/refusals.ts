import { refusalRow as row, type RefusalRow } from '../errors/refusal-row.ts';

/** Every situation in which the pack bench does not go on. Words for the operator: shared/errors/packing-errors.ts. */
export const packRefusals = {
  PACK_CODE_UNKNOWN: row(
    'check',
    '扫到的既不是订单, 周转箱, 也不是商品',
    'What was scanned is no order, tote or article of this machine',
    '扫周转箱, 运单或商品',
    'A scan of a tote, waybill or article',
  ),
  PACK_ITEM_UNWANTED: row(
    'check',
    '没有待打包的订单要这件商品',
    'No order to be packed wants this article',
    '扫另一件或周转箱',
    'A scan of another article or a tote',
  ),
  PACK_ITEM_WRONG: row(
    'check',
    '商品不属于手上的订单',
    'The article does not belong to the order in hand',
    '扫需要的商品',
    'A scan of the needed article',
  ),
  PACK_ITEM_ENOUGH: row(
    'check',
    '这种商品已经够数',
    'All pieces of this article are in already',
    '扫下一种商品',
    'A scan of the next article',
  ),
  PACK_PIECE_UNCLEAR: row(
    'check',
    '分不清是第二件还是同一件扫了两次',
    'A second piece, or the same one read twice: it cannot be told',
    'F1 另一件, F2 同一件',
    'F1 another one, F2 the same one',
  ),
  PACK_SERIAL_TWICE: row(
    'check',
    '这个序列号已经在箱里',
    'This serial number is in the box already',
    '扫另一件的序列号',
    'A scan of another piece',
  ),
  PACK_BOX_UNKNOWN: row(
    'check',
    '本机没有这个箱码',
    'This box is not known here',
    '扫另一个箱码',
    'A scan of another box',
  ),
  PACK_ORDER_OPEN: row(
    'check',
    '手上的订单还没有完成',
    'The order in hand is not finished',
    '完成它, 或按 F8 放回',
    'Finishing it, or F8 to put it back',
  ),
  PACK_ORDER_DONE: row('check', '订单已经打包完', 'The order has been packed', '扫下一单', 'A scan of the next order'),
  PACK_ORDER_STOPPED: row(
    'stop',
    '订单在打包前被取消, 退款, 改址或扣下',
    'The order was cancelled, refunded or held before its label was printed',
    'F8 放回周转箱',
    'F8, the goods go back into the tote',
  ),
  PACK_PARCEL_STOPPED: row(
    'stop',
    '打印面单后订单被取消, 退款或改址',
    'The order was cancelled, refunded or its address changed after the label was printed',
    '扫拦截区库位',
    'A scan of the stopped shelf',
  ),
  PACK_PLACE_WRONG: row(
    'stop',
    '被拦截的包裹放到了别的库位',
    'A stopped parcel was put into another kind of place',
    '扫拦截区库位',
    'A scan of the stopped shelf',
  ),
  PACK_WEIGHT_OFF: row(
    'check',
    '重量与应重不符',
    'The weight does not fit what was packed',
    '取下再称, 或组长确认',
    'Taking it off and weighing again, or a lead',
  ),
  PACK_LABEL_NOT_HERE: row(
    'check',
    '等面单的包裹, 面单还没到本机',
    'The carrier’s label of a waiting parcel has not come yet',
    '面单到达后再扫, 或扫下一单',
    'Its label coming in and another scan; or the next order',
  ),
} as const satisfies Record<string, RefusalRow>;
export type PackRefusalCode = keyof typeof packRefusals;
