import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleReference } from '../../cloud/reference/sample-reference.ts';
import { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';

const floor = await Floor.open({ language: 'en' });
beforeAll(async () => {
  floor.practice();
  await floor.start({ until: 'screen' });
  await floor.knows('preAlert', sampleReference.preAlerts.length);
  await floor.knows('hold', sampleReference.holds.length);
});
afterAll(() => floor.close());

const { display } = floor;
const shown = async (name: string): Promise<string | null> => {
  const found = floor.station.page.locator(`[${name}]`);
  return (await found.count()) === 0 ? null : found.first().getAttribute(name);
};
const go = async (flow: string): Promise<void> => {
  display.scan(`CMD:${flow.toUpperCase()}`);
  await waitUntil(`screen ${flow}`, async () => (await shown('data-screen')) === flow);
};
/** The practice scale, as its panel drives it. */
const put = (grams: number): Promise<unknown> =>
  floor.station.page.evaluate(
    (value) => window.weighhouse?.invoke('practice.act', { act: 'scale-put', mass: { value, unit: 'kg' } }),
    (grams / 1000).toFixed(3),
  );
const recorded = (type: string): Record<string, unknown>[] =>
  floor
    .journal('practice')
    .filter((body) => body.type === type)
    .map(({ payload }) => payload);
/** US-A, US, DDP, no battery, with a size, as heavy as declared: three of them share a bag. */
const parcels = [0, 2, 10].map((index) => {
  const { waybill, declared } = sampleReference.preAlerts[index] ?? { waybill: '', declared: undefined };
  return { waybill, grams: Number(declared?.value) };
});
const [held] = sampleReference.holds;

declare global {
  interface Window {
    readonly weighhouse?: { invoke: (name: string, input: unknown) => Promise<unknown> };
  }
}

describe('practice mode', () => {
  it('weighs, stops what is held, bags, seals, loads and hands over, without anything set up', async () => {
    expect(await floor.station.page.locator('.practice-flag').count()).toBe(1);
    for (const { waybill, grams } of parcels) {
      display.scan(waybill);
      await floor.waitForPhase('await-weight');
      await put(grams);
      await floor.waitForBooked(waybill, 'sent');
      await put(0);
      await floor.seesNumber('0.000 kg');
    }
    display.scan(held?.waybill ?? '');
    await floor.waitForCode('PARCEL_HELD');
    display.scan('PLACE:H2');
    await waitUntil('it is put aside', () => recorded('parcelSetAside').length === 1);
    await go('bag');
    for (const { waybill } of parcels) {
      display.scan(waybill);
      const letter = await waitUntil('a bag is named', async () => (await shown('data-bag')) ?? false);
      display.scan(`BAG:${letter}`);
      await waitUntil(`${waybill} in its bag`, () =>
        recorded('parcelBagged').some((payload) => payload['waybill'] === waybill),
      );
    }
    display.scan('BAG:A');
    await floor.waitForPhase('await-parcel');
    display.press('F1');
    await floor.waitForPhase('weigh-bag');
    await put(180 + parcels.reduce((sum, { grams }) => sum + grams, 0));
    await floor.waitForPhase('sealed');
    const unit = await waitUntil('the number of the bag', async () => (await shown('data-unit')) ?? false);
    // Of the prefix that GS1 keeps for demonstrations.
    expect(unit).toMatch(/^09521234\d{10}$/);
    await put(0);
    await go('manifest');
    display.scan('LINE:US-A');
    await floor.waitForPhase('loading');
    display.scan(unit);
    await waitUntil('the bag on the load', async () => (await shown('data-loaded')) === '1');
    const sheet = (await shown('data-manifest')) ?? '';
    display.press('F1');
    await floor.waitForPhase('signing');
    display.scan(sheet);
    await floor.waitForPhase('handed-over');
  });

  it('reaches nothing of the live organisation: no operation, no parcel, no number', async () => {
    const all = floor.journal('practice').length;
    await waitUntil(
      'all of it with the practice organisation',
      async () =>
        (await floor.admin<{ operations: number }>('/v1/operations/count', {}, 'practiceAdmin')).operations >= all,
      60_000,
    );
    expect(await floor.admin('/v1/operations/count')).toMatchObject({ operations: 0, parcels: 0 });
    expect(await floor.admin('/v1/parcels')).toEqual([]);
    expect(await floor.admin('/v1/series')).toEqual([]);
    const series = await floor.admin<{ series: string; next: number }[]>('/v1/series', {}, 'practiceAdmin');
    expect(series.find((one) => one.series === 'sscc')?.next).toBeGreaterThan(1);
    expect(recorded('bagClosed')).toMatchObject([{ practice: true }]);
    expect(recorded('parcelWeighed').every((payload) => payload['practice'] === true)).toBe(true);
    // No bag of practice can be read as a real one's: the live data folder has not even been made.
    expect(floor.journal()).toEqual([]);
  });
});
