import type { PushException } from '../../shared/sync/protocol.ts';
import type { Batch } from './parse-batch.ts';
import type { Classified, ParkedCode } from './classify.ts';
import { targetsOf } from './effects.ts';
import type { Source, StoredOperation } from './place-batch.ts';

/** device-epoch-seq: how one operation names another. */
export const operationId = (source: Pick<Source, 'device' | 'epoch'>, seq: number): string =>
  `${source.device}-${source.epoch}-${seq}`;

/** What becomes of one operation. Whatever it is, the operation is stored and its number is used. */
export type Verdict =
  | { readonly result: 'applied' }
  /** A person has to look. */
  | { readonly result: 'parked'; readonly code: ParkedCode }
  /** Waits behind a parked operation on the same entity, or on the record it is about. */
  | { readonly result: 'deferred'; readonly on: string };

/** Keys of what the verdicts depend on outside of the batch. */
export interface FactsAsked {
  readonly entities: readonly string[];
  readonly targets: readonly string[];
}

export interface ContentFacts {
  /** Entity → the parked operation of this device that holds it. */
  readonly heldEntities: ReadonlyMap<string, string>;
  /** Weighings that exist, among the targets asked for. */
  readonly weighings: ReadonlySet<string>;
  /** Target → the parked operation it waits for; a parked weighing is its own. */
  readonly heldTargets: ReadonlyMap<string, string>;
}

export function factsAsked(source: Source, operations: readonly Classified[]): FactsAsked {
  const entities = new Set<string>();
  const targets = new Set<string>();
  for (const operation of operations) {
    if (operation.entity !== undefined) entities.add(operation.entity);
    if (operation.parked === undefined) for (const target of targetsOf(source, operation)) targets.add(target);
  }
  return { entities: [...entities], targets: [...targets] };
}

/**
 * Judges new operations in their order. Pure. A parked operation holds its entity: later ones on it by the same device are
 * deferred behind it, so that nothing is applied to a state its author did not see; everything else flows.
 * @returns one verdict for each operation, in the same order.
 */
export function judgeOperations(source: Source, operations: readonly Classified[], facts: ContentFacts): Verdict[] {
  const heldEntities = new Map(facts.heldEntities);
  const heldTargets = new Map(facts.heldTargets);
  const weighings = new Set(facts.weighings);
  return operations.map((operation) => {
    const id = operationId(source, operation.seq);
    const hold = (verdict: Verdict, by: string): Verdict => {
      if (operation.entity !== undefined && !heldEntities.has(operation.entity)) heldEntities.set(operation.entity, by);
      heldTargets.set(id, by);
      return verdict;
    };
    if (operation.parked !== undefined) return hold({ result: 'parked', code: operation.parked }, id);
    const holder = operation.entity === undefined ? undefined : heldEntities.get(operation.entity);
    if (holder !== undefined) return hold({ result: 'deferred', on: holder }, holder);
    for (const target of targetsOf(source, operation)) {
      if (weighings.has(target)) continue;
      const by = heldTargets.get(target);
      return by === undefined
        ? hold({ result: 'parked', code: 'OPERATION_TARGET_UNKNOWN' }, id)
        : hold({ result: 'deferred', on: by }, by);
    }
    if (operation.type === 'parcelWeighed') weighings.add(id);
    return { result: 'applied' };
  });
}

/** What the answer lists: everything of the batch that was not simply applied just now. */
export function exceptionsOf(
  { header }: Batch,
  stored: ReadonlyMap<number, StoredOperation>,
  verdicts: ReadonlyMap<number, Verdict>,
): PushException[] {
  return Array.from({ length: header.count }, (_, index) => header.fromSeq + index).flatMap((seq): PushException[] => {
    const known = stored.get(seq);
    if (known?.result === 'parked') return [{ seq, result: 'parked', code: known.code ?? '' }];
    if (known?.result === 'deferred') return [{ seq, result: 'deferred', on: known.on ?? '' }];
    if (known !== undefined) return [{ seq, result: 'duplicate' }];
    const verdict = verdicts.get(seq);
    return verdict === undefined || verdict.result === 'applied' ? [] : [{ seq, ...verdict }];
  });
}
