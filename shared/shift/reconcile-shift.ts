import type { ShiftParcel, ShiftParcels } from './shift-parcels.ts';

export type NodeId = 'counted' | 'scanned' | 'weighed' | 'labelled' | 'bagged' | 'synced';
/** Why a parcel of one node is not in the next. The last three are no explanation: somebody has to look. */
export type LinkReason =
  | 'set-aside'
  | 'undone'
  | 'merged'
  | 'unit'
  | 'waiting'
  | 'parked'
  | 'explained'
  | 'not-counted'
  | 'label-open'
  | 'in-no-bag';

export interface ShiftLink {
  readonly from: NodeId;
  readonly to: NodeId;
  /** to − from. */
  readonly difference: number;
  /** Signed as the difference is: merged parcels −, the cartons made of them +. */
  readonly explained: readonly { readonly why: LinkReason; readonly pieces: number }[];
  /** What is left of the difference: zero, or the shift is not sealed. */
  readonly unexplained: number;
}

export interface MissingParcel {
  readonly parcel: ShiftParcel;
  readonly why: 'label-open' | 'in-no-bag';
}

export interface Reconciliation {
  readonly nodes: readonly { readonly id: NodeId; readonly count: number }[];
  readonly links: readonly ShiftLink[];
  /** The parcels that stand for a difference, those last seen first in front. */
  readonly missing: readonly MissingParcel[];
  /** Pieces by hand less pieces by scan that nobody has explained. */
  readonly countDifference: number;
  readonly balanced: boolean;
}

export interface ReconcileInput {
  readonly shift: ShiftParcels;
  /** Pieces a person has counted; undefined: nobody has yet. */
  readonly counted: number | undefined;
  /** This station's parcels go into bags here. */
  readonly usesBags: boolean;
  /** Everything up to this number is in the cloud. */
  readonly ackedSeq: number;
  /** Numbers of operations that the cloud has parked. */
  readonly parked: ReadonlySet<number>;
}

/**
 * Counted, scanned, weighed, labelled, bagged, in the cloud: each set a part of the one before, but for what is named. Every difference is
 * arithmetic over parcels, so the pieces that nobody can explain have names.
 */
export function reconcileShift({ shift, counted, usesBags, ackedSeq, parked }: ReconcileInput): Reconciliation {
  const all = [...shift.parcels.values()];
  const byHand = new Map(
    shift.explained.flatMap(({ waybill, reason }) => (waybill === undefined ? [] : [[waybill, reason] as const])),
  );
  const forCount = shift.explained
    .filter(({ waybill }) => waybill === undefined)
    .reduce((sum, { pieces }) => sum + pieces, 0);

  const received = all.filter(({ isUnit }) => !isUnit);
  const weighed = received.filter((parcel) => parcel.weighed);
  const units = all.filter((parcel) => parcel.isUnit && parcel.weighed);
  const merged = weighed.filter(({ unit }) => unit !== undefined);
  // From here on cartons stand in the place of what is in them.
  const going = [...weighed.filter(({ unit }) => unit === undefined), ...units];
  const isLabelled = ({ label }: ShiftParcel): boolean => label === 'sent' || label === 'confirmed';
  const labelled = going.filter(isLabelled);
  const noLabel = going.filter((parcel) => !isLabelled(parcel));
  const bagged = labelled.filter(({ bag }) => bag !== undefined);
  const noBag = labelled.filter(({ bag }) => bag === undefined);
  const done = usesBags ? bagged : labelled;
  const synced = done.filter(({ lastSeq }) => lastSeq <= ackedSeq && !parked.has(lastSeq));
  const waiting = done.filter(({ lastSeq }) => lastSeq > ackedSeq);

  const isOpen = ({ waybill }: ShiftParcel): boolean => !byHand.has(waybill);
  const missing = [
    ...noLabel.filter(isOpen).map((parcel): MissingParcel => ({ parcel, why: 'label-open' })),
    ...(usesBags ? noBag.filter(isOpen).map((parcel): MissingParcel => ({ parcel, why: 'in-no-bag' })) : []),
  ].sort((a, b) => a.parcel.last.wallMs - b.parcel.last.wallMs);

  const link = (
    from: NodeId,
    to: NodeId,
    difference: number,
    parts: readonly (readonly [LinkReason, number])[],
  ): ShiftLink => {
    const explained = parts.filter(([, pieces]) => pieces !== 0).map(([why, pieces]) => ({ why, pieces }));
    return {
      from,
      to,
      difference,
      explained,
      unexplained: difference - explained.reduce((sum, { pieces }) => sum + pieces, 0),
    };
  };
  const byHandIn = (parcels: readonly ShiftParcel[]): number => parcels.filter((parcel) => !isOpen(parcel)).length;
  const setAside = received.filter((parcel) => !parcel.weighed && parcel.aside !== undefined).length;
  const undone = received.filter((parcel) => !parcel.weighed && parcel.aside === undefined).length;

  const countGap = received.length - (counted ?? received.length);
  // A lead's word covers as many pieces as it names, in the direction of the gap and no further.
  const countExplained = Math.sign(countGap) * Math.min(Math.abs(countGap), forCount);
  const links = [
    link('counted', 'scanned', countGap, [['explained', countExplained]]),
    link('scanned', 'weighed', weighed.length - received.length, [
      ['set-aside', -setAside],
      ['undone', -undone],
    ]),
    link('weighed', 'labelled', labelled.length - weighed.length, [
      ['merged', -merged.length],
      ['unit', units.length],
      ['explained', -byHandIn(noLabel)],
    ]),
    ...(usesBags
      ? [link('labelled', 'bagged', bagged.length - labelled.length, [['explained', -byHandIn(noBag)]])]
      : []),
    link(usesBags ? 'bagged' : 'labelled', 'synced', synced.length - done.length, [
      ['waiting', -waiting.length],
      ['parked', -(done.length - synced.length - waiting.length)],
    ]),
  ];
  const nodes = [
    { id: 'counted', count: counted ?? received.length },
    { id: 'scanned', count: received.length },
    { id: 'weighed', count: weighed.length },
    { id: 'labelled', count: labelled.length },
    ...(usesBags ? ([{ id: 'bagged', count: bagged.length }] as const) : []),
    { id: 'synced', count: synced.length },
  ] as const;
  return {
    nodes,
    links,
    missing,
    countDifference: countExplained - countGap,
    balanced: counted !== undefined && links.every(({ unexplained }) => unexplained === 0),
  };
}
