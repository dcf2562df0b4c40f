import type { Queryable } from '../postgres/database.ts';
import { applyEffects } from './apply-effects.ts';
import { classify, notStorable, type Classified } from './classify.ts';
import { effectsOf, type Effect } from './effects.ts';
import type { JudgedOperation } from './ingest-store.ts';
import { factsAsked, judgeOperations } from './judge-operations.ts';
import type { Source } from './place-batch.ts';
import { hold, readFacts } from './sql-ingest-store.ts';

const PAGE = 1_000;

interface OperationRow {
  readonly device: string;
  readonly epoch: number;
  readonly seq: number;
  readonly month: string;
  readonly change: number;
  readonly hash: Buffer;
  readonly body: Buffer;
  readonly result: string;
  readonly code: string | null;
}

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
  await client.query('SELECT 1 FROM change_counter WHERE organisation = $1 FOR UPDATE', [organisation]);
  for (const view of ['weighing', 'held'])
    await client.query(`DELETE FROM ${view} WHERE organisation = $1`, [organisation]);
  let [operations, judgedAnew, after] = [0, 0, 0];
  for (;;) {
    const { rows } = await client.query<OperationRow>(
      `SELECT device, epoch, seq, month::text AS month, change, hash, body, result, code FROM operation
       WHERE organisation = $1 AND change > $2 ORDER BY change LIMIT ${PAGE}`,
      [organisation, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return { operations, judgedAnew };
    for (const run of runsOfOneChain(rows)) judgedAnew += await judgeRun(client, organisation, run);
    operations += rows.length;
    after = last.change;
  }
}

function runsOfOneChain(rows: readonly OperationRow[]): OperationRow[][] {
  const runs: OperationRow[][] = [];
  for (const row of rows) {
    const current = runs.at(-1);
    if (current?.[0]?.device === row.device && current[0].epoch === row.epoch) current.push(row);
    else runs.push([row]);
  }
  return runs;
}

async function judgeRun(client: Queryable, organisation: string, run: readonly OperationRow[]): Promise<number> {
  const [first] = run;
  if (first === undefined) return 0;
  const source: Source = { organisation, device: first.device, epoch: first.epoch };
  const operations = run.map((row): Classified =>
    row.code === 'OPERATION_NOT_STORABLE' ? notStorable(row.seq) : classify(row.seq, row.body),
  );
  const verdicts = judgeOperations(source, operations, await readFacts(client, source, factsAsked(source, operations)));
  const effects: Effect[] = [];
  const judged: JudgedOperation[] = [];
  const changed: { row: OperationRow; result: string; code: string | null; on: string | null; type: string | null }[] =
    [];
  for (const [index, row] of run.entries()) {
    const [operation, verdict] = [operations[index], verdicts[index]];
    if (operation === undefined || verdict === undefined) throw new Error('an operation without a verdict');
    judged.push({ operation, verdict, fresh: row });
    if (verdict.result === 'applied' && operation.parked === undefined) effects.push(...effectsOf(source, operation));
    const code = verdict.result === 'parked' ? verdict.code : null;
    if (row.result !== verdict.result || row.code !== code)
      changed.push({
        ...{ row, result: verdict.result, code, type: operation.type ?? null },
        on: verdict.result === 'deferred' ? verdict.on : null,
      });
  }
  await hold(client, source, judged);
  const changes = new Map(run.map((row) => [row.seq, row.change]));
  await applyEffects(client, source, effects, (seq) => changes.get(seq) ?? 0);
  if (changed.length > 0)
    await client.query(
      `UPDATE operation o SET result = t.result, code = t.code, waits_on = t.waits_on, type = t.type
       FROM unnest($4::date[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[]) AS t(month, seq, result, code, waits_on, type)
       WHERE o.organisation = $1 AND o.device = $2 AND o.epoch = $3 AND o.month = t.month AND o.seq = t.seq`,
      [
        ...[organisation, source.device, source.epoch],
        changed.map(({ row }) => row.month),
        changed.map(({ row }) => row.seq),
        ...(['result', 'code', 'on', 'type'] as const).map((key) => changed.map((one) => one[key])),
      ],
    );
  return changed.length;
}
