import { describe, expect, it } from 'vitest';
import { hashSecret } from '../../electron/services/operator-check.ts';
import { MainStation } from '../support/main-station.ts';
import { weighed } from '../support/operations.ts';
import { StationsAndCloud } from '../support/stations-and-cloud.ts';

const world = new StationsAndCloud();
const weigh = (station: MainStation, waybill: string, grams: number, more: object = {}) =>
  station.ask('operation.append', {
    type: 'parcelWeighed',
    entity: `parcel:${waybill}`,
    payload: weighed(waybill, grams, more),
  });
const newest = async (station: MainStation) => (await station.ask('shift.describe', null)).sealed[0];

describe('the day close of a station', () => {
  it('is equal on both sides, day after day, with what was weighed again and taken back across days', async () => {
    let station = await world.start();
    const first = await weigh(station, 'DC1000', 500);
    await weigh(station, 'DC1001', 700);
    expect((await station.ask('shift.describe', null)).open).toMatchObject({
      counts: { parcelWeighed: 2 },
      net: [{ line: 'US-A', parcels: 2, milligrams: 1_200_000 }],
    });
    const sealed = await station.ask('shift.seal', null);
    expect(sealed).toMatchObject({ state: 'waiting', seal: { fromSeq: 1, parked: 0 } });
    await station.push();
    await station.pull();
    expect(await newest(station)).toMatchObject({ state: 'equal', operation: sealed.operation, differences: [] });

    station = await world.restarted(station);
    await weigh(station, 'DC1000', 450, { supersedes: first.seq });
    const voided = await weigh(station, 'DC1002', 100);
    await station.ask('operation.append', {
      type: 'parcelWeighingVoided',
      entity: 'parcel:DC1002',
      payload: { voids: voided.seq, waybill: 'DC1002', reason: 'test' },
    });
    await station.ask('shift.seal', null);
    await station.push();
    await station.pull();
    expect(await newest(station)).toMatchObject({
      state: 'equal',
      seal: { net: [{ line: 'US-A', parcels: 0, milligrams: -50_000 }] },
    });
    // Taken back a second time by a third day: nothing is subtracted twice, on either side.
    await station.ask('operation.append', {
      type: 'parcelWeighingVoided',
      entity: 'parcel:DC1000',
      payload: { voids: first.seq, waybill: 'DC1000', reason: 'test' },
    });
    await station.ask('shift.seal', null);
    await station.push();
    await station.pull();
    expect(await newest(station)).toMatchObject({ state: 'equal', seal: { net: [] } });
  });

  it('takes back what stands in an earlier chain of this station, on both sides alike', async () => {
    const station = await world.start();
    const old = await weigh(station, 'DE1000', 500);
    const kept = await weigh(station, 'DE1001', 300);
    await station.push();
    await station.ask('journal.newEpoch', { epoch: 1, why: 'fork' });
    await weigh(station, 'DE1000', 520, { supersedes: old.seq, supersedesEpoch: 1 });
    await station.ask('operation.append', {
      type: 'parcelWeighingVoided',
      entity: 'parcel:DE1001',
      payload: { voids: kept.seq, voidsEpoch: 1, waybill: 'DE1001', reason: 'test' },
    });
    await station.ask('shift.seal', null);
    await station.push();
    await station.pull();
    expect(await newest(station)).toMatchObject({
      state: 'equal',
      seal: { net: [{ line: 'US-A', parcels: -1, milligrams: 520_000 - 500_000 - 300_000 }] },
    });
    const { device } = (await station.ask('journal.chains', null)).head;
    const rows = await world.cloud.admin<{ job: string; voidedBy: unknown }[]>('GET', '/v1/parcels?waybill=DE1001');
    expect(rows).toMatchObject([{ job: `${device}-1-${kept.seq}` }]);
    expect(rows[0]?.voidedBy).not.toBeNull();
  });

  it('names the exact operations that differ, and is closed with them by both shifts', async () => {
    const [first, station] = [await world.start(), await world.start()];
    const closing = { bag: 'B700', line: 'US-A', parcels: 1, gross: { value: '1', unit: 'kg' }, grossMilligrams: 1e6 };
    const close = (by: MainStation) =>
      by.ask('operation.append', { type: 'bagClosed', entity: 'bag:B700', payload: closing });
    await close(first);
    await first.push();
    const parcel = await weigh(station, 'DP1000', 500);
    const parked = await close(station);
    const sealed = await station.ask('shift.seal', null);
    await station.push();
    await station.pull();
    const open = await newest(station);
    expect(open).toMatchObject({ state: 'open' });
    // A seal made before the cloud had judged cannot know what it parks: the difference names the number.
    expect(open?.differences).toContainEqual({
      what: 'operation',
      seq: parked.seq,
      station: `${parked.seq} bagClosed`,
      cloud: '',
    });
    expect(JSON.stringify(open?.differences)).not.toContain(`"seq":${parcel.seq},`);
    const differencesSeen = open?.differences.length ?? 0;
    await station.ask('shift.sign', { operation: sealed.operation, as: 'outgoing', differencesSeen });
    await station.ask('shift.sign', { operation: sealed.operation, as: 'incoming', differencesSeen });
    await station.push(sealed.seal.toSeq + 2);
    await station.pull();
    expect(await newest(station)).toMatchObject({
      state: 'signed',
      signatures: [{ as: 'outgoing' }, { as: 'incoming' }],
    });
  });

  it('sends its lines of a thousand that the cloud cannot explain alone', async () => {
    const station = await world.start();
    await weigh(station, 'DL1000', 500);
    await weigh(station, 'DL1001', 700);
    const sealed = await station.ask('shift.seal', null);
    await station.push();
    await station.pull();
    const { device } = (await station.ask('journal.chains', null)).head;
    // The cloud lost the content of one operation, as a damaged database would: its own sums are of something else.
    await world.cloud.database.query(
      "UPDATE operation SET result = 'parked' WHERE device = $1 AND type = 'parcelWeighed' AND seq = (SELECT max(seq) FROM operation WHERE device = $1 AND type = 'parcelWeighed')",
      [device],
    );
    await world.cloud.database.query(
      "UPDATE operation SET type = 'labelSent' WHERE device = $1 AND type = 'stationStarted'",
      [device],
    );
    const change = await world.cloud.database.query(
      "UPDATE change_counter SET last_change = last_change + 1 WHERE organisation = 'live' RETURNING last_change",
    );
    const { applySeal } = await import('../../cloud/ingest/apply-seal.ts');
    await world.cloud.database.inTransaction(async (client) => {
      const { rows } = await client.query<{ seq: number; station: never }>(
        'SELECT seq, station FROM seal WHERE device = $1',
        [device],
      );
      const [row] = rows;
      if (row === undefined) throw new Error('no seal');
      await applySeal(
        client,
        { organisation: 'live', device, epoch: 1 },
        row.seq,
        row.station,
        Number(change.rows[0]?.['last_change']),
      );
    });
    await station.ask('sync.pull', null);
    await station.pull();
    const open = await newest(station);
    expect(open?.operation).toBe(sealed.operation);
    expect(open?.differences.filter(({ what }) => what === 'segment')).toEqual([]);
    expect(open?.differences.filter(({ what }) => what === 'operation')).toMatchObject([
      { station: expect.stringContaining('stationStarted') as string },
      { station: expect.stringContaining('parcelWeighed US-A 1 700000') as string, cloud: '' },
    ]);
  });
});

describe('people of a station', () => {
  it('works as the person of its settings until people are known, then as who signed in', async () => {
    const pin = await hashSecret('4711', 16_384);
    let station = await world.start();
    await world.cloud.admin('PUT', '/v1/supply', { operators: [] });
    await station.pull();
    expect(await station.ask('operator.describe', null)).toMatchObject({
      rule: 'open',
      signedIn: false,
      operator: { id: 'op-1', role: 'lead' },
    });
    expect(await station.ask('operator.signIn', { badge: 'EMP-0001' })).toEqual({ outcome: 'nobody-known' });
    const badge = await hashSecret('EMP-0001', 16_384);
    const lead = { ...badge, hash: (await hashWith('LEAD-0001', badge.salt)).hash };
    await world.cloud.admin('PUT', '/v1/supply', {
      operators: [
        { id: 'P1', name: '王芳', role: 'operator', badge, pin, language: 'zh' },
        { id: 'P2', name: 'Linh', role: 'lead', badge: lead, language: 'vi' },
        { id: 'P3', name: 'Gone', role: 'lead', pin, active: false },
      ],
    });
    await station.pull();
    expect(await station.ask('operator.describe', null)).toMatchObject({
      rule: 'people',
      people: [{ id: 'P2', name: 'Linh' }, { id: 'P1' }],
    });
    // A salt of its own would make every badge of the floor slow: refused whole.
    await expect(
      world.cloud.admin('POST', '/v1/supply', {
        put: [
          { kind: 'operator', data: { id: 'P9', name: 'X', role: 'lead', badge: await hashSecret('NINE', 16_384) } },
        ],
      }),
    ).rejects.toThrow('422');
    await station.pull();
    expect((await station.ask('operator.describe', null)).people.map(({ id }) => id)).not.toContain('P9');
    // Nothing that the page can read holds a hash.
    const { generation } = await station.ask('supply.describe', null);
    for (let from: number | null = 0; from !== null;) {
      const page: { lines: string; next: number | null } = await station.ask('supply.read', { generation, from });
      expect(page.lines).not.toContain(badge.hash);
      from = page.next;
    }
    expect(await station.ask('operator.signIn', { badge: 'EMP-9999' })).toEqual({ outcome: 'wrong' });
    expect(await station.ask('operator.signIn', { id: 'P3', pin: '4711' })).toEqual({ outcome: 'wrong' });
    expect(await station.ask('operator.signIn', { badge: 'EMP-0001' })).toMatchObject({
      outcome: 'in',
      operator: { id: 'P1' },
    });
    const record = await weigh(station, 'PE1000', 100);
    expect(JSON.parse(record.body)).toMatchObject({ actor: 'P1' });
    // A lead's word inside a flow does not change who stands here, and opens what only a lead may decide.
    const hold = {
      type: 'holdReleased' as const,
      entity: 'hold:PE1000',
      payload: { waybill: 'PE1000', reason: 'unpaid', sinceMs: 1, lead: 'P2' },
    };
    expect(await station.bridge.invoke('operation.append', hold)).toMatchObject({ error: { code: 'LEAD_NEEDED' } });
    expect(await station.ask('operator.check', { badge: 'LEAD-0001' })).toMatchObject({
      outcome: 'in',
      operator: { id: 'P2', role: 'lead' },
    });
    expect(JSON.parse((await station.ask('operation.append', hold)).body)).toMatchObject({
      actor: 'P1',
      payload: { lead: 'P2' },
    });
    // Without a network, after a restart.
    world.forget(station);
    await station.stop({ keep: true });
    station = await MainStation.start({ url: 'http://127.0.0.1:9/', token: 'nobody-there' }, station.home);
    world.endsWithTest(station);
    expect(await station.ask('operator.describe', null)).toMatchObject({ rule: 'people', signedIn: false });
    expect(await station.ask('operator.signIn', { id: 'P1', pin: '4711' })).toMatchObject({ outcome: 'in' });
    expect(await station.ask('operator.signOut', null)).toMatchObject({ signedIn: false });
  });

  it('signs out who left when the next people come', async () => {
    const pin = await hashSecret('4711', 16_384);
    await world.cloud.admin('PUT', '/v1/supply', {
      operators: [
        { id: 'P1', name: 'A', role: 'operator', pin },
        { id: 'P2', name: 'B', role: 'operator', pin },
      ],
    });
    const station = await world.start();
    await station.pull();
    await station.ask('operator.signIn', { id: 'P1', pin: '4711' });
    await world.cloud.admin('PUT', '/v1/supply', { operators: [{ id: 'P2', name: 'B', role: 'operator', pin }] });
    await station.pull();
    expect(await station.ask('operator.describe', null)).toMatchObject({ signedIn: false });
  });
});

async function hashWith(secret: string, salt: string): Promise<{ hash: string }> {
  const { scryptSync } = await import('node:crypto');
  const hash = scryptSync(secret, Buffer.from(salt, 'base64url'), 32, { N: 16_384, r: 8, p: 1, maxmem: 64 << 20 });
  return { hash: hash.toString('base64url') };
}
