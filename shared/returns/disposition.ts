import { z } from 'zod';
import type { BinUse } from '../stock/bin.ts';
import { gradeSchema, type Grade } from '../stock/grade.ts';
import { categorySchema, type Category } from '../stock/sku.ts';
import { ownerSchema } from '../stock/stock-key.ts';
import { conditionSchema, type Condition } from './return-conditions.ts';

/** What happens with a returned piece, and the kinds of bin that suit it. A piece is only ever put into one of these. */
export const dispositions = {
  restock: { bins: ['pick', 'reserve', 'resale'], zh: '上架', en: 'Restock' },
  refurbish: { bins: ['refurbish'], zh: '翻新', en: 'Refurbish' },
  'return-to-seller': { bins: ['seller-return'], zh: '退卖家', en: 'Back to seller' },
  quarantine: { bins: ['quarantine'], zh: '隔离', en: 'Quarantine' },
  destroy: { bins: ['destroy'], zh: '销毁', en: 'Destroy' },
} as const satisfies Record<string, { bins: readonly BinUse[]; zh: string; en: string }>;
export type Disposition = keyof typeof dispositions;
export const dispositionSchema = z.enum(Object.keys(dispositions) as [Disposition, ...Disposition[]]);

/** Sells as new goes where new goods are; what is used goes to the used ones. */
export const binsFor = (disposition: Disposition, grade: Grade): readonly BinUse[] =>
  disposition !== 'restock' ? dispositions[disposition].bins : grade === 'A' ? ['pick', 'reserve'] : ['resale'];

/** A rule of the house, or a seller's own as reference data brings it. */
export const dispositionRuleSchema = z.strictObject({
  id: z.string().min(1).max(60),
  /** All that are given must hold. */
  when: z.strictObject({
    owners: z.array(ownerSchema).max(100).readonly().optional(),
    categories: z.array(categorySchema).max(20).readonly().optional(),
    grades: z.array(gradeSchema).max(4).readonly().optional(),
    conditions: z.array(conditionSchema).max(20).readonly().optional(),
    /** An answer of the checklist raised this flag. */
    flags: z.array(z.string().max(40)).max(20).readonly().optional(),
  }),
  then: dispositionSchema,
  zh: z.string().max(80),
  en: z.string().max(80),
});
export type DispositionRule = z.infer<typeof dispositionRuleSchema>;

export interface DispositionQuestion {
  readonly owner: string;
  readonly category: Category | undefined;
  readonly grade: Grade;
  readonly condition: Condition;
  readonly flags: readonly string[];
}

/**
 * What a house does unless a seller's own rules, which come first, say otherwise. The first rule that holds decides. Own rules, after
 * what is written about Amazon's Grade and Resell and about Loop's dispositions (used goods are relisted by grade, hygiene articles
 * and hazards never, what is unclear waits for a person).
 */
export const houseRules: readonly DispositionRule[] = [
  {
    id: 'hazard',
    when: { flags: ['hazard'] },
    then: 'quarantine',
    zh: '有危险先隔离',
    en: 'Hazards are kept apart',
  },
  {
    id: 'not-as-announced',
    when: { conditions: ['wrong-item', 'serial-swapped', 'over', 'unknown', 'empty-box'] },
    then: 'quarantine',
    zh: '与退单不符先隔离',
    en: 'Not as announced: a person decides',
  },
  {
    id: 'hygiene',
    when: { flags: ['hygiene'] },
    then: 'destroy',
    zh: '卫生品开封即销毁',
    en: 'Hygiene broken: destroyed',
  },
  {
    id: 'beauty-not-new',
    when: { categories: ['beauty'], grades: ['B', 'C', 'D'] },
    then: 'destroy',
    zh: '美妆非 A 级不再出售',
    en: 'Beauty is sold as new or not at all',
  },
  { id: 'new', when: { grades: ['A'] }, then: 'restock', zh: 'A 级上架', en: 'Grade A is restocked' },
  {
    id: 'electronics-worn',
    when: { categories: ['electronics'], grades: ['C'] },
    then: 'refurbish',
    zh: '电子类 C 级翻新',
    en: 'Electronics at C are refurbished',
  },
  { id: 'light', when: { grades: ['B'] }, then: 'restock', zh: 'B 级按二手上架', en: 'Grade B is restocked as used' },
  { id: 'worn', when: { grades: ['C'] }, then: 'return-to-seller', zh: 'C 级退卖家', en: 'Grade C goes back' },
  {
    id: 'broken-dear',
    when: { categories: ['electronics'], grades: ['D'] },
    then: 'return-to-seller',
    zh: '坏的电子类退卖家',
    en: 'Broken electronics go back',
  },
  { id: 'broken', when: { grades: ['D'] }, then: 'destroy', zh: 'D 级销毁', en: 'Grade D is destroyed' },
];

const holds = (rule: DispositionRule, asked: DispositionQuestion): boolean => {
  const { owners, categories, grades, conditions, flags } = rule.when;
  return (
    (owners === undefined || owners.includes(asked.owner)) &&
    (categories === undefined || (asked.category !== undefined && categories.includes(asked.category))) &&
    (grades === undefined || grades.includes(asked.grade)) &&
    (conditions === undefined || conditions.includes(asked.condition)) &&
    (flags === undefined || flags.some((flag) => asked.flags.includes(flag)))
  );
};

/** Nothing that no rule speaks of is sold: it is kept apart for a person. */
const unruled: DispositionRule = {
  id: 'no-rule',
  when: {},
  then: 'quarantine',
  zh: '没有规则',
  en: 'No rule speaks of it',
};

export const disposeByRule = (rules: readonly DispositionRule[], asked: DispositionQuestion): DispositionRule =>
  rules.find((rule) => holds(rule, asked)) ?? unruled;

/** Why a person may choose otherwise. */
export const overrideReasons = {
  'seller-wants': { zh: '卖家要求', en: 'The seller wants it' },
  'worse-than-it-looks': { zh: '实际更差', en: 'Worse than the checklist says' },
  'better-than-it-looks': { zh: '实际更好', en: 'Better than the checklist says' },
} as const;
export type OverrideReason = keyof typeof overrideReasons;

/** How far from being sold a disposition keeps a piece. */
const caution: Readonly<Record<Disposition, number>> = {
  restock: 0,
  refurbish: 1,
  'return-to-seller': 2,
  quarantine: 2,
  destroy: 3,
};

/**
 * Who may choose `to` where the rule says `from`. More careful is anybody's, but destroying cannot be taken back; nearer to being sold
 * is a lead's. A hazard or a hygiene fault is never sold, whoever says so.
 */
export function mayOverride(
  from: Disposition,
  to: Disposition,
  flags: readonly string[],
): 'operator' | 'lead' | 'nobody' {
  if (from === to) return 'operator';
  if ((to === 'restock' || to === 'refurbish') && flags.some((flag) => flag === 'hazard' || flag === 'hygiene'))
    return 'nobody';
  if (to === 'destroy') return 'lead';
  return caution[to] >= caution[from] ? 'operator' : 'lead';
}
