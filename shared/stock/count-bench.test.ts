import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverseasWorld } from '../../test/support/overseas-world.ts';
import { errorCatalog } from '../errors/catalog.ts';
import { initialCount, reduceCount, type CountEvent } from './count-bench.ts';
import { countRefusals, type CountRefusalCode } from './refusals.ts';

function bench(there = 3) {
  const world = new OverseasWorld();
  for (const sku of ['MUG', 'SOCKS', 'CUP']) world.sku({ sku, barcodes: sku === 'CUP' ? ['96385074'] : [] });
  world.sku({ sku: 'CUP2', owner: 'NOVA', barcodes: ['96385074'] });
  world.bin({ code: 'P-1', use: 'pick' });
  world.bin({ code: 'P-2', use: 'pick' });
  world.bin({ code: 'R-1', use: 'resale' });
  world.put([{ owner: 'LUMO', sku: 'MUG', grade: 'A', pieces: there, to: 'P-1' }]);
  world.put([{ owner: 'LUMO', sku: 'MUG', grade: 'B', pieces: 1, to: 'R-1' }]);
  let state = initialCount;
  let atMs = 0;
  const cues: string[] = [];
  const send = (event: CountEvent): void => {
    const context = {
      findSkus: world.findSkus,
      findBin: world.findBin,
      thisYear: 2026,
      inBin: (bin: string) => world.stock.inBin(bin),
    };
    const step = reduceCount(state, event, context);
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'cue') cues.push(effect.cue);
      if (effect.type === 'append') {
        const { payload } = world.book(effect);
        send({ type: 'booked', payload });
      }
    }
  };
  return {
    ...{ world, send, cues },
    scan: (...codes: string[]) => codes.forEach((text) => send({ type: 'scan', text, atMs: (atMs += 4_000) })),
    get state() {
      return state;
    },
  };
}

describe('a count', () => {
  it('that agrees with the books is done with one pass and corrects nothing', () => {
    const one = bench();
    one.scan('P-1', 'MUG', 'MUG', 'MUG', 'P-1');
    expect(one.world.written).toMatchObject([
      { type: 'binCounted', payload: { passes: 1, moves: [], lines: [{ counted: 3, expected: 3 }] } },
    ]);
  });
  it('that differs is made again, blind; two that agree stand', () => {
    const one = bench();
    one.scan('P-1', 'MUG', 'MUG', 'SOCKS', 'P-1');
    expect(one.state).toMatchObject({ pass: 2, piles: [], refusal: { code: 'COUNT_DIFFERS' } });
    one.scan('SOCKS', 'MUG', 'MUG', 'P-1');
    expect(one.world.stock.inBin('P-1')).toMatchObject([
      { sku: 'MUG', pieces: 2 },
      { sku: 'SOCKS', pieces: 1 },
    ]);
  });
  it('three passes with three numbers want a lead, who is named', () => {
    const one = bench();
    one.scan('P-1', 'MUG', 'P-1', 'MUG', 'MUG', 'P-1', 'P-1');
    expect(one.state.refusal?.code).toBe('COUNT_NEEDS_LEAD');
    one.scan('MUG', 'P-1');
    expect(one.world.written).toEqual([]);
    one.send({ type: 'lead', id: 'lead-1' });
    expect(one.world.written).toMatchObject([
      { payload: { lead: 'lead-1', passes: 3, moves: [{ from: 'P-1', pieces: 3 }] } },
    ]);
  });
  it('keeps the grade of the one pile that lies there', () => {
    const one = bench();
    one.scan('R-1', 'MUG', 'R-1');
    expect(one.world.written).toMatchObject([{ payload: { lines: [{ grade: 'B' }], moves: [] } }]);
  });
  it('after it the books are what was counted, whatever they said', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), fc.nat(3), (books, mugs, socks) => {
        const one = bench(books + 1);
        const pass = [
          ...Array.from({ length: mugs }, () => 'MUG'),
          ...Array.from({ length: socks }, () => 'SOCKS'),
          'P-1',
        ];
        one.scan('P-1', ...pass);
        if (one.state.phase === 'counting') one.scan(...pass);
        const at = (sku: string): number => one.world.stock.pieces({ owner: 'LUMO', sku, grade: 'A', bin: 'P-1' });
        expect([at('MUG'), at('SOCKS'), one.world.written.length]).toEqual([mugs, socks, 1]);
      }),
    );
  });
  const ways: Readonly<Record<CountRefusalCode, readonly string[]>> = {
    COUNT_SCAN_BIN: ['MUG'],
    COUNT_ITEM_UNKNOWN: ['P-1', 'WHAT'],
    COUNT_OWNER_UNCLEAR: ['P-1', '96385074'],
    COUNT_BIN_OPEN: ['P-1', 'P-2'],
    COUNT_DIFFERS: ['P-1', 'MUG', 'P-1'],
    COUNT_NEEDS_LEAD: ['P-1', 'MUG', 'P-1', 'MUG', 'MUG', 'P-1', 'P-1'],
    COUNT_SERIAL_TWICE: ['P-1', '(01)09521234543213(21)S1', '(01)09521234543213(21)S1'],
  };
  it.each(Object.keys(countRefusals) as CountRefusalCode[])(
    'refusal %s is reached and sounds as its row says',
    (code) => {
      const one = bench();
      one.world.sku({ sku: 'WATCH', barcodes: ['9521234543213'], tracks: { lot: false, expiry: false, serial: true } });
      one.scan(...ways[code]);
      expect(one.state.refusal?.code).toBe(code);
      expect(one.cues.at(-1)).toBe(countRefusals[code].tone);
      expect(errorCatalog[code].severity).toBe(countRefusals[code].colour);
    },
  );
});
