import type { PushAnswer } from '../../shared/sync/protocol.ts';
import type { ServerState } from '../http/server-state.ts';
import { classify, notStorable, type Classified } from './classify.ts';
import type { Effect } from './effects.ts';
import type { IngestStore, JudgedOperation } from './ingest-store.ts';
import { exceptionsOf, factsAsked, judgeOperations } from './judge-operations.ts';
import type { Batch } from './parse-batch.ts';
import { placeBatch, storedRange, type Source } from './place-batch.ts';

/**
 * Takes one batch within the caller's transaction: the chain's row is locked, so its numbers are strictly sequential; what is
 * stored already is compared by hash. Nothing is refused for its content: what is not understood is parked.
 * The answer may leave only after the commit is durable.
 */
export async function ingestBatch(
  store: IngestStore,
  source: Source,
  batch: Batch,
  server: ServerState,
  nowMs: number,
  /** bytesOnly: the database refused what these operations say; they are kept as bytes and parked. */
  { bytesOnly = false } = {},
): Promise<PushAnswer> {
  const device = await store.lockChain();
  const range = storedRange(batch, device);
  const stored = range.to < range.from ? new Map<number, never>() : await store.stored(range.from, range.to);
  const placed = placeBatch(source, batch, device, stored);
  const answer = { ...server, serverTimeMs: nowMs };
  if (placed.outcome !== 'placed')
    return { ...answer, ...placed, lastSeq: device.lastSeq, head: device.head.toString('hex') };

  const { fresh, lastSeq, head } = placed;
  const verdicts = new Map<number, JudgedOperation['verdict']>();
  if (fresh.length === 0) await store.touch();
  else {
    const operations: Classified[] = fresh.map(({ seq, body }) => (bytesOnly ? notStorable(seq) : classify(seq, body)));
    const judged = judgeOperations(
      source,
      operations,
      await store.facts(factsAsked(source, operations), operations.length),
    );
    const rows: JudgedOperation[] = [];
    const effects: Effect[] = [];
    for (const [index, one] of fresh.entries()) {
      const [operation, judgement] = [operations[index], judged[index]];
      if (operation === undefined || judgement === undefined) throw new Error('an operation without a verdict');
      rows.push({ fresh: one, operation, verdict: judgement.verdict });
      verdicts.set(one.seq, judgement.verdict);
      effects.push(...judgement.effects);
    }
    await store.save(rows, effects, { lastSeq, head });
  }
  return {
    ...answer,
    outcome: 'accepted',
    lastSeq,
    head: head.toString('hex'),
    exceptions: exceptionsOf(batch, stored, verdicts),
  };
}
