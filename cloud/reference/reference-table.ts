import type { z } from 'zod';
import { isSuppliedKind, suppliedKinds, type SuppliedKind } from '../../shared/reference/reference-kinds.ts';
import type { ReferenceContent } from '../../shared/reference/reference-data.ts';
import { lockOrder, takeChanges } from '../ingest/sql-facts.ts';
import type { Queryable } from '../postgres/database.ts';

/** One record of a supervisor's system; data null: it is deleted. */
export interface SupplyRecord {
  readonly kind: SuppliedKind;
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>> | null;
}

/** Lists of a whole supply as the kinds they are made of. */
const kindOfList = {
  lines: 'line',
  boxes: 'box',
  preAlerts: 'preAlert',
  customers: 'customer',
  holds: 'hold',
  operators: 'operator',
  skus: 'sku',
  bins: 'bin',
  orders: 'order',
  carrierLabels: 'carrierLabel',
  asns: 'asn',
  rmas: 'rma',
  sdrRates: 'sdrRate',
  orderPapers: 'orderPapers',
  relabelTasks: 'relabelTask',
  dispositionRules: 'dispositionRule',
} as const satisfies Record<keyof ReferenceContent, SuppliedKind>;

/** @throws Error that names the record. */
export function supplyRecord(kind: string, data: unknown): SupplyRecord {
  if (!isSuppliedKind(kind)) throw new Error(`${kind} is no kind of the supply`);
  const { schema, keyOf } = suppliedKinds[kind] as { schema: z.ZodType; keyOf: (record: never) => string };
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `${kind}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}: ${JSON.stringify(data).slice(0, 200)}`,
    );
  }
  const record = parsed.data as Record<string, unknown>;
  return { kind, key: keyOf(record as never).toUpperCase(), data: record };
}

/** A list that is there is the whole of its kind: what it lacks is deleted. A list that is absent stays as it is. @returns records that moved. */
export function replaceSupply(client: Queryable, organisation: string, content: ReferenceContent): Promise<number> {
  const lists = Object.entries(kindOfList).flatMap(([list, kind]) => {
    const records = content[list as keyof ReferenceContent];
    return records === undefined ? [] : [{ kind, records: records }];
  });
  const all = lists.flatMap(({ kind, records }) => records.map((record) => supplyRecord(kind, record)));
  return write(
    client,
    organisation,
    all,
    lists.map(({ kind }) => kind),
  );
}

/** Only these records. @returns records that moved. */
export function changeSupply(
  client: Queryable,
  organisation: string,
  records: readonly SupplyRecord[],
): Promise<number> {
  return write(client, organisation, records, []);
}

/** What a supervisor's system sent cannot be taken as it is; nothing of it was. */
export class SupplyRefused extends Error {}

/** With a salt each, a station would derive 200 hashes for one badge: 15 s instead of 0.15 s. */
async function requireOneSalt(client: Queryable, organisation: string): Promise<void> {
  const { rows } = await client.query<{ salts: number }>(
    `SELECT count(DISTINCT (data -> 'badge' ->> 'salt', data -> 'badge' ->> 'n'))::integer AS salts FROM reference_record
     WHERE organisation = $1 AND kind = 'operator' AND data ? 'badge'`,
    [organisation],
  );
  if ((rows[0]?.salts ?? 0) > 1)
    throw new SupplyRefused('badges of an organisation share one salt and one cost: hash them all with the same');
}

/** Only what is new or other takes a change number; what is gone leaves a tombstone. */
async function write(
  client: Queryable,
  organisation: string,
  records: readonly SupplyRecord[],
  wholeKinds: readonly SuppliedKind[],
): Promise<number> {
  // Keys written twice: the later one is what a station would find.
  const unique = [...new Map(records.map((record) => [`${record.kind}\n${record.key}`, record])).values()];
  await lockOrder(client, organisation);
  const { rows } = await client.query<{ changed: number }>(
    `WITH incoming AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::jsonb[]) AS t(kind, key, data)
     ), gone AS (
       SELECT r.kind, r.key, NULL::jsonb AS data FROM reference_record r
       WHERE r.organisation = $1 AND r.kind = ANY ($5::text[]) AND r.data IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.kind = r.kind AND i.key = r.key)
     ), different AS (
       SELECT i.kind, i.key, i.data FROM incoming i
       LEFT JOIN reference_record r ON r.organisation = $1 AND r.kind = i.kind AND r.key = i.key
       WHERE i.data IS DISTINCT FROM r.data
       UNION ALL SELECT * FROM gone
     ), written AS (
       INSERT INTO reference_record (organisation, kind, key, data, change, deleted_at)
       SELECT $1, kind, key, data, (SELECT last_change FROM change_counter WHERE organisation = $1) + row_number() OVER (ORDER BY kind, key),
         CASE WHEN data IS NULL THEN now() END FROM different
       ON CONFLICT (organisation, kind, key) DO UPDATE
       SET data = EXCLUDED.data, change = EXCLUDED.change, deleted_at = EXCLUDED.deleted_at
       RETURNING 1
     ) SELECT count(*)::integer AS changed FROM written`,
    [
      organisation,
      unique.map(({ kind }) => kind),
      unique.map(({ key }) => key),
      unique.map(({ data }) => (data === null ? null : JSON.stringify(data))),
      wholeKinds,
    ],
  );
  const changed = rows[0]?.changed ?? 0;
  await takeChanges(client, organisation, changed);
  if (records.some(({ kind }) => kind === 'operator')) await requireOneSalt(client, organisation);
  return changed;
}
