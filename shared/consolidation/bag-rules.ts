import type { ErrorCode } from '../errors/catalog.ts';
import type { ParcelFinding } from '../parcel/check-parcel.ts';
import type { BagGroup } from './consolidation-operations.ts';

/** What is known of a parcel that is to be put in a bag. Lookups are local. */
export interface ParcelFacts {
  readonly waybill: string;
  readonly group: BagGroup;
  /** Of the weighing that counts; undefined: none does. */
  readonly milligrams: number | undefined;
  /** Where it lies already. */
  readonly bag: BagFacts | undefined;
  /** What shared/parcel/check-parcel.ts says of it today: hold, cargo class on its line, limits. */
  readonly findings: readonly ParcelFinding[];
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
  readonly facts?: { readonly zh: string; readonly en: string } | undefined;
}

/** What stops a parcel whatever is done with it. What a person only has to look at was looked at when it was weighed. */
export function stopOf(findings: readonly ParcelFinding[]): RuleRefusal | undefined {
  const stop = findings.find(({ severity }) => severity === 'stop');
  return stop === undefined ? undefined : { code: stop.code, facts: { zh: stop.zh, en: stop.en } };
}

/** Whatever the bag: said as soon as the parcel is scanned. */
export function judgeParcelAlone({ bag, findings, milligrams }: ParcelFacts): RuleRefusal | undefined {
  if (bag?.state === 'handed-over') return { code: 'BAG_HANDED_OVER' };
  const stop = stopOf(findings);
  if (stop !== undefined) return stop;
  if (bag !== undefined) return { code: 'PARCEL_IN_BAG' };
  return milligrams === undefined ? { code: 'PARCEL_NOT_WEIGHED' } : undefined;
}

export function judgeParcelInBag(pair: Pair): RuleRefusal | undefined {
  const rule = pairRules.find(({ refuses }) => refuses(pair));
  if (rule === undefined) return undefined;
  const { differs } = rule;
  if (differs === undefined) return { code: rule.code };
  const difference = { of: differs, bag: pair.bag.group[differs], parcel: pair.parcel.group[differs] };
  return { code: rule.code, difference };
}
