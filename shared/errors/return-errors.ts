import type { ErrorEntry } from './error-entry.ts';

export const returnErrors = {
  RETURN_UNKNOWN: {
    number: 570,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没有退单', act: 'F1 收为无退单', reason: '本机没有这个退单, 也不认识这件' },
    en: {
      verdict: 'No such return',
      act: 'Take in as unknown with F1',
      reason: 'Nobody announced it and the code is not known',
    },
  },
  RETURN_WRONG_ITEM: {
    number: 571,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '退错货', act: 'F1 按退错货收', reason: '退回的不是退单上的那件' },
    en: { verdict: 'Another article', act: 'Take in as wrong with F1', reason: 'It is not what was announced' },
  },
  RETURN_SERIAL_SWAPPED: {
    number: 572,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '号不符', act: 'F1 按调包收', reason: '序列号不是发出的那个' },
    en: { verdict: 'Serial differs', act: 'Take in as swapped with F1', reason: 'Another serial number was shipped' },
  },
  RETURN_OVER: {
    number: 573,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '超出退单', act: '放一边, 叫组长', reason: '退单上的已经收齐, 或这件收过' },
    en: {
      verdict: 'Too many',
      act: 'Put it aside, call a lead',
      reason: 'All announced pieces are in, or this one is',
    },
  },
  RETURN_PHOTO_MISSING: {
    number: 574,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '缺照片', act: '叫组长确认', reason: '扣分的一项要照片, 本台没有相机' },
    en: {
      verdict: 'Photo missing',
      act: 'Call a lead to confirm',
      reason: 'A failed point needs a photo, no camera here',
    },
  },
  RETURN_NO_PLATE: {
    number: 575,
    severity: 'check',
    retry: 'automatic',
    zh: { verdict: '没有车牌', act: '放一边, 联网领号', reason: '本机的车牌号用完了' },
    en: {
      verdict: 'No plate number',
      act: 'Put it aside until the network returns',
      reason: 'The numbers of this machine are used up',
    },
  },
  RETURN_LABEL_WRONG: {
    number: 576,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '贴错标', act: '撕下, 扫这件的新标签', reason: '回扫的标签不是这一件的' },
    en: {
      verdict: 'Wrong label',
      act: 'Take it off, scan the right one',
      reason: 'The label is not the one of this piece',
    },
  },
  RETURN_NOT_A_BIN: {
    number: 577,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '不是库位', act: '扫库位', reason: '这里要扫库位' },
    en: { verdict: 'Not a bin', act: 'Scan the bin', reason: 'A bin is awaited here' },
  },
  RETURN_BIN_UNSUITED: {
    number: 578,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '放错区', act: '拿出来, 扫合适的库位', reason: '库位与处置或等级不符' },
    en: {
      verdict: 'Wrong area',
      act: 'Take it out, scan a suitable bin',
      reason: 'The bin does not suit disposition or grade',
    },
  },
  RETURN_BIN_TAKEN: {
    number: 579,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '换个库位', act: '扫另一个库位', reason: '别的卖家的, 已满, 或不能混放' },
    en: { verdict: 'Other bin', act: 'Scan another bin', reason: 'It is another seller’s, full, or not to be mixed' },
  },
  RETURN_OVERRIDE_LEAD: {
    number: 580,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '要组长', act: '组长刷卡, 或按 F8', reason: '这个处置要组长同意' },
    en: {
      verdict: 'Needs a lead',
      act: 'Lead signs by badge, or F8',
      reason: 'This disposition is a lead’s to choose',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
