import type { ErrorCode } from '../errors/catalog.ts';
import { refusalRow, type RefusalRow } from '../errors/refusal-row.ts';
import { toneOf } from '../errors/tone-of.ts';

type ConsolidationRefusal = RefusalRow & { readonly code: ErrorCode };

const row = (code: ErrorCode, ...words: [string, string, string, string]): ConsolidationRefusal => ({
  code,
  ...refusalRow(toneOf(code), ...words),
});

/** Every situation in which bagging, sealing, manifest and handover do not go on by themselves. */
export const consolidationRefusals: readonly ConsolidationRefusal[] = [
  row('BAG_WRONG', '扫了空袋架', 'Tag of an empty stand', '指定袋的袋牌', 'The tag of the named bag'),
  row('BAG_LINE_DIFFERS', '线路不同', 'Bag of another line', '指定袋的袋牌', 'The tag of the named bag'),
  row('BAG_COUNTRY_DIFFERS', '国家不同', 'Bag of another country', '指定袋的袋牌', 'The tag of the named bag'),
  row('BAG_CARGO_MIXED', '品类不同', 'Battery with other goods', '指定袋的袋牌', 'The tag of the named bag'),
  row('BAG_DUTY_MIXED', '税制不同', 'DDP with IOSS', '指定袋的袋牌', 'The tag of the named bag'),
  row('BAG_SEALED', '袋已封', 'The bag is sealed', '别的袋牌, 或 F1 组长拆封', 'Another tag, or F1 and a lead'),
  row('BAG_HANDED_OVER', '已交接', 'The carrier has it', '下一个扫描', 'The next scan'),
  row('PARCEL_NOT_WEIGHED', '没有有效重量', 'No weight that counts', '先去称重', 'Weigh it'),
  row('PARCEL_IN_MERGE', '已在合箱里', 'In a merged carton', '合箱的标签', 'The label of its carton'),
  row('PARCEL_IN_BAG', '已在袋里', 'In a bag already', 'F1 取出', 'F1 takes it out'),
  row('BAG_TAG_EXPECTED', '上一件没确认', 'The last parcel is in no bag', '它的袋牌, 或 F8', 'Its tag, or F8'),
  row('BAG_TAG_UNKNOWN', '袋牌不明', 'No bag under this tag', '袋架上的袋牌', 'The tag on the stand'),
  row('BAG_TAG_TAKEN', '袋架已占', 'Another bag hangs there', '空袋架的袋牌', 'The tag of an empty stand'),
  row('BAG_NO_STAND', '袋架已满', 'A bag on every stand', '封一个袋', 'Seal a bag'),
  row('BAG_TOO_HEAVY', '超过一袋限重', 'Above the limit of a bag', '封袋, 开新袋', 'Seal it, open another'),
  row('BAG_EMPTY', '封空袋', 'Sealing an empty bag', '装件', 'Put parcels in'),
  row(
    'BAG_WEIGHT_DIFFERS',
    '重量对不上',
    'Gross − tare − Σ beyond the limit',
    '扫差的件, 或组长',
    'The parcel, or a lead',
  ),
  row('BAG_NUMBERS_NOT_SET_UP', '没有公司前缀', 'No GS1 company prefix', '组长设置', 'A lead sets it'),
  row('NUMBERS_EMPTY', '领的号用完', 'No leased number left', '连上云端', 'The network'),
  row('BAG_LABEL_OLD', '拆封前的标签', 'Label from before an unsealing', '新标签或袋牌', 'The new label or the tag'),
  row('BAG_NOT_SEALED', '没封就装车', 'An open bag to be loaded', '封袋称重', 'Seal and weigh it'),
  row('BAG_OTHER_MANIFEST', '不属于这单', 'Belongs to another load', '下一袋', 'The next bag'),
  row('BAG_ALREADY_LOADED', '已在单上', 'On the manifest already', '下一袋, 或 F1 卸下', 'The next bag, or F1'),
  row('BAG_PARCEL_STOPPED', '袋里有扣件', 'A held parcel inside', 'F1 卸下, 拆封取件', 'F1, then unseal it'),
  row('MANIFEST_BAGS_MISSING', '还有袋没装', 'Bags of this load are not on it', '扫它们, 或 F1', 'Scan them, or F1'),
  row('MANIFEST_EMPTY', '空单', 'Nothing loaded', '扫袋', 'Scan a bag'),
  row('MANIFEST_FULL', '400 袋已满', '400 bags are on it', '先交接', 'Hand it over'),
  row('SIGNATURE_MISSING', '没有签名', 'Nobody signed', '签名, 或扫签好的纸', 'A signature, or the signed sheet'),
  row('SHEET_OF_ANOTHER', '别单的纸', 'Sheet of another manifest', '这一单的纸', 'The sheet of this one'),
];
