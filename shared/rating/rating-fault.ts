import type { ErrorCode } from '../errors/catalog.ts';

/** Why nothing was rated: code of the closed list, the field, and the fact. */
export interface RatingFault {
  readonly code: Extract<
    ErrorCode,
    'RULE_UNKNOWN' | 'RULE_BROKEN' | 'RULE_CONTRADICTORY' | 'RULE_EXPIRED' | 'RATING_INPUT_REFUSED' | 'PRICE_UNKNOWN'
  >;
  /** "rule.divisor", "input.pieces.2.length". */
  readonly at: string;
  readonly detail: string;
}
export type Rated<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: RatingFault };

export const rated = <T>(value: T): Rated<T> => ({ ok: true, value });
export const fault = (code: RatingFault['code'], at: string, detail: string): { ok: false; error: RatingFault } => ({
  ok: false,
  error: { code, at, detail },
});

/** Thrown inside an evaluation and caught at its door: the field that stopped it may lie six calls deep. */
export class RatingStop extends Error {
  readonly fault: RatingFault;
  constructor(code: RatingFault['code'], at: string, detail: string) {
    super(detail);
    this.fault = { code, at, detail };
  }
}
