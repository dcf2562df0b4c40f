import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CloudClient } from '../../electron/services/cloud-client.ts';
import { CountersignedHeads, readHeads } from '../../electron/services/countersigned-heads.ts';
import { hashSecret, OperatorCheck } from '../../electron/services/operator-check.ts';
import { NO_KEY_STORE, StationIdentity, type KeyStore } from '../../electron/services/station-identity.ts';
import type { Operator } from '../../shared/identity/operator.ts';
import { headText } from '../../shared/sync/countersigned-head.ts';
import { CloudInProcess, headOf } from '../support/cloud-in-process.ts';
import { embeddedDatabase, type TestDatabase } from '../support/databases.ts';
import { chained, weighed } from '../support/operations.ts';

const folder = mkdtempSync(join(tmpdir(), 'wh-identity-'));
let server: TestDatabase;
let cloud: CloudInProcess;
let monoMs = 0;
let skewMs = 0;
beforeAll(async () => {
  server = await embeddedDatabase();
  cloud = await CloudInProcess.start(server.url, () => Date.now() + skewMs);
});
afterAll(async () => {
  await cloud.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
/** Stands for the operating system's: what it sealed it opens, and nothing else. */
const osStore: KeyStore = {
  kind: 'os',
  seal: (text) => Buffer.from(text).reverse().toString('base64'),
  open: (sealed) => Buffer.from(sealed, 'base64').reverse().toString(),
};
const code = async (): Promise<string> =>
  (await cloud.admin<{ code: string }>('POST', '/v1/stations', { name: 'Bench' })).code;
const parcel = (waybill: string) => ({
  type: 'parcelWeighed',
  entity: `parcel:${waybill}`,
  payload: weighed(waybill, 900),
});

describe('a station and its key', () => {
  it('enrols, mints tokens when they are needed, pushes, and keeps the signed head', async () => {
    const identity = new StationIdentity(folder, osStore, () => monoMs);
    expect(await identity.token()).toBeUndefined();
    expect(await identity.enrol(cloud.url, 'AAAA-BBBB-CCCC', 'IDENT1')).toMatchObject({
      ok: false,
      error: { code: 'SYNC_REFUSED' },
    });
    const typed = (await code()).toLowerCase();
    expect(await identity.enrol(cloud.url, typed, 'IDENT1')).toEqual({
      ok: true,
      value: { organisation: 'live', name: 'Bench' },
    });
    // The answer was lost and the person types the code once more.
    expect(await identity.enrol(cloud.url, typed, 'IDENT1')).toMatchObject({ ok: true });
    const text = readFileSync(join(folder, 'identity.json'), 'utf8');
    expect(text).not.toContain('PRIVATE KEY');

    const again = new StationIdentity(folder, osStore, () => monoMs);
    expect(again.describe()).toMatchObject({ device: 'IDENT1', organisation: 'live' });
    expect(again.describe()?.warning).toBeUndefined();
    const first = await again.token();
    expect(await again.token()).toBe(first);
    // A wrong wall clock on either side does not matter; the server's quarter of an hour does.
    monoMs += 14.5 * 60_000;
    expect(await again.token()).not.toBe(first);

    const heads = new CountersignedHeads(join(folder, 'heads.json'));
    const client = new CloudClient(async () => ({ url: cloud.url, token: (await again.token()) ?? '' }), fetch, {
      onCountersigned: (head) => heads.keep(head, monoMs),
      onUnauthorized: () => again.forgetToken(),
    });
    const records = chained('IDENT1', 1, [parcel('ID1000'), parcel('ID1001')]);
    expect(await client.push(headOf('IDENT1'), records)).toMatchObject({ outcome: 'accepted', lastSeq: 2 });
    const [kept] = readHeads(join(folder, 'heads.json'));
    expect(kept).toMatchObject({ organisation: 'live', device: 'IDENT1', seq: 2, head: records[1]?.hash });
    const { keys } = (await cloud.ask('GET', '/v1/keys')).body as { keys: { publicKey: string }[] };
    const der = Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(keys[0]?.publicKey ?? '', 'base64url'),
    ]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (kept === undefined) throw new Error('no head was kept');
    const signed = Buffer.from(headText({ ...kept, atMs: kept.countersign.atMs }));
    expect(verify(null, signed, key, Buffer.from(kept.countersign.signature, 'base64url'))).toBe(true);

    // The server's clock jumps: the token is over, the next try mints one, nothing is lost.
    skewMs = 20 * 60_000;
    expect(await client.push(headOf('IDENT1'), records)).toMatchObject({ status: 401 });
    expect(await client.push(headOf('IDENT1'), records)).toMatchObject({ outcome: 'accepted', lastSeq: 2 });
    skewMs = 0;
  });

  it('says in plain words that a computer has no key store, and keeps the file to its owner', async () => {
    const home = mkdtempSync(join(folder, 'plain-'));
    const identity = new StationIdentity(home, { kind: 'none' }, () => monoMs);
    expect(await identity.enrol(cloud.url, await code(), 'IDENT2')).toEqual({
      ok: true,
      value: { organisation: 'live', name: 'Bench', warning: NO_KEY_STORE },
    });
    expect(identity.describe()?.warning).toBe(NO_KEY_STORE);
    expect(statSync(join(home, 'identity.json')).mode & 0o077).toBe(0);
  });

  it('is nobody with a key that its key store does not give back, and without a network', async () => {
    const broken: KeyStore = {
      kind: 'os',
      seal: (text) => text,
      open: () => {
        throw new Error('another user');
      },
    };
    expect(await new StationIdentity(folder, broken, () => monoMs).token()).toBeUndefined();
    const offline = new StationIdentity(
      folder,
      osStore,
      () => monoMs,
      () => Promise.reject(new TypeError('fetch failed')),
    );
    expect(await offline.token()).toBeUndefined();
    expect(offline.describe()).toMatchObject({ device: 'IDENT1' });
  });

  it('knows its people without a network, by PIN and by badge, and slows guessing down', async () => {
    const [pin, badge] = await Promise.all([hashSecret('4711', 16_384), hashSecret('BADGE-0815', 16_384)]);
    const people: Operator[] = [
      { id: 'op-1', name: 'Chen Min', role: 'operator', pin, badge, active: true },
      {
        id: 'op-2',
        name: 'Gone',
        role: 'lead',
        pin,
        badge: { ...badge, hash: badge.hash.replace(/^./, 'A') },
        active: false,
      },
    ];
    let now = 0;
    const check = new OperatorCheck(() => now);
    expect(await check.byPin(people, 'op-1', '4711')).toMatchObject({ outcome: 'in', operator: { id: 'op-1' } });
    expect(await check.byBadge(people, 'BADGE-0815')).toMatchObject({ outcome: 'in', operator: { id: 'op-1' } });
    expect(await check.byPin(people, 'op-2', '4711')).toEqual({ outcome: 'wrong' });
    for (let tries = 0; tries < 4; tries += 1) await check.byPin(people, 'op-1', '0000');
    expect(await check.byPin(people, 'op-1', '4711')).toEqual({ outcome: 'wait', ms: 15_000 });
    now += 15_000;
    expect(await check.byPin(people, 'op-1', '4711')).toMatchObject({ outcome: 'in' });
    expect(JSON.stringify(people)).not.toContain('4711');
  });
});
