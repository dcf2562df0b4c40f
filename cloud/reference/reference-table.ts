import { referenceDataSchema, type ReferenceData } from '../../shared/reference/reference-data.ts';
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
  return version;
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
