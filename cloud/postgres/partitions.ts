import type { Database } from './database.ts';

/** "WH" and a number, beside that of the migrations. */
const LOCK = 0x57480002;

/** First day of a UTC month as PostgreSQL writes a date. */
export function monthOf(wallMs: number, monthsLater = 0): string {
  const at = new Date(wallMs);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + monthsLater, 1)).toISOString().slice(0, 10);
}

/**
 * The partitions of `operation`: one for each organisation and month of receipt, made when they are first needed and a month ahead.
 * A table is made beside the others and attached: that does not stop who is writing, CREATE … PARTITION OF would.
 */
export class Partitions {
  readonly #database: Database;
  readonly #present = new Set<string>();

  constructor(database: Database) {
    this.#database = database;
  }

  async ensure(organisation: string, month: string): Promise<void> {
    const name = `operation_${organisation.replaceAll('-', '_')}_${month.slice(0, 7).replace('-', '_')}`;
    if (this.#present.has(name)) return;
    // A table is the owner's; a request may be the first of its month.
    await this.#database.asOwner(() => this.#make(name, organisation, month));
    this.#present.add(name);
  }

  #make(name: string, organisation: string, month: string): Promise<void> {
    return this.#database.inTransaction(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const { rows } = await client.query('SELECT 1 FROM pg_class WHERE relname = $1', [name]);
      if (rows.length > 0) return;
      // Names are built from an organisation's id, which the schema restricts to letters, digits and hyphens.
      const [from, to] = [month, monthOf(Date.parse(month), 1)];
      await client.query(`CREATE TABLE "${name}" (LIKE operation INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
      await client.query(
        `ALTER TABLE operation ATTACH PARTITION "${name}" FOR VALUES FROM ('${organisation}', '${from}') TO ('${organisation}', '${to}')`,
      );
    });
  }

  /** This month and the next for every organisation: called at start and once a day. */
  async ensureAhead(nowMs: number): Promise<void> {
    const { rows } = await this.#database.query('SELECT id FROM organisation ORDER BY id');
    for (const row of rows) for (const later of [0, 1]) await this.ensure(String(row['id']), monthOf(nowMs, later));
  }
}
