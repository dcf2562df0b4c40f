import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../cloud/migrations/migrate.ts';
import { migrations } from '../../cloud/migrations/migrations.ts';
import { Database } from '../../cloud/postgres/database.ts';
import { digestOf } from '../../cloud/backup/digest.ts';
import { tokenDigest } from '../../cloud/organisations/access.ts';
import { CloudInProcess, headOf } from '../support/cloud-in-process.ts';
import { embeddedDatabase, type TestDatabase } from '../support/databases.ts';
import { chained, weighed } from '../support/operations.ts';

let server: TestDatabase;
beforeAll(async () => {
  server = await embeddedDatabase();
});
afterAll(() => server.stop());

const records = chained('OLD001', 1, [
  { type: 'parcelWeighed', entity: 'parcel:O1000', payload: weighed('O1000', 1_000) },
  { type: 'droneLanded', entity: 'drone:1', payload: {} },
  { type: 'parcelWeighed', entity: 'parcel:O1001', payload: weighed('O1001', 2_000) },
]);

describe('a database of the first schema', () => {
  it('is brought up to date with its operations, and its chains go on', async () => {
    const old = new Database(server.url);
    await old.query(
      'CREATE TABLE migration (id integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    await old.query(migrations[0]?.sql ?? '');
    await old.query("INSERT INTO migration VALUES (1, 'first', now())");
    await old.query("INSERT INTO organisation (id) VALUES ('live')");
    await old.query("INSERT INTO access_token (sha256, organisation, role) VALUES ($1, 'live', 'station')", [
      tokenDigest('an-old-station-token'),
    ]);
    await old.query(
      "INSERT INTO device (organisation, device, epoch, last_seq, head) VALUES ('live', 'OLD001', 1, 3, $1)",
      [Buffer.from(records[2]?.hash ?? '', 'hex')],
    );
    for (const { seq, hash, body } of records)
      await old.query(
        "INSERT INTO operation (organisation, device, epoch, seq, hash, body, type, result, code) VALUES ('live', 'OLD001', 1, $1, $2, $3, $4, $5, $6)",
        [
          seq,
          Buffer.from(hash, 'hex'),
          Buffer.from(body),
          seq === 2 ? null : 'parcelWeighed',
          seq === 2 ? 'parked' : 'applied',
          seq === 2 ? 'OPERATION_TYPE_UNKNOWN' : null,
        ],
      );
    expect(await migrate(old)).toHaveLength(migrations.length - 1);
    expect(await migrate(old)).toEqual([]);
    await old.close();

    const cloud = await CloudInProcess.start(server.url);
    const client = cloud.client('an-old-station-token');
    const more = chained('OLD001', 1, [
      ...records.map(({ body }) => body),
      { type: 'parcelWeighed', entity: 'parcel:O1002', payload: weighed('O1002', 3_000) },
    ]);
    const answer = await client.push(headOf('OLD001'), more);
    expect(answer).toMatchObject({ outcome: 'accepted', lastSeq: 4 });
    expect('exceptions' in answer ? answer.exceptions.map(({ result }) => result) : []).toEqual([
      'duplicate',
      'parked',
      'duplicate',
    ]);
    // The first schema's views are not trusted: they are made again, twice the same.
    await cloud.admin('POST', '/v1/projections/rebuild');
    const once = await digestOf(cloud.database);
    expect(await cloud.admin<unknown[]>('GET', '/v1/parcels')).toHaveLength(3);
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await digestOf(cloud.database)).toEqual(once);
    await cloud.stop();
  });
  it('is refused by an older program', async () => {
    const database = new Database(server.url);
    await database.query("INSERT INTO migration VALUES (999, 'of the future', now())");
    await expect(migrate(database)).rejects.toThrow('start the newer program');
    await database.close();
  });
  it('keeps released migrations as they were', () => {
    const pinned = [
      ...['0bb496c9643a', '6795aca02225', 'a116cb246a24', '3c16b697394a', '5861e754d3bd', '7ff94898f256'],
      ...['35775261ee4d', 'ce96ca35e3e9'],
    ];
    expect(migrations.map(({ sql }) => createHash('sha256').update(sql).digest('hex').slice(0, 12))).toEqual(pinned);
  });
});
