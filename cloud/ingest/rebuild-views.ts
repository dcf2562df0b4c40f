import { rebuiltTables } from '../backup/tables.ts';
import type { Queryable } from '../postgres/database.ts';
import { judgeRun, type StoredRow } from './judge-run.ts';
import { lockOrder } from './sql-facts.ts';

const PAGE = 1_000;

export interface Rebuilt {
  readonly operations: number;
  /** Operations that are judged otherwise than before: a newer cloud understands what an older one parked. */
  readonly judgedAnew: number;
}

/**
 * Makes every view again from the operations, in the order in which they were accepted, with the code that judges a new batch:
 * the answer to "is the view right?", to a changed view and to a cloud that has learned a new type. The organisation stands still
 * meanwhile: its change counter is locked.
 */
export async function rebuildViews(client: Queryable, organisation: string): Promise<Rebuilt> {
  await lockOrder(client, organisation);
  for (const view of rebuiltTables) await client.query(`DELETE FROM ${view} WHERE organisation = $1`, [organisation]);
  let [operations, judgedAnew, after] = [0, 0, 0];
  for (;;) {
    const { rows } = await client.query<StoredRow>(
      `SELECT device, epoch, seq, month::text AS month, change, hash, body, result, code FROM operation
       WHERE organisation = $1 AND change > $2 ORDER BY change LIMIT ${PAGE}`,
      [organisation, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return { operations, judgedAnew };
    for (const run of runsOfOneChain(rows))
      judgedAnew += await judgeRun(client, organisation, run, { changeOf: ({ change }) => change });
    operations += rows.length;
    after = last.change;
  }
}

function runsOfOneChain(rows: readonly StoredRow[]): StoredRow[][] {
  const runs: StoredRow[][] = [];
  for (const row of rows) {
    const current = runs.at(-1);
    if (current?.[0]?.device === row.device && current[0].epoch === row.epoch) current.push(row);
    else runs.push([row]);
  }
  return runs;
}
