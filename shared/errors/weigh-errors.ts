import type { ErrorEntry } from './error-entry.ts';

/** Rules that a parcel has to meet, at the weigh bench and at every later step. */
export const weighErrors = {
  PARCEL_OVER_LIMIT: {
    number: 213,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '超出限制', act: '扫别的线路码, 或 F1 放一边', reason: '这条线路不收这样的重量或尺寸' },
    en: {
      verdict: 'Over the limit',
      act: 'Scan another line, or F1: aside',
      reason: 'This line does not take such a weight or size',
    },
  },
  PARCEL_NEAR_LIMIT: {
    number: 214,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '线路提醒', act: '看原因, F1 照走', reason: '这条线路对这一件有提醒' },
    en: { verdict: 'Line warns', act: 'Read why, F1 goes on', reason: 'The line has a warning for this parcel' },
  },
  CARGO_REFUSED: {
    number: 215,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '品类不收', act: '扫别的线路码, 或 F1 放一边', reason: '这条线路不收这个品类' },
    en: {
      verdict: 'Cargo refused',
      act: 'Scan another line, or F1: aside',
      reason: 'This line does not take this cargo class',
    },
  },
  CARGO_NEEDS: {
    number: 216,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '要单证', act: '备齐后 F1', reason: '这个品类在这条线路要单证或标记' },
    en: {
      verdict: 'Papers needed',
      act: 'When they are there, F1',
      reason: 'This cargo class needs papers or marks on this line',
    },
  },
  WEIGHT_DIFFERS: {
    number: 217,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '重量不符', act: '看货: F1 以秤为准, F2 重称', reason: '实称与申报差得超过允许' },
    en: {
      verdict: 'Weight differs',
      act: 'Look: F1 scale is right, F2 again',
      reason: 'Measured and declared weight differ by more than allowed',
    },
  },
  PARCEL_DOUBTFUL: {
    number: 218,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '数字可疑', act: '量一下: F1 没错, F5 改尺寸', reason: '重量和尺寸对不上' },
    en: {
      verdict: 'Odd figures',
      act: 'Measure: F1 right, F5 new size',
      reason: 'Weight and size do not go together',
    },
  },
  HOLDS_OLD: {
    number: 219,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '名单太旧', act: '叫组长连网, F1 照称', reason: '扣件名单很久没有更新' },
    en: {
      verdict: 'Old hold list',
      act: 'Tell the lead, F1 goes on',
      reason: 'The hold list has not been renewed for long',
    },
  },
  HOLDS_TOO_OLD: {
    number: 220,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '名单过期', act: '组长按 F9 刷工牌', reason: '扣件名单过期, 本台设为不能照走' },
    en: {
      verdict: 'Hold list stale',
      act: 'Lead: F9, scan badge',
      reason: 'The hold list is too old and this bench may not go on',
    },
  },
  LINE_UNKNOWN: {
    number: 221,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没这线路', act: '扫线路表上的码', reason: '本机没有这条线路' },
    en: { verdict: 'No such line', act: 'Scan a code of the sheet', reason: 'This line is not known on this machine' },
  },
  CARGO_UNKNOWN: {
    number: 222,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没这品类', act: '扫品类表上的码', reason: '这个品类码不在表上' },
    en: { verdict: 'No such class', act: 'Scan a code of the sheet', reason: 'This cargo class is not on the list' },
  },
  WEIGH_FIRST: {
    number: 223,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '先称重', act: '先放上秤, 再扫运单', reason: '本台先称后扫, 台面上没有货' },
    en: {
      verdict: 'Weigh first',
      act: 'Put it on, then scan it',
      reason: 'This bench weighs first and there is nothing on the plate',
    },
  },
  LABEL_NOT_SCANNED: {
    number: 224,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '标签没扫', act: '贴好, 扫上一件的标签', reason: '这条线路要扫回标签才算完' },
    en: {
      verdict: 'Scan the label',
      act: 'Label on, then scan that label',
      reason: 'On this line a parcel is done when its label is scanned back',
    },
  },
  LABEL_OF_ANOTHER: {
    number: 225,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '不是这张', act: '扫这一件的标签', reason: '扫到的是别的包裹的标签' },
    en: { verdict: 'Other label', act: 'Scan the label of this one', reason: 'That label belongs to another parcel' },
  },
  PHOTO_FAILED: {
    number: 226,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没拍到', act: '看相机, 再按 F7', reason: '相机没有给出照片, 称重不受影响' },
    en: {
      verdict: 'No photo',
      act: 'Check the camera, F7 again',
      reason: 'The camera gave no picture; weighing is not affected',
    },
  },
  CAMERA_ABSENT: {
    number: 228,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没有相机', act: '不用拍, 接着做', reason: '这台机器没有接相机, 或系统不让用' },
    en: {
      verdict: 'No camera',
      act: 'Go on without a photo',
      reason: 'No camera is plugged in, or the system does not allow it',
    },
  },
  PARCEL_IN_MERGE: {
    number: 227,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '已合箱', act: '放回合箱, 扫合箱的标签', reason: '这件已经装进一个合箱' },
    en: {
      verdict: 'Merged already',
      act: 'Put it back, scan its carton',
      reason: 'This parcel has been packed into a merged carton',
    },
  },
} as const satisfies Record<string, ErrorEntry>;

/** Wherever a parcel may not leave. */
export const holdErrors = {
  PARCEL_HELD: {
    number: 247,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '扣件', act: '放扣件架, 叫组长', reason: '扣件名单里有这件, 不能走' },
    en: { verdict: 'On hold', act: 'Put it on the hold shelf', reason: 'It is on the hold list and may not leave' },
  },
} as const satisfies Record<string, ErrorEntry>;
