import { afterAll, beforeAll, expect, it } from 'vitest';
import { announceOverseas } from '../shift/announce-overseas.ts';
import { planOverseas } from '../shift/overseas-plan.ts';
import { reconcileOverseas } from '../shift/reconcile-overseas.ts';
import { differencesOf, printTable } from '../shift/reconciliation.ts';
import { Floor } from '../support/floor.ts';
import { OVERSEAS_FLOWS, OverseasHands } from '../support/overseas-hands.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Cartons/orders/returns. A small day by itself; WEIGHHOUSE_OVERSEAS_DAY=40/120/60 is a whole one. */
const [cartons = 4, orders = 10, returns = 6] = (process.env['WEIGHHOUSE_OVERSEAS_DAY'] ?? '3/6/4')
  .split('/')
  .map(Number);
const plan = planOverseas(20_261_129, { cartons, orders, returns });
const floor = await Floor.open();
const hands = new OverseasHands(floor, plan);
const minutes = (count: number): number => count * 60_000;

beforeAll(async () => {
  await announceOverseas(plan, (path, init) => floor.admin(path, init));
  floor.settings({ station: { name: 'P2', flows: [...OVERSEAS_FLOWS] } });
  await floor.start({ until: 'screen', switches: ['--use-fake-device-for-media-stream'] });
  await floor.knows('rma', returns);
  await waitUntil(
    'numbers for plates',
    () => floor.journal().some(({ type }) => type === 'numbersLeased') || undefined,
  );
  const labels = plan.orders.filter(({ tracking }) => tracking !== undefined).length;
  await hands.go('pack');
  await floor.station.page.locator(`[data-labels-here="${labels}"]`).waitFor({ timeout: 60_000 });
});
afterAll(() => floor.close());

it(
  'a day of the overseas floor without a mouse, the cloud gone for its middle third: floor, journal, labels and cloud agree',
  async () => {
    const acts = [
      ...plan.asns.flatMap(({ owner, cartons: all }) => all.map((one) => () => hands.receive(owner, one))),
      ...plan.orders.map((one) => () => hands.pack(one)),
      ...plan.returns.map((one) => () => hands.grade(one)),
    ];
    expect(acts).toHaveLength(cartons + orders + returns);
    const third = Math.floor(acts.length / 3);
    for (const [at, act] of acts.entries()) {
      if (at === third) await floor.cloud?.stop();
      if (at === 2 * third) await floor.cloud?.start();
      await act();
    }
    await waitUntil('all of it in the cloud', async () => (await floor.chip('cloud')) === 'ok' || undefined, 120_000);

    const { did } = hands;
    const day = await reconcileOverseas({
      ...{ plan, did, journal: floor.journal(), labels: floor.printer.labels },
      admin: (path, init) => floor.admin(path, init),
    });
    printTable(day);
    expect(differencesOf(day)).toEqual([]);
    expect(did.packed.size + did.returned.size + did.cartons).toBe(acts.length);

    // The screen's own stock says the same, bin by bin.
    for (const { code } of plan.bins) {
      const pieces = [...did.pieces].reduce((sum, [key, n]) => (key.endsWith(` ${code}`) ? sum + n : sum), 0);
      expect([code, await hands.lookInto(code)]).toEqual([code, pieces]);
    }
    const off = floor.journal().filter(({ type, payload }) => {
      const { verdict } = (payload['weight'] ?? {}) as { verdict?: string };
      return type === 'orderPacked' && verdict !== 'fits';
    });
    expect(off).toEqual([]);
  },
  minutes(4 + (cartons + orders + returns) / 4),
);
