import { mkdtempSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { journalHeadSchema } from '../../shared/sync/operation.ts';
import { writeBackup, restoreBackup } from '../backup/backup.ts';
import { digestOf } from '../backup/digest.ts';
import { rebuildViews } from '../ingest/rebuild-views.ts';
import { migrate } from '../migrations/migrate.ts';
import { issueToken } from '../organisations/provision.ts';
import { loadReference, readReferenceFile } from '../reference/load-reference.ts';
import { EMBEDDED, openDatabase } from '../postgres/open-database.ts';
import { forgetTombstones } from '../pull/changes.ts';

const usage = `npm run cloud:maintain -- COMMAND [--data FOLDER]
  rebuild             makes all views again from the operations
  backup --file F     writes one moment's state to F (gzipped lines with count and hash)
  restore --file F    fills an empty database from F; stations then send again what came later
  drill               backup, restore into a database of its own, rebuild, compare; nothing is changed
  load FILE           loads reference content (JSON: lines, boxes, preAlerts, customers, holds, operators, …, and series
                      {"sscc": 99999}) into --organisation O (default live); lists that are absent stay as they are
  token               a token for --organisation O, good for --days N (default 30), shown once; --role station (default) or
                      admin; --device D binds it to that station, else it binds itself to the first one that uses it
  forget              forgets deletions older than 180 days
Environment: DATABASE_URL (your PostgreSQL; without it the embedded one in FOLDER)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: 'out/cloud' },
    file: { type: 'string' },
    organisation: { type: 'string', default: 'live' },
    role: { type: 'string', default: 'station' },
    days: { type: 'string', default: '30' },
    device: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [command = '', argument] = positionals;
const commands = { rebuild, backup, restore, drill, load, token, forget };
if (values.help || !(command in commands)) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 2);
}
const open = await openDatabase(values.data);
const { database } = open;
try {
  await migrate(database);
  await commands[command as keyof typeof commands]();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await open.close();
}

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
function file(): string {
  if (values.file === undefined) throw new Error('--file is needed');
  return resolve(values.file);
}
async function organisations(): Promise<string[]> {
  const { rows } = await database.query('SELECT id FROM organisation ORDER BY id');
  return rows.map((row) => String(row['id']));
}

async function rebuild(): Promise<void> {
  for (const organisation of await organisations()) {
    const start = performance.now();
    const done = await database.inTransaction((client) => rebuildViews(client, organisation), {
      statementTimeoutMs: 0,
    });
    say({ organisation, ...done, seconds: Number(((performance.now() - start) / 1000).toFixed(2)) });
  }
}
async function backup(): Promise<void> {
  say({ file: file(), rows: await writeBackup(database, file(), Date.now()) });
}
async function restore(): Promise<void> {
  const { rows, atMs, operations } = await restoreBackup(database, file());
  say({ rows, operations, stateOf: new Date(atMs).toISOString() });
}
async function forget(): Promise<void> {
  for (const organisation of await organisations())
    say({ organisation, forgotten: await forgetTombstones(database, organisation) });
}

/** The whole content or nothing of it. A number series is opened or extended, never made shorter. */
async function load(): Promise<void> {
  const path = argument ?? values.file;
  if (path === undefined) throw new Error('load needs a file');
  say(await loadReference(database, values.organisation, readReferenceFile(readFileSync(resolve(path), 'utf8'))));
}
async function token(): Promise<void> {
  const role = z.enum(['station', 'admin']).parse(values.role);
  const days = z.coerce.number().int().min(1).max(3_650).parse(values.days);
  const device = journalHeadSchema.shape.device.optional().parse(values.device);
  const untilMs = Date.now() + days * 86_400_000;
  const { organisation } = values;
  const made = await issueToken(database, { organisation, role, untilMs, device });
  say({ organisation, role, device: device ?? null, until: new Date(untilMs).toISOString(), token: made });
}

/** The only backup that counts is one that was restored: both databases must then say the same. */
async function drill(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'weighhouse-drill-'));
  chmodSync(folder, 0o711);
  try {
    const before = await digestOf(database);
    const start = performance.now();
    const path = join(folder, 'backup.gz');
    const rows = await writeBackup(database, path, Date.now());
    const written = performance.now();
    const copy = await openDatabase(join(folder, 'copy'), EMBEDDED);
    try {
      await migrate(copy.database);
      const restored = await restoreBackup(copy.database, path);
      const after = await digestOf(copy.database);
      const equal = JSON.stringify(before) === JSON.stringify(after);
      const seconds = (from: number, to: number): number => Number(((to - from) / 1000).toFixed(2));
      say({
        rows,
        operations: restored.operations,
        backupSeconds: seconds(start, written),
        restoreSeconds: seconds(written, performance.now()),
        equal,
      });
      if (!equal) {
        for (const [index, one] of before.entries()) say({ before: one, after: after[index] });
        process.exitCode = 1;
      }
    } finally {
      await copy.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
