import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Floor } from '../support/floor.ts';
import { floorPeople, publishPeople } from '../support/floor-people.ts';
import { ScalePty } from '../support/scale-pty.ts';
import { waitUntil } from '../support/wait-until.ts';

const preAlerts = [1, 2].map((index) => ({
  waybill: `YT770000000${index}`,
  ...{ line: 'US-A', cargoClass: 'none', customer: 'c' },
}));
let floor: Floor;
let gun: ScalePty;
const sockets = new Set<Socket>();
let measuring: Server | undefined;
let port = 0;

beforeAll(async () => {
  floor = await Floor.open({ preAlerts });
  gun = new ScalePty(floor.home, () => undefined, 'gun');
  await gun.plug();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  measuring = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  floor.settings();
  await floor.start();
});
afterAll(async () => {
  gun?.unplug();
  for (const socket of sockets) socket.destroy();
  measuring?.close();
  await floor?.close();
});

const page = () => floor.station.page;
const sees = (selector: string): Promise<void> => page().locator(selector).first().waitFor({ timeout: 20_000 });
const shows = async (selector: string): Promise<boolean> => (await page().locator(selector).count()) > 0;
const settings = () =>
  JSON.parse(readFileSync(join(floor.home, 'station.json'), 'utf8')) as Record<string, Record<string, unknown>>;
/** A gun's keys may come torn while other programs use the machine; a person pulls the trigger again. */
async function scanTo(text: string, selector: string): Promise<void> {
  for (let pull = 0; pull < 3; pull += 1) {
    floor.display.scan(text);
    if (await waitUntil(selector, () => shows(selector), 6_000).catch(() => false)) return;
  }
  throw new Error(`${text} did not lead to ${selector}`);
}
const openSetUp = (): Promise<void> => scanTo('CMD:SETTINGS', '[data-set-up="list"]');
async function backToWork(): Promise<void> {
  floor.display.press('F12');
  await sees('main[data-screen="home"]');
  floor.display.press('F1');
  await sees('main[data-screen="weigh"]');
}

describe('devices and rules set up on the screen', () => {
  it('a scanner on a COM port: heard itself, saved, and its next scan is work', async () => {
    await openSetUp();
    floor.display.press('F3');
    await sees('[data-scanner-wizard="places"]');
    await scanTo(gun.path, '[data-scanner-wizard="try"]');
    await waitUntil('an open port', async () => (await floor.chip('scanner')) === 'ok');
    // The other gun, which types, is not the one on trial; the same code from the right one counts at once.
    await scanTo('YT7700000009', '.band.check');
    floor.display.press('F1');
    gun.write(Buffer.from('YT7700000009\r\n'));
    await sees('[data-heard="YT7700000009"]');
    expect(settings()['scanDevice']).toBeUndefined();
    floor.display.press('F1');
    await sees('[data-scanner-wizard="saved"]');
    expect(settings()['scanDevice']).toMatchObject({ transport: { type: 'serial', path: gun.path } });
    await backToWork();
    await waitUntil('the scanner is the station’s own', async () => (await floor.chip('scanner')) === 'ok');
    gun.write(Buffer.from('YT7700000001\r\n'));
    await floor.waitForPhase('await-weight');
    expect((await floor.band()).subject).toBe('YT7700000001');
    await floor.clear();
  });

  it('a dimensioner by its address: wrong fields are refused in words, a measured box is saved, the next parcel has its size', async () => {
    await openSetUp();
    floor.display.press('F4');
    await sees('[data-dimensioner-wizard="kind"]');
    floor.display.press('F2');
    await sees('[data-dimensioner-wizard="place"]');
    await scanTo(`127.0.0.1:${port}`, '[data-dimensioner-wizard="format"]');
    await scanTo('length,width,depth', '[data-refusal="settings"]');
    expect((await floor.band()).tone).toBe('check');
    floor.display.press('F8');
    await sees('[data-dimensioner-wizard="kind"]');
    floor.display.press('F2');
    await scanTo(`127.0.0.1:${port}`, '[data-dimensioner-wizard="format"]');
    floor.display.press('F5');
    floor.display.press('F5');
    floor.display.press('Return');
    await sees('[data-dimensioner-wizard="try"]');
    await waitUntil('a connection', () => sockets.size > 0);
    for (const socket of sockets) socket.write('42.0,31.0,20.0\r\n');
    await sees('[data-size="42.0 × 31.0 × 20.0 cm"]');
    floor.display.press('F1');
    await sees('[data-dimensioner-wizard="saved"]');
    expect(settings()['dimensioner']).toMatchObject({ protocol: 'csv-lines', unit: 'cm' });
    await backToWork();
    await waitUntil('a connection of the station’s own', () => sockets.size > 0);
    gun.write(Buffer.from('YT7700000002\r\n'));
    await floor.waitForPhase('await-weight');
    floor.put(2365);
    await waitUntil('the weight to settle', async () =>
      ['settling', 'booking', 'booked'].includes((await floor.phase()) ?? ''),
    );
    for (const socket of sockets) socket.write('42.0,31.0,20.0\r\n');
    await floor.waitForBooked('YT7700000002');
    expect(await floor.number('chargeable')).toBe('3.5 kg');
    await floor.lift();
  });

  it('a rule of the work: what is wrong is named, what is right is in force and on the disk', async () => {
    await openSetUp();
    floor.display.press('F6');
    await sees('[data-form="work"]');
    const minimum = page().locator('[data-setting="weighing.minimum"]');
    floor.display.press('Tab');
    floor.display.press('Tab');
    floor.display.press('Tab');
    await waitUntil('the field in hand', () => minimum.evaluate((field) => field === document.activeElement));
    // A number without its unit is no weight.
    floor.display.type(['9', '0', '0']);
    floor.display.press('F2');
    await sees('.band.check');
    expect(settings()['weighing']?.['minimum']).not.toMatchObject({ value: '900' });
    floor.display.type(['space', 'g']);
    await waitUntil('the whole weight', async () => (await minimum.inputValue()) === '900 g');
    floor.display.press('F2');
    await sees('.band.ok');
    expect(settings()['weighing']).toMatchObject({ minimum: { value: '900', unit: 'g' } });
    await backToWork();
    await scanTo('YT7700000001', '[data-phase="await-weight"]');
    // Under the new least weight nothing is booked; above it is.
    floor.put(640);
    await floor.waitForCode('WEIGHT_TOO_SMALL');
    await floor.clear();
    await scanTo('YT7700000001', '[data-phase="await-weight"]');
    floor.put(950);
    await waitUntil('the weight to settle', async () =>
      ['settling', 'booking', 'booked'].includes((await floor.phase()) ?? ''),
    );
    for (const socket of sockets) socket.write('42.0,31.0,20.0\r\n');
    await floor.waitForBooked('YT7700000001');
    await floor.lift();
  });

  it('where people are known only a lead changes them: main refuses, the screen asks', async () => {
    await publishPeople(floor, preAlerts);
    await sees('main[data-screen="sign-in"]');
    await scanTo(floorPeople.chen.badge, 'main[data-screen="weigh"], main[data-screen="home"]');
    const write = (lead?: string): Promise<{ ok: boolean; error?: { code: string } }> =>
      page().evaluate(
        async ([by]) => {
          const { weighhouse } = window as unknown as {
            weighhouse: { invoke(name: string, input: unknown): Promise<unknown> };
          };
          const read = (await weighhouse.invoke('settings.read', null)) as { value: unknown };
          const answer = await weighhouse.invoke('settings.write', {
            settings: read.value,
            ...(by === undefined ? {} : { lead: by }),
          });
          return answer as { ok: boolean; error?: { code: string } };
        },
        [lead] as const,
      );
    expect(await write()).toMatchObject({ ok: false, error: { code: 'LEAD_NEEDED' } });
    // A lead's name is not a lead's word.
    expect(await write(floorPeople.wang.id)).toMatchObject({ ok: false, error: { code: 'LEAD_NEEDED' } });
    await openSetUp();
    floor.display.press('F8');
    await sees('[data-form="overseas"]');
    floor.display.press('Tab');
    floor.display.type(['d', 'o', 'c', 'k', 'minus', '7']);
    await waitUntil(
      'the dock typed',
      async () => (await page().locator('[data-setting="overseas.dock"]').inputValue()) === 'dock-7',
    );
    floor.display.press('F2');
    await sees('[data-credential="who"]');
    // An operator's badge is not enough; nothing is written.
    await scanTo(floorPeople.zhao.badge, '.band[data-code="LEAD_NEEDED"]');
    expect(settings()['overseas']?.['dock'] ?? 'DOCK-1').toBe('DOCK-1');
    await scanTo(floorPeople.wang.badge, '.band.ok');
    expect(settings()['overseas']?.['dock']).toBe('DOCK-7');
  });
});
