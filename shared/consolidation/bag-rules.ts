import type { ErrorCode } from '../errors/catalog.ts';
import type { BagGroup } from './consolidation-operations.ts';

/** What is known of a parcel that is to be put in a bag. Lookups are local. */
export interface ParcelFacts {
  readonly waybill: string;
  readonly group: BagGroup;
  /** Of the weighing that counts; undefined: none does. */
  readonly milligrams: number | undefined;
  /** Where it lies already. */
  readonly bag: BagFacts | undefined;
  /** Why it may not leave, as the hold list says it. */
  readonly hold: string | undefined;
}

export interface BagFacts {
  readonly bag: string;
  readonly letter: string;
  readonly group: BagGroup;
  readonly state: 'open' | 'sealed' | 'handed-over';
  readonly pieces: number;
  readonly sumMilligrams: number;
  readonly loaded: boolean;
  readonly unitNumber: string | undefined;
  /** Of a sealed one. */
  readonly grossMilligrams?: number | undefined;
  readonly job?: string | undefined;
}

export interface BagLimits {
  readonly maxBagMilligrams: number;
  readonly tareMilligrams: number;
}

/** What differs, to be said in two lines: "bag E is DDP / this one is IOSS". */
export interface Difference {
  readonly of: keyof BagGroup;
  readonly bag: string;
  readonly parcel: string;
}

interface Rule<F> {
  readonly code: ErrorCode;
  readonly refuses: (facts: F) => boolean;
  readonly differs?: keyof BagGroup;
}
interface Pair {
  readonly parcel: ParcelFacts;
  readonly bag: BagFacts;
  readonly limits: BagLimits;
}

/** Whatever the bag: said as soon as the parcel is scanned. The first that refuses is said. */
const parcelRules: readonly Rule<ParcelFacts>[] = [
  { code: 'BAG_HANDED_OVER', refuses: ({ bag }) => bag?.state === 'handed-over' },
  { code: 'PARCEL_HELD', refuses: ({ hold }) => hold !== undefined },
  { code: 'PARCEL_IN_BAG', refuses: ({ bag }) => bag !== undefined },
  { code: 'PARCEL_NOT_WEIGHED', refuses: ({ milligrams }) => milligrams === undefined },
];

/** This parcel in this bag. What the law forbids comes before what would only go astray. */
const pairRules: readonly Rule<Pair>[] = [
  { code: 'BAG_HANDED_OVER', refuses: ({ bag }) => bag.state === 'handed-over' },
  { code: 'BAG_SEALED', refuses: ({ bag }) => bag.state === 'sealed' },
  {
    code: 'BAG_CARGO_MIXED',
    differs: 'cargoGroup',
    refuses: ({ bag, parcel }) => bag.group.cargoGroup !== parcel.group.cargoGroup,
  },
  {
    code: 'BAG_DUTY_MIXED',
    differs: 'dutyMode',
    refuses: ({ bag, parcel }) => bag.group.dutyMode !== parcel.group.dutyMode,
  },
  {
    code: 'BAG_COUNTRY_DIFFERS',
    differs: 'country',
    refuses: ({ bag, parcel }) => bag.group.country !== parcel.group.country,
  },
  { code: 'BAG_LINE_DIFFERS', differs: 'line', refuses: ({ bag, parcel }) => bag.group.line !== parcel.group.line },
  {
    code: 'BAG_TOO_HEAVY',
    refuses: ({ bag, parcel, limits }) =>
      bag.pieces > 0 && bag.sumMilligrams + limits.tareMilligrams + (parcel.milligrams ?? 0) > limits.maxBagMilligrams,
  },
];

export interface RuleRefusal {
  readonly code: ErrorCode;
  readonly difference?: Difference | undefined;
}

export function judgeParcelAlone(parcel: ParcelFacts): RuleRefusal | undefined {
  const rule = parcelRules.find(({ refuses }) => refuses(parcel));
  return rule === undefined ? undefined : { code: rule.code };
}

export function judgeParcelInBag(pair: Pair): RuleRefusal | undefined {
  const rule = pairRules.find(({ refuses }) => refuses(pair));
  if (rule === undefined) return undefined;
  const { differs } = rule;
  if (differs === undefined) return { code: rule.code };
  const difference = { of: differs, bag: pair.bag.group[differs], parcel: pair.parcel.group[differs] };
  return { code: rule.code, difference };
}

/** Codes that a parcel or a bag can be refused with here: the refusal table of the docs is made of it. */
export const bagRuleCodes: readonly ErrorCode[] = [
  ...new Set([...parcelRules.map(({ code }) => code), ...pairRules.map(({ code }) => code)]),
];
