import type { Queryable } from '../postgres/database.ts';
import { monthOf } from '../postgres/partitions.ts';
import { applyEffects } from './apply-effects.ts';
import { genesis } from './chain.ts';
import type { Effect } from './effects.ts';
import type { IngestStore, JudgedOperation } from './ingest-store.ts';
import { applyDecisions } from './judge-run.ts';
import type { ContentFacts, FactsAsked } from './judge-operations.ts';
import type { DeviceState, OperationResult, Source, StoredOperation } from './place-batch.ts';
import { hold, lockOrder, readFacts, takeChanges } from './sql-facts.ts';

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

  /** The organisation's counter is locked first: what is read here still holds when this transaction commits. */
  async facts(asked: FactsAsked): Promise<ContentFacts> {
    await lockOrder(this.#client, this.#source.organisation);
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
    const changeOf = (seq: number): number => changes + seq - first.fresh.seq;
    await hold(this.#client, this.#source, judged, changeOf);
    await applyEffects(this.#client, this.#source, effects, changeOf);
    await applyDecisions(this.#client, this.#source.organisation, effects, changeOf);
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
       SELECT $1, $2, $3, $4, $6 + t.n - 1, $5 + t.n - 1, substring($7::bytea FROM 32 * t.n::integer - 31 FOR 32),
         substring($8::bytea FROM t.start FOR t.length), t.type, t.result, t.code, t.waits_on
       FROM unnest($9::integer[], $10::integer[], $11::text[], $12::text[], $13::text[], $14::text[])
         WITH ORDINALITY AS t(start, length, type, result, code, waits_on, n)`,
      [
        ...this.#key,
        month,
        changes,
        judged[0]?.fresh.seq,
        // Fresh operations follow each other without a gap, so two byte strings carry all hashes and bodies.
        Buffer.concat(judged.map(({ fresh }) => fresh.hash)),
        Buffer.concat(judged.map(({ fresh }) => fresh.body)),
        starts(judged),
        judged.map(({ fresh }) => fresh.body.length),
        judged.map(({ operation }) => operation.type ?? null),
        judged.map(({ verdict }) => verdict.result),
        judged.map(({ verdict }) => (verdict.result === 'parked' ? verdict.code : null)),
        judged.map(({ verdict }) => (verdict.result === 'deferred' ? verdict.on : null)),
      ],
    );
  }
}

/** Places of the bodies in their joined bytes, counted from 1 as PostgreSQL does. */
function starts(judged: readonly JudgedOperation[]): number[] {
  let next = 1;
  return judged.map(({ fresh }) => {
    const start = next;
    next += fresh.body.length;
    return start;
  });
}
