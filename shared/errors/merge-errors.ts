import type { ErrorEntry } from './error-entry.ts';

/** 合箱: what keeps parcels out of one carton. */
export const mergeErrors = {
  MERGE_NOT_WEIGHED: {
    number: 229,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '没称过', act: '先去称重, 再合箱', reason: '合箱要用这件的重量和尺寸, 这台机器没有' },
    en: {
      verdict: 'Not weighed yet',
      act: 'Weigh it first, then merge',
      reason: 'A merge needs its weight and size, and this station has none',
    },
  },
  MERGE_NOT_TOGETHER: {
    number: 230,
    severity: 'stop',
    retry: 'operator',
    zh: { verdict: '不能同箱', act: '放一边, 扫下一件', reason: '客户、线路、品类、国家或税不一样' },
    en: {
      verdict: 'Not together',
      act: 'Put it aside, scan the next',
      reason: 'Customer, line, class, country or duty differ',
    },
  },
  MERGE_NO_CARTON: {
    number: 231,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '不用合箱', act: '分开走, 按 F8 清空', reason: '没有箱子能让这几件更省' },
    en: {
      verdict: 'Better apart',
      act: 'Send them apart, F8 clears',
      reason: 'No carton makes these parcels bill less',
    },
  },
  MERGE_NUMBER_USED: {
    number: 232,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '箱号用过', act: '换一张新箱号', reason: '这个号码已经是包裹或合箱' },
    en: {
      verdict: 'Number is in use',
      act: 'Take a new carton number',
      reason: 'This number is a parcel or a carton already',
    },
  },
  MERGE_FULL: {
    number: 233,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '够了', act: '按 F1, 先合这些', reason: '一次最多四十件' },
    en: {
      verdict: 'That is enough',
      act: 'F1: merge these first',
      reason: 'Forty parcels at most at one time',
    },
  },
  MERGE_IN_BAG: {
    number: 235,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '在袋里', act: '先从袋里取出, 再合箱', reason: '这件已经装袋' },
    en: {
      verdict: 'In a bag',
      act: 'Take it out of its bag, then merge',
      reason: 'This parcel lies in a bag already',
    },
  },
  MERGE_WEIGHED: {
    number: 234,
    severity: 'check',
    retry: 'operator',
    zh: { verdict: '这箱称过了', act: '先在称重台撤销', reason: '称过的合箱不能直接拆开' },
    en: {
      verdict: 'Already weighed',
      act: 'Undo its weighing first',
      reason: 'A carton that was weighed cannot be opened here',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
