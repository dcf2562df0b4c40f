import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../cloud/http/routes.ts';
import { CloudInProcess, headOf, StationKey } from '../support/cloud-in-process.ts';
import { embeddedDatabase, type TestDatabase } from '../support/databases.ts';
import { chained, merged, weighed } from '../support/operations.ts';

let server: TestDatabase;
let cloud: CloudInProcess;
const MARK = 'SECRETMARK';
beforeAll(async () => {
  server = await embeddedDatabase();
  cloud = await CloudInProcess.start(server.url);
  // Everything the live organisation can have, each with the mark in it.
  const { liveAdmin } = cloud.tokens;
  const box = { code: MARK, dimensions: { length: '1', width: '1', height: '1', unit: 'cm' } };
  await cloud.admin('PUT', '/v1/supply', { lines: [], boxes: [box], preAlerts: [] }, liveAdmin);
  await cloud.admin('PUT', '/v1/series/bag', { last: 777_777 }, liveAdmin);
  const { code } = await cloud.admin<{ code: string }>('POST', '/v1/stations', { name: MARK }, liveAdmin);
  const key = new StationKey('SECRETMARK1');
  await cloud.ask('POST', '/v1/identity/enrol', undefined, key.enrolment(code));
  const graded = (grade: string) => ({
    type: 'returnGraded',
    entity: `return:${MARK}`,
    payload: { rma: MARK, grade, note: '' },
  });
  const odd = { type: 'droneLanded', entity: `parcel:${MARK}`, payload: {} };
  const label = {
    ...{ type: 'labelRequested', entity: `print:${MARK}` },
    payload: { label: weighed(MARK, 1).label, subject: MARK, practice: false },
  };
  const merge = { type: 'parcelsMerged', entity: `unit:${MARK}`, payload: merged(MARK, MARK) };
  const parcel = { type: 'parcelWeighed', entity: 'parcel:X', payload: weighed(`${MARK}2`, 900) };
  await cloud
    .client(await key.token(cloud, 'live'))
    .push(headOf('SECRETMARK1'), chained('SECRETMARK1', 1, [parcel, graded('A'), graded('C'), odd, label, merge]));
  // What is looked for is there to be found: with the live token every one of these shows it.
  for (const path of ['/v1/labels', '/v1/merges', '/v1/parcels'])
    expect(JSON.stringify(await cloud.admin('GET', path, undefined, liveAdmin))).toContain(MARK);
  await cloud.admin('POST', '/v1/stations/SECRETMARK1/revoke', { reason: 'test' }, liveAdmin);
});
afterAll(async () => {
  await cloud.stop();
  await server.stop();
});

describe('an organisation, asked from outside with the tokens of another', () => {
  const reads = routes.filter(({ method, access }) => method === 'GET' && access !== 'public');
  it.each(reads.map(({ path, access }) => [path, access] as const))('%s shows nothing of it', async (path, access) => {
    const own = path.replaceAll('{device}', 'SECRETMARK1').replaceAll('{document}', 'ab'.repeat(32));
    const query = { '/v1/health': '?device=SECRETMARK1&epoch=1', '/v1/pull': '' }[path] ?? '';
    const epoch = ((await cloud.ask('GET', '/health')).body as { serverEpoch: string }).serverEpoch;
    const url = own + (path === '/v1/pull' ? `?after=${epoch}.0` : query);
    const token = access === 'admin' ? cloud.tokens.practiceAdmin : cloud.tokens.practice;
    const foreign = await cloud.ask('GET', url, token);
    // A document is asked for by what it is: whoever has not got it hears that it is not there.
    if (path === '/v1/documents/{document}') expect(foreign.status).toBe(404);
    else expect(foreign.status, JSON.stringify(foreign.body).slice(0, 200)).toBeLessThan(300);
    expect(JSON.stringify(foreign.body)).not.toContain(MARK);
    expect(JSON.stringify(foreign.body)).not.toContain('777777');
  });
  it('holds for what writes: nothing of it moves', async () => {
    const { practiceAdmin, practice } = cloud.tokens;
    const parked = { operation: 'SECRETMARK1-1-4', act: 'void', reason: 'x', by: 'x' };
    expect((await cloud.ask('POST', '/v1/parked/decide', practiceAdmin, parked)).status).toBe(409);
    const conflict = { conflict: 'SECRETMARK1-1-3', stands: 'first', reason: 'x', by: 'x' };
    expect((await cloud.ask('POST', '/v1/conflicts/decide', practiceAdmin, conflict)).status).toBe(409);
    expect((await cloud.ask('POST', '/v1/quarantine/SECRETMARK1/1/accept', practiceAdmin)).body).toEqual({
      accepted: 0,
    });
    expect((await cloud.ask('POST', '/v1/stations/SECRETMARK1/revoke', practiceAdmin, { reason: 'x' })).body).toEqual({
      revoked: false,
    });
    const lease = { lease: 'SECRETMARK1-1-bag-1', series: 'bag', count: 1 };
    // Practice has numbers of its own under the same names: they are not the live ones.
    expect((await cloud.ask('POST', '/v1/ranges', practice, lease)).body).toMatchObject({ first: 1, last: 1 });
    expect(await cloud.admin('GET', '/v1/series')).toMatchObject([{ series: 'bag', next: 1, last: 777_777 }]);
    expect(await cloud.admin<unknown[]>('GET', '/v1/conflicts')).toHaveLength(1);
  });
  it.each(
    routes
      .filter(({ access }) => access !== 'public')
      .map(({ method, path, access }) => [method, path, access] as const),
  )('%s %s is closed without a token and with the other role', async (method, path, access) => {
    const url = path.replaceAll(/\{\w+\}/g, '1');
    expect((await cloud.ask(method, url)).status).toBe(401);
    const other = access === 'admin' ? cloud.tokens.live : cloud.tokens.liveAdmin;
    expect((await cloud.ask(method, url, other)).status).toBe(403);
  });
});

describe('the source', () => {
  it('has no statement on a table of organisations that does not say which one', () => {
    const tables =
      'device|operation|chain_month|held|weighing|claim|conflict|seal|station_key|quarantined|number_series|number_lease|change_counter|used_challenge|reference_record|hold_release|parked|bag|bag_parcel|manifest|stock|returned_piece|packed_parcel|order_aside|document|printed_label|merged_unit';
    const files = ['ingest', 'console', 'identity', 'numbers', 'pull', 'http', 'reference'].flatMap((folder) =>
      readdirSync(join('cloud', folder))
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => join('cloud', folder, name)),
    );
    const unscoped = files.flatMap((file) => {
      const statements =
        readFileSync(file, 'utf8').match(/(['"`])\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b[\s\S]*?\1/g) ?? [];
      return statements
        .filter(
          (sql) =>
            new RegExp(`\\b(?:FROM|INTO|UPDATE|JOIN)\\s+(?:${tables})\\b`).test(sql) && !sql.includes('organisation'),
        )
        .map((sql) => `${file}: ${sql.slice(0, 80)}`);
    });
    expect(unscoped).toEqual([]);
    expect(files.length).toBeGreaterThan(20);
  });
});
