import type { Database } from '../postgres/database.ts';

type Rows = Promise<Record<string, unknown>[]>;

/** Labels that no weighing asked for, newest first. */
export async function listLabels(
  database: Database,
  organisation: string,
  { state, limit }: { state?: string | undefined; limit: number },
): Rows {
  const { rows } = await database.query(
    `SELECT job, asked_by AS "askedBy", subject, of_job AS "of", state, wall_ms AS "wallMs"
     FROM printed_label WHERE organisation = $1 AND ($2::text IS NULL OR state = $2)
     ORDER BY wall_ms DESC NULLS FIRST, job LIMIT $3`,
    [organisation, state ?? null, limit],
  );
  return rows;
}

/** Merged cartons with what is in them, newest first. state: merged, undone, replaced. */
export async function listMerges(
  database: Database,
  organisation: string,
  { unit, limit }: { unit?: string | undefined; limit: number },
): Rows {
  const { rows } = await database.query(
    `SELECT merge, unit, customer, line, cargo_class AS "cargoClass", box, dimensions, parcels,
       jsonb_array_length(parcels) AS pieces, planned, apart, actor,
       wall_ms AS "wallMs", undone_why AS why,
       CASE WHEN undone_by IS NOT NULL THEN 'undone' WHEN replaced_by IS NOT NULL THEN 'replaced' ELSE 'merged' END AS state
     FROM merged_unit WHERE organisation = $1 AND ($2::text IS NULL OR unit = $2)
     ORDER BY wall_ms DESC, merge LIMIT $3`,
    [organisation, unit ?? null, limit],
  );
  return rows;
}
