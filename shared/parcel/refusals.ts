import type { ErrorCode } from '../errors/catalog.ts';
import { refusalRow, type RefusalRow } from '../errors/refusal-row.ts';
import { toneOf } from '../errors/tone-of.ts';

type WeighRefusal = RefusalRow & { readonly code: ErrorCode };

const row = (code: ErrorCode, ...words: [string, string, string, string]): WeighRefusal => ({
  code,
  ...refusalRow(toneOf(code), ...words),
});

/** Every situation in which the weigh bench does not go on by itself. */
export const weighRefusals: readonly WeighRefusal[] = [
  row(
    'PARCEL_HELD',
    '扣件名单里有',
    'The hold list has it',
    '扫架位, F1, 或组长放行',
    'Scan of the shelf, F1, or a lead',
  ),
  row(
    'PARCEL_OVER_LIMIT',
    '超重或超尺寸',
    'Too heavy or too large',
    '别的线路, 架位, 或组长',
    'Another line, the shelf, or a lead',
  ),
  row('PARCEL_NEAR_LIMIT', '线路有提醒', 'The line warns', 'F1', 'F1'),
  row('CARGO_REFUSED', '线路不收品类', 'The line refuses the class', '别的线路或架位', 'Another line, or the shelf'),
  row('CARGO_NEEDS', '要单证或标记', 'Papers or marks needed', 'F1', 'F1'),
  row('WEIGHT_DIFFERS', '实称与申报不符', 'Measured is not declared', 'F1 或 F2 重称', 'F1, or F2 to weigh again'),
  row('PARCEL_DOUBTFUL', '重量与尺寸不配', 'Weight does not fit size', 'F1, F2, 或新尺寸', 'F1, F2, or a new size'),
  row('HOLDS_OLD', '名单太旧', 'The hold list is old', 'F1', 'F1'),
  row('HOLDS_TOO_OLD', '名单过期, 不能照走', 'Too old to go on', '组长', 'A lead'),
  row('LINE_UNKNOWN', '扫了没有的线路', 'Unknown line scanned', '下一个扫描', 'The next scan'),
  row('CARGO_UNKNOWN', '扫了没有的品类', 'Unknown class scanned', '下一个扫描', 'The next scan'),
  row('WEIGH_FIRST', '先称后扫, 台面空', 'Weigh-first bench, empty plate', '放上, 再扫', 'Put it on, scan again'),
  row('LABEL_NOT_SCANNED', '标签没扫回', 'Label not scanned back', '扫标签, F1, F2', 'Scan of the label, F1, F2'),
  row('LABEL_OF_ANOTHER', '扫了别件标签', 'Label of another parcel', '下一个扫描', 'The next scan'),
  row('PARCEL_UNANNOUNCED', '没有预报', 'No pre-alert', 'F1, F2, 或线路码', 'F1, F2, or a line code'),
  row('PARCEL_ALREADY_WEIGHED', '已经称过', 'Weighed before', 'F1 或下一件', 'F1, or the next parcel'),
  row('PARCEL_IN_MERGE', '已在合箱里', 'In a merged carton', '合箱的标签', 'The label of its carton'),
  row('PARCEL_OPEN', '上件没称', 'Another parcel is open', '称它, 或 F8', 'Weigh it, or F8'),
  row('SCALE_NOT_AT_ZERO', '台面没回零', 'Plate was not empty', '清空台面, 或 F1', 'Empty plate, or F1'),
  row('DIMENSIONS_MISSING', '没有尺寸', 'No size', '箱码, F5, 或 F1', 'Box code, F5, or F1'),
];
