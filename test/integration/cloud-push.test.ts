import { gzipSync } from 'node:zlib';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleReference } from '../../cloud/reference/sample-reference.ts';
import { CloudClient } from '../../electron/services/cloud-client.ts';
import type { JournalRecord } from '../../shared/sync/operation.ts';
import { CloudProcess } from '../support/cloud.ts';
import { chained, weighed } from '../support/operations.ts';

const folder = mkdtempSync(join(tmpdir(), 'wh-cloud-'));
// PostgreSQL runs as another user when the tests run as root: it must be able to walk through.
chmodSync(folder, 0o711);
const cloud = new CloudProcess(join(folder, 'data'));

const token = (key: string): string => String(cloud.tokens()[key]);
const clientOf = (key: 'live' | 'practice'): CloudClient =>
  new CloudClient(() => ({ url: cloud.url, token: token(key) }));
const head = (device: string, epoch = 1): { device: string; epoch: number; seq: number; hash: string } => ({
  device,
  epoch,
  seq: 0,
  hash: '0'.repeat(64),
});
async function admin<T>(path: string, key = 'liveAdmin', init: RequestInit = {}): Promise<T> {
  const response = await fetch(`${cloud.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token(key)}`, ...init.headers },
  });
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}
const parcel = (waybill: string, grams = 1000, more = {}): { type: string; entity: string; payload: object } => ({
  type: 'parcelWeighed',
  entity: `parcel:${waybill}`,
  payload: weighed(waybill, grams, more),
});
const rowsOf = (waybill: string, key = 'liveAdmin'): Promise<Record<string, unknown>[]> =>
  admin(`/v1/parcels?waybill=${waybill}`, key);

beforeAll(() => cloud.start());
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the cloud takes a batch', () => {
  it('stores each operation once, whatever is sent again', async () => {
    const records = chained('ONCE01', 1, [parcel('YT0001'), parcel('YT0002'), parcel('YT0003')]);
    const client = clientOf('live');
    const first = await client.push(head('ONCE01'), records);
    expect(first).toMatchObject({ outcome: 'accepted', lastSeq: 3, head: records[2]?.hash, exceptions: [] });
    const again = await client.push(head('ONCE01'), records);
    expect(again).toMatchObject({ outcome: 'accepted', lastSeq: 3 });
    expect('exceptions' in again ? again.exceptions.map((row) => row.result) : []).toEqual(Array(3).fill('duplicate'));
    const overlapping = chained('ONCE01', 1, [parcel('YT0001'), parcel('YT0002'), parcel('YT0003'), parcel('YT0004')]);
    expect(await client.push(head('ONCE01'), overlapping.slice(1))).toMatchObject({ outcome: 'accepted', lastSeq: 4 });
    for (const waybill of ['YT0001', 'YT0002', 'YT0003', 'YT0004']) expect(await rowsOf(waybill)).toHaveLength(1);
    expect(await client.health(head('ONCE01'))).toMatchObject({ organisation: 'live', lastSeq: 4 });
  });

  it('keeps one order when the same batch arrives many times at once', async () => {
    const records = chained(
      'RACE01',
      1,
      Array.from({ length: 40 }, (_, index) => parcel(`RACE${1000 + index}`)),
    );
    const client = clientOf('live');
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.push(head('RACE01'), records)));
    for (const answer of answers) expect(answer).toMatchObject({ outcome: 'accepted', lastSeq: 40 });
    expect(await rowsOf('RACE1000')).toHaveLength(1);
  });

  it('says what is missing in a gap and takes nothing of it', async () => {
    const records = chained('GAP001', 1, [parcel('YT1001'), parcel('YT1002'), parcel('YT1003')]);
    expect(await clientOf('live').push(head('GAP001'), records.slice(2))).toMatchObject({ outcome: 'gap', lastSeq: 0 });
    expect(await rowsOf('YT1003')).toHaveLength(0);
  });

  it('tells a fork: the same number with other content, or another past', async () => {
    const client = clientOf('live');
    await client.push(head('FORK01'), chained('FORK01', 1, [parcel('YT2001'), parcel('YT2002')]));
    const other = chained('FORK01', 1, [parcel('YT2001'), parcel('YT2999'), parcel('YT2003')]);
    expect(await client.push(head('FORK01'), other)).toMatchObject({ outcome: 'fork', lastSeq: 2 });
    expect(await client.push(head('FORK01'), other.slice(2))).toMatchObject({ outcome: 'fork', lastSeq: 2 });
    expect(await rowsOf('YT2999')).toHaveLength(0);
    // A new epoch of the same device is a chain of its own.
    expect(await client.push(head('FORK01', 2), chained('FORK01', 2, [parcel('YT2004')]))).toMatchObject({
      lastSeq: 1,
    });
  });

  it('parks what it does not understand and goes on behind it', async () => {
    const future = { type: 'droneLanded', entity: 'drone:1', payload: { pad: 7 } };
    const target = {
      type: 'parcelWeighingVoided',
      entity: 'parcel:YT3009',
      payload: { voids: 99, waybill: 'YT3009', reason: 'x' },
    };
    const nul = parcel('YT3005', 1000, { cargoClass: 'none', line: 'US\u0000A' });
    const half = parcel('YT3006', 1000, { chargeable: { ...weighed('x', 1).chargeable, ruleId: '\ud800' } });
    const records = chained('POIS01', 1, [
      ...[parcel('YT3001'), '{"not":"an operation"}', 'not json at all', future, target, nul, half],
      parcel('YT3002'),
    ]);
    const answer = await clientOf('live').push(head('POIS01'), records);
    expect(answer).toMatchObject({ outcome: 'accepted', lastSeq: 8 });
    expect('exceptions' in answer ? answer.exceptions.map(({ seq, code }) => [seq, code]) : []).toEqual([
      [2, 'OPERATION_NOT_UNDERSTOOD'],
      [3, 'OPERATION_NOT_UNDERSTOOD'],
      [4, 'OPERATION_TYPE_UNKNOWN'],
      [5, 'OPERATION_TARGET_UNKNOWN'],
      [6, 'OPERATION_NOT_UNDERSTOOD'],
      [7, 'OPERATION_NOT_UNDERSTOOD'],
    ]);
    expect(await rowsOf('YT3002')).toHaveLength(1);
    // Its bytes are kept for the person who looks.
    const parked = await admin<{ device: string; seq: number; body: string }[]>('/v1/parked');
    const kept = parked.find((row) => row.device === 'POIS01' && row.seq === 3);
    expect(Buffer.from(kept?.body ?? '', 'base64').toString()).toBe('not json at all');
    // Sent again, it is still named as parked: a station that lost its view learns it anew.
    const again = await clientOf('live').push(head('POIS01'), records);
    expect('exceptions' in again ? again.exceptions.filter((row) => row.result === 'parked') : []).toHaveLength(6);
  });

  it('folds corrections and label states, and the same again from the operations', async () => {
    const label = (type: string, more: object): { type: string; entity: string; payload: object } => ({
      type,
      entity: 'label:FOLD01-1-1',
      payload: { job: 'FOLD01-1-1', ...more },
    });
    const records = chained('FOLD01', 1, [
      parcel('YT4001', 1500),
      label('labelSending', { printer: 'p', bytes: 10, sha256: 'a'.repeat(64), copy: false }),
      label('labelSent', { bytes: 10 }),
      parcel('YT4001', 1600, { supersedes: 1 }),
      parcel('YT4002'),
      {
        type: 'parcelWeighingVoided',
        entity: 'parcel:YT4002',
        payload: { voids: 5, waybill: 'YT4002', reason: 'wrong' },
      },
    ]);
    await clientOf('live').push(head('FOLD01'), records);
    const before = [...(await rowsOf('YT4001')), ...(await rowsOf('YT4002'))];
    expect(before.find((row) => row['job'] === 'FOLD01-1-1')).toMatchObject({ label: 'sent', supersededBy: 4 });
    expect(before.find((row) => row['job'] === 'FOLD01-1-4')).toMatchObject({ gross: '1.600 kg', supersededBy: null });
    expect(before.find((row) => row['job'] === 'FOLD01-1-5')).toMatchObject({ voidedBy: 6 });
    await admin('/v1/projections/rebuild', 'liveAdmin', { method: 'POST' });
    expect([...(await rowsOf('YT4001')), ...(await rowsOf('YT4002'))]).toEqual(before);
  });
});

describe('the cloud keeps its doors', () => {
  it('never shows one organisation to another', async () => {
    await clientOf('live').push(head('SAME01'), chained('SAME01', 1, [parcel('YT5001')]));
    expect(await rowsOf('YT5001', 'practiceAdmin')).toEqual([]);
    expect(await clientOf('practice').health(head('SAME01'))).toMatchObject({ organisation: 'practice', lastSeq: 0 });
    // The same device name in another organisation starts its own numbers.
    expect(await clientOf('practice').push(head('SAME01'), chained('SAME01', 1, [parcel('YT5002')]))).toMatchObject({
      outcome: 'accepted',
      lastSeq: 1,
    });
    expect(await rowsOf('YT5002')).toEqual([]);
    const devices = await admin<{ device: string; lastSeq: number }[]>('/v1/devices', 'practiceAdmin');
    expect(devices.map((row) => row.device)).toEqual(['SAME01']);
  });

  it.each([
    ['no token', undefined, 401],
    ['an unknown token', 'Bearer abcdefghijklmnopqrstuvwxyz', 401],
    ['a station where an admin is needed', 'live', 403],
  ])('answers %s with its status', async (_name, key, status) => {
    const authorization = key === 'live' ? `Bearer ${token('live')}` : key;
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${cloud.url}/v1/parcels`, { headers });
    expect(response.status).toBe(status);
  });

  it.each([
    ['damaged gzip', Buffer.from('no gzip'), 400],
    ['a gzip bomb', gzipSync(Buffer.alloc(8 << 20)), 413],
    ['a cut batch', gzipSync('{"protocol":1'), 400],
    ['a version of nobody', gzipSync('{"protocol":99}\n'), 426],
    ['a header of nobody', gzipSync('{"protocol":1}\n'), 400],
    [
      'fewer lines than said',
      gzipSync(
        `${JSON.stringify({ protocol: 1, device: 'ABCD', epoch: 1, fromSeq: 1, count: 2, head: 'a'.repeat(64) })}\n{}\n`,
      ),
      400,
    ],
  ])('refuses %s', async (_name, body, status) => {
    const response = await fetch(`${cloud.url}/v1/push`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token('live')}`,
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
      },
      body: new Uint8Array(body),
    });
    expect(response.status).toBe(status);
  });

  it('keeps its tokens to the owner and publishes work to one organisation', async () => {
    expect(readFileSync(join(cloud.data, 'tokens.json'), 'utf8')).toContain('practiceAdmin');
    const nothing = `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.0`;
    const lines = async (mode: 'live' | 'practice'): Promise<string[]> => {
      const snapshot = await clientOf(mode).snapshot();
      if ('outcome' in snapshot) throw new Error(snapshot.detail);
      const all: string[] = [];
      for await (const line of snapshot) all.push(line);
      return all;
    };
    expect(await clientOf('practice').pull(nothing)).toMatchObject({ gone: 'other-epoch' });
    const count = (all: string[], kind: string): number => all.filter((one) => one.includes(`"kind":"${kind}"`)).length;
    expect(count(await lines('practice'), 'preAlert')).toBe(sampleReference.preAlerts.length);
    expect(count(await lines('live'), 'preAlert')).toBe(0);
    const changed = await admin<{ changed: number }>('/v1/supply', 'liveAdmin', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ holds: [{ waybill: 'H1000', reason: 'unpaid', sinceMs: 1 }] }),
    });
    expect(changed).toEqual({ changed: 1 });
    expect(count(await lines('live'), 'hold')).toBe(1);
    const held = await lines('practice');
    expect(count(held, 'hold')).toBe(sampleReference.holds.length);
    expect(held.filter((one) => one.includes('H1000'))).toEqual([]);
  });
});

describe('the cloud is killed', () => {
  it('has every operation it acknowledged, and takes the rest afterwards', async () => {
    const all: JournalRecord[] = chained(
      'KILL01',
      1,
      Array.from({ length: 600 }, (_, index) => parcel(`KILL${1000 + index}`)),
    );
    const client = clientOf('live');
    let acknowledged = 0;
    for (let round = 0; round < 3; round += 1) {
      const pushing = (async () => {
        for (let from = acknowledged; from < all.length; from += 20) {
          const answer = await client.push(head('KILL01'), all.slice(from, from + 20));
          if (answer.outcome !== 'accepted') return;
          acknowledged = answer.lastSeq;
        }
      })();
      await new Promise((resolve) => setImmediate(resolve));
      while (acknowledged < (round + 1) * 100) await new Promise((resolve) => setTimeout(resolve, 1));
      await cloud.stop('SIGKILL');
      await pushing;
      await cloud.start();
      const health = await client.health(head('KILL01'));
      const stored = 'lastSeq' in health ? health.lastSeq : -1;
      expect(stored).toBeGreaterThanOrEqual(acknowledged);
      acknowledged = stored;
    }
    for (let from = acknowledged; from < all.length; from += 200)
      expect(await client.push(head('KILL01'), all.slice(from, from + 200))).toMatchObject({ outcome: 'accepted' });
    const parcels = await admin<{ waybill: string }[]>('/v1/parcels?limit=1000');
    const waybills = parcels.map((row) => row.waybill).filter((waybill) => waybill.startsWith('KILL'));
    expect(waybills.length).toBe(600);
    expect(new Set(waybills).size).toBe(600);
  });
});
