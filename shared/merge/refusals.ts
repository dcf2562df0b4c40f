import { refusalRow, type RefusalRow } from '../errors/refusal-row.ts';

/** Every situation in which merging does not go on, besides those of the parcel itself. */
export const mergeRefusals = {
  MERGE_NOT_WEIGHED: refusalRow(
    'check',
    '没有重量或尺寸',
    'No weight or size here',
    '先称重, 再扫',
    'Weigh it, scan again',
  ),
  MERGE_NOT_TOGETHER: refusalRow(
    'stop',
    '客户、线路、品类、国家或税不同',
    'Customer, line, class, country or duty differ',
    '扫下一件, 或 F8',
    'The next parcel, or F8',
  ),
  MERGE_NO_CARTON: refusalRow(
    'check',
    '没有更省的箱子',
    'No carton saves anything',
    'F8, 或再扫一件',
    'F8, or one more parcel',
  ),
  MERGE_NUMBER_USED: refusalRow(
    'check',
    '箱号已是别的东西',
    'The number is something else',
    '扫新箱号',
    'Scan of a new number',
  ),
  MERGE_FULL: refusalRow('check', '多于四十件', 'More than forty parcels', 'F1 先合', 'F1 merges these'),
  MERGE_IN_BAG: refusalRow('check', '已在袋里', 'In a bag already', '从袋里取出', 'Take it out of the bag'),
  PARCEL_IN_MERGE: refusalRow(
    'stop',
    '已在别的合箱里',
    'In another merged carton',
    '下一件, 或 F8',
    'The next parcel, or F8',
  ),
  MERGE_WEIGHED: refusalRow('check', '拆称过的箱', 'Opening a weighed carton', '先撤销称重', 'Undo its weighing'),
} as const satisfies Record<string, RefusalRow>;
