import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { DimensionsFrame } from '../../shared/devices/dimensions-frame.ts';
import { CubiscanSimulator } from '../simulators/dimensioner/cubiscan-simulator.ts';
import { systemClock } from '../supervisor/clock.ts';
import { tcpTransport } from '../transports/tcp-transport.ts';
import type { DimensionerDevice } from './dimensioner-device.ts';
import { httpPullDimensioner, httpPushDimensioner } from './http-dimensioners.ts';
import { qboid, vmeasure } from './json-body.ts';
import { lineDimensioner } from './line-dimensioner.ts';
import { csvLines } from './protocols/csv-lines.ts';
import { cubiscan } from './protocols/cubiscan.ts';

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
function watch() {
  const frames: DimensionsFrame[] = [];
  const states: string[] = [];
  return {
    frames,
    states,
    handlers: {
      deviceId: 'dimensioner-1',
      name: 'test',
      clock: systemClock,
      onStatus: ({ state }: { state: string }) => void states.push(state),
      onFrame: (frame: DimensionsFrame) => void frames.push(frame),
    },
  };
}
const use = <D extends DimensionerDevice>(device: D): D => {
  ends.push(() => device.stop());
  device.start();
  return device;
};
const until = async (what: string, probe: () => boolean): Promise<void> => {
  for (let i = 0; !probe(); i += 1) {
    if (i > 1_000) throw new Error(what);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
async function tcpServer(onClient: (socket: Socket) => void): Promise<number> {
  const clients = new Set<Socket>();
  const server = createServer((socket) => {
    clients.add(socket);
    socket.on('error', () => undefined);
    onClient(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    clients.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('a CubiScan over TCP', () => {
  it('measures when asked, is said to be gone, and comes back', async () => {
    const simulator = new CubiscanSimulator();
    const sockets: Socket[] = [];
    const port = await tcpServer((socket) => {
      sockets.push(socket);
      socket.on('data', (bytes) => socket.write(simulator.receive(bytes)));
    });
    const { frames, states, handlers } = watch();
    const device = use(lineDimensioner(cubiscan, {}, tcpTransport('127.0.0.1', port), handlers));
    expect(device.measure().accepted).toBe(false);
    await until('ready', () => states.at(-1) === 'ready');
    expect(device.measure().accepted).toBe(true);
    await until('a size', () => frames.length === 1);
    expect(frames[0]).toMatchObject({
      sequence: 1,
      reading: { type: 'dimensions', dimensions: { length: '20.0', unit: 'cm' } },
    });
    expect(frames[0]?.raw).toContain('<02>MAC');
    sockets[0]?.destroy();
    await until('absent', () => states.at(-1) === 'absent');
    await until('ready again', () => states.at(-1) === 'ready');
    device.measure();
    await until('a second size', () => frames.length === 2);
  });
});

it('CSV lines over TCP come by themselves', async () => {
  const port = await tcpServer((socket) => socket.write('YT1,42.5,31,20.5\r\nYT2,1,'));
  const { frames, handlers } = watch();
  use(
    lineDimensioner(
      csvLines,
      { format: 'barcode,length,width,height', unit: 'cm' },
      tcpTransport('127.0.0.1', port),
      handlers,
    ),
  );
  await until('both lines', () => frames.length === 2);
  expect(frames.map(({ reading }) => reading.type)).toEqual(['dimensions', 'fault']);
});

describe('HTTP push', () => {
  it('takes a measurement on its path only, says so to the device, and bounds the body', async () => {
    const { frames, states, handlers } = watch();
    const device = use(httpPushDimensioner({ host: '127.0.0.1', port: 0, path: '/dimensions' }, qboid, handlers));
    await until('ready', () => states.at(-1) === 'ready');
    const post = async (path: string, body: string, method = 'POST'): Promise<number> =>
      (await fetch(`http://127.0.0.1:${device.port()}${path}`, method === 'POST' ? { method, body } : { method }))
        .status;
    expect(await post('/dimensions', '{"l":195,"w":165,"h":72,"weight":7709,"barcode":"845973030506"}')).toBe(204);
    expect(await post('/dimensions', '{"l":')).toBe(422);
    expect(await post('/other', '{}')).toBe(404);
    expect(await post('/dimensions', '', 'GET')).toBe(405);
    expect(frames.map(({ reading }) => reading.type)).toEqual(['dimensions', 'fault']);
    expect(device.measure().accepted).toBe(false);
  });
  it('a port that is taken is said, and tried again', async () => {
    const port = await tcpServer(() => undefined);
    const { states, handlers } = watch();
    use(httpPushDimensioner({ host: '127.0.0.1', port, path: '/' }, qboid, handlers));
    await until('absent', () => states.at(-1) === 'absent');
  });
});

describe('HTTP pull', () => {
  it("never takes the last parcel's measurement for this one", async () => {
    let id = 461;
    const server = createHttpServer((_request, response) => {
      response.end(
        JSON.stringify({
          id: String(id),
          status: true,
          dimensionUnit: 'in',
          length: '25.0',
          width: '19.5',
          height: '14.0',
        }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => void server.close());
    const { frames, states, handlers } = watch();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/dimension/`;
    const device = use(httpPullDimensioner(url, vmeasure, handlers));
    await until('ready', () => states.at(-1) === 'ready');
    device.measure();
    await until('an answer', () => frames.length === 1);
    expect(frames[0]?.reading).toMatchObject({ type: 'fault', kind: 'no-measurement' });
    id = 462;
    device.measure();
    await until('a new answer', () => frames.length === 2);
    expect(frames[1]?.reading).toMatchObject({ type: 'dimensions', reference: '462', dimensions: { unit: 'in' } });
  });
});
