import type { Queryable } from '../postgres/database.ts';
import { noteDecision } from './apply-claims.ts';
import { applyEffects } from './apply-effects.ts';
import { refreshSeals } from './apply-seal.ts';
import { classify, notStorable, type Classified } from './classify.ts';
import type { Effect } from './effects.ts';
import type { JudgedOperation } from './ingest-store.ts';
import { factsAsked, judgeOperations, operationId } from './judge-operations.ts';
import type { Source } from './place-batch.ts';
import { hold, readFacts } from './sql-facts.ts';

/** An operation as it is stored. */
export interface StoredRow {
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

/**
 * Judges stored operations of one chain again, in their order, and applies what they do.
 * @param options released: the device-epoch-seq of a parked operation that a supervisor let pass.
 * @returns how many are judged otherwise than before.
 */
export async function judgeRun(
  client: Queryable,
  organisation: string,
  run: readonly StoredRow[],
  options: { readonly released?: string | undefined; readonly changeOf: (row: StoredRow) => number },
): Promise<number> {
  const [first] = run;
  if (first === undefined) return 0;
  const source: Source = { organisation, device: first.device, epoch: first.epoch };
  const operations = run.map((row): Classified =>
    row.code === 'OPERATION_NOT_STORABLE' ? notStorable(row.seq) : classify(row.seq, row.body),
  );
  const released = new Set(run.map(({ seq }) => seq).filter((seq) => operationId(source, seq) === options.released));
  const facts = await readFacts(client, source, factsAsked(source, operations));
  const judgements = judgeOperations(source, operations, facts, { released });
  const effects: Effect[] = [];
  const judged: JudgedOperation[] = [];
  const changed: { row: StoredRow; result: string; code: string | null; on: string | null; type: string | null }[] = [];
  for (const [index, row] of run.entries()) {
    const [operation, judgement] = [operations[index], judgements[index]];
    if (operation === undefined || judgement === undefined) throw new Error('an operation without a verdict');
    const { verdict } = judgement;
    judged.push({ operation, verdict, fresh: row });
    effects.push(...judgement.effects);
    const code = verdict.result === 'parked' ? verdict.code : null;
    if (row.result !== verdict.result || row.code !== code)
      changed.push({
        ...{ row, result: verdict.result, code, type: operation.type ?? null },
        on: verdict.result === 'deferred' ? verdict.on : null,
      });
  }
  const changes = new Map(run.map((row) => [row.seq, options.changeOf(row)]));
  const changeOf = (seq: number): number => changes.get(seq) ?? 0;
  await hold(client, source, judged, changeOf);
  await letGo(client, source, judged, changeOf);
  // Before the effects: a seal among them reads the results.
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
  await applyEffects(client, source, effects, changeOf);
  await applyDecisions(client, organisation, effects, changeOf);
  return changed.length;
}

/** What was parked or waited and is applied now: stations that show it hear of it. */
async function letGo(
  client: Queryable,
  { organisation, device, epoch }: Source,
  judged: readonly JudgedOperation[],
  changeOf: (seq: number) => number,
): Promise<void> {
  const applied = judged.filter(({ verdict }) => verdict.result === 'applied').map(({ operation }) => operation.seq);
  await client.query(
    `UPDATE parked p SET result = 'applied', change = t.change FROM unnest($4::bigint[], $5::bigint[]) AS t(seq, change)
     WHERE p.organisation = $1 AND p.device = $2 AND p.epoch = $3 AND p.seq = t.seq`,
    [organisation, device, epoch, applied, applied.map(changeOf)],
  );
}

/** Supervisors' words among the effects; apart from applyEffects because each one judges operations again. */
export async function applyDecisions(
  client: Queryable,
  organisation: string,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  for (const effect of effects)
    if (effect.do === 'decide-parked') await decideParked(client, organisation, effect, changeOf(effect.by));
}

/**
 * A supervisor's word on a parked operation. release: it is judged again, and what it claims stands. void: it does not count.
 * Either way those that waited for it are judged now, in their order; every row they touch takes the decision's change number.
 */
async function decideParked(
  client: Queryable,
  organisation: string,
  { actor, decision: { operation, act, reason } }: Extract<Effect, { do: 'decide-parked' }>,
  change: number,
): Promise<void> {
  const { rows: held } = await client.query<{ device: string; epoch: number; seq: number }>(
    'DELETE FROM held WHERE organisation = $1 AND root = $2 RETURNING device, epoch, seq',
    [organisation, operation],
  );
  const [device = '', epoch, seq] = operation.split('-');
  const root = held.some((row) => row.device === device && row.epoch === Number(epoch) && row.seq === Number(seq));
  // Decided already, or never parked: nothing moves.
  if (!root) return;
  if (act === 'void') {
    const key = [organisation, device, Number(epoch), Number(seq)];
    await client.query(
      "UPDATE operation SET result = 'voided' WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq = $4",
      key,
    );
    await client.query(
      "UPDATE parked SET result = 'voided', change = $5 WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq = $4",
      [...key, change],
    );
  }
  const { rows } = await client.query<StoredRow>(
    `SELECT o.device, o.epoch, o.seq, o.month::text AS month, o.change, o.hash, o.body, o.result, o.code
     FROM unnest($2::text[], $3::integer[], $4::bigint[]) AS t(device, epoch, seq)
     JOIN operation o ON o.organisation = $1 AND o.device = t.device AND o.epoch = t.epoch AND o.seq = t.seq
     WHERE o.result <> 'voided' ORDER BY o.change`,
    [organisation, ...(['device', 'epoch', 'seq'] as const).map((key) => held.map((row) => row[key]))],
  );
  const released = act === 'release' ? operation : undefined;
  for (const row of rows) await judgeRun(client, organisation, [row], { released, changeOf: () => change });
  // A contradiction that parked its second side is answered by the same word. What stands follows from the judging alone.
  const stands = act === 'release' ? 'second' : 'first';
  const conflict = { actor, decision: { conflict: operation, stands, reason }, onlyOpen: true } as const;
  await noteDecision(client, organisation, conflict, change);
  for (const chain of new Set(held.map((row) => `${row.device}-${row.epoch}`))) {
    const [name = '', number] = chain.split('-');
    const seqs = held.filter((row) => row.device === name && row.epoch === Number(number)).map((row) => row.seq);
    await refreshSeals(client, { organisation, device: name, epoch: Number(number) }, seqs, change);
  }
}
