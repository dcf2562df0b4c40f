import { createHash } from 'node:crypto';
import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync, renameSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { rebuildViews } from '../ingest/rebuild-views.ts';
import { migrations } from '../migrations/migrations.ts';
import type { Database, Queryable } from '../postgres/database.ts';
import { Partitions } from '../postgres/partitions.ts';
import { backedUpTables } from './tables.ts';

const PAGE = 1_000;
const SCHEMA = migrations.at(-1)?.id ?? 0;

const firstLineSchema = z.strictObject({
  weighhouseBackup: z.literal(1),
  migration: z.number().int(),
  atMs: z.number(),
});
const tableNames = backedUpTables.map(({ name }) => name) as [string, ...string[]];
const tableLineSchema = z.strictObject({ table: z.enum(tableNames) });
const lastLineSchema = z.strictObject({ end: z.literal(true), rows: z.number().int(), sha256: z.string() });

/**
 * The state of one moment as gzipped lines: a header, for each table its name and its rows, and a last line with count and hash of
 * everything before. No tool but this program is needed, and it is the same for the embedded PostgreSQL and any other.
 * @returns rows written, after the file is on disk under its final name.
 */
export async function writeBackup(database: Database, file: string, nowMs: number): Promise<number> {
  const hash = createHash('sha256');
  let count = 0;
  const say = (text: string): string => {
    hash.update(text);
    return text;
  };
  async function* lines(client: Queryable): AsyncGenerator<string> {
    yield say(`${JSON.stringify({ weighhouseBackup: 1, migration: SCHEMA, atMs: nowMs })}\n`);
    for (const { name, key } of backedUpTables) {
      yield say(`${JSON.stringify({ table: name })}\n`);
      await client.query(
        `DECLARE backup NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS row FROM ${name} t ORDER BY ${key.join(', ')}`,
      );
      for (;;) {
        const { rows } = await client.query<{ row: string }>(`FETCH ${PAGE} FROM backup`);
        if (rows.length === 0) break;
        count += rows.length;
        yield say(rows.map(({ row }) => `${row}\n`).join(''));
      }
      await client.query('CLOSE backup');
    }
    yield `${JSON.stringify({ end: true, rows: count, sha256: hash.digest('hex') })}\n`;
  }
  const part = `${file}.part`;
  const rows = Readable.from(database.streamOfOneMoment(lines));
  await pipeline(rows, createGzip(), createWriteStream(part, { mode: 0o600 }));
  const handle = openSync(part, 'r');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(part, file);
  return count;
}

export interface Restored {
  readonly rows: number;
  readonly atMs: number;
  readonly operations: number;
}

/**
 * Fills an empty, migrated database from a backup and makes the views again. The database keeps the server epoch that it was born
 * with: stations see another one, compare numbers and send again what came after the backup. One transaction: all of it or nothing.
 * @throws when the file is cut or damaged, of another schema, or the database is not empty.
 */
export async function restoreBackup(database: Database, file: string): Promise<Restored> {
  const checked = await checkBackup(file);
  const partitions = new Partitions(database);
  for (const { organisation, month } of checked.partitions) await partitions.ensure(organisation, month);
  const operations = await database.inTransaction(
    async (client) => {
      const { rows: known } = await client.query('SELECT 1 FROM organisation LIMIT 1');
      if (known.length > 0) throw new Error('this database is not empty: a backup is restored into a new one');
      await insertRows(client, file);
      const { rows: organisations } = await client.query<{ id: string }>('SELECT id FROM organisation ORDER BY id');
      let sum = 0;
      for (const { id } of organisations) sum += (await rebuildViews(client, id)).operations;
      return sum;
    },
    { statementTimeoutMs: 0 },
  );
  return { rows: checked.rows, atMs: checked.atMs, operations };
}

async function insertRows(client: Queryable, file: string): Promise<void> {
  let table = '';
  let page: string[] = [];
  const flush = async (): Promise<void> => {
    const sql = `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`;
    if (page.length > 0) await client.query(sql, [`[${page.join(',')}]`]);
    page = [];
  };
  for await (const line of linesOf(file)) {
    const row = kindOf(line) === 'row';
    if (row) page.push(line);
    if (!row || page.length === PAGE) await flush();
    table = tableOf(line) ?? table;
  }
}

/** Rows never begin so: they are PostgreSQL's jsonb text, with a blank after the colon. */
const kindOf = (line: string): 'first' | 'table' | 'end' | 'row' =>
  line.startsWith('{"weighhouseBackup":')
    ? 'first'
    : line.startsWith('{"table":"')
      ? 'table'
      : line.startsWith('{"end":true')
        ? 'end'
        : 'row';
const tableOf = (line: string): string | undefined =>
  kindOf(line) === 'table' ? tableLineSchema.parse(JSON.parse(line)).table : undefined;

interface Checked {
  readonly rows: number;
  readonly atMs: number;
  readonly partitions: readonly { readonly organisation: string; readonly month: string }[];
}

/** Reads all of it once before anything is written: count, hash, and the partitions that its operations need. */
async function checkBackup(file: string): Promise<Checked> {
  const hash = createHash('sha256');
  const partitions = new Map<string, { organisation: string; month: string }>();
  let first: z.infer<typeof firstLineSchema> | undefined;
  let end: z.infer<typeof lastLineSchema> | undefined;
  let rows = 0;
  let table = '';
  for await (const line of linesOf(file)) {
    if (end !== undefined) throw new Error('there is something after the end of the backup');
    const kind = kindOf(line);
    if (kind === 'end') end = lastLineSchema.parse(JSON.parse(line));
    else hash.update(`${line}\n`);
    if (kind === 'first') first = firstLineSchema.parse(JSON.parse(line));
    table = tableOf(line) ?? table;
    if (kind !== 'row') continue;
    rows += 1;
    if (table !== 'operation') continue;
    const { organisation, month } = JSON.parse(line) as { organisation: string; month: string };
    partitions.set(`${organisation} ${month}`, { organisation, month });
  }
  if (first === undefined || end === undefined) throw new Error('the backup is cut: its first or last line is missing');
  if (end.rows !== rows || end.sha256 !== hash.digest('hex'))
    throw new Error('the backup is damaged: count or hash differ');
  if (first.migration !== SCHEMA)
    throw new Error(`the backup has schema ${first.migration}, this program ${SCHEMA}: use the program that wrote it`);
  return { rows, atMs: first.atMs, partitions: [...partitions.values()] };
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacked = createReadStream(file).pipe(createGunzip());
  // Only \n ends a line: readline would also cut at U+2028 in a name.
  let rest = '';
  unpacked.setEncoding('utf8');
  for await (const chunk of unpacked as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw new Error('the backup is cut in the middle of a line');
}
