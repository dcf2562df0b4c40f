import { createServer, type Socket } from 'node:net';
import { SimulatedPrinter } from '../../hardware/simulators/printer/simulated-printer.ts';
import { toledoFrame } from '../support/scale-pty.ts';
import { ScalePty } from '../support/scale-pty.ts';
import type { Floor } from '../support/floor.ts';
import { floorPeople, publishPeople } from '../support/floor-people.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { ScreenPart, Shot } from './screens.ts';

type Sees = (selector: string) => Promise<void>;
const seesOn =
  (floor: Floor): Sees =>
  (selector) =>
    floor.station.page.locator(selector).first().waitFor({ timeout: 30_000 });

/** A gun's keys may come torn on a busy machine; a person pulls the trigger again. */
async function scanTo(floor: Floor, text: string, selector: string): Promise<void> {
  const there = async (): Promise<boolean> => (await floor.station.page.locator(selector).count()) > 0;
  for (let pull = 0; pull < 3; pull += 1) {
    floor.display.scan(text);
    if (await waitUntil(selector, there, 6_000).catch(() => false)) return;
  }
  throw new Error(`${text} did not lead to ${selector}`);
}

async function printerScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display, printer } = floor;
  const sees = seesOn(floor);
  const at = (step: string): Promise<void> => sees(`[data-printer-wizard="${step}"]`);
  const silent = new SimulatedPrinter({ language: 'tspl', answers: false, counts: false, labelMs: 0 });
  await silent.switchOn();
  display.press('F2');
  await at('role');
  await shot('printer-role');
  display.press('F1');
  await at('places');
  await sees('[data-printer-wizard="places"] .answer');
  await shot('printer-places');
  await scanTo(floor, '192.168.1.500', '[data-refusal="address"]');
  await shot('printer-wrong-address');
  const { port } = printer;
  await printer.close();
  await scanTo(floor, `127.0.0.1:${port}`, '[data-printer-wizard="nobody"]');
  await shot('printer-nobody');
  await printer.listen(port);
  display.press('F1');
  await at('profile');
  await shot('printer-values');
  await printer.close();
  display.press('F4');
  await at('trouble');
  await shot('printer-lost');
  await printer.listen(port);
  display.press('F1');
  await at('samples');
  await shot('printer-page');
  display.press('F1');
  await sees('[data-refusal="unread"]');
  await shot('printer-unread');
  await scanTo(floor, 'TA1234', '[data-sample="TA1234"][data-read="yes"]');
  display.press('F1');
  await sees('[data-refusal="some-unread"]');
  await shot('printer-not-all-read');
  display.press('F1');
  await at('place');
  await shot('printer-place');
  display.press('Return');
  await at('saved');
  await shot('printer-saved');
  display.press('F1');
  await at('role');
  display.press('F2');
  await at('places');
  await scanTo(floor, `127.0.0.1:${silent.port}`, '[data-printer-wizard="profile"]');
  await shot('printer-silent');
  display.press('F4');
  await at('samples');
  display.press('F2');
  await sees('[data-refusal="nothing-out"]');
  await shot('printer-other-language');
  display.press('F4');
  await at('samples');
  await scanTo(floor, 'TA1234', '[data-sample="TA1234"][data-read="yes"]');
  display.press('F1');
  await sees('[data-refusal="some-unread"]');
  display.press('F1');
  await at('place');
  await scanTo(floor, 'PLACE:DOOR-2', '[data-printer-wizard="saved"]');
  display.press('F1');
  await at('role');
  display.press('F3');
  await at('places');
  await scanTo(floor, `127.0.0.1:${port}`, '[data-printer-wizard="paper"]');
  await shot('printer-of-papers');
  display.press('F1');
  await sees('[data-refusal="paper-first"]');
  display.press('F4');
  await sees('[data-printer-wizard="paper"]');
  await shot('printer-of-papers-tried');
  await printer.close();
  await waitUntil('the chip to say so', async () => (await floor.chip('printer')) === 'stop');
  display.press('F11');
  await sees('[data-printers="printer-1"]');
  await shot('printer-choice');
  display.press('F2');
  await sees('[data-chip="printer"][data-of="printer-2"]');
  await sees('main[data-screen="weigh"]');
  await shot('printer-second-in-use');
  await printer.listen(port);
  await silent.switchOff();
}

async function scannerScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display } = floor;
  const sees = seesOn(floor);
  const at = (step: string): Promise<void> => sees(`[data-scanner-wizard="${step}"]`);
  const gun = new ScalePty(floor.home, () => undefined, 'gun');
  await gun.plug();
  display.press('F3');
  await at('places');
  await sees('.answer:nth-child(2)');
  await shot('scanner-places');
  await scanTo(floor, gun.path, '[data-scanner-wizard="try"]');
  await sees('[data-chip="scanner"][data-tone="ok"]');
  await shot('scanner-try');
  await scanTo(floor, 'YT8800010001', '.band.check');
  await shot('scanner-another');
  gun.write(Buffer.from('YT8800010001\r\n'));
  await sees('[data-heard="YT8800010001"]');
  await shot('scanner-heard');
  gun.unplug();
  display.press('F8');
  await at('places');
  await scanTo(floor, '127.0.0.1:9', '[data-scanner-wizard="try"]');
  await sees('.band.check');
  await shot('scanner-absent');
  display.press('F8');
  await at('places');
  display.press('F1');
  await at('try');
  await scanTo(floor, 'YT8800010001', '[data-heard="YT8800010001"]');
  display.press('F1');
  await at('saved');
  await shot('scanner-saved');
  display.press('F8');
  await sees('[data-set-up="list"]');
}

async function dimensionerScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display } = floor;
  const sees = seesOn(floor);
  const at = (step: string): Promise<void> => sees(`[data-dimensioner-wizard="${step}"]`);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  display.press('F4');
  await at('kind');
  await shot('dimensioner-kind');
  display.press('F5');
  await shot('dimensioner-kind-more');
  display.press('F2');
  await at('url');
  await shot('dimensioner-url');
  display.press('F8');
  await at('kind');
  display.press('F2');
  await at('place');
  await sees('.answer');
  await shot('dimensioner-place');
  await scanTo(floor, `127.0.0.1:${port}`, '[data-dimensioner-wizard="format"]');
  display.press('F5');
  display.press('F5');
  await shot('dimensioner-fields');
  display.press('Return');
  await at('try');
  await waitUntil('a connection', () => sockets.size > 0);
  await shot('dimensioner-try');
  for (const socket of sockets) socket.write('42.0,31.0,20.0\r\n');
  await sees('[data-size="42.0 × 31.0 × 20.0 cm"]');
  await shot('dimensioner-measured');
  display.press('F1');
  await at('saved');
  await shot('dimensioner-saved');
  display.press('F8');
  await sees('[data-set-up="list"]');
  for (const socket of sockets) socket.destroy();
  server.close();
}

async function formScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display } = floor;
  const sees = seesOn(floor);
  for (const [key, name] of [
    ['F5', 'station'],
    ['F6', 'work'],
    ['F7', 'bags'],
    ['F8', 'overseas'],
  ] as const) {
    display.press(key);
    await sees(`[data-form="${name}"]`);
    await shot(`form-${name}`);
    if (name === 'overseas') break;
    display.press('F8');
    await sees('[data-set-up="list"]');
  }
  display.type(['Tab', 'Tab', 'Tab', 'x']);
  display.press('F2');
  await sees('.band.check');
  await shot('form-not-saved');
  display.press('F8');
  await sees('.band.check');
  await shot('form-unsaved');
  display.press('F8');
  await sees('[data-set-up="list"]');
  display.press('F8');
  await sees('[data-form="overseas"]');
  display.press('F2');
  await sees('.band.ok');
  await shot('form-saved');
  display.press('F8');
  await sees('[data-set-up="list"]');
}

async function setUpScreens(floor: Floor, shot: Shot): Promise<void> {
  const sees = seesOn(floor);
  const toList = (): Promise<void> => scanTo(floor, 'CMD:SETTINGS', '[data-set-up="list"]');
  await toList();
  await shot('list');
  floor.display.press('F9');
  await sees('main[data-screen="enrol"]');
  await shot('enrol');
  floor.display.press('F12');
  await toList();
  floor.display.press('F1');
  await sees('[data-wizard="places"] .answer');
  await shot('scale-places');
  await scanTo(floor, 'nowhere at all', '.band.check');
  await shot('scale-wrong-address');
  await scanTo(floor, floor.scale.path, '[data-wizard="probe"]');
  floor.scale.feed(() => toledoFrame(2365));
  await sees('[data-probe="live"] .answer');
  await shot('scale-live');
  floor.put(0);
  floor.display.press('F8');
  await sees('[data-wizard="places"]');
  floor.display.press('F8');
  await sees('[data-set-up="list"]');
  await formScreens(floor, shot);
  await scannerScreens(floor, shot);
  await dimensionerScreens(floor, shot);
  await printerScreens(floor, shot);
}

async function leadScreens(floor: Floor, shot: Shot): Promise<void> {
  const sees = seesOn(floor);
  await sees('main[data-screen="sign-in"]');
  await scanTo(floor, floorPeople.chen.badge, 'main[data-screen="weigh"], main[data-screen="home"]');
  await scanTo(floor, 'CMD:SETTINGS', '[data-set-up="list"]');
  floor.display.press('F8');
  await sees('[data-form="overseas"]');
  floor.display.press('F2');
  await sees('[data-credential]');
  await shot('lead-asked');
  await scanTo(floor, floorPeople.wang.badge, '.band.ok');
  await shot('saved-by-a-lead');
}

export const setUpScreenParts: readonly ScreenPart[] = [
  {
    name: 'set-up',
    floor: { cloud: false },
    start: async (floor) => {
      floor.settings({ printer: undefined });
      await floor.start();
    },
    walk: setUpScreens,
  },
  {
    name: 'set-up-lead',
    floor: {},
    start: async (floor) => {
      await publishPeople(floor);
      floor.settings();
      await floor.start({ until: 'screen' });
    },
    walk: leadScreens,
  },
];
