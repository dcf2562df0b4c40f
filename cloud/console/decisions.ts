import { createHash } from 'node:crypto';
import type { OperationPayload } from '../../shared/parcel/operations.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import { isParkedCode, parkRules } from '../../shared/sync/park-rules.ts';
import { genesis } from '../ingest/chain.ts';
import { classify } from '../ingest/classify.ts';
import { CLOUD_DEVICE } from '../ingest/effects.ts';
import { ingestBatch } from '../ingest/ingest-batch.ts';
import { SqlIngestStore } from '../ingest/sql-ingest-store.ts';
import type { Intake } from '../ingest/take-batch.ts';
import type { Queryable } from '../postgres/database.ts';
import { monthOf } from '../postgres/partitions.ts';

type Decision =
  | { readonly type: 'parkedDecided'; readonly payload: OperationPayload<'parkedDecided'> }
  | { readonly type: 'conflictDecided'; readonly payload: OperationPayload<'conflictDecided'> };

export type Decided = { readonly operation: string } | { readonly refused: string };

/**
 * A supervisor's word is an operation like any other, in a chain of the cloud's own: it is in the journal of the organisation, and
 * whoever rebuilds the views comes to the same state. @param by the supervisor.
 */
export async function decide(intake: Intake, organisation: string, by: string, decision: Decision): Promise<Decided> {
  const source = { organisation, device: CLOUD_DEVICE, epoch: 1 };
  const now = intake.nowMs();
  await intake.partitions.ensure(organisation, monthOf(now));
  return intake.database.inTransaction(async (client) => {
    const store = new SqlIngestStore(client, source, now);
    const { lastSeq, head } = await store.lockChain();
    const refused = await whyNot(client, organisation, decision);
    if (refused !== undefined) return { refused };
    const entity = decision.type === 'parkedDecided' ? decision.payload.operation : decision.payload.conflict;
    const body = Buffer.from(
      JSON.stringify({
        ...{ v: 1, seq: lastSeq + 1, type: decision.type, entity: `decision:${entity}`, actor: by },
        ...{ wallMs: now, tzMinutes: 0, monoMs: 0, boot: 'cloud', payload: decision.payload },
      } satisfies OperationBody),
    );
    const before = lastSeq === 0 ? genesis(CLOUD_DEVICE, 1) : head;
    const hash = createHash('sha256').update(before).update(body).digest('hex');
    const header = { protocol: 1, device: CLOUD_DEVICE, epoch: 1, fromSeq: lastSeq + 1, count: 1, head: hash } as const;
    const answer = await ingestBatch(store, source, { header, bodies: [body] }, intake.server, now);
    if (answer.outcome !== 'accepted' || answer.exceptions.length > 0)
      throw new Error(`a decision was not taken: ${JSON.stringify(answer)}`);
    return { operation: `${CLOUD_DEVICE}-1-${answer.lastSeq}` };
  });
}

async function whyNot(client: Queryable, organisation: string, decision: Decision): Promise<string | undefined> {
  if (decision.type === 'conflictDecided') {
    const { rows } = await client.query('SELECT 1 FROM conflict WHERE organisation = $1 AND conflict = $2', [
      organisation,
      decision.payload.conflict,
    ]);
    return rows.length === 0 ? 'there is no such conflict' : undefined;
  }
  const [device, epoch, seq] = decision.payload.operation.split('-');
  const { rows } = await client.query<{ body: Buffer; code: string | null }>(
    `SELECT body, code FROM operation WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq = $4 AND result = 'parked'`,
    [organisation, device, Number(epoch), Number(seq)],
  );
  const [row] = rows;
  if (row === undefined) return 'this operation is not parked';
  if (decision.payload.act === 'void') return undefined;
  const releasable = row.code !== null && isParkedCode(row.code) ? parkRules[row.code].releasable : 'never';
  if (releasable === 'never') return 'it can only be voided';
  // A target that is still missing would park it again: said before, not after.
  if (releasable === 'when-known') return 'what it is about is still unknown here: it can only be voided';
  const again = classify(Number(seq), row.body);
  return again.parked === undefined
    ? undefined
    : 'this cloud still does not understand it: bring the cloud up to date, or void it';
}
