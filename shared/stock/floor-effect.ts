import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';

/** What a bench of this floor asks of the world. An append is answered by `booked` or `booking-failed`. */
export type FloorEffect =
  | {
      readonly type: 'append';
      readonly operation: OperationType;
      readonly entity: string;
      readonly payload: Record<string, unknown>;
    }
  | { readonly type: 'cue'; readonly cue: Cue }
  | { readonly type: 'photo'; readonly about: string }
  /** A number out of a leased series is wanted; it is given back as an event. */
  | { readonly type: 'take-number'; readonly series: 'label' };

export const cue = (name: Cue): FloorEffect => ({ type: 'cue', cue: name });

/** Typed at the call, plain on the way. */
export const append = <T extends OperationType>(
  operation: T,
  entity: string,
  payload: OperationPayload<T>,
): FloorEffect => ({
  type: 'append',
  operation,
  entity,
  payload: payload,
});
