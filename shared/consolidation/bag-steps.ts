import type { LastScan } from '../devices/scanned-twice.ts';
import { toneOf } from '../errors/tone-of.ts';
import type { SteadyWeight } from '../parcel/steady-weight.ts';
import { noWeight } from '../parcel/steady-weight.ts';
import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';
import type { BagBenchState, BagEffect, BagEvent, BagRefusal, PendingAct } from './bag-bench-state.ts';

/** State plus what the picture does not show. */
export interface BagMemory {
  readonly bench: BagBenchState;
  readonly weight: SteadyWeight;
  readonly pending: PendingAct | undefined;
  readonly lastScan: LastScan | undefined;
  /** Scanned while the disk had not answered; taken when it has. */
  readonly waiting: readonly Extract<BagEvent, { type: 'scan' }>[];
}

export interface BagStep {
  readonly memory: BagMemory;
  readonly effects: readonly BagEffect[];
}

export const initialBagBench = (neededFrames: number): BagMemory => ({
  bench: {
    ...{ phase: 'idle', parcel: undefined, target: undefined, newLetter: undefined, refusal: undefined },
    ...{ question: undefined, matter: undefined, asksLead: false, leadIs: undefined, sealing: undefined },
    ...{ tareTyped: undefined, scale: { kind: 'none' }, stableFrames: 0, neededFrames, last: undefined },
    ...{ aside: undefined, storageFull: false },
  },
  weight: noWeight,
  pending: undefined,
  lastScan: undefined,
  waiting: [],
});

export const cue = (name: Cue): BagEffect => ({ type: 'cue', cue: name });
export const nothing = (memory: BagMemory): BagStep => ({ memory, effects: [] });

export const change = (
  memory: BagMemory,
  changes: Partial<BagBenchState>,
  ...effects: readonly BagEffect[]
): BagStep => ({ memory: { ...memory, bench: { ...memory.bench, ...changes } }, effects });

/** Nothing of a half-done act stays; `last` does, it is the receipt. */
export const cleared: Partial<BagBenchState> = {
  ...{ phase: 'idle', parcel: undefined, target: undefined, newLetter: undefined, refusal: undefined },
  ...{ question: undefined, matter: undefined, asksLead: false, leadIs: undefined, sealing: undefined },
  ...{ tareTyped: undefined, stableFrames: 0, aside: undefined },
};

export const toIdle = (memory: BagMemory, ...effects: readonly BagEffect[]): BagStep =>
  change({ ...memory, pending: undefined, lastScan: undefined }, cleared, ...effects);

/** Said with tone and words; what was open before stays open under it. */
export function refuse(
  memory: BagMemory,
  refusal: Omit<BagRefusal, 'answers'> & { readonly answers?: BagRefusal['answers'] },
  changes: Partial<BagBenchState> = {},
): BagStep {
  return change(
    memory,
    { ...changes, refusal: { answers: [], ...refusal }, question: undefined },
    cue(toneOf(refusal.code)),
    { type: 'say-code', code: refusal.code },
  );
}

/** One operation to the disk; until it answers the bench waits. */
export function append<T extends OperationType>(
  memory: BagMemory,
  pending: PendingAct,
  operation: T,
  entity: string,
  payload: OperationPayload<T>,
): BagStep {
  return change(
    { ...memory, pending },
    { phase: 'saving', refusal: undefined, question: undefined },
    { type: 'append', operation, entity, payload },
  );
}
