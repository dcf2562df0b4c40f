import type { ErrorEntry } from './error-entry.ts';

export const scaleErrors = {
  SCALE_NOT_AT_ZERO: {
    number: 102,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没归零', act: '清空台面, 再放', reason: '上一件之后台面没有回零' },
    en: {
      verdict: 'Not at zero',
      act: 'Clear the plate first',
      reason: 'The plate has not been at zero since the last parcel',
    },
  },
  SCALE_OVERLOAD: {
    number: 103,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '超载', act: '马上取下', reason: '超过秤的量程, 没有读数' },
    en: { verdict: 'Overload', act: 'Take it off now', reason: 'Over the capacity of the scale, there is no reading' },
  },
  SCALE_BELOW_ZERO: {
    number: 104,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '负数', act: '清空台面, 按秤上归零', reason: '秤在零以下, 不能记重' },
    en: {
      verdict: 'Below zero',
      act: 'Clear the plate, press zero',
      reason: 'The scale reads below zero, nothing can be booked',
    },
  },
  SCALE_SILENT: {
    number: 105,
    severity: 'stop',
    retry: 'automatic',
    zh: { verdict: '没信号', act: '看秤的线和电源', reason: '秤已停止发送' },
    en: { verdict: 'Scale silent', act: 'Check cable and power', reason: 'The scale has stopped sending' },
  },
  SCALE_UNREADABLE: {
    number: 106,
    severity: 'stop',
    retry: 'automatic',
    zh: { verdict: '读不懂', act: '换一台, 叫组长', reason: '收到的数据不是这种秤的格式' },
    en: {
      verdict: 'Unreadable',
      act: 'Use another bench, call the lead',
      reason: 'What arrives is not in the format set for this scale',
    },
  },
  SCALE_LOST: {
    number: 107,
    severity: 'stop',
    retry: 'automatic',
    zh: { verdict: '秤断开', act: '插好秤的线, 自动恢复', reason: '秤的接口不见了, 没有记任何数' },
    en: {
      verdict: 'Scale unplugged',
      act: 'Plug the scale in, it resumes',
      reason: 'The port of the scale is gone, nothing was booked',
    },
  },
  SCALE_UNIT_UNKNOWN: {
    number: 108,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '单位不明', act: '叫组长, 设定秤的单位', reason: '秤不发单位, 还没有人确认过' },
    en: {
      verdict: 'Unit unknown',
      act: 'Lead: set the unit',
      reason: 'The scale sends no unit and nobody has confirmed one',
    },
  },
  SCALE_DEVICE_FAULT: {
    number: 109,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '秤故障', act: '换一台, 叫组长', reason: '秤报告自身故障' },
    en: {
      verdict: 'Scale fault',
      act: 'Use another bench, call the lead',
      reason: 'The scale reports a fault of its own',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
