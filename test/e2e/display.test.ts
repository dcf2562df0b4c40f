import { afterAll, expect, it } from 'vitest';
import { PROFILE_PX_PER_MM } from '../../shared/settings/settings.ts';
import { Floor } from '../support/floor.ts';

const floor = await Floor.open({ cloud: false });
afterAll(() => floor.close());

it('a panel with twice the dots shows the page twice as large', async () => {
  floor.settings({ display: { pxPerMm: 2 * PROFILE_PX_PER_MM } });
  await floor.start({ until: 'screen' });
  const [width, ratio] = await floor.station.page.evaluate(() => [innerWidth, devicePixelRatio] as const);
  expect(ratio).toBe(2);
  // Half a point is cut off.
  expect(Math.abs(width - 960)).toBeLessThanOrEqual(1);
});
