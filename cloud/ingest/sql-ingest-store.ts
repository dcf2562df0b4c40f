import type { Queryable } from '../postgres/database.ts';
import { monthOf } from '../postgres/partitions.ts';
import { applyEffects } from './apply-effects.ts';
import { genesis } from './chain.ts';
import type { Effect } from './effects.ts';
import type { IngestStore, JudgedOperation } from './ingest-store.ts';
import { operationId, type ContentFacts, type FactsAsked } from './judge-operations.ts';
import type { DeviceState, OperationResult, Source, StoredOperation } from './place-batch.ts';

interface DeviceRow {
  readonly last_seq: number;
  readonly head: Buffer;
  readonly month: string | null;
  readonly month_first_seq: number;
}

/** The ingest's store on PostgreSQL, for one transaction. The partition of this month must exist already. */
export class SqlIngestStore implements IngestStore {
  readonly #client: Queryable;
  readonly #source: Source;
  readonly #nowMs: number;
  #row: DeviceRow | undefined;

  constructor(client: Queryable, source: Source, nowMs: number) {
    this.#client = client;
    this.#source = source;
    this.#nowMs = nowMs;
  }

  get #key(): readonly [string, string, number] {
    return [this.#source.organisation, this.#source.device, this.#source.epoch];
  }

  async lockChain(): Promise<DeviceState> {
    const lock = (): Promise<{ rows: DeviceRow[] }> =>
      this.#client.query<DeviceRow>(
        `SELECT last_seq, head, month::text AS month, month_first_seq FROM device
         WHERE organisation = $1 AND device = $2 AND epoch = $3 FOR UPDATE`,
        [...this.#key],
      );
    let [row] = (await lock()).rows;
    if (row === undefined) {
      const { device, epoch } = this.#source;
      await this.#client.query(
        'INSERT INTO device (organisation, device, epoch, head) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [...this.#key, genesis(device, epoch)],
      );
      [row] = (await lock()).rows;
    }
    if (row === undefined) throw new Error('the device row is gone');
    this.#row = row;
    return { lastSeq: row.last_seq, head: row.head };
  }

  async stored(from: number, to: number): Promise<ReadonlyMap<number, StoredOperation>> {
    const { rows } = await this.#client.query<{
      seq: number;
      hash: Buffer;
      result: OperationResult;
      code: string | null;
      waits_on: string | null;
    }>(
      `SELECT seq, hash, result, code, waits_on FROM operation
       WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq BETWEEN $4 AND $5 AND month = ANY ($6::date[])`,
      [...this.#key, from, to, await this.#months(from)],
    );
    return new Map(
      rows.map((row) => [
        row.seq,
        {
          seq: row.seq,
          hash: row.hash,
          result: row.result,
          code: row.code ?? undefined,
          on: row.waits_on ?? undefined,
        },
      ]),
    );
  }

  /** Months that may hold numbers from `from` on: nearly always the newest alone. */
  async #months(from: number): Promise<string[]> {
    const row = this.#row;
    if (row === undefined || row.month === null) return [];
    if (from >= row.month_first_seq) return [row.month];
    const { rows } = await this.#client.query<{ month: string }>(
      'SELECT month::text AS month FROM chain_month WHERE organisation = $1 AND device = $2 AND epoch = $3 ORDER BY month',
      [...this.#key],
    );
    return rows.map(({ month }) => month);
  }

  facts(asked: FactsAsked): Promise<ContentFacts> {
    return readFacts(this.#client, this.#source, asked);
  }

  async save(judged: readonly JudgedOperation[], effects: readonly Effect[], after: DeviceState): Promise<void> {
    const row = this.#row;
    const first = judged[0];
    if (row === undefined || first === undefined) throw new Error('the chain is not locked or nothing is new');
    // A clock that went back must not move a chain into a former month.
    const now = monthOf(this.#nowMs);
    const month = row.month === null || now > row.month ? now : row.month;
    if (month !== row.month)
      await this.#client.query(
        'INSERT INTO chain_month (organisation, device, epoch, month, first_seq) VALUES ($1, $2, $3, $4, $5)',
        [...this.#key, month, first.fresh.seq],
      );
    const changes = await takeChanges(this.#client, this.#source.organisation, judged.length);
    await this.#insert(judged, month, changes);
    await hold(this.#client, this.#source, judged);
    await applyEffects(this.#client, this.#source, effects, (seq) => changes + seq - first.fresh.seq);
    await this.#client.query(
      `UPDATE device SET last_seq = $4, head = $5, last_seen = now(), month = $6, month_first_seq = $7
       WHERE organisation = $1 AND device = $2 AND epoch = $3`,
      [...this.#key, after.lastSeq, after.head, month, month === row.month ? row.month_first_seq : first.fresh.seq],
    );
  }

  async touch(): Promise<void> {
    await this.#client.query(
      'UPDATE device SET last_seen = now() WHERE organisation = $1 AND device = $2 AND epoch = $3',
      [...this.#key],
    );
  }

  async #insert(judged: readonly JudgedOperation[], month: string, changes: number): Promise<void> {
    await this.#client.query(
      `INSERT INTO operation (organisation, device, epoch, month, seq, change, hash, body, type, result, code, waits_on)
       SELECT $1, $2, $3, $4, t.seq, $5 + t.n - 1, t.hash, t.body, t.type, t.result, t.code, t.waits_on
       FROM unnest($6::bigint[], $7::bytea[], $8::bytea[], $9::text[], $10::text[], $11::text[], $12::text[])
         WITH ORDINALITY AS t(seq, hash, body, type, result, code, waits_on, n)`,
      [
        ...this.#key,
        month,
        changes,
        judged.map(({ fresh }) => fresh.seq),
        judged.map(({ fresh }) => fresh.hash),
        judged.map(({ fresh }) => fresh.body),
        judged.map(({ operation }) => operation.type ?? null),
        judged.map(({ verdict }) => verdict.result),
        judged.map(({ verdict }) => (verdict.result === 'parked' ? verdict.code : null)),
        judged.map(({ verdict }) => (verdict.result === 'deferred' ? verdict.on : null)),
      ],
    );
  }
}

/**
 * Takes the next `count` change numbers. The organisation's counter stays locked until the transaction ends: numbers become visible
 * in their order, and a reader that has seen one has seen all below. (A PostgreSQL sequence would not do: it commits out of order.)
 * @returns the first of them.
 */
export async function takeChanges(client: Queryable, organisation: string, count: number): Promise<number> {
  const { rows } = await client.query<{ first: number }>(
    `INSERT INTO change_counter AS c (organisation, last_change) VALUES ($1, $2)
     ON CONFLICT (organisation) DO UPDATE SET last_change = c.last_change + $2 RETURNING last_change - $2 + 1 AS first`,
    [organisation, count],
  );
  const first = rows[0]?.first;
  if (first === undefined) throw new Error('the change counter is gone');
  return first;
}

/** What verdicts depend on outside of their batch; also asked when the views are made again. */
export async function readFacts(
  client: Queryable,
  { organisation, device }: Source,
  { entities, targets }: FactsAsked,
): Promise<ContentFacts> {
  const { rows: held } = await client.query<{ entity: string; root: string }>(
    `SELECT DISTINCT ON (entity) entity, root FROM held
     WHERE organisation = $1 AND device = $2 AND entity = ANY ($3) ORDER BY entity, epoch, seq`,
    [organisation, device, entities],
  );
  const heldEntities = new Map(held.map(({ entity, root }) => [entity, root]));
  if (targets.length === 0) return { heldEntities, weighings: new Set(), heldTargets: new Map() };
  const parts = targets.map((target) => target.split('-'));
  const keys = [
    parts.map(([name]) => name),
    parts.map((part) => Number(part[1])),
    parts.map((part) => Number(part[2])),
  ];
  const { rows } = await client.query<{ device: string; epoch: number; seq: number; root: string | null }>(
    `SELECT t.device, t.epoch, t.seq, NULL AS root FROM unnest($2::text[], $3::integer[], $4::bigint[]) AS t(device, epoch, seq)
       JOIN weighing w ON w.organisation = $1 AND w.device = t.device AND w.epoch = t.epoch AND w.seq = t.seq
     UNION ALL
     SELECT t.device, t.epoch, t.seq, h.root FROM unnest($2::text[], $3::integer[], $4::bigint[]) AS t(device, epoch, seq)
       JOIN held h ON h.organisation = $1 AND h.device = t.device AND h.epoch = t.epoch AND h.seq = t.seq`,
    [organisation, ...keys],
  );
  const named = rows.map((row) => [operationId(row, row.seq), row.root] as const);
  return {
    heldEntities,
    weighings: new Set(named.flatMap(([id, root]) => (root === null ? [id] : []))),
    heldTargets: new Map(named.flatMap(([id, root]) => (root === null ? [] : [[id, root] as const]))),
  };
}

/** Keeps what is parked or waits where the next batch looks for it. */
export async function hold(client: Queryable, source: Source, judged: readonly JudgedOperation[]): Promise<void> {
  const rows = judged.filter(({ verdict }) => verdict.result !== 'applied');
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO held (organisation, device, epoch, seq, entity, root)
     SELECT $1, $2, $3, * FROM unnest($4::bigint[], $5::text[], $6::text[]) ON CONFLICT DO NOTHING`,
    [
      ...[source.organisation, source.device, source.epoch],
      rows.map(({ operation }) => operation.seq),
      rows.map(({ operation }) => operation.entity ?? null),
      rows.map(({ operation, verdict }) =>
        verdict.result === 'deferred' ? verdict.on : operationId(source, operation.seq),
      ),
    ],
  );
}
