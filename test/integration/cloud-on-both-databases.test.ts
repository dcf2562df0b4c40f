import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headText } from '../../shared/sync/countersigned-head.ts';
import { readSnapshot, type PullAnswer } from '../../shared/sync/pull.ts';
import { contributionLine, contributions, sealInput, sealOf, type Contribution } from '../../shared/sync/seal.ts';
import { pulledBagSchema } from '../../shared/sync/pulled-records.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import { forgetTombstones } from '../../cloud/pull/changes.ts';
import { CloudInProcess, headOf, sha256Hex, StationKey } from '../support/cloud-in-process.ts';
import { everyDatabase, type TestDatabase } from '../support/databases.ts';
import { chained, weighed } from '../support/operations.ts';
import { waitUntil } from '../support/wait-until.ts';

const parcel = (waybill: string, grams = 1000, more = {}) => ({
  type: 'parcelWeighed',
  entity: `parcel:${waybill}`,
  payload: weighed(waybill, grams, more),
});
const odd = (entity: string) => ({ type: 'droneLanded', entity, payload: {} });
const exceptions = (answer: PushAnswer | { outcome: 'no-answer' }) =>
  'exceptions' in answer ? answer.exceptions : undefined;
type Rows = Record<string, unknown>[];

describe.each(everyDatabase())('the cloud on %s', (_name, open) => {
  let database: TestDatabase;
  let cloud: CloudInProcess;
  let nowMs = Date.now();
  beforeAll(async () => {
    database = await open();
    cloud = await CloudInProcess.start(database.url, () => nowMs);
  });
  afterAll(async () => {
    await cloud.stop();
    await database.stop();
  });
  const parcelsOf = (waybill: string): Promise<Rows> => cloud.admin('GET', `/v1/parcels?waybill=${waybill}`);

  it('defers behind a parked operation until a person has decided, and repeats every answer', async () => {
    const records = chained('DEFER1', 1, [
      odd('parcel:D1000'),
      parcel('D1000'),
      parcel('D1001'),
      parcel('D1000', 1100, { supersedes: 2 }),
    ]);
    const first = await cloud.client().push(headOf('DEFER1'), records);
    const expected = [
      { seq: 1, result: 'parked', code: 'OPERATION_TYPE_UNKNOWN' },
      { seq: 2, result: 'deferred', on: 'DEFER1-1-1' },
      { seq: 4, result: 'deferred', on: 'DEFER1-1-1' },
    ];
    expect(exceptions(first)).toEqual(expected);
    const again = await cloud.client().push(headOf('DEFER1'), records);
    expect(exceptions(again)?.filter(({ result }) => result !== 'duplicate')).toEqual(expected);
    expect(await parcelsOf('D1000')).toEqual([]);
    expect(await parcelsOf('D1001')).toHaveLength(1);

    const decide = (act: string) =>
      cloud.ask('POST', '/v1/parked/decide', cloud.tokens.liveAdmin, {
        operation: 'DEFER1-1-1',
        act,
        reason: 'not ours',
        by: 'Lin',
      });
    expect((await decide('release')).status).toBe(409);
    expect((await decide('void')).body).toMatchObject({ operation: expect.stringMatching(/^CLOUD-1-\d+$/) as string });
    expect((await decide('void')).status).toBe(409);
    const rows = await parcelsOf('D1000');
    expect(rows.map(({ job, supersededBy }) => [job, supersededBy])).toEqual([
      ['DEFER1-1-4', null],
      ['DEFER1-1-2', 4],
    ]);
    // The decision is an operation: a rebuild comes to the same.
    const before = await cloud.admin<Rows>('GET', '/v1/parcels?limit=1000');
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await cloud.admin<Rows>('GET', '/v1/parcels?limit=1000')).toEqual(before);
    const parked = await cloud.admin<Rows>('GET', '/v1/parked');
    expect(parked.filter(({ device }) => device === 'DEFER1')).toEqual([]);
  });

  it('countersigns what it has, and the signature is over exactly that', async () => {
    const records = chained('SIGN01', 1, [parcel('S1000')]);
    const answer = await cloud.client().push(headOf('SIGN01'), records);
    if (answer.outcome !== 'accepted' || answer.countersign === undefined) throw new Error('no countersign');
    const { keys } = (await cloud.ask('GET', '/v1/keys')).body as { keys: { keyId: string; publicKey: string }[] };
    const { keyId, atMs, signature } = answer.countersign;
    const raw = Buffer.from(keys.find((key) => key.keyId === keyId)?.publicKey ?? '', 'base64url');
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
      format: 'der',
      type: 'spki',
    });
    const head = {
      organisation: 'live',
      serverEpoch: answer.serverEpoch,
      device: 'SIGN01',
      epoch: 1,
      seq: 1,
      head: records[0]?.hash ?? '',
      atMs,
    };
    const fits = (one: typeof head) =>
      verify(null, Buffer.from(headText(one)), key, Buffer.from(signature, 'base64url'));
    expect(fits(head)).toBe(true);
    expect(fits({ ...head, seq: 2 })).toBe(false);
    expect(fits({ ...head, organisation: 'practice' })).toBe(false);
  });

  it('keeps a chain whole over the turn of months', async () => {
    const records = chained(
      'MONTH1',
      1,
      Array.from({ length: 6 }, (_, index) => parcel(`M100${index}`)),
    );
    const start = nowMs;
    await cloud.client().push(headOf('MONTH1'), records.slice(0, 2));
    nowMs = start + 40 * 86_400_000;
    await cloud.client().push(headOf('MONTH1'), records.slice(2, 4));
    // The clock of the server goes back: the chain does not.
    nowMs = start;
    await cloud.client().push(headOf('MONTH1'), records.slice(4));
    const again = await cloud.client().push(headOf('MONTH1'), records);
    expect(exceptions(again)?.map(({ result }) => result)).toEqual(Array(6).fill('duplicate'));
    const other = chained('MONTH1', 1, [parcel('M9000')]);
    expect(await cloud.client().push(headOf('MONTH1'), other)).toMatchObject({ outcome: 'fork', lastSeq: 6 });
    const { rows } = await cloud.database.query(
      "SELECT DISTINCT month FROM operation WHERE organisation = 'live' AND device = 'MONTH1'",
    );
    expect(rows).toHaveLength(2);
  });

  it('gives changes in the order of commits, a verified snapshot, and says when one is needed', async () => {
    const station = cloud.tokens.live;
    const snapshot = async () => {
      const answer = await cloud.ask('GET', '/v1/snapshot', station);
      const read = readSnapshot(String(answer.body), sha256Hex);
      if ('fault' in read) throw new Error(read.fault);
      return read;
    };
    const pull = async (after: string) =>
      (await cloud.ask('GET', `/v1/pull?after=${after}`, station)) as {
        status: number;
        body: PullAnswer & { gone?: string };
      };
    const box = (code: string) => ({ code, dimensions: { length: '1', width: '1', height: '1', unit: 'cm' } });
    await cloud.admin('PUT', '/v1/supply', { lines: [], boxes: [box('A'), box('B')], preAlerts: [] });
    const first = await snapshot();
    expect(first.records.filter(({ kind }) => kind === 'box').map(({ key }) => key)).toEqual(['A', 'B']);
    expect((await pull(first.cursor)).body).toMatchObject({ more: false, changes: [], cursor: first.cursor });

    await cloud.admin('PUT', '/v1/supply', { lines: [], boxes: [box('B'), box('C')], preAlerts: [] });
    await cloud.client().push(headOf('PULL01'), chained('PULL01', 1, [parcel('P1000')]));
    const { body } = await pull(first.cursor);
    expect(body.changes.map(({ kind, key, data }) => [kind, key, data === null])).toEqual([
      ['box', 'A', true],
      ['box', 'C', false],
      ['parcel', 'PULL01-1-1', false],
    ]);
    // The snapshot of now is the old one with the changes.
    const state = new Map(first.records.map((record) => [`${record.kind} ${record.key}`, record.data]));
    for (const { kind, key, data } of body.changes)
      if (data === null) state.delete(`${kind} ${key}`);
      else state.set(`${kind} ${key}`, data);
    const now = await snapshot();
    expect(new Map(now.records.map((record) => [`${record.kind} ${record.key}`, record.data]))).toEqual(state);

    await cloud.database.query(
      "UPDATE reference_record SET deleted_at = now() - interval '200 days' WHERE organisation = 'live' AND deleted_at IS NOT NULL",
    );
    expect(await forgetTombstones(cloud.database, 'live')).toBe(1);
    expect(await pull(first.cursor)).toMatchObject({ status: 410, body: { gone: 'horizon' } });
    expect(await pull(now.cursor)).toMatchObject({ status: 200 });
    expect(await pull(`00000000-0000-0000-0000-000000000000.1`)).toMatchObject({
      status: 410,
      body: { gone: 'other-epoch' },
    });
    expect(await pull(`${now.cursor}999`)).toMatchObject({ status: 410, body: { gone: 'other-epoch' } });
  });

  it('never hides a change from a reader that follows while many write', async () => {
    const station = cloud.tokens.live;
    const seen = new Set<string>();
    let cursor = (
      readSnapshot(String((await cloud.ask('GET', '/v1/snapshot', station)).body), sha256Hex) as { cursor: string }
    ).cursor;
    let writing = true;
    const follow = async (): Promise<void> => {
      const { body } = (await cloud.ask('GET', `/v1/pull?after=${cursor}`, station)) as { body: PullAnswer };
      for (const { key } of body.changes) seen.add(key);
      cursor = body.cursor;
    };
    const reading = (async () => {
      while (writing) await follow();
    })();
    const stations = Array.from({ length: 12 }, (_, index) => `FOLLOW${String(index).padStart(2, '0')}`);
    await Promise.all(
      stations.map(async (device) => {
        const records = chained(
          device,
          1,
          Array.from({ length: 10 }, (_, index) => parcel(`F${device}${index}`)),
        );
        // A busy machine is told to come again, as a station does.
        for (const record of records)
          await waitUntil(
            `${device} to be taken`,
            async () => (await cloud.client().push(headOf(device), [record])).outcome === 'accepted',
            30_000,
          );
      }),
    );
    writing = false;
    await reading;
    await follow();
    const missing = stations
      .flatMap((device) => Array.from({ length: 10 }, (_, index) => `${device}-1-${index + 1}`))
      .filter((key) => !seen.has(key));
    expect(missing).toEqual([]);
  });

  it('enrols with a one-time code, gives short tokens for a signed challenge, and speaks for one device alone', async () => {
    const { code } = await cloud.admin<{ code: string }>('POST', '/v1/stations', { name: 'Bench 3' });
    const key = new StationKey('ENROL1');
    const enrol = (who: StationKey, with_ = code) =>
      cloud.ask('POST', '/v1/identity/enrol', undefined, who.enrolment(with_));
    expect((await enrol(key, 'AAAA-AAAA-AAAA')).status).toBe(403);
    expect((await enrol(key)).body).toMatchObject({ organisation: 'live', device: 'ENROL1', name: 'Bench 3' });
    // The answer was lost: the same station asks again. Another one does not get in with the same code, nor another key with the same name.
    expect((await enrol(key)).status).toBe(200);
    expect((await enrol(new StationKey('ENROL2'))).status).toBe(403);
    const second = await cloud.admin<{ code: string }>('POST', '/v1/stations', { name: 'Copy' });
    expect((await enrol(new StationKey('ENROL1'), second.code)).status).toBe(409);

    const token = await key.token(cloud, 'live');
    expect(await cloud.client(token).push(headOf('ENROL1'), chained('ENROL1', 1, [parcel('E1000')]))).toMatchObject({
      outcome: 'accepted',
    });
    expect(await cloud.client(token).push(headOf('ENROL9'), chained('ENROL9', 1, [parcel('E9000')]))).toMatchObject({
      status: 403,
    });
    await expect(key.token(cloud, 'practice')).rejects.toThrow('403');
    nowMs += 16 * 60_000;
    expect(await cloud.client(token).health(headOf('ENROL1'))).toMatchObject({ status: 401 });
    expect(await cloud.client(await key.token(cloud, 'live')).health(headOf('ENROL1'))).toMatchObject({ lastSeq: 1 });
  });

  it('takes a challenge once, of its own making, and signed for that station', async () => {
    const { code } = await cloud.admin<{ code: string }>('POST', '/v1/stations', { name: 'Bench 4' });
    const key = new StationKey('CHALL1');
    await cloud.ask('POST', '/v1/identity/enrol', undefined, key.enrolment(code));
    const who = { organisation: 'live', device: 'CHALL1' };
    const challenge = async () =>
      ((await cloud.ask('POST', '/v1/identity/challenge', undefined, who)).body as { challenge: string }).challenge;
    const token = async (text: string, signature: string) =>
      (await cloud.ask('POST', '/v1/identity/token', undefined, { ...who, challenge: text, signature })).status;
    const signed = (text: string) => key.sign(`weighhouse-token/1\nlive\nCHALL1\n${text}`);
    const good = await challenge();
    expect(await token(good, new StationKey('CHALL1').sign(`weighhouse-token/1\nlive\nCHALL1\n${good}`))).toBe(403);
    expect(await token(good, signed(good))).toBe(200);
    expect(await token(good, signed(good))).toBe(403);
    expect(await token('made.up', signed('made.up'))).toBe(403);
    const late = await challenge();
    nowMs += 121_000;
    expect(await token(late, signed(late))).toBe(403);
  });

  it('keeps what a revoked station still had, apart, and lets it in when a person says so', async () => {
    const { code } = await cloud.admin<{ code: string }>('POST', '/v1/stations', { name: 'Lost' });
    const key = new StationKey('REVOK1');
    await cloud.ask('POST', '/v1/identity/enrol', undefined, key.enrolment(code));
    const client = cloud.client(await key.token(cloud, 'live'));
    const records = chained(
      'REVOK1',
      1,
      Array.from({ length: 6 }, (_, index) => parcel(`R100${index}`)),
    );
    await client.push(headOf('REVOK1'), records.slice(0, 2));
    await cloud.admin('POST', '/v1/stations/REVOK1/revoke', { reason: 'stolen' });
    expect(await client.push(headOf('REVOK1'), records.slice(2, 4))).toMatchObject({
      outcome: 'revoked',
      lastSeq: 2,
      quarantinedTo: 4,
    });
    const token = await key.token(cloud, 'live');
    expect(await cloud.client(token).push(headOf('REVOK1'), records.slice(2, 4))).toMatchObject({
      outcome: 'revoked',
      quarantinedTo: 4,
    });
    expect(await cloud.client(token).push(headOf('REVOK1'), records.slice(3))).toMatchObject({
      outcome: 'revoked',
      quarantinedTo: 6,
    });
    expect((await cloud.ask('GET', '/v1/snapshot', token)).status).toBe(403);
    expect(await parcelsOf('R1003')).toEqual([]);
    expect(await cloud.admin<Rows>('GET', '/v1/quarantine')).toMatchObject([
      { device: 'REVOK1', fromSeq: 3, toSeq: 6, waiting: 4 },
    ]);
    expect(await cloud.admin('POST', '/v1/quarantine/REVOK1/1/accept')).toEqual({ accepted: 4 });
    expect(await parcelsOf('R1003')).toHaveLength(1);
    expect(await cloud.admin('POST', '/v1/quarantine/REVOK1/1/accept')).toEqual({ accepted: 0 });
  });

  it('leases ranges that never meet, the same again for the same request, and says when they end', async () => {
    const ask = (device: string, ordinal: number, count: number) =>
      cloud.ask('POST', '/v1/ranges', cloud.tokens.live, {
        lease: `${device}-1-sscc-${ordinal}`,
        series: 'sscc',
        count,
      });
    expect((await ask('RANGE1', 1, 5)).body).toMatchObject({ refused: 'unknown-series' });
    await cloud.admin('PUT', '/v1/series/sscc', { last: 1_000 });
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ask(`RANGE${index % 5}`, Math.floor(index / 5) + 1, 50)),
    );
    const taken = all.flatMap(({ body }) => {
      const { first, last } = body as { first: number; last: number };
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
    expect(new Set(taken).size).toBe(1_000);
    expect((await ask('RANGE0', 1, 50)).body).toEqual(all[0]?.body);
    expect((await ask('RANGE0', 9, 1)).body).toEqual({ refused: 'exhausted', left: 0 });
    expect(await cloud.admin<Rows>('GET', '/v1/series')).toMatchObject([{ series: 'sscc', left: 0, low: true }]);
    expect((await cloud.ask('PUT', '/v1/series/sscc', cloud.tokens.liveAdmin, { last: 999 })).status).toBe(409);
    await cloud.admin('PUT', '/v1/series/sscc', { last: 2_000 });
    expect((await ask('RANGE0', 9, 1)).body).toMatchObject({ first: 1_001, last: 1_001 });
  });

  it('closes a shift when both sides are equal, names the exact operation when not, and closes with both signatures', async () => {
    const day = [
      parcel('Z1000', 1500),
      odd('parcel:Z1001'),
      parcel('Z1001', 700),
      parcel('Z1000', 1600, { supersedes: 1 }),
    ];
    const sealed = (device: string, contributionsOf: (inputs: Contribution[]) => Contribution[], parked: number) => {
      const records = chained(device, 1, day);
      const all = contributionsOf(
        contributions(
          records.map(({ seq, body }) => {
            const { type, payload } = JSON.parse(body) as OperationBody;
            return sealInput(seq, type, payload, 1);
          }),
          new Map(),
          1,
        ),
      );
      const seal = sealOf({ fromSeq: 1, toSeq: 4, head: records[3]?.hash ?? '', parked }, all, sha256Hex);
      const sign = (as: string, differencesSeen: number) => ({
        type: 'shiftSealSigned',
        entity: 'shift:1',
        payload: { seal: 5, as, differencesSeen },
      });
      return {
        all,
        records: chained(device, 1, [
          ...day,
          { type: 'shiftSealed', entity: 'shift:1', payload: seal },
          sign('outgoing', 4),
          sign('incoming', 4),
        ]),
      };
    };
    const sealOfDevice = async (device: string) =>
      (await cloud.admin<Rows>('GET', '/v1/seals')).find((row) => row['device'] === device);

    // The station counted a parcel that the cloud has parked away: open, with the operations by number.
    const open = sealed('SEAL01', (all) => all, 0);
    expect(await cloud.client().push(headOf('SEAL01'), open.records.slice(0, 5))).toMatchObject({
      outcome: 'accepted',
      lastSeq: 5,
    });
    const found = await sealOfDevice('SEAL01');
    expect(found).toMatchObject({ state: 'open' });
    const operations = (found?.['differences'] as Rows)
      .filter(({ what }) => what === 'operation')
      .map(({ seq }) => seq);
    expect(operations).toEqual([2, 3]);
    // What waited is let through: compared again, and only the voided one is left to explain.
    await cloud.admin('POST', '/v1/parked/decide', { operation: 'SEAL01-1-2', act: 'void', reason: 'test', by: 'Lin' });
    const after = await sealOfDevice('SEAL01');
    expect((after?.['differences'] as Rows).map(({ what, seq }) => [what, seq])).toEqual([
      ['counts', undefined],
      ['operation', 2],
    ]);
    expect(after).toMatchObject({ cloud: { net: [{ line: 'US-A', parcels: 2, milligrams: 2_300_000 }] } });
    // Signatures count only from who has seen as many differences as there are.
    await cloud.client().push(headOf('SEAL01'), open.records);
    expect(await sealOfDevice('SEAL01')).toMatchObject({
      state: 'open',
      signatures: [{ as: 'outgoing' }, { as: 'incoming' }],
    });

    const equal = chained('SEAL02', 1, [parcel('Z2000', 1500)]);
    const seal = sealOf(
      { fromSeq: 1, toSeq: 1, head: equal[0]?.hash ?? '', parked: 0 },
      contributions([sealInput(1, 'parcelWeighed', weighed('Z2000', 1500), 1)], new Map(), 1),
      sha256Hex,
    );
    await cloud
      .client()
      .push(
        headOf('SEAL02'),
        chained('SEAL02', 1, [parcel('Z2000', 1500), { type: 'shiftSealed', entity: 'shift:1', payload: seal }]),
      );
    expect(await sealOfDevice('SEAL02')).toMatchObject({ state: 'equal', differences: [] });
  });

  it('finds the exact operation from the lines of a thousand that a station counted otherwise', async () => {
    const records = chained(
      'SEAL03',
      1,
      Array.from({ length: 40 }, (_, index) => parcel(`Y10${String(index).padStart(2, '0')}`, 1000 + index)),
    );
    const right = contributions(
      records.map(({ seq, body }) => sealInput(seq, 'parcelWeighed', (JSON.parse(body) as OperationBody).payload, 1)),
      new Map(),
      1,
    );
    // A station whose own sum is wrong at one place.
    const wrong = right.map((one) =>
      one.seq === 17 ? { ...one, items: one.items.map((item) => ({ ...item, milligrams: item.milligrams + 1 })) } : one,
    );
    const seal = sealOf({ fromSeq: 1, toSeq: 40, head: records[39]?.hash ?? '', parked: 0 }, wrong, sha256Hex);
    const bodies = records.map(({ body }) => body);
    const signed = (as: string) => ({
      type: 'shiftSealSigned',
      entity: 'shift:1',
      payload: { seal: 41, as, differencesSeen: 2 },
    });
    const rest = chained('SEAL03', 1, [
      ...bodies.map((body) => body),
      { type: 'shiftSealed', entity: 'shift:1', payload: seal },
      signed('outgoing'),
      signed('incoming'),
    ]);
    await cloud.client().push(headOf('SEAL03'), rest.slice(0, 41));
    const send = (lines: string[]) =>
      cloud.ask('POST', '/v1/seals/SEAL03/1/41/lines', cloud.tokens.live, { toSeq: 40, lines });
    expect((await send(right.map(contributionLine))).status).toBe(422);
    const { body } = await send(wrong.map(contributionLine));
    expect((body as { differences: Rows }).differences.map(({ what, seq }) => [what, seq])).toEqual([
      ['net', undefined],
      ['operation', 17],
    ]);
    await cloud.client().push(headOf('SEAL03'), rest.slice(41));
    expect((await cloud.admin<Rows>('GET', '/v1/seals')).find((row) => row['device'] === 'SEAL03')).toMatchObject({
      state: 'signed',
    });
  });

  it('stores both sides of a conflict, decides by the stated rule, and shows them to a person', async () => {
    const close = (bag: string, parcels: number) => ({
      type: 'bagClosed',
      entity: `bag:${bag}`,
      payload: {
        bag,
        line: 'US-A',
        parcels,
        gross: { value: String(parcels), unit: 'kg' },
        grossMilligrams: parcels * 1e6,
      },
    });
    const bagged = (waybill: string, bag: string) => ({
      type: 'parcelBagged',
      entity: `parcel:${waybill}`,
      payload: { waybill, bag },
    });
    const graded = (rma: string, grade: string) => ({
      type: 'returnGraded',
      entity: `return:${rma}`,
      payload: { rma, grade, note: '' },
    });
    const moved = (quantity: number) => ({
      type: 'stockMoved',
      entity: 'stock:A1',
      payload: { place: 'A1', sku: 'SKU1', quantity, reason: 'pick' },
    });
    await cloud
      .client()
      .push(
        headOf('CONFA1'),
        chained('CONFA1', 1, [close('B1', 20), bagged('C1000', 'B2'), graded('R1', 'A'), moved(5), moved(-3)]),
      );
    const answer = await cloud
      .client()
      .push(
        headOf('CONFB1'),
        chained('CONFB1', 1, [close('B1', 19), bagged('C1000', 'B3'), graded('R1', 'C'), moved(-4)]),
      );
    expect(exceptions(answer)).toEqual([{ seq: 1, result: 'parked', code: 'OPERATION_CONFLICT' }]);
    const conflicts = async () => {
      const rows = await cloud.admin<Rows>('GET', '/v1/conflicts');
      return rows
        .map(({ kind, stands, first, second }) => [
          kind,
          stands,
          (first as { said: object }).said,
          (second as { said: object }).said,
        ])
        .sort();
    };
    // A movement of the first form names neither owner nor grade: it stands under "?" and as good.
    const pile = { bin: 'A1', sku: 'SKU1', grade: 'A', owner: '?' };
    const expected = [
      [
        'bag-closed-twice',
        'first',
        { bag: 'B1', line: 'US-A', parcels: 20, gross: '20 kg' },
        { bag: 'B1', line: 'US-A', parcels: 19, gross: '19 kg' },
      ],
      ['parcel-in-two-bags', 'first', { bag: 'B2' }, { bag: 'B3' }],
      ['return-graded-twice', 'second', { grade: 'A' }, { grade: 'C' }],
      ['stock-below-zero', 'both', { ...pile, moved: -3, quantity: 2 }, { ...pile, moved: -4, quantity: -2 }],
    ];
    expect(await conflicts()).toEqual(expected);
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await conflicts()).toEqual(expected);
    await cloud.admin('POST', '/v1/conflicts/decide', {
      conflict: 'CONFB1-1-2',
      stands: 'second',
      reason: 'seen',
      by: 'Lin',
    });
    await cloud.admin('POST', '/v1/parked/decide', {
      operation: 'CONFB1-1-1',
      act: 'release',
      reason: 'recount',
      by: 'Lin',
    });
    const { rows } = await cloud.database.query(
      "SELECT subject, side -> 'operation' AS by FROM claim WHERE organisation = 'live' AND subject IN ('bag:B1', 'bagged:C1000') ORDER BY subject",
    );
    expect(rows).toEqual([
      { subject: 'bag:B1', by: 'CONFB1-1-1' },
      { subject: 'bagged:C1000', by: 'CONFB1-1-2' },
    ]);
    // The word on the parked closing is the word on its conflict.
    const open = async () => (await cloud.admin<Rows>('GET', '/v1/conflicts')).map(({ kind }) => kind).sort();
    expect(await open()).toEqual(['return-graded-twice', 'stock-below-zero']);
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await open()).toEqual(['return-graded-twice', 'stock-below-zero']);
  });

  it('keeps bags and manifests as the stations tell of them, one bag for a parcel, and gives them to every station', async () => {
    const group = { line: 'US-A', country: 'US', cargoGroup: 'general', dutyMode: 'DDP' };
    const about = (type: string, entity: string, payload: object) => ({ type, entity, payload });
    const opened = (bag: string, letter: string) =>
      about('bagOpened', `bag:${bag}`, { bag, letter, group, practice: false });
    const into = (waybill: string, bag: string, grams: number) =>
      about('parcelBagged', `parcel:${waybill}`, { waybill, bag, grossMilligrams: grams * 1000 });
    const closed = (bag: string, grams: number, unitNumber: string) =>
      about('bagClosed', `bag:${bag}`, {
        ...{ bag, line: 'US-A', parcels: 2, gross: { value: String(grams), unit: 'g' } },
        ...{ grossMilligrams: grams * 1000, unitNumber },
      });
    const [one, two] = ['106141412345678908', '106141412345678915'];
    const scope = { kind: 'line', value: 'US-A' };
    const manifest = 'MF-BAGA01-1-1';
    const load = (bag: string) => about('bagLoaded', `bag:${bag}`, { manifest, bag });
    const over = about('manifestHandedOver', `manifest:${manifest}`, {
      ...{ manifest, scope, parcels: 2, grossMilligrams: 1_680_000, leftBehind: [], practice: false },
      bags: [{ bag: 'US-A-00901', unitNumber: one, parcels: 2, grossMilligrams: 1_680_000 }],
      ...{ vehicle: 'B7K123', driver: '', carrier: '', airWaybill: '', signature: { way: 'paper', sheet: manifest } },
    });
    const first = chained('BAGA01', 1, [
      ...[opened('US-A-00901', 'A'), into('BG001', 'US-A-00901', 500), into('BG002', 'US-A-00901', 700)],
      ...[into('BG003', 'US-A-00901', 300)],
      about('parcelUnbagged', 'parcel:BG003', { waybill: 'BG003', bag: 'US-A-00901', reason: 'taken-out' }),
      closed('US-A-00901', 1680, one),
      about('manifestOpened', `manifest:${manifest}`, { manifest, scope, practice: false }),
      ...[load('US-A-00901'), over],
      // After the handover nothing changes any more.
      about('bagUnloaded', 'bag:US-A-00901', { manifest, bag: 'US-A-00901', reason: 'taken-off' }),
    ]);
    await cloud.client().push(headOf('BAGA01'), first);
    const second = chained('BAGB01', 1, [
      opened('US-A-00902', 'A'),
      // The other station had it first; this one was off the network and did not know.
      ...[into('BG001', 'US-A-00902', 500), into('BG003', 'US-A-00902', 300)],
      closed('US-A-00902', 1200, two),
    ]);
    await cloud.client().push(headOf('BAGB01'), second);
    type Bag = { bag: string; state: string; waybills: string[]; manifest: string | null; sumMilligrams: number };
    const bags = async () =>
      (await cloud.admin<Bag[]>('GET', '/v1/bags'))
        .filter(({ bag }) => bag.startsWith('US-A-0090'))
        .map(({ bag, state, waybills, manifest: on, sumMilligrams }) => [bag, state, waybills, on, sumMilligrams])
        .sort();
    const standing = [
      ['US-A-00901', 'handed-over', ['BG001', 'BG002'], manifest, 1_200_000],
      ['US-A-00902', 'sealed', ['BG003'], null, 300_000],
    ];
    expect(await bags()).toEqual(standing);
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await bags()).toEqual(standing);
    expect(await cloud.admin('GET', '/v1/manifests')).toMatchObject([
      { manifest, scope, handedOver: { parcels: 2, vehicle: 'B7K123' } },
    ]);
    const copy = readSnapshot(String((await cloud.ask('GET', '/v1/snapshot', cloud.tokens.live)).body), sha256Hex);
    if ('fault' in copy) throw new Error(copy.fault);
    const told = copy.records.filter(({ kind, key }) => kind === 'bag' && key.startsWith('US-A-0090'));
    expect(told.map(({ data }) => pulledBagSchema.parse(data).waybills)).toEqual([['BG001', 'BG002'], ['BG003']]);
    // A person looked: it lies in the second bag.
    await cloud.admin('POST', '/v1/conflicts/decide', {
      ...{ conflict: 'BAGB01-1-2', stands: 'second', reason: 'seen', by: 'Lin' },
    });
    const decided = [
      ['US-A-00901', 'handed-over', ['BG002'], manifest, 700_000],
      ['US-A-00902', 'sealed', ['BG001', 'BG003'], null, 800_000],
    ];
    expect(await bags()).toEqual(decided);
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await bags()).toEqual(decided);
  });

  it("takes a lead's word from the floor: about the station's own parked operation, and about a conflict that is still open", async () => {
    const settleParked = (operation: string, act: string, answer: string) => ({
      ...{ type: 'leadSettledParked', entity: `decision:${operation}` },
      payload: { operation, act, answer, lead: 'lead-1' },
    });
    const settleConflict = (conflict: string, stands: string) => ({
      ...{ type: 'leadSettledConflict', entity: `decision:${conflict}` },
      payload: { conflict, stands, answer: stands, lead: 'lead-1' },
    });
    const close = (bag: string, parcels: number) => ({
      ...{ type: 'bagClosed', entity: `bag:${bag}` },
      payload: { bag, line: 'US-A', parcels, gross: { value: '1', unit: 'kg' }, grossMilligrams: 1e6 },
    });
    const graded = (rma: string, grade: string) => ({
      ...{ type: 'returnGraded', entity: `return:${rma}` },
      payload: { rma, grade, note: '' },
    });
    const push = async (device: string, records: ReturnType<typeof chained>) =>
      exceptions(await cloud.client().push(headOf(device), records));
    await push(
      'LEADA1',
      chained('LEADA1', 1, [close('L1', 20), close('L2', 5), graded('RL1', 'A'), graded('RL2', 'A')]),
    );
    const own = [close('L1', 19), close('L2', 4), graded('RL1', 'C'), graded('RL2', 'C')];
    const words = [
      settleParked('LEADB1-1-1', 'release', 'ours'),
      settleParked('LEADB1-1-2', 'void', 'theirs'),
      settleConflict('LEADB1-1-3', 'first'),
    ];
    const records = chained('LEADB1', 1, [...own, ...words]);
    expect(await push('LEADB1', records.slice(0, 4))).toMatchObject([{ seq: 1 }, { seq: 2 }]);
    expect(await push('LEADB1', records.slice(4))).toEqual([]);
    const state = async () => {
      const parked = (await cloud.admin<Rows>('GET', '/v1/parked')).filter(({ device }) => device === 'LEADB1');
      const all = await cloud.admin<Rows>('GET', '/v1/conflicts?open=false');
      const told = all.filter(({ conflict }) => String(conflict).startsWith('LEADB1'));
      return {
        parked: parked.length,
        decided: told
          .map((row) => [row['conflict'], row['stands'], (row['decision'] as { by: string } | null)?.by])
          .sort(),
      };
    };
    const expected = {
      parked: 0,
      decided: [
        ['LEADB1-1-1', 'second', 'lead-1'],
        ['LEADB1-1-2', 'first', 'lead-1'],
        ['LEADB1-1-3', 'first', 'lead-1'],
        ['LEADB1-1-4', 'second', undefined],
      ],
    };
    expect(await state()).toEqual(expected);
    await cloud.admin('POST', '/v1/projections/rebuild');
    expect(await state()).toEqual(expected);
    // A supervisor has decided meanwhile: a word that was weeks on its way changes nothing.
    await cloud.admin('POST', '/v1/conflicts/decide', {
      conflict: 'LEADB1-1-4',
      stands: 'first',
      reason: 'seen',
      by: 'Lin',
    });
    await push('LEADC1', chained('LEADC1', 1, [settleConflict('LEADB1-1-4', 'second')]));
    expect((await state()).decided.at(-1)).toEqual(['LEADB1-1-4', 'first', 'Lin']);
    // Of another station's operations a lead here may not speak.
    await push('LEADC2', chained('LEADC2', 1, [odd('parcel:L9000')]));
    expect(await push('LEADC3', chained('LEADC3', 1, [settleParked('LEADC2-1-1', 'void', 'set-aside')]))).toEqual([
      { seq: 1, result: 'parked', code: 'OPERATION_NOT_ALLOWED' },
    ]);
  });

  it('parks a decision that a station sends, and lets no station speak as the cloud', async () => {
    const decision = {
      type: 'parkedDecided',
      entity: 'decision:x',
      payload: { operation: 'DEFER1-1-1', act: 'void', reason: 'x' },
    };
    expect(exceptions(await cloud.client().push(headOf('CHEAT1'), chained('CHEAT1', 1, [decision])))).toEqual([
      { seq: 1, result: 'parked', code: 'OPERATION_NOT_ALLOWED' },
    ]);
    expect(await cloud.client().push(headOf('CLOUD'), chained('CLOUD', 1, [decision]))).toMatchObject({ status: 403 });
  });

  it('tells how it is', async () => {
    expect((await cloud.ask('GET', '/health')).body).toMatchObject({ service: 'weighhouse' });
    const { body } = await cloud.ask('GET', '/metrics');
    expect(body).toMatch(/weighhouse_pushes_total\{outcome="accepted"\} \d+/);
    expect(body).toMatch(/weighhouse_push_seconds_bucket\{le="0.5"\} \d+/);
    expect(body).not.toMatch(/live|practice/);
    expect((await cloud.ask('GET', '/openapi.json')).body).toMatchObject({ openapi: '3.1.0' });
  });
});
