import { z } from 'zod';

/** What a carton may differ in, and the words a person chooses from. Free words may follow; a choice is always there. */
export const differenceWords = {
  'more-in-carton': { kind: 'over', zh: '箱内多出', en: 'More in the carton' },
  'not-announced': { kind: 'over', zh: '未预报的货', en: 'Article not announced' },
  'fewer-in-carton': { kind: 'short', zh: '箱内少货', en: 'Fewer in the carton' },
  'carton-opened': { kind: 'short', zh: '外箱被打开过', en: 'Carton was opened before' },
  crushed: { kind: 'damaged', zh: '压坏', en: 'Crushed' },
  wet: { kind: 'damaged', zh: '受潮', en: 'Wet' },
  broken: { kind: 'damaged', zh: '破碎', en: 'Broken' },
  expired: { kind: 'damaged', zh: '过期', en: 'Expired' },
  'no-barcode': { kind: 'unknown', zh: '没有条码', en: 'No barcode' },
  'code-unknown': { kind: 'unknown', zh: '条码不认识', en: 'Code not known' },
} as const;
export type DifferenceWord = keyof typeof differenceWords;
export type DifferenceKind = (typeof differenceWords)[DifferenceWord]['kind'];
export const differenceWordSchema = z.enum(Object.keys(differenceWords) as [DifferenceWord, ...DifferenceWord[]]);

/** Words of one kind, at most four: the number of answers a bench can offer. */
export const wordsOf = (kind: DifferenceKind): DifferenceWord[] =>
  differenceWordSchema.options.filter((word) => differenceWords[word].kind === kind);
