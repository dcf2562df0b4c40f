import { SCANNER_CARD } from '../../shared/shift/scanner-card.ts';
import type { Floor } from '../support/floor.ts';
import { codesOnLabel } from '../support/floor.ts';
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
];
