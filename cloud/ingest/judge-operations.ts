import { claimOf, conflictRules, resolveClaim, type Claim, type Side } from '../../shared/sync/conflicts.ts';
import { recheckWeighing } from '../../shared/parcel/recheck-weighing.ts';
import type { Billed } from '../../shared/rating/chargeable-result.ts';
import { stockClaimsOf } from '../../shared/stock/stock-claims.ts';
import type { PushException } from '../../shared/sync/protocol.ts';
import type { Batch } from './parse-batch.ts';
import type { ParkedCode } from '../../shared/sync/park-rules.ts';
import type { Classified, Understood } from './classify.ts';
import { CLOUD_DEVICE, effectsOf, targetsOf, type Effect } from './effects.ts';
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

export interface Judgement {
  readonly verdict: Verdict;
  /** What it does to the views; a parked one may still open a conflict. */
  readonly effects: readonly Effect[];
}

/** Keys of what the verdicts depend on outside of the batch. */
export interface FactsAsked {
  readonly entities: readonly string[];
  readonly targets: readonly string[];
  readonly subjects: readonly string[];
}

export interface ContentFacts {
  /** Entity → the parked operation of this device that holds it. */
  readonly heldEntities: ReadonlyMap<string, string>;
  /** Weighings that exist, among the targets asked for. */
  readonly weighings: ReadonlySet<string>;
  /** Target → the parked operation it waits for; a parked weighing is its own. */
  readonly heldTargets: ReadonlyMap<string, string>;
  /** What stands now about the subjects asked for. */
  readonly standing: ReadonlyMap<string, Side>;
}

export function factsAsked(source: Source, operations: readonly Classified[]): FactsAsked {
  const entities = new Set<string>();
  const targets = new Set<string>();
  const subjects = new Set<string>();
  const own = new Set<string>();
  for (const operation of operations) {
    if (operation.entity !== undefined) entities.add(operation.entity);
    if (operation.parked !== undefined) continue;
    // What this batch weighs itself needs no question; most labels are about that.
    if (operation.type === 'parcelWeighed') own.add(operationId(source, operation.seq));
    for (const target of targetsOf(effectsOf(source, operation))) if (!own.has(target)) targets.add(target);
    for (const { subject } of claimsOfOperation(source, operation)) subjects.add(subject);
  }
  return { entities: [...entities], targets: [...targets], subjects: [...subjects] };
}

function claimsOfOperation(source: Source, operation: Extract<Classified, { parked: undefined }>): Claim[] {
  const { type, payload, seq, actor, wallMs } = operation;
  const id = operationId(source, seq);
  const one = claimOf(type, payload, id, actor, wallMs);
  return [...(one === undefined ? [] : [one]), ...stockClaimsOf(type, payload, id, actor, wallMs)];
}

/** One engine, one rounding, everywhere: a weighing whose figure is not what its own rule gives is put before a person. */
function ratedOtherwise(id: string, operation: Extract<Understood, { type: 'parcelWeighed' }>): Effect[] {
  const { payload, seq, actor, wallMs } = operation;
  const again = recheckWeighing(payload);
  if (again === undefined) return [];
  const { ruleId, ruleVersion, chargeable } = payload.chargeable;
  const side = (billed: Billed): Side => ({
    ...{ operation: id, actor, wallMs },
    said: { rule: ruleId, version: ruleVersion, chargeable: `${billed.value} ${billed.unit}` },
  });
  const kind = 'rated-otherwise';
  const { rule } = conflictRules[kind];
  const sides = { first: side(chargeable), second: side(again) };
  return [{ do: 'conflict', by: seq, conflict: { kind, subject: `weighing:${id}`, rule, stands: 'first', ...sides } }];
}

export interface JudgeOptions {
  /** Operations that a supervisor released: their claim stands whatever stood before. */
  readonly released?: ReadonlySet<number>;
}

/**
 * Judges new operations in their order. Pure. A parked operation holds its entity: later ones on it by the same device are
 * deferred behind it, so that nothing is applied to a state its author did not see; everything else flows.
 * @returns one judgement for each operation, in the same order.
 */
export function judgeOperations(
  source: Source,
  operations: readonly Classified[],
  facts: ContentFacts,
  { released = new Set() }: JudgeOptions = {},
): Judgement[] {
  const heldEntities = new Map(facts.heldEntities);
  const heldTargets = new Map(facts.heldTargets);
  const weighings = new Set(facts.weighings);
  const standing = new Map(facts.standing);
  return operations.map((operation): Judgement => {
    const { seq, entity } = operation;
    const id = operationId(source, seq);
    const hold = (verdict: Verdict, by: string, effects: readonly Effect[] = []): Judgement => {
      if (entity !== undefined && !heldEntities.has(entity)) heldEntities.set(entity, by);
      heldTargets.set(id, by);
      return { verdict, effects };
    };
    const park = (code: ParkedCode, effects?: readonly Effect[]): Judgement =>
      hold({ result: 'parked', code }, id, effects);
    if (operation.parked !== undefined) return park(operation.parked);
    const holder = entity === undefined ? undefined : heldEntities.get(entity);
    if (holder !== undefined) return hold({ result: 'deferred', on: holder }, holder);
    const effects = effectsOf(source, operation);
    if (!mayDecide(source, operation)) return park('OPERATION_NOT_ALLOWED');
    for (const target of targetsOf(effects)) {
      if (weighings.has(target)) continue;
      const by = heldTargets.get(target);
      return by === undefined ? park('OPERATION_TARGET_UNKNOWN') : hold({ result: 'deferred', on: by }, by);
    }
    // An operation may speak of many things. One that parks speaks of nothing else, so nothing has been claimed before it parks.
    for (const claim of claimsOfOperation(source, operation)) {
      const decided = resolveClaim(standing.get(claim.subject), claim);
      const { conflict } = decided;
      const parks = conflict !== undefined && conflictRules[conflict.kind].parks;
      const opened: Effect[] = conflict === undefined ? [] : [{ do: 'conflict', by: seq, conflict }];
      if (parks && !released.has(seq)) return park('OPERATION_CONFLICT', opened);
      const stands = parks ? claim.side : decided.stands;
      standing.set(claim.subject, stands);
      effects.push({ do: 'stand', by: seq, subject: claim.subject, side: stands }, ...(parks ? [] : opened));
    }
    if (operation.type === 'parcelWeighed') {
      weighings.add(id);
      effects.push(...ratedOtherwise(id, operation));
    }
    return { verdict: { result: 'applied' }, effects };
  });
}

/** Decisions are a supervisor's, in the cloud's own chain. A lead at a station speaks of what that station itself recorded, and of conflicts. */
function mayDecide({ device }: Source, { type, payload }: Understood): boolean {
  if (type === 'parkedDecided' || type === 'conflictDecided') return device === CLOUD_DEVICE;
  return type !== 'leadSettledParked' || payload.operation.startsWith(`${device}-`);
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
