import type { z } from 'zod';
import type { Lease, leaseRefusedSchema, leaseRequestSchema, Series } from '../../shared/sync/number-ranges.ts';
import type { Database } from '../postgres/database.ts';

type Refused = z.infer<typeof leaseRefusedSchema>;

/**
 * Leases a range for ever: what a station lost with its disk is never given out again, numbers are cheaper than a second label.
 * The same lease asked again gets the same range.
 */
export function leaseNumbers(
  database: Database,
  organisation: string,
  device: string,
  { lease, series, count }: z.infer<typeof leaseRequestSchema>,
): Promise<Lease | Refused> {
  return database.inTransaction(async (client) => {
    const { rows } = await client.query<{ next_number: number; last_number: number }>(
      'SELECT next_number, last_number FROM number_series WHERE organisation = $1 AND series = $2 FOR UPDATE',
      [organisation, series],
    );
    const [row] = rows;
    if (row === undefined) return { refused: 'unknown-series' as const, left: 0 };
    const left = row.last_number - row.next_number + 1;
    const { rows: known } = await client.query<{ series: Series; device: string; first: number; last: number }>(
      `SELECT series, device, first_number AS first, last_number AS last FROM number_lease
       WHERE organisation = $1 AND lease = $2`,
      [organisation, lease],
    );
    const [same] = known;
    if (same !== undefined)
      return same.series === series && same.device === device
        ? { lease, series, first: same.first, last: same.last }
        : { refused: 'other-request' as const, left };
    if (left < count) return { refused: 'exhausted' as const, left };
    const [first, last] = [row.next_number, row.next_number + count - 1];
    await client.query('UPDATE number_series SET next_number = $3 WHERE organisation = $1 AND series = $2', [
      organisation,
      series,
      last + 1,
    ]);
    await client.query(
      `INSERT INTO number_lease (organisation, lease, series, device, first_number, last_number) VALUES ($1, $2, $3, $4, $5, $6)`,
      [organisation, lease, series, device, first, last],
    );
    return { lease, series, first, last };
  });
}

/** A series is only ever extended: its first free number never moves by hand. */
export async function extendSeries(
  database: Database,
  organisation: string,
  series: Series,
  last: number,
): Promise<{ next: number; last: number } | undefined> {
  const { rows } = await database.query(
    `INSERT INTO number_series AS s (organisation, series, next_number, last_number) VALUES ($1, $2, 1, $3)
     ON CONFLICT (organisation, series) DO UPDATE SET last_number = EXCLUDED.last_number
     WHERE s.last_number <= EXCLUDED.last_number RETURNING next_number AS next, last_number AS last`,
    [organisation, series, last],
  );
  return rows[0] === undefined ? undefined : { next: Number(rows[0]['next']), last: Number(rows[0]['last']) };
}

export interface SeriesState {
  readonly series: string;
  readonly next: number;
  readonly last: number;
  readonly left: number;
  /** Numbers leased within the last 28 days: what `left` has to last for. */
  readonly leased28Days: number;
  readonly low: boolean;
}

/** low: at the pace of the last four weeks the series ends within four more. */
export async function listSeries(database: Database, organisation: string): Promise<SeriesState[]> {
  const { rows } = await database.query(
    `SELECT s.series, s.next_number AS next, s.last_number AS last, s.last_number - s.next_number + 1 AS left,
       coalesce((SELECT sum(l.last_number - l.first_number + 1) FROM number_lease l
         WHERE l.organisation = s.organisation AND l.series = s.series AND l.leased_at > now() - interval '28 days'), 0)::bigint AS leased
     FROM number_series s WHERE s.organisation = $1 ORDER BY s.series`,
    [organisation],
  );
  return rows.map((row) => {
    const [left, leased28Days] = [Number(row['left']), Number(row['leased'])];
    const [next, last] = [Number(row['next']), Number(row['last'])];
    return { series: String(row['series']), next, last, left, leased28Days, low: left < leased28Days };
  });
}
