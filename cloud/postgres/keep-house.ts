import { forgetTombstones } from '../pull/changes.ts';
import type { Database } from './database.ts';
import { Partitions } from './partitions.ts';

/** Once a day: next month's partitions, and deletions that are older than any station is away. */
export async function keepHouse(database: Database, nowMs: number): Promise<void> {
  await new Partitions(database).ensureAhead(nowMs);
  const { rows } = await database.query('SELECT id FROM organisation ORDER BY id');
  for (const row of rows) await forgetTombstones(database, String(row['id']));
}
