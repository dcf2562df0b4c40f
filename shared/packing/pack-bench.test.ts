import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverseasWorld, settled } from '../../test/support/overseas-world.ts';
import { errorCatalog } from '../errors/catalog.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import { initialPackBench, reducePack } from './pack-bench.ts';
import type { PackContext, PackEvent } from './pack-bench-state.ts';
import { packRefusals, type PackRefusalCode } from './refusals.ts';

function bench(overrides: Partial<PackContext> = {}, world = new OverseasWorld()) {
  world.sku({ sku: 'MUG', barcodes: ['4006381333931'] });
  world.sku({ sku: 'MUG-B', weight: { value: '0.350', unit: 'kg' } });
  world.sku({ sku: 'SOCKS', weight: { value: '0.060', unit: 'kg' } });
  world.sku({ sku: 'WATCH', category: 'electronics', tracks: { lot: false, expiry: false, serial: true } });
  world.sku({ sku: 'CREAM', category: 'beauty', tracks: { lot: true, expiry: true, serial: false } });
  world.bin({ code: 'P-1', use: 'pick' });
  world.bin({ code: 'X-1', use: 'stopped' });
  const context: PackContext = {
    ...{
      weighs: 'none',
      scaleStepMilligrams: 5_000,
      practice: false,
      boxes: world.boxes,
      thisYear: 2026,
      station: 'P2',
    },
    findSkus: world.findSkus,
    findBin: world.findBin,
    findSku: world.findSku,
    findOrders: world.findOrders,
    findOrdersWanting: world.findOrdersWanting,
    findBox: (code) => world.boxes.find((box) => box.code === code),
    findPacked: (order) => world.packs.findPacked(order),
    findParcel: (code) => world.packs.findParcel(code),
    findAside: (order) => world.packs.findAside(order),
    findOrder: (order) => world.orders.get(order),
    findLabel: (order, parcel) => world.labels.get(`${order}/${parcel}`),
    historyOf: (content) => world.packs.historyOf(content),
    sdrRate: (currency) => (currency === 'EUR' ? { perSdr: '1.25' } : undefined),
    timeText: () => '11-25 14:32',
    ...overrides,
  };
  let state = initialPackBench;
  let atMs = 0;
  const cues: string[] = [];
  const send = (event: PackEvent): void => {
    const step = reducePack(state, event, context);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'cue') cues.push(effect.cue);
      if (effect.type === 'append') send(world.book(effect));
    }
  };
  return {
    world,
    send,
    cues,
    scan: (text: string, afterMs = 5_000) => send({ type: 'scan', text, atMs: (atMs += afterMs) }),
    key: (key: 'F1' | 'F2' | 'F3' | 'F5' | 'F6' | 'F8' | 'Escape') => send({ type: 'key', key }),
    get state() {
      return state;
    },
    get packed() {
      return world.written.flatMap(({ type, payload }) =>
        type === 'orderPacked' ? [payload as OperationPayload<'orderPacked'>] : [],
      );
    },
    pieces: (sku: string) => world.stock.ofArticle('LUMO', sku).reduce((sum, row) => sum + row.pieces, 0),
  };
}

const twoMugs = (one: ReturnType<typeof bench>) => {
  one.world.order({
    order: 'SO-1',
    tote: 'T31',
    lines: [
      { sku: 'MUG', pieces: 2 },
      { sku: 'SOCKS', pieces: 1 },
    ],
  });
  one.world.label('SO-1');
  one.world.put([{ owner: 'LUMO', sku: 'MUG', grade: 'A', pieces: 9, to: 'P-1' }]);
};

describe('the pack bench', () => {
  it('closes by the last scan; the stock leaves the bins it was picked from, with the carrier’s label of this address', () => {
    const one = bench();
    twoMugs(one);
    for (const code of ['T31', 'MUG', '4006381333931']) one.scan(code);
    expect(one.packed).toHaveLength(0);
    one.scan('SOCKS');
    expect(one.packed).toMatchObject([
      {
        order: 'SO-1',
        parcel: 1,
        last: true,
        label: { kind: 'carrier', tracking: 'TRKSO11' },
        weight: { verdict: 'not-weighed' },
      },
    ]);
    expect([one.state.phase, one.pieces('MUG'), one.pieces('SOCKS')]).toEqual(['closed', 7, -1]);
    expect(one.world.stock.negative()).toMatchObject([{ sku: 'SOCKS', pieces: -1 }]);
  });

  it('opens by waybill, by order and by the first item: the most urgent order that wants it', () => {
    const one = bench();
    one.world.order({ order: 'SO-LATE', shipByMs: 9_000, lines: [{ sku: 'MUG', pieces: 2 }] });
    one.world.order({ order: 'SO-SOON', shipByMs: 2_000, waybill: 'WB7', lines: [{ sku: 'MUG', pieces: 2 }] });
    one.scan('MUG');
    expect(one.state.open).toMatchObject({ order: { order: 'SO-SOON' }, units: [{ sku: 'MUG', toldBy: 'first' }] });
    one.key('F8');
    one.key('F8');
    expect(one.state.open).toBeUndefined();
    one.scan('WB7');
    expect(one.state.open?.order.order).toBe('SO-SOON');
  });

  it('never counts one piece twice in a rhythm that no hand has', () => {
    const one = bench();
    twoMugs(one);
    one.scan('T31');
    one.scan('MUG');
    for (let i = 0; i < 5; i += 1) one.scan('MUG', 60);
    expect(one.state.open?.units).toHaveLength(1);
    one.scan('MUG', 400);
    expect(one.state.refusal?.code).toBe('PACK_PIECE_UNCLEAR');
    one.scan('SOCKS');
    expect(one.state.open?.units).toHaveLength(1);
    one.key('F2');
    expect(one.state.open?.units).toHaveLength(1);
    one.scan('MUG', 2_000);
    expect(one.state.open?.units.map(({ toldBy }) => toldBy)).toEqual(['first', 'rhythm']);
  });

  it('with the box on the scale the weight tells the second piece', () => {
    const one = bench({ weighs: 'required' });
    twoMugs(one);
    one.scan('T31');
    one.send(settled('0.060'));
    one.scan('MUG');
    one.scan('MUG', 500);
    expect(one.state.open?.units).toHaveLength(1);
    one.send(settled('0.410'));
    one.scan('MUG', 500);
    expect(one.state.open?.units.map(({ toldBy }) => toldBy)).toEqual(['first', 'weight']);
  });

  it('asks for a serial number, tells two by it, and moves it out of the stock', () => {
    const one = bench();
    one.world.order({ order: 'SO-W', lines: [{ sku: 'WATCH', pieces: 2 }] });
    one.scan('SO-W');
    one.scan('WATCH');
    expect(one.state.phase).toBe('await-serial');
    one.scan('WATCH');
    expect(one.state.open?.units).toHaveLength(0);
    for (const code of ['SN-1', 'WATCH', 'SN-2']) one.scan(code);
    expect(one.packed[0]?.moves).toMatchObject([{ sku: 'WATCH', pieces: 2, serials: ['SN-1', 'SN-2'] }]);
  });

  it('takes two lots of one article from their own lines', () => {
    const one = bench();
    one.world.order({
      order: 'SO-C',
      lines: [
        { sku: 'CREAM', pieces: 1, lot: 'L1', bin: 'P-1' },
        { sku: 'CREAM', pieces: 1, lot: 'L2', bin: 'P-2' },
      ],
    });
    one.world.sku({
      sku: 'CREAM',
      barcodes: ['09521234543213'],
      category: 'beauty',
      tracks: { lot: true, expiry: false, serial: false },
    });
    one.scan('SO-C');
    for (const lot of ['L2', 'L1']) one.scan(`(01)09521234543213(10)${lot}`);
    expect(one.packed[0]?.moves.map(({ lot, from }) => [lot, from])).toEqual([
      ['L1', 'P-1'],
      ['L2', 'P-2'],
    ]);
  });

  it('weighs: what fits closes, what does not says which article explains it, and a lead may let it pass', () => {
    const one = bench({ weighs: 'required' });
    twoMugs(one);
    for (const code of ['T31', 'MUG', 'MUG', 'SOCKS']) one.scan(code);
    expect(one.state.phase).toBe('await-weight');
    one.send(settled('0.565'));
    expect(one.state.refusal).toMatchObject({
      code: 'PACK_WEIGHT_OFF',
      weight: { explained: { sku: 'MUG', pieces: -1 } },
    });
    one.scan('T31');
    expect(one.packed).toHaveLength(0);
    one.send({ type: 'plate-empty' });
    one.send(settled('0.915'));
    expect(one.packed).toMatchObject([
      { gross: { value: '0.915' }, weight: { method: 'sum', verdict: 'cannot-tell' } },
    ]);
    one.world.order({ order: 'SO-2', lines: [{ sku: 'MUG', pieces: 1 }] });
    one.send({ type: 'plate-empty' });
    one.scan('SO-2');
    one.scan('MUG');
    one.send(settled('0.900'));
    one.send({ type: 'lead', id: 'lead-1' });
    expect(one.packed[1]).toMatchObject({ lead: 'lead-1', weight: { verdict: 'off' } });
  });

  it('a parcel that was left on the plate is not the weight of the next one', () => {
    const one = bench({ weighs: 'required' });
    for (const order of ['SO-A', 'SO-B']) one.world.order({ order, lines: [{ sku: 'MUG', pieces: 1 }] });
    for (const code of ['SO-A', 'MUG']) one.scan(code);
    one.send(settled('0.415'));
    for (const code of ['SO-B', 'MUG']) one.scan(code);
    expect([one.packed.length, one.state.phase]).toEqual([1, 'await-weight']);
  });

  it('a box is chosen by scan and the proposal is kept beside it; F5 offers the next that fits', () => {
    const one = bench();
    twoMugs(one);
    one.scan('T31');
    const proposed = one.state.open?.box;
    one.key('F5');
    expect(one.state.open?.box).not.toBe(proposed);
    one.scan('BOX:L');
    for (const code of ['MUG', 'MUG', 'SOCKS']) one.scan(code);
    expect(one.packed[0]).toMatchObject({ box: 'L', proposed });
  });

  it('an order in several parcels goes on by itself, and each has its number', () => {
    const one = bench();
    twoMugs(one);
    one.scan('T31');
    one.scan('MUG');
    one.key('F2');
    expect(one.packed).toMatchObject([{ parcel: 1, last: false, moves: [{ pieces: 1 }] }]);
    expect(one.state).toMatchObject({ phase: 'items', open: { parcel: 2, before: [1, 0] } });
    one.scan('MUG');
    one.scan('SOCKS');
    expect(one.packed[1]).toMatchObject({ parcel: 2, last: true, waits: 'carrier-label', label: { kind: 'route' } });
    expect(one.pieces('MUG')).toBe(7);
  });

  it('without the carrier’s label makes none up: a route label, a named wait, and the label when it has come', () => {
    const one = bench();
    one.world.order({ order: 'SO-3', lines: [{ sku: 'MUG', pieces: 1 }] });
    one.scan('SO-3');
    one.scan('MUG');
    expect(one.packed[0]).toMatchObject({ waits: 'carrier-label', label: { kind: 'route' } });
    expect(JSON.stringify(one.packed[0]?.label)).not.toContain('TRK');
    const { job } = one.world.written[0] ?? { job: '' };
    one.scan(job);
    expect(one.state.refusal?.code).toBe('PACK_LABEL_NOT_HERE');
    one.world.label('SO-3');
    one.scan(job);
    expect(one.world.written.at(-1)).toMatchObject({
      type: 'parcelLabelled',
      payload: { packed: job, label: { kind: 'carrier' } },
    });
    expect(one.state.last).toMatchObject({ order: 'SO-3', job, label: 'carrier', waits: false });
    one.scan(job);
    expect(one.state.refusal?.code).toBe('PACK_ORDER_DONE');
  });

  it('a label of an older address is none', () => {
    const one = bench();
    one.world.order({ order: 'SO-4', addressVersion: 2, lines: [{ sku: 'MUG', pieces: 1 }] });
    one.world.label('SO-4', 1, 1);
    one.scan('SO-4');
    one.scan('MUG');
    expect(one.packed[0]).toMatchObject({ waits: 'carrier-label' });
  });

  it('a stopped parcel goes to a stopped shelf, its pieces with it, out of what is for sale', () => {
    const one = bench();
    twoMugs(one);
    for (const code of ['T31', 'MUG', 'MUG', 'SOCKS']) one.scan(code);
    const order = one.world.order({
      order: 'SO-1',
      tote: 'T31',
      stopped: 'cancelled',
      lines: [
        { sku: 'MUG', pieces: 2 },
        { sku: 'SOCKS', pieces: 1 },
      ],
    });
    one.send({ type: 'order-changed', order });
    expect(one.state.refusal).toMatchObject({ code: 'PACK_PARCEL_STOPPED', why: 'cancelled' });
    one.key('F8');
    one.scan('P-1');
    expect(one.state.refusal?.code).toBe('PACK_PLACE_WRONG');
    one.scan('X-1');
    expect(one.world.stock.inBin('X-1')).toMatchObject([
      { sku: 'MUG', pieces: 2 },
      { sku: 'SOCKS', pieces: 1 },
    ]);
    expect(one.world.packs.findPacked('SO-1')).toEqual([]);
  });

  it('F6 sets an order aside with its reason; it moves no stock, and is packed after all by a person’s word', () => {
    const one = bench();
    twoMugs(one);
    ['T31', 'MUG'].forEach((code) => one.scan(code));
    const before = one.pieces('MUG');
    one.key('F6');
    // A scan is no answer, and F8 goes on where the order stood.
    one.scan('MUG');
    one.key('F8');
    expect(one.state).toMatchObject({ phase: 'items', open: { units: [{ sku: 'MUG' }] } });
    one.key('F6');
    one.key('F2');
    expect([one.state.phase, one.state.open, one.cues.at(-1)]).toEqual(['idle', undefined, 'ok']);
    expect(one.world.written.at(-1)).toMatchObject({
      type: 'orderSetAside',
      payload: { order: 'SO-1', why: 'item-damaged', sku: 'MUG', checked: 1 },
    });
    expect(one.pieces('MUG')).toBe(before);
    one.scan('T31');
    expect(one.state.refusal).toMatchObject({ code: 'PACK_ORDER_ASIDE', aside: 'item-damaged' });
    one.key('F1');
    expect(one.state).toMatchObject({ phase: 'items', open: { order: { order: 'SO-1' }, units: [] } });
    expect(one.world.packs.findAside('SO-1')).toBeUndefined();
  });
  it('taken apart, everything is back where it was picked', () => {
    const one = bench();
    twoMugs(one);
    for (const code of ['T31', 'MUG', 'MUG', 'SOCKS']) one.scan(code);
    one.key('F8');
    expect(one.world.written.at(-1)).toMatchObject({ type: 'orderPackingVoided' });
    expect([one.pieces('MUG'), one.pieces('SOCKS')]).toEqual([9, 0]);
    one.key('F8');
    expect(one.world.written).toHaveLength(2);
  });

  it('practice moves nothing', () => {
    const one = bench({ practice: true });
    twoMugs(one);
    for (const code of ['T31', 'MUG', 'MUG', 'SOCKS']) one.scan(code);
    expect([one.packed.length, one.pieces('MUG')]).toEqual([1, 9]);
  });

  it('a disk that does not answer leaves the parcel in hand', () => {
    const one = bench();
    twoMugs(one);
    for (const code of ['T31', 'MUG', 'MUG']) one.scan(code);
    const state = reducePack(
      one.state,
      { type: 'booking-failed', code: 'JOURNAL_WRITE_FAILED' },
      {} as PackContext,
    ).state;
    expect(state).toMatchObject({
      phase: 'refused',
      refusal: { code: 'JOURNAL_WRITE_FAILED' },
      open: { units: [{}, {}] },
    });
  });

  it('whatever is scanned in whatever order: no line is overfilled and what leaves is what was verified', () => {
    const codes = fc.constantFrom(
      'T31',
      'MUG',
      'MUG-B',
      'SOCKS',
      'BOX:M',
      'BOX:Q',
      'X-1',
      '???',
      'CMD:UNDO',
      'CMD:1',
      'CMD:2',
      'CMD:CHANGE',
      'SO-9',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(codes, fc.constantFrom(50, 500, 3_000)), { maxLength: 40 }), (scans) => {
        const one = bench();
        twoMugs(one);
        one.world.order({ order: 'SO-9', lines: [{ sku: 'MUG', pieces: 3 }] });
        for (const [code, after] of scans) {
          one.scan(code, after);
          const { open } = one.state;
          for (const [line, { pieces }] of (open?.order.lines ?? []).entries())
            expect(
              (open?.before[line] ?? 0) + (open?.units.filter((unit) => unit.line === line).length ?? 0),
            ).toBeLessThanOrEqual(pieces);
        }
        for (const { units, moves } of one.packed)
          expect(moves.reduce((sum, { pieces }) => sum + pieces, 0)).toBe(units.length);
        const out = one.world.packs
          .findPacked('SO-1')
          .concat(one.world.packs.findPacked('SO-9'))
          .flatMap(({ units }) => units)
          .filter(({ sku }) => sku === 'MUG').length;
        expect(one.pieces('MUG')).toBe(9 - out);
      }),
      { numRuns: 150 },
    );
  });
});

/** One way into each situation. */
const provoke: Readonly<Record<PackRefusalCode, (one: ReturnType<typeof bench>) => void>> = {
  PACK_CODE_UNKNOWN: (one) => one.scan('WHATISTHIS'),
  PACK_ITEM_UNWANTED: (one) => one.scan('MUG-B'),
  PACK_ITEM_WRONG: (one) => ['T31', 'MUG-B'].forEach((code) => one.scan(code)),
  PACK_ITEM_ENOUGH: (one) => ['T31', 'SOCKS', 'SOCKS'].forEach((code) => one.scan(code)),
  PACK_PIECE_UNCLEAR: (one) => ['T31', 'MUG', 'MUG'].forEach((code) => one.scan(code, 500)),
  PACK_SERIAL_TWICE: (one) => {
    one.world.order({ order: 'SO-W', lines: [{ sku: 'WATCH', pieces: 2 }] });
    ['SO-W', 'WATCH', 'SN-1', 'WATCH', 'SN-1'].forEach((code) => one.scan(code));
  },
  PACK_BOX_UNKNOWN: (one) => ['T31', 'BOX:NONE'].forEach((code) => one.scan(code)),
  PACK_ORDER_OPEN: (one) => {
    one.world.order({ order: 'SO-5', tote: 'T32', lines: [{ sku: 'MUG', pieces: 1 }] });
    ['T31', 'T32'].forEach((code) => one.scan(code));
  },
  PACK_ORDER_DONE: (one) => ['T31', 'MUG', 'MUG', 'SOCKS', 'T31'].forEach((code) => one.scan(code)),
  PACK_SET_ASIDE: (one) => {
    ['T31', 'MUG'].forEach((code) => one.scan(code));
    one.key('F6');
  },
  PACK_ORDER_ASIDE: (one) => {
    provoke.PACK_SET_ASIDE(one);
    one.key('F1');
    one.scan('T31');
  },
  PACK_ORDER_STOPPED: (one) => {
    one.world.order({ order: 'SO-6', stopped: 'refunded', lines: [{ sku: 'MUG', pieces: 1 }] });
    one.scan('SO-6');
  },
  PACK_PARCEL_STOPPED: (one) => {
    ['T31', 'MUG', 'MUG', 'SOCKS'].forEach((code) => one.scan(code));
    const order = one.world.orders.get('SO-1');
    if (order !== undefined) one.send({ type: 'order-changed', order: { ...order, addressVersion: 2 } });
  },
  PACK_PLACE_WRONG: (one) => {
    provoke.PACK_PARCEL_STOPPED(one);
    one.scan('P-1');
  },
  PACK_WEIGHT_OFF: (one) => {
    ['T31', 'MUG', 'MUG', 'SOCKS'].forEach((code) => one.scan(code));
    one.send(settled('3.000'));
  },
  PACK_LABEL_NOT_HERE: (one) => {
    one.world.order({ order: 'SO-3', lines: [{ sku: 'MUG', pieces: 1 }] });
    ['SO-3', 'MUG', 'W3ABCDEF-1-1'].forEach((code) => one.scan(code));
  },
};

describe.each(Object.keys(packRefusals) as PackRefusalCode[])('refusal %s', (code) => {
  it('is reached, sounds as its row says, and has the severity of its words', () => {
    const one = bench({ weighs: code === 'PACK_WEIGHT_OFF' ? 'required' : 'none' });
    twoMugs(one);
    provoke[code](one);
    expect(one.state.refusal?.code).toBe(code);
    expect(one.cues.at(-1)).toBe(packRefusals[code].tone);
    expect(errorCatalog[code].severity).toBe(packRefusals[code].colour);
  });
});
