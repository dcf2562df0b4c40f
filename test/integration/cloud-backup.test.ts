import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restoreBackup, writeBackup } from '../../cloud/backup/backup.ts';
import { digestOf } from '../../cloud/backup/digest.ts';
import { backedUpTables, forgottenTables, rebuiltTables } from '../../cloud/backup/tables.ts';
import { migrate } from '../../cloud/migrations/migrate.ts';
import { Database } from '../../cloud/postgres/database.ts';
import { CloudInProcess, headOf } from '../support/cloud-in-process.ts';
import { embeddedDatabase, type TestDatabase } from '../support/databases.ts';
import { chained } from '../support/operations.ts';
import { floorDay } from '../support/floor-day.ts';

const folder = mkdtempSync(join(tmpdir(), 'wh-backup-'));
const file = join(folder, 'backup.gz');
let server: TestDatabase;
let cloud: CloudInProcess;
const day = floorDay('BACKUP1', 1_200);
/** Another database of the same server. */
async function fresh(name: string): Promise<Database> {
  await cloud.database.query(`CREATE DATABASE ${name}`);
  const database = new Database(server.url.replace(/postgres$/, name));
  await migrate(database);
  return database;
}

beforeAll(async () => {
  server = await embeddedDatabase();
  cloud = await CloudInProcess.start(server.url);
  await cloud.client().push(headOf('BACKUP1'), day.slice(0, 400));
  const odd = { type: 'droneLanded', entity: 'parcel:X100', payload: { name: 'line\u2028end' } };
  await cloud.client().push(headOf('BACKUP2'), chained('BACKUP2', 1, [odd, odd]));
  await cloud.admin('POST', '/v1/parked/decide', { operation: 'BACKUP2-1-1', act: 'void', reason: 'x', by: 'Lin' });
  await writeBackup(cloud.database, file, 1_790_000_000_000);
});
afterAll(async () => {
  await cloud.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('restores to the same operations and the same views, under a server epoch of its own', async () => {
    const copy = await fresh('restored');
    expect(await restoreBackup(copy, file)).toMatchObject({ atMs: 1_790_000_000_000, operations: 403 });
    expect(await digestOf(copy)).toEqual(await digestOf(cloud.database));
    const epoch = async (database: Database): Promise<unknown> =>
      (await database.query('SELECT epoch FROM server')).rows[0];
    expect(await epoch(copy)).not.toEqual(await epoch(cloud.database));
    await expect(restoreBackup(copy, file)).rejects.toThrow('not empty');
    await copy.close();
  });

  it('lets stations send again what came after it: the end is the same', async () => {
    await cloud.client().push(headOf('BACKUP1'), day.slice(400, 700));
    await cloud.database.query('CREATE DATABASE yesterday');
    const url = server.url.replace(/postgres$/, 'yesterday');
    const copy = new Database(url);
    await migrate(copy);
    await restoreBackup(copy, file);
    await copy.close();
    const restored = await CloudInProcess.start(url);
    // The station's last word from the old server was 700; its token still stands, the chain is at 400.
    const client = restored.client(cloud.tokens.live);
    const health = await client.health(headOf('BACKUP1'));
    expect(health).toMatchObject({ lastSeq: 400, head: day[399]?.hash });
    expect(await client.push(headOf('BACKUP1'), day.slice(700, 800))).toMatchObject({ outcome: 'gap', lastSeq: 400 });
    expect(await client.push(headOf('BACKUP1'), day.slice(400, 700))).toMatchObject({
      outcome: 'accepted',
      lastSeq: 700,
      exceptions: [],
    });
    const [before, after] = [await digestOf(cloud.database), await digestOf(restored.database)];
    expect(after.map(({ chains, views }) => [chains, views])).toEqual(
      before.map(({ chains, views }) => [chains, views]),
    );
    await restored.stop();
  });

  it('is refused when cut or changed, and then nothing is written', async () => {
    const whole = readFileSync(file);
    const text = gunzipSync(whole).toString('utf8');
    const bad = join(folder, 'bad.gz');
    const copy = await fresh('refused');
    const lines = text.split('\n');
    for (const [damage, why] of [
      [gzipSync(lines.slice(0, -2).join('\n') + '\n'), 'cut'],
      [gzipSync(lines.filter((_line, index) => index !== 30).join('\n')), 'damaged'],
      [gzipSync(text.replace('"last_seq": 400', '"last_seq": 401')), 'damaged'],
      [gzipSync(text.replace(/"migration":\d+/, '"migration":1')), 'damaged'],
      [whole.subarray(0, whole.length >> 1), 'end of file'],
    ] as const) {
      writeFileSync(bad, damage);
      await expect(restoreBackup(copy, bad)).rejects.toThrow(why);
    }
    expect((await copy.query('SELECT 1 FROM organisation')).rows).toEqual([]);
    await copy.close();
  });

  it('knows every table: none is forgotten by accident', async () => {
    const { rows } = await cloud.database.query(
      "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition",
    );
    const known = [...backedUpTables.map(({ name }) => name), ...rebuiltTables, ...forgottenTables];
    expect(rows.map((row) => String(row['name'])).sort()).toEqual([...known].sort());
  });
});
