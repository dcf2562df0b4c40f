import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/** int8 columns are sequence numbers and counts here, far below 2^53: as numbers. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Queryable = Pick<pg.PoolClient, 'query'>;

const MAX_CONNECTIONS = 12;
const STATEMENT_TIMEOUT_MS = 15_000;

/** What requests work as: it sees the rows of the organisation that the transaction names (migration 6). */
const TENANT = 'weighhouse_tenant';
const ORGANISATION = /^[a-z][a-z0-9-]{1,30}$/;

/** The one door to PostgreSQL. */
export class Database {
  readonly #pool: pg.Pool;
  /** Whose work this is; undefined: the cloud's own. It follows every promise of the work. */
  readonly #scope = new AsyncLocalStorage<string | undefined>();
  #hasWall = false;

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

  /** Everything that `work` does is walled in: rows of other organisations do not exist for it, whatever its queries forget. */
  within<T>(organisation: string, work: () => Promise<T>): Promise<T> {
    return this.#scope.run(organisation, work);
  }
  /** The cloud's own work in the middle of a request: a partition that is missing. */
  asOwner<T>(work: () => Promise<T>): Promise<T> {
    return this.#scope.run(undefined, work);
  }
  /**
   * After the migrations. @returns false: this database user may not have the role, or the role passes through the wall (a superuser,
   * BYPASSRLS); the queries' own conditions stand alone then.
   */
  async raiseWall(): Promise<boolean> {
    const { rows } = await this.#pool.query<{ ready: boolean }>(
      `SELECT coalesce((SELECT pg_has_role(current_user, oid, 'MEMBER') AND NOT rolsuper AND NOT rolbypassrls
                        FROM pg_roles WHERE rolname = $1), false)
         AND EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass('operation') AND relrowsecurity) AS ready`,
      [TENANT],
    );
    this.#hasWall = rows[0]?.ready === true;
    return this.#hasWall;
  }

  async query(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult<Record<string, unknown>>> {
    return this.#walls() === ''
      ? this.#pool.query(text, [...values])
      : this.inTransaction((client) => client.query<Record<string, unknown>>(text, [...values]));
  }

  /** Said in one breath with BEGIN: the wall costs no further way to the database. */
  #walls(): string {
    const organisation = this.#scope.getStore();
    if (organisation === undefined || !this.#hasWall) return '';
    if (!ORGANISATION.test(organisation)) throw new Error('no such organisation');
    return `; SET LOCAL ROLE ${TENANT}; SET LOCAL weighhouse.organisation = '${organisation}'`;
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
      await client.query(`BEGIN${this.#walls()}`);
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
  streamOfOneMoment<T>(read: (client: Queryable) => AsyncGenerator<T>): AsyncGenerator<T> {
    // A generator runs where it is read from: the wall is the one of the moment in which it was asked for.
    return this.#stream(read, this.#walls());
  }
  async *#stream<T>(read: (client: Queryable) => AsyncGenerator<T>, walls: string): AsyncGenerator<T> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY${walls}`);
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
