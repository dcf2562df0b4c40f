import type { Classified } from './classify.ts';
import type { Effect } from './effects.ts';
import type { ContentFacts, FactsAsked, Verdict } from './judge-operations.ts';
import type { DeviceState, FreshOperation, StoredOperation } from './place-batch.ts';

export interface JudgedOperation {
  readonly operation: Classified;
  readonly fresh: FreshOperation;
  readonly verdict: Verdict;
}

/**
 * What the ingest needs of its database, for one chain and within one transaction. PostgreSQL in the cloud (sql-ingest-store.ts),
 * memory in the simulation. All calls of one transaction see one state, and nobody else writes this chain before it ends.
 */
export interface IngestStore {
  /** Makes the chain's row when it is new and holds its lock until the transaction ends. */
  lockChain(): Promise<DeviceState>;
  stored(from: number, to: number): Promise<ReadonlyMap<number, StoredOperation>>;
  /** Takes the server's order for `count` operations, which lasts until the transaction ends, then reads what they depend on. */
  facts(asked: FactsAsked, count: number): Promise<ContentFacts>;
  /** Stores the operations with their verdicts, applies the effects, moves the chain's last number and head. */
  save(judged: readonly JudgedOperation[], effects: readonly Effect[], after: DeviceState): Promise<void>;
  /** Nothing is new: notes only that the station was here. */
  touch(): Promise<void>;
}
