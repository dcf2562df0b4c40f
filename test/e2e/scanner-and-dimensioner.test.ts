import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Floor } from '../support/floor.ts';
import { ScalePty } from '../support/scale-pty.ts';
import { waitUntil } from '../support/wait-until.ts';

const preAlerts = [1, 2, 3].map((index) => ({
  waybill: `YT990000000${index}`,
  line: 'US-A',
  cargoClass: 'none',
  customer: 'c',
  dimensions: { length: '10', width: '10', height: '10', unit: 'cm' as const },
}));
const floor = await Floor.open({ preAlerts, cloud: true });
/** A scanner on a COM port: the far end of another pseudo-terminal. */
const gun = new ScalePty(floor.home, () => undefined, 'gun');
/** A dimensioner that sends a line of columns to whoever listens. */
const sockets = new Set<Socket>();
let measuring: Server | undefined;
const scanByCom = (code: string): void => gun.write(Buffer.from(`${code}\r\n`, 'latin1'));
const measured = (line: string): void => {
  for (const socket of sockets) socket.write(`${line}\r\n`);
};

beforeAll(async () => {
  await gun.plug();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  measuring = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  floor.settings({
    scanDevice: {
      transport: {
        type: 'serial',
        path: gun.path,
        line: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
      },
    },
    dimensioner: {
      way: 'line',
      transport: { type: 'tcp', host: '127.0.0.1', port },
      protocol: 'csv-lines',
      unit: 'cm',
      format: 'length,width,height',
    },
  });
  await floor.start();
  await waitUntil('the dimensioner to be connected', () => sockets.size === 1);
});
afterEach(() => floor.clear());
afterAll(async () => {
  gun.unplug();
  for (const socket of sockets) socket.destroy();
  measuring?.close();
  await floor.close();
});
const weighings = () => floor.journal().filter((body) => body.type === 'parcelWeighed');

describe('a scanner on a COM port and a dimensioner on the network', () => {
  it('the waybill comes from the one, the size from the other, and both are in the record', async () => {
    scanByCom('YT9900000001');
    await floor.waitForPhase('await-weight');
    expect((await floor.band()).subject).toBe('YT9900000001');
    floor.put(2365);
    await waitUntil('the weight to settle', async () =>
      ['settling', 'booking', 'booked'].includes((await floor.phase()) ?? ''),
    );
    measured('42.0,31.0,20.0');
    await floor.waitForBooked('YT9900000001');
    // 42 × 31 × 20 ÷ 8000 = 3.255 kg, next half: 3.5. The announced 10 × 10 × 10 would have billed the gross weight.
    expect(await floor.number('chargeable')).toBe('3.5 kg');
    expect(JSON.stringify(weighings().at(-1)?.payload)).toContain('"dimensionsFrom":"dimensioner"');
    await floor.lift();
  });

  it('one pull of the trigger that comes over the COM port and as keys is one scan', async () => {
    scanByCom('YT9900000002');
    floor.display.scan('YT9900000002');
    await floor.waitForPhase('await-weight');
    floor.put(1500);
    await waitUntil('the weight to settle', async () =>
      ['settling', 'booking', 'booked'].includes((await floor.phase()) ?? ''),
    );
    measured('20,20,20');
    await floor.waitForBooked('YT9900000002');
    expect(weighings().filter((body) => body.payload['waybill'] === 'YT9900000002')).toHaveLength(1);
    await floor.lift();
  });

  it('unplugged, the scanner is said to be lost; plugged in again it scans', async () => {
    gun.unplug();
    await waitUntil('the chip to say so', async () => (await floor.chip('scanner')) === 'check');
    await gun.plug();
    await waitUntil('the chip to say it is back', async () => (await floor.chip('scanner')) === 'ok');
    scanByCom('YT9900000003');
    await floor.waitForPhase('await-weight');
    expect((await floor.band()).subject).toBe('YT9900000003');
  });
});
