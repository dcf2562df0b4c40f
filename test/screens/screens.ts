import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { Floor, type FloorOptions } from '../support/floor.ts';
import { toledoFrame } from '../support/scale-pty.ts';
import { projectRoot } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';
import { axeViolations } from '../support/look-at-page.ts';
import { overseasScreens } from './overseas-screens.ts';
import { startXDisplay } from '../support/x-display.ts';
import { setUpScreenParts } from './set-up-screens.ts';
import { floorScreenParts } from './floor-screens.ts';
import { shiftScreenParts } from './shift-screens.ts';

/** Pictures of every screen and state, made by driving the real station into it: out/screens/NN-state.language.width.png. */
const out = join(projectRoot, 'out', 'screens');
export const sizes = [
  [1920, 1080],
  [1280, 800],
] as const;
export const languages = ['zh', 'en'] as const;
const preAlerts: PreAlert[] = [
  {
    waybill: 'YT8800010001',
    line: 'US-A',
    cargoClass: 'none',
    customer: '深圳市云帆贸易',
    receiver: '王小明',
    destination: 'Los Angeles CA, S Grand Ave 221',
    dimensions: { length: '42', width: '31', height: '20', unit: 'cm' },
    declared: { value: '2.4', unit: 'kg' },
  },
  { waybill: 'YT8800010002', line: 'EU-B', cargoClass: 'battery-in', customer: 'Zoë Dupont' },
  ...Array.from({ length: 8 }, (_, index) => ({
    waybill: `YT880001001${index}`,
    line: 'US-A',
    cargoClass: 'none',
    customer: '义乌小鹿百货',
    receiver: 'John Smith',
    destination: 'Newark NJ, Port St 14',
    dimensions: { length: '20', width: '15', height: '10', unit: 'cm' as const },
  })),
];

export type Shot = (name: string) => Promise<void>;

async function liveScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display, scale, printer } = floor;
  let taken = 1;
  const take = (): string => preAlerts[(taken += 1)]?.waybill ?? '';
  const open = async (waybill: string): Promise<string> => {
    display.scan(waybill);
    await floor.waitForPhase('await-weight');
    return waybill;
  };

  await shot('ready');
  await open('YT8800010001');
  await shot('waiting-for-weight');
  let grams = 2300;
  scale.feed(() => toledoFrame((grams = grams === 2300 ? 2365 : 2300), { moving: true }));
  await waitUntil('a moving scale', async () => (await floor.chip('scale')) === 'now');
  await shot('moving');
  floor.put(2365);
  await floor.waitForBooked('YT8800010001', 'sent');
  await shot('booked');
  await floor.lift();
  await shot('ready-with-last');
  display.scan('YT8800010001');
  await floor.waitForCode('PARCEL_ALREADY_WEIGHED');
  await shot('same-waybill-twice');
  await floor.clear();
  display.scan('SF7700000077001');
  await floor.waitForCode('PARCEL_UNANNOUNCED');
  await shot('unannounced');
  await floor.clear();
  await open('YT8800010002');
  await shot('size-unknown');
  display.press('F5');
  await floor.station.page.locator('[data-phase="keypad"]').waitFor();
  display.type(['4', '2', 'Return', '3', '1']);
  await waitUntil('the typed width', async () =>
    (await floor.station.page.locator('[data-field="width"]').innerText()).includes('31'),
  );
  await shot('keypad');
  await floor.clear();

  floor.put(900);
  await floor.waitForCode('SCAN_WAYBILL_FIRST');
  await shot('weight-without-waybill');
  await floor.clear();
  for (const [name, code, frames] of [
    ['overload', 'SCALE_OVERLOAD', () => toledoFrame(0, { overload: true })],
    ['below-zero', 'SCALE_BELOW_ZERO', () => toledoFrame(-40)],
    ['silent', 'SCALE_SILENT', () => undefined],
    ['unreadable', 'SCALE_UNREADABLE', () => Uint8Array.from({ length: 18 }, (_, i) => (i * 37 + 101) & 0xff)],
  ] as const) {
    await open(preAlerts[2]?.waybill ?? '');
    scale.feed(frames);
    await floor.waitForCode(code);
    await shot(`scale-${name}`);
    await floor.clear();
    await floor.seesNumber('0.000 kg');
  }
  scale.unplug();
  await floor.waitForCode('SCALE_LOST');
  await shot('scale-unplugged');
  await scale.plug();
  await floor.clear();
  await floor.seesNumber('0.000 kg');

  const { port } = printer;
  await printer.close();
  const waiting = await open(take());
  floor.put(640);
  await floor.waitForBooked(waiting, 'queued');
  await waitUntil('the chip to say so', async () => (await floor.chip('printer')) === 'stop');
  await shot('printer-off');
  await printer.listen(port);
  await floor.waitForBooked(waiting, 'sent');
  await floor.lift();
  printer.fault = 'reset-mid-job';
  await open(take());
  floor.put(700);
  await floor.waitForCode('LABEL_UNKNOWN');
  await shot('label-unknown');
  display.press('F1');
  await floor.clear();
  display.scan('?? not a code ??');
  await waitUntil('a verdict', async () => (await floor.band()).code !== '');
  await shot('code-not-understood');
  await floor.clear();

  await waitUntil('all in the cloud', async () => (await floor.chip('cloud')) === 'ok');
  display.press('F10');
  await floor.station.page.locator('main[data-screen="queue"]').waitFor();
  await shot('queue-synced');
  await backToWork(floor);
  await floor.cloud?.stop();
  const offline = await open(take());
  floor.put(820);
  await floor.waitForBooked(offline, 'sent');
  await waitUntil('the chip to say so', async () => !['ok', 'now'].includes((await floor.chip('cloud')) ?? ''));
  await shot('booked-offline');
  await floor.lift();
  display.press('F10');
  await floor.station.page.locator('main[data-screen="queue"]').waitFor();
  await shot('queue-offline');
  display.press('F12');
  await floor.station.page.locator('main[data-screen="home"]').waitFor();
  await shot('home');
  display.press('F12');
  await floor.station.page.locator('main[data-screen="settings"]').waitFor();
  await shot('settings');
  await floor.stopStation();

  await floor.start({ env: { WEIGHHOUSE_DISK_FULL_BYTES: String(2 ** 50) }, until: 'screen' });
  await floor.waitForCode('DISK_FULL');
  await shot('disk-full');
}

async function backToWork({ display, station }: Floor): Promise<void> {
  display.press('F12');
  await station.page.locator('main[data-screen="home"]').waitFor();
  display.press('F1');
  await station.page.locator('main[data-screen="weigh"]').waitFor();
}

async function practiceScreens(floor: Floor, shot: Shot): Promise<void> {
  await shot('practice');
  floor.display.press('F11');
  await floor.station.page.locator('[data-practice]').waitFor();
  await shot('practice-panel');
}

/** A floor that is set up one way, and the way through its states. Everything that has to hold on every screen walks these. */
export interface ScreenPart {
  readonly name: string;
  readonly floor: Omit<FloorOptions, 'language' | 'display'>;
  readonly start: (floor: Floor) => Promise<void>;
  readonly walk: (floor: Floor, shot: Shot) => Promise<void>;
}

/** The one list of screens and states: pictures, accessibility and the room for long texts are looked at on all of them. */
export const screenParts: readonly ScreenPart[] = [
  {
    name: 'live',
    floor: { preAlerts },
    start: async (floor) => {
      floor.settings();
      await floor.start();
    },
    walk: liveScreens,
  },
  {
    name: 'practice',
    floor: { cloud: false },
    start: async (floor) => {
      floor.practice();
      await floor.start({ until: 'screen' });
    },
    walk: practiceScreens,
  },
  ...floorScreenParts,
  ...shiftScreenParts,
  ...setUpScreenParts,
  {
    name: 'overseas',
    floor: {},
    start: async (floor) => {
      floor.settings({ station: { name: 'P2', flows: ['receive', 'putaway', 'pack', 'returns', 'stock', 'relabel'] } });
      await floor.start({ until: 'screen' });
    },
    walk: overseasScreens,
  },
];

/** Drives the real station through the states of a part. */
export async function walkPart(
  part: ScreenPart,
  options: Pick<FloorOptions, 'language' | 'display' | 'app'>,
  shotOn: (floor: Floor) => Shot,
): Promise<void> {
  const floor = await Floor.open({ ...part.floor, ...options });
  try {
    await part.start(floor);
    await part.walk(floor, shotOn(floor));
  } finally {
    await floor.close();
  }
}

/** npm run screens -- [part …] [zh|en] [1920|1280]: only those; what axe-core finds is printed. */
async function makePictures(wanted: readonly string[]): Promise<void> {
  const among = <T>(all: readonly T[], name: (one: T) => string): readonly T[] => {
    const chosen = all.filter((one) => wanted.includes(name(one)));
    return chosen.length > 0 ? chosen : all;
  };
  if (wanted.length === 0) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const chosenSizes = among(sizes, ([of]) => String(of));
  const [[fullWidth, fullHeight] = sizes[0]] = chosenSizes;
  const display = await startXDisplay(fullWidth, fullHeight);
  let [made, faults] = [0, 0];
  for (const language of among(languages, (of) => of)) {
    let number = 0;
    for (const part of among(screenParts, ({ name }) => name))
      await walkPart(part, { language, display }, (floor) => async (name) => {
        const index = String((number += 1)).padStart(2, '0');
        const violations = await axeViolations(floor.station.page);
        if (violations.length > 0) process.stdout.write(`${name} (${language}): ${violations.join('; ')}\n`);
        faults += violations.length;
        // One walk for all sizes: the way into a state takes seconds.
        for (const [width, height] of chosenSizes) {
          if (chosenSizes.length > 1) await floor.resize(width, height);
          const path = join(out, `${part.name}-${index}-${name}.${language}.${width}.png`);
          await floor.station.page.screenshot({ path });
          made += 1;
        }
        if (chosenSizes.length > 1) await floor.resize(fullWidth, fullHeight);
      });
    process.stdout.write(`${language}: ${number} states\n`);
  }
  display.stop();
  process.stdout.write(`${made} pictures in out/screens/, ${faults} violations of axe-core\n`);
  if (faults > 0) process.exitCode = 1;
}

if (import.meta.filename === process.argv[1]) await makePictures(process.argv.slice(2));
