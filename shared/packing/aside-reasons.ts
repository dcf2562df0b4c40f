/** Why an order cannot be packed now. Closed: each has words, on the bench and for whoever looks into it. */
export const asideReasons = {
  'item-missing': { zh: '缺货', en: 'Item missing' },
  'item-damaged': { zh: '货坏了', en: 'Item damaged' },
  'needs-a-lead': { zh: '要问组长', en: 'Ask the lead' },
} as const;
export type AsideReason = keyof typeof asideReasons;
export const ASIDE_REASONS = Object.keys(asideReasons) as [AsideReason, ...AsideReason[]];
