import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudInProcess, headOf } from '../support/cloud-in-process.ts';
import { embeddedDatabase, serverBinaries, serverDatabase, type TestDatabase } from '../support/databases.ts';
import { chained, weighed } from '../support/operations.ts';

const binaries = serverBinaries();
const kinds: [string, () => Promise<TestDatabase>][] = [
  ['embedded PostgreSQL', embeddedDatabase],
  ...(binaries === undefined
    ? []
    : ([["a server's PostgreSQL", () => serverDatabase(binaries)]] as [string, () => Promise<TestDatabase>][])),
];

describe.each(kinds)('the second wall between organisations, on %s', (_name, open) => {
  let server: TestDatabase;
  let cloud: CloudInProcess;
  beforeAll(async () => {
    server = await open();
    cloud = await CloudInProcess.start(server.url);
    for (const [device, token] of [
      ['WALLA1', cloud.tokens.live],
      ['WALLB1', cloud.tokens.practice],
    ] as const) {
      const parcel = { type: 'parcelWeighed', entity: 'parcel:W1', payload: weighed(device, 900) };
      const answer = await cloud.client(token).push(headOf(device), chained(device, 1, [parcel]));
      expect(answer.outcome).toBe('accepted');
    }
  });
  afterAll(async () => {
    await cloud.stop();
    await server.stop();
  });
  const devices = async (): Promise<unknown[]> => {
    const { rows } = await cloud.database.query('SELECT DISTINCT device FROM operation ORDER BY device');
    return rows.map(({ device }) => device);
  };

  it('a query that forgets its organisation sees one within it, and the owner both', async () => {
    expect(await devices()).toEqual(['WALLA1', 'WALLB1']);
    expect(await cloud.database.within('live', devices)).toEqual(['WALLA1']);
    expect(await cloud.database.within('practice', devices)).toEqual(['WALLB1']);
    expect(await devices()).toEqual(['WALLA1', 'WALLB1']);
  });

  it('as the role of requests without a name nothing is there at all, in no table', async () => {
    const tables = await cloud.database.query(
      `SELECT c.relname AS name, c.relrowsecurity AS walled FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation'
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
    );
    expect(tables.rows.filter(({ walled }) => walled !== true)).toEqual([]);
    expect(tables.rows.length).toBeGreaterThan(15);
    for (const { name } of tables.rows) {
      const seen = await cloud.database.inTransaction(async (client) => {
        await client.query('SET LOCAL ROLE weighhouse_tenant');
        return (await client.query(`SELECT count(*)::integer AS n FROM "${String(name)}"`)).rows as { n: number }[];
      });
      expect([name, seen[0]?.n]).toEqual([name, 0]);
    }
  });

  it('nothing can be written for another, and no partition be reached past the wall', async () => {
    const write = cloud.database.within('live', () =>
      cloud.database.query("INSERT INTO claim (organisation, subject, side) VALUES ('practice', 's', '{}')"),
    );
    await expect(write).rejects.toThrow(/row-level security/);
    const { rows } = await cloud.database.query(
      "SELECT relname AS name FROM pg_class WHERE relname LIKE 'operation_practice_%' AND relkind = 'r' LIMIT 1",
    );
    const past = cloud.database.within('live', () =>
      cloud.database.query(`SELECT 1 FROM "${String(rows[0]?.['name'])}"`),
    );
    await expect(past).rejects.toThrow(/permission denied/);
  });

  it('a name that is none is refused before anything is asked', async () => {
    const odd = cloud.database.within("x'; SET ROLE NONE; --", () => cloud.database.query('SELECT 1'));
    await expect(odd).rejects.toThrow('no such organisation');
  });
});
