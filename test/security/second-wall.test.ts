import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudInProcess, headOf } from '../support/cloud-in-process.ts';
import { Database } from '../../cloud/postgres/database.ts';
import { everyDatabase, type TestDatabase } from '../support/databases.ts';
import { chained, merged, weighed } from '../support/operations.ts';

describe.each(everyDatabase())('the second wall between organisations, on %s', (_name, open) => {
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

  it('a role that passes through it is no wall: that is noticed, and the queries keep apart what they read', async () => {
    const { rows } = await cloud.database.query('SELECT current_database() AS name');
    expect(await cloud.database.raiseWall()).toBe(true);
    await cloud.database.query('ALTER ROLE weighhouse_tenant BYPASSRLS');
    try {
      // What the wall alone would have hidden is seen now: the name of the organisation is all that stands between them.
      expect(await cloud.database.within('live', devices)).toEqual(['WALLA1', 'WALLB1']);
      expect(await cloud.database.raiseWall()).toBe(false);
      const seen = await cloud.admin<{ waybill: string }[]>(
        'GET',
        '/v1/parcels',
        undefined,
        cloud.tokens.practiceAdmin,
      );
      expect(seen.map(({ waybill }) => waybill)).toEqual(['WALLB1']);
      const other = await CloudInProcess.start(new URL(`/${String(rows[0]?.['name'])}`, server.url).href);
      await other.stop();
    } finally {
      await cloud.database.query('ALTER ROLE weighhouse_tenant NOBYPASSRLS');
      expect(await cloud.database.raiseWall()).toBe(true);
    }
  });

  it('a database user that may not make roles has the first wall alone, and it holds from outside', async () => {
    // A cluster on which the role was never made for this user: it is not a member, as on a hosted PostgreSQL.
    await cloud.database.query("CREATE ROLE narrow LOGIN PASSWORD 'narrow' NOSUPERUSER NOCREATEROLE");
    await cloud.database.query('CREATE DATABASE narrow OWNER narrow');
    const url = new URL('/narrow', server.url);
    [url.username, url.password] = ['narrow', 'narrow'];
    const alone = await CloudInProcess.start(url.href);
    try {
      expect(await alone.database.raiseWall()).toBe(false);
      for (const [device, token] of [
        ['ALONEA1', alone.tokens.live],
        ['ALONEB1', alone.tokens.practice],
      ] as const) {
        const entries = [
          { type: 'parcelWeighed', entity: 'parcel:W1', payload: weighed(device, 900) },
          { type: 'parcelsMerged', entity: 'unit:U', payload: merged(`${device}U`, device) },
        ];
        expect((await alone.client(token).push(headOf(device), chained(device, 1, entries))).outcome).toBe('accepted');
      }
      for (const [admin, own, other] of [
        [alone.tokens.liveAdmin, 'ALONEA1', 'ALONEB1'],
        [alone.tokens.practiceAdmin, 'ALONEB1', 'ALONEA1'],
      ] as const)
        for (const path of ['/v1/parcels', '/v1/merges', '/v1/devices']) {
          const text = JSON.stringify(await alone.admin('GET', path, undefined, admin));
          expect(text).toContain(own);
          expect(text).not.toContain(other);
        }
      expect(await alone.admin('POST', '/v1/projections/rebuild')).toMatchObject({ operations: 2 });
    } finally {
      await alone.stop();
    }
    const left = new Database(server.url);
    await left.query('DROP DATABASE narrow');
    await left.query('DROP ROLE narrow');
    await left.close();
  });

  it('a name that is none is refused before anything is asked', async () => {
    const odd = cloud.database.within("x'; SET ROLE NONE; --", () => cloud.database.query('SELECT 1'));
    await expect(odd).rejects.toThrow('no such organisation');
  });
});
