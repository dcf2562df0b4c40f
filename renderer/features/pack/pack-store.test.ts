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

  it('papers that its way wants are made; what is not known is named and holds the parcel back', async () => {
    const one = bench();
    const papers = () => one.flow.papers.getState().now?.papers.map(({ kind, state, gap }) => [kind, state, gap?.why]);
    one.world.order({
      ...{ order: 'SO-9', tote: 'T39', lines: [{ sku: 'TEA', pieces: 1 }] },
      shipping: { by: 'courier', crossesCustoms: true, packingSlip: true },
    });
    one.world.label('SO-9');
    for (const code of ['T39', 'TEA']) await one.scan(code);
    await one.scan('not yet');
    expect(papers()).toEqual([
      ['packing-slip', 'kept', undefined],
      ['commercial-invoice', 'gap', 'no-data'],
    ]);
    expect([one.flow.papersMissing(one.state().last?.job ?? ''), one.cues.includes('check')]).toEqual([true, true]);
  });

  describe('a label of this bench', () => {
    const packed = async () => {
      const one = bench();
      for (const code of ['T31', 'MUG', 'MUG']) await one.scan(code);
      const job = one.state().last?.job ?? '';
      const asked = () => one.flow.store.getState().labelAsk;
      const answered = () => one.written.filter(({ type }) => type.startsWith('labelC') || type.startsWith('labelR'));
      return { ...one, job, asked, answered };
    };

    it('is printed again with F4 and a reason; not while it is on its way', async () => {
      const one = await packed();
      await one.key('F4');
      expect([one.asked(), one.cues.at(-1)]).toEqual([undefined, 'check']);
      one.printed('labelSent', one.job);
      await one.scan('CMD:REPRINT');
      expect(one.asked()).toMatchObject({ job: one.job, code: undefined, subject: 'SO-1' });
      await one.key('F2');
      expect(one.answered()).toMatchObject([
        { type: 'labelReprintRequested', entity: `print:${one.job}`, payload: { job: one.job, reason: 'damaged' } },
      ]);
      expect(one.asked()).toBeUndefined();
    });

    it('is asked about when nobody knows whether it came out; nothing else is heard until it is answered', async () => {
      const one = await packed();
      one.printed('labelUnknown', one.job);
      expect([one.asked()?.code, one.said.at(-1), one.cues.at(-1)]).toEqual([
        'LABEL_UNKNOWN',
        'LABEL_UNKNOWN',
        'check',
      ]);
      await one.scan('T32');
      expect(one.state().open).toBeUndefined();
      await one.key('Escape');
      expect(one.asked()?.code).toBe('LABEL_UNKNOWN');
      await one.scan(one.job);
      expect(one.answered()).toMatchObject([{ type: 'labelConfirmed', payload: { job: one.job, by: 'operator' } }]);
      expect(one.asked()).toBeUndefined();
      await one.scan('T32');
      expect(one.state().open?.order.order).toBe('SO-2');
    });

    it('that will never be printed is said, and holds nobody up: undone, or the next order is taken', async () => {
      const one = await packed();
      one.printed('labelFailed', one.job, 'LABEL_OF_ANOTHER_PARCEL');
      expect([one.asked(), one.said.at(-1)]).toEqual([
        { job: one.job, subject: 'SO-1', code: 'LABEL_OF_ANOTHER_PARCEL', answers: [] },
        'LABEL_OF_ANOTHER_PARCEL',
      ]);
      await one.key('F1');
      expect(one.answered()).toEqual([]);
      await one.scan('T32');
      expect([one.state().open?.order.order, one.asked()]).toEqual(['SO-2', undefined]);
      await one.key('F8');
      const two = await packed();
      two.printed('labelFailed', two.job, 'LABEL_OF_ANOTHER_PARCEL');
      await two.key('F8');
      expect(two.written.at(-1)?.type).toBe('orderPackingVoided');
      expect(two.asked()).toBeUndefined();
    });

    it('an order in hand is not broken off by the question: it comes when the bench rests', async () => {
      const one = await packed();
      await one.scan('T32');
      one.printed('labelUnknown', one.job);
      expect(one.asked()).toBeUndefined();
      await one.key('F8');
      expect(one.asked()?.job).toBe(one.job);
      await one.scan('CMD:2');
      expect(one.answered()).toMatchObject([{ payload: { reason: 'nothing-came-out' } }]);
    });
  });
});
