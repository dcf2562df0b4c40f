import { describe, expect, it } from 'vitest';
import { flowOn } from '../../../test/support/floor-flow.ts';
import { OverseasWorld } from '../../../test/support/overseas-world.ts';
import { createPackFlow } from './pack-store.ts';

function bench(options: Parameters<typeof flowOn>[2] = {}) {
  const world = new OverseasWorld();
  world.sku({ sku: 'MUG' });
  world.sku({ sku: 'TEA' });
  world.bin({ code: 'P-1', use: 'pick' });
  world.bin({ code: 'X-1', use: 'stopped' });
  world.order({ order: 'SO-1', tote: 'T31', lines: [{ sku: 'MUG', pieces: 2 }] });
  world.order({ order: 'SO-2', tote: 'T32', shipByMs: 500, lines: [{ sku: 'TEA', pieces: 1 }] });
  world.label('SO-1');
  const one = flowOn(createPackFlow, world, options);
  one.settings.overseas.packWeighs = 'none';
  return { world, ...one, state: () => one.flow.store.getState().bench };
}

describe('the pack flow', () => {
  it.each(['before', 'after'] as const)(
    'packs by scans alone; stock moves once when the view speaks %s the answer',
    async (told) => {
      const one = bench({ told });
      expect(one.flow.quiet()).toBe(true);
      expect(one.flow.queue().orders.map(({ order }) => order.order)).toEqual(['SO-2', 'SO-1']);
      expect(one.flow.queue().coverage).toMatchObject({ orders: 2, here: 1, firstMissing: { order: 'SO-2' } });
      await one.scan('T31');
      expect(one.flow.quiet()).toBe(false);
      await one.scan('MUG');
      await one.scan('MUG');
      expect(one.written.map(({ type }) => type)).toEqual(['orderPacked']);
      expect(one.state()).toMatchObject({ phase: 'closed', last: { order: 'SO-1', label: 'carrier' } });
      expect(one.floor.stock.inBin('P-1')).toMatchObject([{ sku: 'MUG', pieces: -2 }]);
      expect(one.flow.queue().orders.map(({ order }) => order.order)).toEqual(['SO-2']);
      expect([one.flow.quiet(), one.flow.doneCount?.()]).toEqual([true, 1]);
    },
  );

  it('says aloud why it refuses, and takes the piece that was needed', async () => {
    const one = bench();
    await one.scan('T31');
    await one.scan('TEA');
    expect([one.said, one.cues.at(-1)]).toEqual([['PACK_ITEM_WRONG'], 'check']);
    await one.scan('MUG');
    expect(one.state().open?.units).toHaveLength(1);
  });

  it('a parcel whose order is cancelled after the print is called back at once', async () => {
    const one = bench();
    for (const code of ['T31', 'MUG', 'MUG']) await one.scan(code);
    one.world.order({ order: 'SO-1', stopped: 'cancelled', lines: [{ sku: 'MUG', pieces: 2 }] });
    one.changed();
    expect(one.state().refusal).toMatchObject({ code: 'PACK_PARCEL_STOPPED', why: 'cancelled' });
    expect([one.flow.quiet(), one.flow.stoppedShelf()]).toEqual([false, 'X-1']);
    await one.scan('X-1');
    expect(one.floor.stock.inBin('X-1')).toMatchObject([{ sku: 'MUG', pieces: 2 }]);
    one.changed();
    expect(one.flow.quiet()).toBe(true);
  });

  it('news about other orders leaves the bench alone', async () => {
    const one = bench();
    await one.scan('T31');
    one.world.order({ order: 'SO-2', stopped: 'refunded', lines: [{ sku: 'TEA', pieces: 1 }] });
    one.changed();
    expect(one.state()).toMatchObject({ phase: 'items', open: { order: { order: 'SO-1' } } });
  });

  it('an answer of the disk that is none leaves the pieces in hand', async () => {
    const one = bench({ failing: true });
    for (const code of ['T31', 'MUG', 'MUG']) await one.scan(code);
    expect(one.state()).toMatchObject({ refusal: { code: 'JOURNAL_WRITE_FAILED' }, open: { units: [{}, {}] } });
    expect(one.said).toEqual(['JOURNAL_WRITE_FAILED']);
  });
});
