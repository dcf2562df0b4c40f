import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import { grades } from '../stock/grade.ts';

/**
 * Where two stations can say things that do not fit together while neither hears of the other. Nothing is thrown away: both sides are
 * stored, one stated rule decides what stands until a person has looked, and the person sees both.
 */
export const conflictRules = {
  /** The bag was sealed and labelled by the first closing; the second one's bag has other content or another weight: parked. */
  'bag-closed-twice': { rule: 'first-stands', parks: true },
  /** It is in one of the two bags; until a person has looked, the first one stands and both bags say so. */
  'parcel-in-two-bags': { rule: 'first-stands', parks: false },
  /** Both movements happened; the count was wrong before or one place was. Never refused, the negative stock is shown. */
  'stock-below-zero': { rule: 'both-stand', parks: false },
  /** The worse grade stands: what is sold as good and is not costs more than what is looked at again. */
  'return-graded-twice': { rule: 'worse-grade-stands', parks: false },
  /** A station booked another chargeable weight than its own rule gives: what is printed stands until a person has looked. */
  'rated-otherwise': { rule: 'first-stands', parks: false },
} as const;
export type ConflictKind = keyof typeof conflictRules;

/** One side, as a person sees it. */
export interface Side {
  /** device-epoch-seq */
  readonly operation: string;
  readonly actor: string;
  readonly wallMs: number;
  /** What was said, in the operation's own words and units. */
  readonly said: Readonly<Record<string, string | number>>;
}

/** What an operation claims about a thing that several stations may speak of; subject is unique within the organisation. */
export interface Claim {
  readonly subject: string;
  readonly kind: ConflictKind;
  readonly side: Side;
}

export interface Conflict {
  readonly kind: ConflictKind;
  readonly subject: string;
  readonly rule: (typeof conflictRules)[ConflictKind]['rule'];
  readonly first: Side;
  readonly second: Side;
  readonly stands: 'first' | 'second' | 'both';
}

/** Pieces of one return are told apart by their number; records without one are from when a return was one piece. */
const unitOf = ({ unit }: { readonly unit?: number | undefined }): string => (unit === undefined ? '' : `/${unit}`);

/**
 * The claim that an operation makes, if it makes one. `operation` is its device-epoch-seq. Stock is apart, in
 * shared/stock/stock-claims.ts: an operation may speak of many piles.
 */
export function claimOf<T extends OperationType>(
  type: T,
  payload: OperationPayload<T>,
  operation: string,
  actor: string,
  wallMs: number,
): Claim | undefined {
  const make = (kind: ConflictKind, subject: string, said: Side['said']): Claim => ({
    kind,
    subject,
    side: { operation, actor, wallMs, said },
  });
  const said = { type, payload } as { [K in OperationType]: { type: K; payload: OperationPayload<K> } }[OperationType];
  if (said.type === 'bagClosed') {
    const { bag, line, parcels, gross } = said.payload;
    return make('bag-closed-twice', `bag:${bag}`, { bag, line, parcels, gross: `${gross.value} ${gross.unit}` });
  }
  // Open again, or in no bag again: whatever is said next about it is no contradiction.
  if (said.type === 'bagUnsealed')
    return make('bag-closed-twice', `bag:${said.payload.bag}`, { bag: said.payload.bag, open: 1 });
  if (said.type === 'parcelUnbagged')
    return make('parcel-in-two-bags', `bagged:${said.payload.waybill}`, { bag: '', left: said.payload.bag });
  if (said.type === 'parcelBagged')
    return make('parcel-in-two-bags', `bagged:${said.payload.waybill}`, { bag: said.payload.bag });
  if (said.type === 'returnGraded')
    return make('return-graded-twice', `return:${said.payload.rma}${unitOf(said.payload)}`, {
      grade: said.payload.grade,
    });
  // Taken back: what is said next about the piece, at whichever station, is no contradiction.
  if (said.type === 'returnVoided')
    return make('return-graded-twice', `return:${said.payload.rma}${unitOf(said.payload)}`, { grade: '', open: 1 });
  return undefined;
}

/**
 * Decides one claim against what stands, in the server's order. Pure; associative to that order alone, so every rebuild decides alike.
 * @returns what stands afterwards, and the conflict when there is one.
 */
export function resolveClaim(
  standing: Side | undefined,
  { kind, subject, side }: Claim,
): { readonly stands: Side; readonly conflict?: Conflict } {
  const conflict = (stands: Conflict['stands']): Conflict => ({
    ...{ kind, subject, rule: conflictRules[kind].rule, stands, second: side },
    first: standing ?? side,
  });
  switch (kind) {
    case 'bag-closed-twice':
      return standing === undefined || standing.said['open'] === 1 || side.said['open'] === 1
        ? { stands: side }
        : { stands: standing, conflict: conflict('first') };
    case 'parcel-in-two-bags':
      if (standing === undefined || standing.said['bag'] === '') return { stands: side };
      // Taken out of a bag in which it did not stand: what stands goes on standing.
      if (side.said['bag'] === '') return { stands: standing.said['bag'] === side.said['left'] ? side : standing };
      return standing.said['bag'] === side.said['bag']
        ? { stands: standing }
        : { stands: standing, conflict: conflict('first') };
    case 'return-graded-twice': {
      if (standing === undefined || standing.said['open'] === 1 || side.said['open'] === 1) return { stands: side };
      const worse = rank(side.said['grade']) > rank(standing.said['grade']);
      const same = side.said['grade'] === standing.said['grade'];
      return same
        ? { stands: standing }
        : { stands: worse ? side : standing, conflict: conflict(worse ? 'second' : 'first') };
    }
    // Found by reckoning, not by two who claim: whatever is booked is one side.
    case 'rated-otherwise':
      return { stands: side };
    case 'stock-below-zero': {
      const before = Number(standing?.said['quantity'] ?? 0);
      const quantity = before + Number(side.said['moved']);
      const stands = { ...side, said: { ...side.said, quantity } };
      // Said once, where it goes below: every further movement below zero would only repeat it.
      if (quantity >= 0 || before < 0) return { stands };
      return { stands, conflict: { ...conflict('both'), second: stands } };
    }
  }
}

const rank = (grade: string | number | undefined): number => grades.findIndex((known) => known === grade);
