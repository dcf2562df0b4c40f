import pg from 'pg';

/** int8 columns are sequence numbers and counts here, far below 2^53: as numbers. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Queryable = Pick<pg.PoolClient, 'query'>;

const MAX_CONNECTIONS = 12;
const STATEMENT_TIMEOUT_MS = 15_000;

/** The one door to PostgreSQL. */
export class Database {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: MAX_CONNECTIONS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      connectionTimeoutMillis: 5_000,
      application_name: 'weighhouse-cloud',
    });
    // An idle connection that breaks is replaced by the pool; the next query reports what is really wrong.
    this.#pool.on('error', () => undefined);
  }

  get connections(): number {
    return this.#pool.totalCount;
  }

  query(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult<Record<string, unknown>>> {
    return this.#pool.query(text, [...values]);
  }

  /** Commits when `work` returns, rolls back when it throws. The promise resolves after the commit is durable. */
  async inTransaction<T>(
    work: (client: Queryable) => Promise<T>,
    /** 0: none, for work that takes as long as there is data. */
    { statementTimeoutMs }: { readonly statementTimeoutMs?: number } = {},
  ): Promise<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      if (statementTimeoutMs !== undefined) await client.query(`SET LOCAL statement_timeout = ${statementTimeoutMs}`);
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      await client.query('ROLLBACK').then(
        () => (broken = undefined),
        () => undefined,
      );
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** One moment's state, read piece by piece, for as long as the reader reads: no statement of it sees a later commit. */
  async *streamOfOneMoment<T>(read: (client: Queryable) => AsyncGenerator<T>): AsyncGenerator<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      yield* read(client);
    } finally {
      await client
        .query('ROLLBACK')
        .catch((error: unknown) => (broken = error instanceof Error ? error : new Error('lost')));
      client.release(broken);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
