import { z } from 'zod';

/** What a returned piece turned out to be, before anybody looked at its state. */
export const conditions = {
  expected: { zh: '与退单相符', en: 'As announced' },
  'wrong-item': { zh: '退错货', en: 'Another article' },
  'serial-swapped': { zh: '序列号不符', en: 'Another serial number' },
  'empty-box': { zh: '空箱', en: 'Empty box' },
  over: { zh: '超出退货数', en: 'More than announced' },
  unknown: { zh: '无退单', en: 'Nobody announced it' },
} as const;
export type Condition = keyof typeof conditions;
export const conditionSchema = z.enum(Object.keys(conditions) as [Condition, ...Condition[]]);
