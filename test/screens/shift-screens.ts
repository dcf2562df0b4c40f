import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { SCANNER_CARD } from '../../shared/shift/scanner-card.ts';
import type { Floor } from '../support/floor.ts';
import { codesOnLabel } from '../support/floor.ts';
import { floorPeople, publishPeople } from '../support/floor-people.ts';
import { toledoFrame } from '../support/scale-pty.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { ScreenPart, Shot } from './screens.ts';

const step = async (floor: Floor, name: string): Promise<void> => {
  await floor.station.page.locator(`[data-step="${name}"]`).waitFor();
};
const fault = async (floor: Floor, why: string): Promise<void> => {
  await floor.station.page.locator(`[data-fault="${why}"]`).waitFor();
};

async function startCheckScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display, printer, scale } = floor;
  scale.feed(() => toledoFrame(0, { moving: true }));
  await waitUntil('a moving scale', async () => (await floor.chip('scale')) === 'now');
  display.press('F12');
  await floor.station.page.locator('main[data-screen="home"]').waitFor();
  await shot('home-not-checked');
  display.press('F2');
  await step(floor, 'zero');
  await shot('check-zero');
  floor.put(0);
  await step(floor, 'test-weight');
  await shot('check-test-weight');
  floor.put(1012);
  await fault(floor, 'drift');
  await shot('check-scale-off');
  display.press('F9');
  await floor.station.page.locator('.start .answer').first().waitFor();
  await shot('check-lead-one-step');
  display.press('F5');
  await shot('check-lead-all-steps');
  display.press('F5');
  display.press('F2');
  await step(floor, 'scanner');
  await shot('check-scanner');
  display.scan(SCANNER_CARD.toUpperCase());
  await waitUntil('a fault of the card', async () => (await floor.band()).code === 'STEP_NOT_PASSED');
  await shot('check-card-wrong');
  display.scan(SCANNER_CARD);
  await step(floor, 'label');
  const label = await waitUntil('the test label', () => printer.labels.at(-1));
  await waitUntil(
    'its number on the glass',
    async () => (await floor.station.page.locator('.dest b').innerText()) !== '····',
  );
  await shot('check-label');
  display.scan('YT8800010001');
  await fault(floor, 'other-label');
  await shot('check-other-label');
  const [code = ''] = await codesOnLabel(label);
  display.scan(code);
  await step(floor, 'done');
  await shot('check-passed');
  display.press('F12');
  await floor.station.page.locator('main[data-screen="home"]').waitFor();
  await shot('home-checked');
}

const preAlerts: PreAlert[] = [1, 2, 3].map((index) => ({
  waybill: `YT880000094${index}`,
  ...{ line: 'US-A', cargoClass: 'none', customer: 'c' },
  dimensions: { length: '20', width: '15', height: '10', unit: 'cm' },
}));

async function sealScreens(floor: Floor, shot: Shot): Promise<void> {
  const { display, station } = floor;
  const sees = (selector: string): Promise<void> => station.page.locator(selector).waitFor({ timeout: 60_000 });
  const leadComes = async (): Promise<void> => {
    display.press('F9');
    await sees('[data-credential]');
    display.scan(floorPeople.wang.badge);
    await sees('.shift .answer');
  };
  await sees('main[data-screen="sign-in"]');
  await waitUntil('the people', async () => (await station.page.locator('.names .answer').count()) === 3);
  await shot('sign-in');
  display.press('F1');
  await sees('[data-credential="pin"]');
  await shot('sign-in-pin');
  display.press('Escape');
  display.scan('ID:NOBODY99');
  await floor.waitForCode('PERSON_UNKNOWN');
  await shot('sign-in-not-known');
  display.scan(floorPeople.chen.badge);
  await sees('main[data-screen="weigh"], main[data-screen="home"]');
  display.scan('CMD:HOME');
  await sees('main[data-screen="home"]');
  await shot('home-of-a-person');
  display.press('F1');
  await floor.seesNumber('0.000 kg');
  await floor.knowsWork();
  for (const { waybill } of preAlerts) await floor.weigh(waybill, 612);
  await floor.cloud?.stop();
  display.scan('CMD:SHIFT');
  await sees('[data-seal="counting"]');
  display.type(['4']);
  await sees('[data-typed="4"]');
  await shot('seal-counting');
  display.press('Return');
  await sees('[data-find]');
  await shot('seal-missing');
  await leadComes();
  await shot('seal-lead-says-why');
  display.press('F1');
  await sees(`[data-find="${preAlerts[1]?.waybill ?? ''}"]`);
  for (const { waybill } of preAlerts.slice(1)) display.scan(waybill);
  await sees('[data-unexplained="1"]');
  await shot('seal-count-differs');
  await leadComes();
  display.press('F1');
  await sees('[data-seal="ready"]');
  await shot('seal-zero');
  display.press('F1');
  await sees('[data-seal="outgoing"]');
  await shot('seal-outgoing');
  display.scan(floorPeople.chen.badge);
  await sees('[data-seal="incoming"]');
  await shot('seal-incoming');
  display.scan(floorPeople.zhao.badge);
  await sees('[data-seal="closed"][data-cloud="waiting"]');
  await shot('seal-closed-offline');
  display.press('F12');
  await sees('main[data-screen="home"]');
  await shot('home-after-seal');
}

export const shiftScreenParts: readonly ScreenPart[] = [
  {
    name: 'start-check',
    floor: {},
    start: async (floor) => {
      floor.settings({ shift: { testWeight: { value: '1', unit: 'kg' } } });
      await floor.start();
    },
    walk: startCheckScreens,
  },
  {
    name: 'shift-seal',
    floor: { preAlerts },
    start: async (floor) => {
      await publishPeople(floor, preAlerts);
      floor.settings({ station: { name: 'W7', flows: ['weigh', 'bag'] }, shift: { startCheck: 'offered' } });
      await floor.start({ until: 'screen' });
    },
    walk: sealScreens,
  },
];
