import type { LabelState } from '../devices/print-job.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import type { Mass } from '../measure/quantity.ts';
import type { OperationType } from '../parcel/operations.ts';
import type { SteadyMass, SteadyRules } from '../parcel/steady-weight.ts';
import type { Cue, ScaleView } from '../parcel/weigh-bench-state.ts';
import type { DeviceStatus } from '../devices/device-status.ts';
import type { ScaleFrame } from '../devices/scale-reading.ts';
import type { Series } from '../sync/number-ranges.ts';
import type { BagLabelSettings } from './bag-label.ts';
import type { BagFacts, BagLimits, Difference, ParcelFacts, RuleRefusal } from './bag-rules.ts';
import type { BagTolerance, BagWeighing } from './bag-weight.ts';
import type { BagGroup } from './consolidation-operations.ts';
import type { Explanation } from './explain-difference.ts';

export type BagPhase =
  | 'idle' // ready for a parcel or a tag
  | 'await-bag' // the parcel named its bag; the tag must follow
  | 'await-new-bag' // no bag is open for it: the tag of an empty stand opens one
  | 'await-parcel' // a tag was scanned first: the next parcel goes into that bag
  | 'saving' // the disk has not answered yet
  | 'bagged' // in the bag and on the disk
  | 'weigh-bag' // the bag is to be put on the scale
  | 'settling'
  | 'sum' // gross − tare − Σ does not fit
  | 'sealed'
  | 'done'; // an undoing, an unsealing: what `last` says; a parcel put aside: what `aside` says

export type BagAnswer =
  | 'seal'
  | 'unseal'
  | 'take-out'
  | 'weigh-again'
  | 'counted-by-hand'
  | 'empty-bag-differs'
  | 'accepted'
  | 'parcel-to-take-out'
  | 'parcel-to-put-in'
  | 'label-or-bag-damaged'
  | 'reprint-damaged'
  | 'reprint-lost'
  | 'reprint-nothing'
  | 'came-out'
  | 'nothing-came-out';

export interface BagRefusal {
  readonly code: ErrorCode;
  readonly subject?: string | undefined;
  /** The bag whose tag was scanned, when it was the wrong one. */
  readonly scanned?: BagFacts | undefined;
  /** A tag on which nothing hangs. */
  readonly scannedLetter?: string | undefined;
  readonly difference?: Difference | undefined;
  /** What the check of the parcel found: hold, limit, cargo class. */
  readonly facts?: { readonly zh: string; readonly en: string } | undefined;
  readonly answers: readonly BagAnswer[];
}

/** A question that is no refusal: why, with up to three answers. */
export interface BagQuestion {
  readonly about: 'difference-reason' | 'unseal-reason' | 'reprint-reason';
  readonly answers: readonly BagAnswer[];
}

/** A person who may decide where an operator may not. */
export interface Lead {
  readonly id: string;
  readonly name: string;
}

/** What a lead is asked to decide. */
export type LeadMatter = { readonly kind: 'difference' } | { readonly kind: 'unseal'; readonly bag: BagFacts };

export interface Sealing {
  readonly bag: BagFacts;
  readonly tare: Mass;
  readonly steady?: SteadyMass | undefined;
  readonly weighing?: BagWeighing | undefined;
  readonly explanation?: Explanation | undefined;
}

export interface LastAct {
  readonly kind: 'bagged' | 'unbagged' | 'sealed' | 'unsealed';
  readonly seq: number;
  readonly bag: BagFacts;
  readonly waybill?: string | undefined;
  readonly weighing?: BagWeighing | undefined;
  readonly unitNumber?: string | undefined;
  readonly job?: string | undefined;
  readonly label?: LabelState | undefined;
  readonly labelCode?: ErrorCode | undefined;
  readonly inCloud: boolean;
  readonly undone: boolean;
}

/** Whole state of the bagging screen, but for the stands: those are the fold's. */
export interface BagBenchState {
  readonly phase: BagPhase;
  readonly parcel: ParcelFacts | undefined;
  /** The bag that was named, or whose tag was scanned first. */
  readonly target: BagFacts | undefined;
  /** Stand that is to be used for a new bag. */
  readonly newLetter: string | undefined;
  readonly refusal: BagRefusal | undefined;
  readonly question: BagQuestion | undefined;
  readonly matter: LeadMatter | undefined;
  /** A lead's badge or PIN is waited for; scans and keys go there. */
  readonly asksLead: boolean;
  /** Who gave a lead's word for `matter`. */
  readonly leadIs: Lead | undefined;
  readonly sealing: Sealing | undefined;
  /** Grams of the empty bag being typed. */
  readonly tareTyped: string | undefined;
  /** Only while a bag is weighed; else it stands still. */
  readonly scale: ScaleView;
  readonly stableFrames: number;
  readonly neededFrames: number;
  readonly last: LastAct | undefined;
  /** Put on the hold shelf a moment ago. */
  readonly aside: { readonly waybill: string; readonly place: string } | undefined;
  readonly storageFull: boolean;
}

export type ResolvedTag =
  | { readonly kind: 'bag'; readonly bag: BagFacts }
  | { readonly kind: 'empty-stand'; readonly letter: string }
  | { readonly kind: 'old-label'; readonly bag: BagFacts }
  | { readonly kind: 'unknown' };

/** What the bench knows besides its state. Lookups answer at once; nothing here waits for a network. */
export interface BagContext {
  readonly weighing: SteadyRules;
  readonly limits: BagLimits;
  readonly tare: Mass;
  readonly tolerance: BagTolerance;
  readonly labels: BagLabelSettings & {
    readonly language: 'zh' | 'en';
    readonly timeText: (wallMs: number) => string;
    readonly yearOf: (wallMs: number) => number;
  };
  /** Where held parcels wait. */
  readonly holdPlace: string;
  readonly practice: boolean;
  readonly scaleName: string;
  readonly scaleSimulated: boolean;
  /** The person at the station, when that person may decide alone. */
  readonly leadHere: Lead | undefined;
  readonly findParcel: (waybill: string) => ParcelFacts | undefined;
  readonly findBag: (bag: string) => BagFacts | undefined;
  /** undefined: the text is no bag's code at all. */
  readonly resolveTag: (text: string) => ResolvedTag | undefined;
  /** The open bag for these parcels that still has room, oldest first. */
  readonly openBagFor: (parcel: ParcelFacts) => BagFacts | undefined;
  readonly freeLetter: () => string | undefined;
  readonly explain: (bag: BagFacts, difference: number, tolerance: number) => Explanation | undefined;
  /** A parcel in this bag that may not leave: held since, or its line's rule has changed. */
  readonly stoppedIn: (bag: BagFacts) => { readonly parcel: ParcelFacts; readonly refusal: RuleRefusal } | undefined;
}

export type BagEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'frame'; readonly frame: ScaleFrame }
  | { readonly type: 'scale-status'; readonly status: DeviceStatus }
  | { readonly type: 'number'; readonly number: number; readonly wallMs: number }
  /** An operation of this bench is on the disk and in the fold. */
  | { readonly type: 'recorded'; readonly operation: OperationType; readonly seq: number; readonly job: string }
  | { readonly type: 'failed'; readonly code: ErrorCode }
  | { readonly type: 'lead'; readonly lead: Lead }
  | { readonly type: 'lead-left' }
  | {
      readonly type: 'label';
      readonly job: string;
      readonly state: LabelState;
      readonly code?: ErrorCode | undefined;
    }
  | { readonly type: 'synced'; readonly ackedSeq: number }
  | { readonly type: 'storage'; readonly full: boolean };

export type BagEffect =
  | {
      readonly type: 'append';
      readonly operation: OperationType;
      readonly entity: string;
      readonly payload: Record<string, unknown>;
    }
  | { readonly type: 'take-number'; readonly series: Series }
  | { readonly type: 'ask-lead' }
  | { readonly type: 'cue'; readonly cue: Cue }
  /** The tag of a stand is to be printed. */
  | { readonly type: 'print-tag'; readonly letter: string }
  /** Spoken: the letter of a bag, or a refusal in words. fresh: it is to be opened. */
  | { readonly type: 'say-bag'; readonly letter: string; readonly fresh: boolean }
  | { readonly type: 'say-code'; readonly code: ErrorCode };

/** What is waited for while `phase` is saving: the number, then the disk. */
export type PendingAct =
  | { readonly kind: 'open'; readonly letter: string; readonly group: BagGroup }
  | { readonly kind: 'bag'; readonly first: 'parcel' | 'bag'; readonly bag: BagFacts }
  | { readonly kind: 'seal'; readonly reason: 'counted-by-hand' | 'empty-bag-differs' | 'accepted' | undefined }
  | { readonly kind: 'unbag'; readonly bag: BagFacts; readonly waybill: string; readonly keepsSealing: boolean }
  | { readonly kind: 'add'; readonly bag: BagFacts; readonly waybill: string }
  | { readonly kind: 'unseal'; readonly bag: BagFacts }
  | { readonly kind: 'aside'; readonly waybill: string };
