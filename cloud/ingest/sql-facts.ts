import type { Side } from '../../shared/sync/conflicts.ts';
import type { Queryable } from '../postgres/database.ts';
import type { JudgedOperation } from './ingest-store.ts';
import { operationId, type ContentFacts, type FactsAsked } from './judge-operations.ts';
import type { Source } from './place-batch.ts';

/**
 * Takes the next `count` change numbers. The organisation's counter stays locked until the transaction ends: numbers become visible
 * in their order, and a reader that has seen one has seen all below. (A PostgreSQL sequence would not do: it commits out of order.)
 * @returns the first of them.
 */
export async function takeChanges(client: Queryable, organisation: string, count: number): Promise<number> {
  const { rows } = await client.query<{ first: number }>(
    `INSERT INTO change_counter AS c (organisation, last_change) VALUES ($1, $2)
     ON CONFLICT (organisation) DO UPDATE SET last_change = c.last_change + $2 RETURNING last_change - $2 + 1 AS first`,
    [organisation, count],
  );
  const first = rows[0]?.first;
  if (first === undefined) throw new Error('the change counter is gone');
  return first;
}

/** From here to the commit this transaction is alone in its organisation: rules that go by the server's order can be applied. */
export async function lockOrder(client: Queryable, organisation: string): Promise<void> {
  await client.query('SELECT 1 FROM change_counter WHERE organisation = $1 FOR UPDATE', [organisation]);
}

/** What verdicts depend on outside of their batch; also asked when the views are made again. */
export async function readFacts(
  client: Queryable,
  { organisation, device }: Source,
  { entities, targets, subjects }: FactsAsked,
): Promise<ContentFacts> {
  const standing = subjects.length === 0 ? new Map<string, Side>() : await readStanding(client, organisation, subjects);
  const { rows: held } = await client.query<{ entity: string; root: string }>(
    `SELECT DISTINCT ON (entity) entity, root FROM held
     WHERE organisation = $1 AND device = $2 AND entity = ANY ($3) ORDER BY entity, epoch, seq`,
    [organisation, device, entities],
  );
  const heldEntities = new Map(held.map(({ entity, root }) => [entity, root]));
  if (targets.length === 0) return { heldEntities, weighings: new Set(), heldTargets: new Map(), standing };
  const parts = targets.map((target) => target.split('-'));
  const keys = [
    parts.map(([name]) => name),
    parts.map((part) => Number(part[1])),
    parts.map((part) => Number(part[2])),
  ];
  const { rows } = await client.query<{ device: string; epoch: number; seq: number; root: string | null }>(
    `SELECT t.device, t.epoch, t.seq, NULL AS root FROM unnest($2::text[], $3::integer[], $4::bigint[]) AS t(device, epoch, seq)
       JOIN weighing w ON w.organisation = $1 AND w.device = t.device AND w.epoch = t.epoch AND w.seq = t.seq
     UNION ALL
     SELECT t.device, t.epoch, t.seq, h.root FROM unnest($2::text[], $3::integer[], $4::bigint[]) AS t(device, epoch, seq)
       JOIN held h ON h.organisation = $1 AND h.device = t.device AND h.epoch = t.epoch AND h.seq = t.seq`,
    [organisation, ...keys],
  );
  const named = rows.map((row) => [operationId(row, row.seq), row.root] as const);
  return {
    heldEntities,
    standing,
    weighings: new Set(named.flatMap(([id, root]) => (root === null ? [id] : []))),
    heldTargets: new Map(named.flatMap(([id, root]) => (root === null ? [] : [[id, root] as const]))),
  };
}

async function readStanding(
  client: Queryable,
  organisation: string,
  subjects: readonly string[],
): Promise<Map<string, Side>> {
  const { rows } = await client.query<{ subject: string; side: Side }>(
    'SELECT subject, side FROM claim WHERE organisation = $1 AND subject = ANY ($2)',
    [organisation, subjects],
  );
  return new Map(rows.map(({ subject, side }) => [subject, side]));
}

/** Keeps what is parked or waits where the next batch looks for it. */
export async function hold(
  client: Queryable,
  source: Source,
  judged: readonly JudgedOperation[],
  changeOf: (seq: number) => number,
): Promise<void> {
  const rows = judged.filter(({ verdict }) => verdict.result !== 'applied');
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO parked (organisation, device, epoch, seq, result, type, code, waits_on, change)
     SELECT $1, $2, $3, * FROM unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[])
     ON CONFLICT (organisation, device, epoch, seq) DO UPDATE
     SET result = EXCLUDED.result, code = EXCLUDED.code, waits_on = EXCLUDED.waits_on, change = EXCLUDED.change`,
    [
      ...[source.organisation, source.device, source.epoch],
      rows.map(({ operation }) => operation.seq),
      rows.map(({ verdict }) => verdict.result),
      rows.map(({ operation }) => operation.type ?? null),
      rows.map(({ verdict }) => (verdict.result === 'parked' ? verdict.code : null)),
      rows.map(({ verdict }) => (verdict.result === 'deferred' ? verdict.on : null)),
      rows.map(({ operation }) => changeOf(operation.seq)),
    ],
  );
  await client.query(
    `INSERT INTO held (organisation, device, epoch, seq, entity, root)
     SELECT $1, $2, $3, * FROM unnest($4::bigint[], $5::text[], $6::text[]) ON CONFLICT DO NOTHING`,
    [
      ...[source.organisation, source.device, source.epoch],
      rows.map(({ operation }) => operation.seq),
      rows.map(({ operation }) => operation.entity ?? null),
      rows.map(({ operation, verdict }) =>
        verdict.result === 'deferred' ? verdict.on : operationId(source, operation.seq),
      ),
    ],
  );
}
