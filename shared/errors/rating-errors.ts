import type { ErrorEntry } from './error-entry.ts';

export const ratingErrors = {
  RULE_BROKEN: {
    number: 802,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '规则错误', act: '叫组长, 报代码', reason: '计费规则有读不懂的字段, 没有计费' },
    en: {
      verdict: 'Rule is broken',
      act: 'Call the lead, say the code',
      reason: 'The rating rule has a field that cannot be read; nothing was rated',
    },
  },
  RULE_CONTRADICTORY: {
    number: 803,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '规则矛盾', act: '叫组长, 报代码', reason: '计费规则自相矛盾, 没有计费' },
    en: {
      verdict: 'Rule conflict',
      act: 'Call the lead, say the code',
      reason: 'The rating rule contradicts itself; nothing was rated',
    },
  },
  RULE_EXPIRED: {
    number: 804,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '规则过期', act: '叫组长更新规则', reason: '这条计费规则在发货日期无效' },
    en: {
      verdict: 'Rule out of date',
      act: 'Lead: update the rules',
      reason: 'This rating rule is not valid on the shipment date',
    },
  },
  RATING_INPUT_REFUSED: {
    number: 805,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '数据不全', act: '检查重量和尺寸', reason: '按这条规则计费缺少数据或数据不对' },
    en: {
      verdict: 'Data is missing',
      act: 'Check weight and size',
      reason: 'This rule needs data that is missing or wrong',
    },
  },
  PRICE_UNKNOWN: {
    number: 806,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '无价格', act: '叫组长查价格表', reason: '价格表里没有这个重量或地区' },
    en: {
      verdict: 'No price',
      act: 'Lead: look at the price sheet',
      reason: 'The price sheet has no price for this weight or area',
    },
  },
  SHEET_REFUSED: {
    number: 807,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '表格错误', act: '改正表格, 再导入', reason: '价格表有冲突或读不懂的格, 没有导入' },
    en: {
      verdict: 'Sheet refused',
      act: 'Mend the sheet, import again',
      reason: 'The price sheet has a conflict or an unreadable cell; nothing was imported',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
