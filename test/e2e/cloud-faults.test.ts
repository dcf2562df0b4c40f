import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';

const preAlerts = Array.from({ length: 20 }, (_, index) => ({
  waybill: `YT55000000${String(index).padStart(2, '0')}`,
  line: 'US-A',
  cargoClass: 'none',
  customer: 'c',
  dimensions: { length: '10', width: '10', height: '10', unit: 'cm' as const },
}));
const floor = await Floor.open({ preAlerts });
let next = 0;
const weighNext = async (): Promise<void> => {
  await floor.weigh(preAlerts[next]?.waybill ?? '', 400 + next);
  next += 1;
};
const inCloud = async (): Promise<number> =>
  (await floor.admin<{ operations: number }>('/v1/operations/count')).operations;
const everythingIn = (): Promise<boolean> =>
  waitUntil('the cloud to have everything', async () => (await inCloud()) === floor.journal().length, 60_000);

/** Stands on the cloud's port and answers as told: what a proxy, a captive portal or a broken server does. */
class Impostor {
  #server: Server | undefined;
  asked = 0;
  async stand(port: number, status: number, type: string, body: string, delayMs = 0): Promise<void> {
    this.asked = 0;
    const server = createServer((request, response) => {
      this.asked += 1;
      request.resume();
      setTimeout(() => response.writeHead(status, { 'content-type': type }).end(body), delayMs);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  }
  async leave(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) =>
      this.#server === undefined ? resolve() : this.#server.close(() => resolve()),
    );
    this.#server = undefined;
  }
}
const impostor = new Impostor();

beforeAll(async () => {
  floor.settings();
  await floor.start();
});
afterEach(async () => {
  await impostor.leave();
  await floor.clear();
});
afterAll(() => floor.close());

describe('the cloud in trouble: work goes on, nothing is lost, nothing doubled', () => {
  it('stopped and started again', async () => {
    await weighNext();
    await everythingIn();
    await floor.cloud?.stop();
    await weighNext();
    await weighNext();
    await waitUntil('the chip to say offline', async () => (await floor.chip('cloud')) === 'half');
    await floor.cloud?.start();
    await everythingIn();
    for (const { waybill } of preAlerts.slice(0, next))
      expect(await floor.admin<unknown[]>(`/v1/parcels?waybill=${waybill}`)).toHaveLength(1);
    await waitUntil('a quiet chip', async () => (await floor.chip('cloud')) === 'ok');
  });

  it('killed without warning', async () => {
    await floor.cloud?.stop('SIGKILL');
    await weighNext();
    await weighNext();
    await floor.cloud?.start();
    await everythingIn();
  });

  it.each([
    ['500 to everything', 500, 'application/json', '{"error":"broken"}', 0],
    ['a page of a captive portal', 200, 'text/html', '<html><h1>Welcome to Free Airport WiFi</h1>', 0],
    ['JSON of somebody else', 200, 'application/json', '{"outcome":"accepted","lastSeq":999999}', 0],
    ['slow, then a gateway error', 504, 'text/html', 'gateway timeout', 3_000],
  ])('answering %s', async (_name, status, type, body, delayMs) => {
    await floor.cloud?.stop();
    await impostor.stand(floor.cloud?.port ?? 0, status, type, body, delayMs);
    await weighNext();
    await waitUntil('the station to have asked', () => impostor.asked > 0, 40_000);
    await weighNext();
    expect(await floor.chip('cloud')).not.toBe('ok');
    await impostor.leave();
    await floor.cloud?.start();
    await everythingIn();
    const parked = await floor.admin<unknown[]>('/v1/parked');
    expect(parked).toEqual([]);
  });
});
