import type { Database } from '../postgres/database.ts';
import { migrations } from './migrations.ts';

/** "WH" and a number: two clouds starting at once on one database do not run a migration twice. */
const LOCK = 0x57480001;

/** Brings the schema up to date. @throws when the database is newer than this program. @returns the names that were applied. */
export function migrate(database: Database): Promise<string[]> {
  return database.inTransaction(async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS migration (id integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const { rows } = await client.query<{ id: number }>('SELECT id FROM migration ORDER BY id');
    const done = new Set(rows.map((row) => row.id));
    const newest = Math.max(0, ...done);
    const known = migrations.at(-1)?.id ?? 0;
    if (newest > known)
      throw new Error(`the database has migration ${newest}, this program knows ${known}: start the newer program`);
    const applied: string[] = [];
    for (const { id, name, sql } of migrations) {
      if (done.has(id)) continue;
      await client.query(sql);
      await client.query('INSERT INTO migration (id, name) VALUES ($1, $2)', [id, name]);
      applied.push(name);
    }
    return applied;
  });
}
