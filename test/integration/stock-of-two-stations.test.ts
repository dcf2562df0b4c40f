import { expect, it } from 'vitest';
import { FloorViews } from '../../renderer/data/floor-views.ts';
import { followOthersStock } from '../../renderer/data/follow-others-stock.ts';
import { operationBodySchema } from '../../shared/sync/operation.ts';
import type { MainStation } from '../support/main-station.ts';
import { NOBODYS_URL, StationsAndCloud } from '../support/stations-and-cloud.ts';

const world = new StationsAndCloud();

/** A page's view of stock over a station's main process, made as the application makes it. */
async function viewOf(station: MainStation) {
  const floor = new FloorViews();
  const { device, epoch } = (await station.ask('journal.chains', null)).head;
  const { records } = await station.ask('journal.read', { epoch, afterSeq: 0, limit: 1_000 });
  const fold = (all: readonly { readonly body: string }[]): void =>
    floor.onApplied(
      device,
      all.map(({ body }) => ({ epoch, body: operationBodySchema.parse(JSON.parse(body)) })),
    );
  fold(records);
  station.bridge.on('journal.appended', (event) => fold(event.records));
  followOthersStock(floor, station.reference, station.bridge, () => device);
  return {
    move: (quantity: number, more: object = {}) =>
      station.ask('operation.append', {
        ...{ type: 'stockMoved', entity: 'stock:P-1' },
        payload: { place: 'P-1', sku: 'TEA', quantity, reason: 'test', owner: 'NOVA', ...more },
      }),
    pieces: () => floor.stock.inBin('P-1').reduce((sum, row) => sum + row.pieces, 0),
    negative: () => floor.stock.negative().map(({ sku, pieces }) => [sku, pieces]),
    piles: () => floor.stock.size,
  };
}

it('what another station moved is in the look-up and in the flags; a station without a network goes on with what it knew', async () => {
  await world.cloud.admin('PUT', '/v1/supply', { bins: [{ code: 'P-1', use: 'pick' }] });
  const [a, b] = [await world.start(), await world.start()];
  const [at, bt] = [await viewOf(a), await viewOf(b)];
  await Promise.all([a.pull(), b.pull()]);

  await at.move(5);
  expect([at.pieces(), bt.pieces()]).toEqual([5, 0]);
  // Taken before the delivery has been heard of: below zero here, and only until then.
  await bt.move(-2);
  expect(bt.negative()).toEqual([['TEA', -2]]);
  await a.push();
  await b.pull();
  expect([bt.pieces(), bt.negative()]).toEqual([3, []]);

  await b.push();
  await a.pull();
  expect(at.pieces()).toBe(3);
  // Its own movements come back from the cloud and do not count again.
  await a.pull();
  await at.move(-3);
  expect([at.pieces(), at.piles()]).toEqual([0, 0]);
  await a.push();
  await b.pull();
  expect([bt.pieces(), bt.piles()]).toEqual([0, 0]);

  // Another pile of the same bin, then a start without a network, then a new station by a snapshot.
  await at.move(4, { lot: 'L1', expiry: '2029-06-30', grade: 'B' });
  await a.push();
  await b.pull();
  const restarted = await world.restarted(b, NOBODYS_URL);
  const later = await viewOf(restarted);
  expect([later.pieces(), later.piles()]).toEqual([4, 1]);
  const third = await world.start();
  await third.pull();
  expect((await viewOf(third)).pieces()).toBe(4);
});
