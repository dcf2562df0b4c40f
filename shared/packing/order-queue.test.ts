import { describe, expect, it } from 'vitest';
import { documentsRequired } from './documents-required.ts';
import { labelCoverage, orderQueue } from './order-queue.ts';
import { orderSchema, type Order, type PrefetchedLabel } from './order.ts';
import { suggestBoxes } from './suggest-box.ts';
import { OverseasWorld } from '../../test/support/overseas-world.ts';

const order = (fields: Partial<Order> & { order: string }): Order =>
  orderSchema.parse({
    ...{ owner: 'LUMO', shipByMs: 0, line: 'US-A', country: 'US', lines: [{ sku: 'MUG', pieces: 1, bin: 'P-1' }] },
    shipping: { by: 'courier', crossesCustoms: false },
    ...fields,
  });
const HOUR = 3_600_000;

describe('the pack list', () => {
  const orders = [
    order({ order: 'SO-C', shipByMs: 5 * HOUR }),
    order({ order: 'SO-B', shipByMs: 2 * HOUR, priority: 1 }),
    order({ order: 'SO-A', shipByMs: 2 * HOUR }),
    order({ order: 'SO-D', shipByMs: HOUR, stopped: 'cancelled' }),
    order({ order: 'SO-E', shipByMs: HOUR - 1, addressVersion: 2 }),
  ];
  const label = (one: Order): PrefetchedLabel | undefined =>
    one.order === 'SO-C'
      ? undefined
      : {
          order: one.order,
          parcel: 1,
          carrier: 'DHL',
          tracking: 'TRK1',
          document: 'ab'.repeat(32),
          bytes: 9_000,
          addressVersion: 1,
        };
  const queue = orderQueue(orders, HOUR, label);

  it('is by deadline, then priority; a stopped order is not in it', () => {
    expect(queue.map(({ order: { order: name }, due }) => [name, due])).toEqual([
      ['SO-E', 'overdue'],
      ['SO-B', 'later'],
      ['SO-A', 'later'],
      ['SO-C', 'later'],
    ]);
  });
  it('says how far the labels reach; one of an older address does not count', () => {
    expect(labelCoverage(queue)).toMatchObject({ orders: 4, here: 2, firstMissing: { order: 'SO-E' } });
  });
});

describe('the papers of a parcel', () => {
  const papers = (shipping: Partial<Order['shipping']>, grams: string) =>
    documentsRequired(
      { shipping: { by: 'post', crossesCustoms: true, packingSlip: false, ...shipping } },
      { value: grams, unit: 'g' },
      (currency) => (currency === 'EUR' ? { perSdr: '1.25' } : undefined),
    );
  it.each([
    [{ crossesCustoms: false }, '900', []],
    [{ crossesCustoms: false, packingSlip: true }, '900', ['packing-slip']],
    [{ value: { amount: '375', currency: 'EUR' } }, '2000', ['cn22']],
    [{ value: { amount: '375.01', currency: 'EUR' } }, '900', ['cn23']],
    [{ value: { amount: '10', currency: 'EUR' } }, '2000.1', ['cn23']],
    [{ value: { amount: '10', currency: 'XXX' } }, '100', ['cn23']],
    [{}, '100', ['cn23']],
    [{ by: 'courier' as const, packingSlip: true }, '100', ['packing-slip', 'commercial-invoice']],
  ])('%j, %s g: %j', (shipping, grams, expected) => expect(papers(shipping, grams)).toEqual(expected));
});

describe('the box', () => {
  const world = new OverseasWorld();
  const mug = world.sku({ sku: 'MUG' });
  const pole = world.sku({ sku: 'POLE', dimensions: { length: '45', width: '2', height: '2', unit: 'cm' } });
  it('is the smallest in which the pieces have room', () => {
    expect(suggestBoxes([mug], world.boxes)).toEqual({ fitting: ['S', 'M', 'L'], estimated: false });
    expect(suggestBoxes([mug, mug, mug, mug, mug, mug], world.boxes).fitting[0]).toBe('M');
    expect(suggestBoxes([pole], world.boxes).fitting).toEqual(['L']);
  });
  it('says when it is estimated, and keeps under the box’s weight', () => {
    expect(
      suggestBoxes(
        Array.from({ length: 9 }, () => mug),
        world.boxes,
      ).estimated,
    ).toBe(true);
    const weak = world.boxes.map((box) => ({ ...box, maxGross: { value: '1', unit: 'kg' as const } }));
    expect(suggestBoxes([mug, mug, mug], weak).fitting).toEqual([]);
  });
});
