import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeToledo, encodeYaohuaEquals } from '../../hardware/simulators/scale/scale-encoders.ts';
import { Floor } from '../support/floor.ts';
import { projectRoot } from '../support/station.ts';
import { waitUntil } from '../support/wait-until.ts';

let floor: Floor;
const shots = join(projectRoot, 'out', 'wizard');
beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  floor = await Floor.open({ cloud: false, language: 'zh' });
});
afterAll(() => floor?.close());

const probe = (): Promise<string | null> => floor.station.page.locator('[data-wizard]').getAttribute('data-probe');
const answers = (): Promise<string[]> => floor.station.page.locator('.wizard .answer b').allInnerTexts();
const shot = (name: string): Promise<unknown> => floor.station.page.screenshot({ path: join(shots, `${name}.png`) });
const scaleSettings = (): Record<string, unknown> =>
  (JSON.parse(readFileSync(join(floor.home, 'station.json'), 'utf8')) as { scale: Record<string, unknown> }).scale;
const wrongScale = {
  transport: { type: 'serial', path: '', line: { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } },
  protocol: 'condec',
};

async function openWizard(): Promise<void> {
  // Home first; the set-up lies behind it.
  floor.display.press('F12');
  await floor.station.page.locator('main[data-screen="home"]').waitFor();
  floor.display.press('F12');
  await floor.station.page.locator('main[data-screen="settings"]').waitFor();
  floor.display.press('F1');
  await floor.station.page.locator('[data-wizard="places"] .answer').first().waitFor();
}

async function leaveWizard(): Promise<void> {
  floor.display.press('F12');
  await floor.station.page.locator('main[data-screen="home"]').waitFor();
  floor.display.press('F1');
  await floor.station.page.locator('main[data-screen="weigh"]').waitFor();
}

describe('the scale wizard, by keys and scans alone', () => {
  it('finds a scale that was set up wrongly; its weights work at once', async () => {
    floor.settings({ scale: { ...wrongScale, transport: { ...wrongScale.transport, path: floor.scale.path } } });
    floor.scale.feed(() => encodeToledo({ grams: 2365, moving: false, overload: false }));
    await floor.start({ until: 'screen' });
    await openWizard();
    await shot('places');
    floor.display.press('F1');
    await waitUntil('a live reading', async () => (await probe()) === 'live');
    await waitUntil('its weight', async () => (await answers())[0]?.startsWith('2.365 kg') === true);
    await shot('live');
    floor.display.press('F1');
    await floor.station.page.locator('[data-wizard="saved"]').waitFor();
    await shot('saved');
    expect(scaleSettings()).toMatchObject({ protocol: 'toledo-continuous', transport: { path: floor.scale.path } });
    await leaveWizard();
    floor.scale.feed(() => encodeToledo({ grams: 0, moving: false, overload: false }));
    await floor.seesNumber('0.000 kg');
  });

  it('asks for a known weight where the wire leaves direction and unit open, and takes both from it', async () => {
    floor.scale.feed(() => encodeYaohuaEquals({ grams: 3000, moving: false, overload: false }));
    await openWizard();
    floor.display.scan('CMD:1');
    await waitUntil('a live reading', async () => (await probe()) === 'live');
    floor.display.press('F1');
    await waitUntil('the refusal', async () => (await floor.band()).tone === 'check');
    await shot('known-weight');
    floor.display.scan('3.000kg');
    await waitUntil(
      'the known weight',
      async () => (await floor.station.page.locator('.known').getAttribute('data-known')) === '3.000 kg',
    );
    await waitUntil('the right direction first', async () => (await answers())[0]?.startsWith('3.000 ?') === true);
    await shot('ranked');
    floor.display.press('F1');
    await floor.station.page.locator('[data-wizard="saved"]').waitFor();
    expect(scaleSettings()).toMatchObject({
      protocol: 'yaohua-equals',
      dialect: { direction: 'reversed' },
      unit: 'kg',
    });
    await leaveWizard();
    await floor.seesNumber('3.000 kg');
  });
});
