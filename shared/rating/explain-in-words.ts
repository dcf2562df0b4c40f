import { compare, fromDecimal } from '../measure/rational.ts';
import type { ChargeableResult } from './chargeable-result.ts';

export interface RatingWords {
  readonly why: string;
  readonly save?: string;
}

const sideNames = {
  zh: { length: '长', width: '宽', height: '高' },
  en: { length: 'long', width: 'wide', height: 'high' },
} as const;

/** One line that says which figure won and one that says what would lower it. For band, label and report alike. */
export function explainInWords(result: ChargeableResult, language: 'zh' | 'en'): RatingWords {
  const { lever, step, chargeable, basis } = result;
  const unit = chargeable.unit;
  const rounded =
    step !== undefined && compare(fromDecimal(result.beforeRounding), fromDecimal(chargeable.value)) !== 0;
  if (language === 'zh') {
    const winner = {
      gross: '实重更大',
      volumetric: '体积重更大',
      minimum: `不足最低 ${chargeable.value} ${unit}`,
      average: '取平均',
      split: '按分泡',
      cap: '已到上限',
    }[basis];
    const why = rounded && basis !== 'minimum' ? `${winner}, 按 ${step} 进位` : winner;
    return lever === undefined
      ? { why }
      : {
          why,
          save: `${sideNames.zh[lever.side]} ${lever.from} → ${lever.to} ${lever.unit} 省 ${lever.saves.value} ${unit}`,
        };
  }
  const winner = {
    gross: 'Gross is greater',
    volumetric: 'Volume is greater',
    minimum: `Below the minimum of ${chargeable.value} ${unit}`,
    average: 'Average of both',
    split: 'Shared by the split',
    cap: 'At the cap',
  }[basis];
  const why = rounded && basis !== 'minimum' ? `${winner}, next ${step} ${unit}` : winner;
  return lever === undefined
    ? { why }
    : {
        why,
        save: `${lever.saves.value} ${unit}: ${lever.from} → ${lever.to} ${lever.unit} ${sideNames.en[lever.side]}`,
      };
}
