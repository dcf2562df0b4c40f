import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { weighed } from '../support/operations.ts';
import { NOBODYS_URL, StationsAndCloud } from '../support/stations-and-cloud.ts';

const world = new StationsAndCloud();
const preAlert = (waybill: string, more: object = {}) => ({
  ...{ waybill, line: 'US-A', cargoClass: 'none', customer: 'C100', country: 'US', dutyMode: 'DDP' },
  ...more,
});
const put = (content: object) => world.cloud.admin('PUT', '/v1/supply', content);
const change = (content: object) => world.cloud.admin('POST', '/v1/supply', content);

describe('supply of work by pull', () => {
  it('begins with a snapshot, follows changes and deletions, and works on without a network', async () => {
    await put({
      preAlerts: [preAlert('PA1000'), preAlert('PA1001', { consignment: { id: 'K1', piece: 1, of: 2 } })],
      customers: [{ code: 'C100', name: '云帆贸易' }],
      holds: [{ waybill: 'PA1001', reason: 'customs-check', sinceMs: 5 }],
      operators: [],
    });
    let station = await world.start();
    expect(station.reference.lines.map(({ code }) => code)).toEqual(['US-A', 'EU-B']);
    expect(station.reference.status).toMatchObject({ state: 'offline' });
    expect(station.reference.status?.asOfMs).toBeUndefined();
    await station.pull();
    expect(station.reference.findPreAlert('pa1000')).toMatchObject({ customer: 'C100', dutyMode: 'DDP' });
    expect(station.reference.findHold('PA1001')).toEqual({ waybill: 'PA1001', reason: 'customs-check', sinceMs: 5 });
    expect(station.reference.findBy('preAlert', 'consignment', 'k1').map(({ waybill }) => waybill)).toEqual(['PA1001']);
    expect(station.reference.findBy('preAlert', 'customer', 'C100')).toHaveLength(2);
    const { asOfMs } = await station.ask('supply.describe', null);
    expect(Math.abs(Date.now() - (asOfMs ?? 0))).toBeLessThan(60_000);

    await change({
      put: [{ kind: 'preAlert', data: preAlert('PA1002', { customer: 'C200' }) }],
      remove: [
        { kind: 'hold', key: 'PA1001' },
        { kind: 'preAlert', key: 'PA1000' },
      ],
    });
    await station.pull();
    expect(station.reference.findPreAlert('PA1002')?.customer).toBe('C200');
    expect(station.reference.findPreAlert('PA1000')).toBeUndefined();
    expect(station.reference.findHold('PA1001')).toBeUndefined();
    expect(station.reference.findBy('preAlert', 'customer', 'C100').map(({ waybill }) => waybill)).toEqual(['PA1001']);

    station = await world.restarted(station, NOBODYS_URL);
    expect(await station.ask('sync.pull', null)).toMatchObject({ outcome: 'no-answer', kind: 'network' });
    expect(station.reference.findPreAlert('PA1002')?.customer).toBe('C200');
    expect(station.reference.findPreAlert('PA1000')).toBeUndefined();
    // Its age is known after the restart, and that nobody answers is said.
    expect(await station.ask('supply.describe', null)).toMatchObject({
      state: 'offline',
      asOfMs: expect.any(Number) as number,
    });
  });

  it('takes a whole copy when the server was restored, and keeps the old data when the copy is cut or wrong', async () => {
    await put({ preAlerts: [preAlert('RS1000')], holds: [], customers: [] });
    let station = await world.start();
    await station.pull();
    let trouble: 'cut' | 'hash' | 'none' = 'cut';
    const proxy = await proxyTo(world.cloud.url, (path, body) => {
      if (path.startsWith('/v1/pull') && trouble !== 'none') return { status: 410, body: gone };
      if (!path.startsWith('/v1/snapshot')) return undefined;
      if (trouble === 'cut') return { status: 200, body: body.subarray(0, body.length - 40) };
      if (trouble === 'hash') return { status: 200, body: Buffer.from(body.toString().replace('RS1001', 'RS9001')) };
      return undefined;
    });
    const gone = Buffer.from(
      JSON.stringify({ service: 'weighhouse', protocol: 1, serverEpoch: 'x', serverTimeMs: 1, gone: 'other-epoch' }),
    );
    await put({ preAlerts: [preAlert('RS1001')] });
    station = await world.restarted(station, proxy.url);
    for (trouble of ['cut', 'hash'] as const) {
      await station.ask('sync.pull', null);
      await expect.poll(async () => (await station.ask('supply.describe', null)).detail).toMatch(/not used/);
      expect(station.reference.findPreAlert('RS1000')).toBeDefined();
      expect(station.reference.findPreAlert('RS1001')).toBeUndefined();
      expect(station.reference.findPreAlert('RS9001')).toBeUndefined();
      station = await world.restarted(station, proxy.url);
    }
    trouble = 'none';
    await station.pull();
    expect(station.reference.findPreAlert('RS1001')).toBeDefined();
    expect(station.reference.findPreAlert('RS1000')).toBeUndefined();
    proxy.close();
  });

  it('hears that its key was revoked', async () => {
    const proxy = await proxyTo(world.cloud.url, (path) =>
      path.startsWith('/v1/pull')
        ? { status: 403, body: Buffer.from('{"error":"the key of this station was revoked"}') }
        : undefined,
    );
    const station = await world.start({ url: proxy.url });
    expect(await station.ask('sync.pull', null)).toMatchObject({ status: 403 });
    expect(await station.ask('supply.describe', null)).toMatchObject({ state: 'revoked' });
    proxy.close();
  });

  it('lets a released parcel go here at once, after a restart, and at every other station', async () => {
    await put({
      preAlerts: [preAlert('HL1000'), preAlert('HL1001')],
      holds: [{ waybill: 'HL1000', reason: 'security-check', sinceMs: 7, note: 'X-ray' }],
      customers: [{ code: 'C100', name: '云帆贸易', hold: { reason: 'unpaid', sinceMs: 9 } }],
      operators: [],
    });
    let first = await world.start();
    const second = await world.start();
    await first.pull();
    await second.pull();
    expect(first.reference.findHold('HL1000')?.reason).toBe('security-check');
    expect(first.reference.findHold('HL1001')?.reason).toBe('unpaid');
    const release = (waybill: string, reason: string, sinceMs: number, lead = 'op-1') =>
      first.bridge.invoke('operation.append', {
        type: 'holdReleased',
        entity: `hold:${waybill}`,
        payload: { waybill, reason, sinceMs, lead },
      });
    expect(await release('HL1000', 'security-check', 7, 'somebody')).toMatchObject({ error: { code: 'LEAD_NEEDED' } });
    expect(await release('HL1000', 'security-check', 7)).toMatchObject({ ok: true });
    // Its own hold is lifted; its customer still owes.
    expect(first.reference.findHold('HL1000')?.reason).toBe('unpaid');
    await release('HL1000', 'unpaid', 9);
    expect(first.reference.findHold('HL1000')).toBeUndefined();
    expect(first.reference.findHold('HL1001')?.reason).toBe('unpaid');
    first = await world.restarted(first, NOBODYS_URL);
    await expect.poll(() => first.reference.findHold('HL1000')).toBeUndefined();
    expect(first.reference.findHold('HL1001')?.reason).toBe('unpaid');

    first = await world.restarted(first);
    await first.push();
    await second.pull();
    expect(second.reference.findHold('HL1000')).toBeUndefined();
    // The same hold loaded again stays lifted; a new one holds.
    await change({ put: [{ kind: 'hold', data: { waybill: 'HL1000', reason: 'security-check', sinceMs: 7 } }] });
    await second.pull();
    expect(second.reference.findHold('HL1000')).toBeUndefined();
    await change({ put: [{ kind: 'hold', data: { waybill: 'HL1000', reason: 'security-check', sinceMs: 8 } }] });
    await second.pull();
    expect(second.reference.findHold('HL1000')?.sinceMs).toBe(8);
    await world.cloud.admin('POST', '/v1/projections/rebuild');
    const third = await world.start();
    await third.pull();
    expect(third.reference.find('release', 'HL1000 security-check 7')).toMatchObject({ lead: 'op-1' });
  });

  it('tells a station what was weighed elsewhere, and what became of a parked operation', async () => {
    const first = await world.start();
    const second = await world.start();
    const append = (type: 'parcelWeighed' | 'bagClosed', entity: string, payload: object, by = first) =>
      by.ask('operation.append', { type, entity, payload: payload as Record<string, unknown> });
    const closing = { bag: 'B900', line: 'US-A', parcels: 1, gross: { value: '1', unit: 'kg' }, grossMilligrams: 1e6 };
    await append('parcelWeighed', 'parcel:EW1000', weighed('EW1000', 900));
    await append('bagClosed', 'bag:B900', closing);
    const parked = await append('bagClosed', 'bag:B900', { ...closing, parcels: 2 }, second);
    await first.push();
    await second.push();
    await second.pull();
    expect(second.reference.findBy('parcel', 'waybill', 'EW1000')).toMatchObject([{ gross: '0.900 kg' }]);
    const { device } = (await second.ask('journal.chains', null)).head;
    const id = `${device}-1-${parked.seq}`;
    expect(second.reference.find('parked', id)).toMatchObject({ result: 'parked', code: 'OPERATION_CONFLICT' });
    expect(second.reference.find('conflict', id)).toMatchObject({
      first: { said: { parcels: 1 } },
      second: { said: { parcels: 2 } },
    });
    await world.cloud.admin('POST', '/v1/parked/decide', {
      operation: id,
      act: 'void',
      reason: 'counted again',
      by: 'lead',
    });
    await second.pull();
    expect(second.reference.find('parked', id)).toMatchObject({ result: 'voided' });
  });
});

/** A proxy that may spoil what comes back. */
async function proxyTo(
  target: string,
  spoil: (path: string, body: Buffer) => { status: number; body: Buffer } | undefined,
): Promise<{ url: string; close: () => void }> {
  const proxy: Server = createServer((request, response) => {
    void (async () => {
      const answer = await fetch(new URL(request.url ?? '/', target), {
        headers: { authorization: request.headers.authorization ?? '' },
      });
      const body = Buffer.from(await answer.arrayBuffer());
      const { status, body: given } = spoil(request.url ?? '/', body) ?? { status: answer.status, body };
      response.writeHead(status, {
        'content-type': status === 200 ? (answer.headers.get('content-type') ?? '') : 'application/json',
      });
      response.end(given);
    })();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`,
    close: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
