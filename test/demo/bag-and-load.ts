import type { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';

export interface DemoParcel {
  readonly waybill: string;
  readonly grams: number;
}

/** The end of the demo's shift: the parcels of one line into a bag, the bag sealed by its weight, loaded and handed over. @returns its number */
export async function bagAndLoad(
  floor: Floor,
  parcels: readonly DemoParcel[],
  line: string,
  tareGrams: number,
  picture: (name: string) => Promise<void>,
): Promise<string> {
  const shown = async (name: string): Promise<string | null> => {
    const found = floor.station.page.locator(`[${name}]`);
    return (await found.count()) === 0 ? null : found.first().getAttribute(name);
  };
  const go = async (flow: string): Promise<void> => {
    floor.display.scan(`CMD:${flow.toUpperCase()}`);
    await waitUntil(`screen ${flow}`, async () => (await shown('data-screen')) === flow);
  };
  await go('bag');
  for (const { waybill } of parcels) {
    floor.display.scan(waybill);
    const letter = await waitUntil('a bag is named', async () =>
      (await floor.band()).subject === waybill ? ((await shown('data-bag')) ?? false) : false,
    );
    floor.display.scan(`BAG:${letter}`);
    await waitUntil(`${waybill} in its bag`, () =>
      floor.journal().some(({ type, payload }) => type === 'parcelBagged' && payload['waybill'] === waybill),
    );
  }
  floor.display.scan('BAG:A');
  await floor.waitForPhase('await-parcel');
  floor.display.press('F1');
  await floor.waitForPhase('weigh-bag');
  floor.put(tareGrams + parcels.reduce((sum, { grams }) => sum + grams, 0));
  await floor.waitForPhase('sealed');
  const unit = await waitUntil('the number of the bag', async () => (await shown('data-unit')) ?? false);
  await waitUntil('its label', async () => (await shown('data-label')) === 'sent');
  await picture('bag-sealed');
  floor.put(0);
  await go('manifest');
  floor.display.scan(`LINE:${line}`);
  await floor.waitForPhase('loading');
  floor.display.scan(unit);
  await waitUntil('the bag on the load', async () => (await shown('data-loaded')) === '1');
  const sheet = (await shown('data-manifest')) ?? '';
  floor.display.press('F1');
  await floor.waitForPhase('signing');
  floor.display.scan(sheet);
  await floor.waitForPhase('handed-over');
  await picture('handed-over');
  return unit;
}
