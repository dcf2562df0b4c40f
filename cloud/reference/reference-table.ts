import { referenceDataSchema, type ReferenceData } from '../../shared/reference/reference-data.ts';
import { lockOrder, takeChanges } from '../ingest/sql-facts.ts';
import type { Database, Queryable } from '../postgres/database.ts';

export type ReferenceContent = Omit<ReferenceData, 'version' | 'issuedAtMs'>;

/** Old versions stay: a weighing rated by one can be argued with the same one. */
export async function publishReference(
  client: Queryable,
  organisation: string,
  content: ReferenceContent,
  nowMs: number,
): Promise<number> {
  await client.query('SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE', [organisation]);
  const { rows } = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) + 1 AS version FROM reference WHERE organisation = $1',
    [organisation],
  );
  const version = rows[0]?.version ?? 1;
  const data = referenceDataSchema.parse({ ...content, version, issuedAtMs: nowMs });
  await client.query('INSERT INTO reference (organisation, version, data) VALUES ($1, $2, $3)', [
    organisation,
    version,
    JSON.stringify(data),
  ]);
  await recordChanges(client, organisation, data);
  return version;
}

/** The same content as records with change numbers: only what is new or other moves, what is gone leaves a tombstone. */
async function recordChanges(client: Queryable, organisation: string, data: ReferenceData): Promise<void> {
  const records = [
    ...data.lines.map((line) => ['line', line.code, line] as const),
    ...data.boxes.map((box) => ['box', box.code, box] as const),
    ...data.preAlerts.map((alert) => ['preAlert', alert.waybill.toUpperCase(), alert] as const),
    ...(data.operators ?? []).map((operator) => ['operator', operator.id, operator] as const),
  ];
  // Keys written twice: the later one is what a station would find.
  const unique = new Map(records.map((record) => [`${record[0]}\n${record[1]}`, record]));
  await lockOrder(client, organisation);
  const { rows } = await client.query<{ changed: number }>(
    `WITH incoming AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::jsonb[]) AS t(kind, key, data)
     ), different AS (
       SELECT coalesce(i.kind, r.kind) AS kind, coalesce(i.key, r.key) AS key, i.data,
         (SELECT last_change FROM change_counter WHERE organisation = $1) + row_number() OVER (ORDER BY coalesce(i.kind, r.kind), coalesce(i.key, r.key)) AS change
       FROM incoming i FULL JOIN (SELECT * FROM reference_record WHERE organisation = $1) r ON r.kind = i.kind AND r.key = i.key
       WHERE i.data IS DISTINCT FROM r.data
     ), written AS (
       INSERT INTO reference_record (organisation, kind, key, data, change, deleted_at)
       SELECT $1, kind, key, data, change, CASE WHEN data IS NULL THEN now() END FROM different
       ON CONFLICT (organisation, kind, key) DO UPDATE
       SET data = EXCLUDED.data, change = EXCLUDED.change, deleted_at = EXCLUDED.deleted_at
       RETURNING 1
     ) SELECT count(*) AS changed FROM written`,
    [
      organisation,
      ...([0, 1] as const).map((at) => [...unique.values()].map((record) => record[at])),
      [...unique.values()].map(([, , content]) => JSON.stringify(content)),
    ],
  );
  await takeChanges(client, organisation, rows[0]?.changed ?? 0);
}

/** @returns the newest snapshot's JSON text if it is newer than `after`. */
export async function newerReference(
  database: Database,
  organisation: string,
  after: number,
): Promise<string | undefined> {
  const { rows } = await database.query(
    'SELECT data::text AS data FROM reference WHERE organisation = $1 AND version > $2 ORDER BY version DESC LIMIT 1',
    [organisation, after],
  );
  const text = rows[0]?.['data'];
  return typeof text === 'string' ? text : undefined;
}
