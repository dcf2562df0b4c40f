import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stockClaimsOf } from './stock-claims.ts';
import { stockFigure } from './stock-figure.ts';
import { keyText, type StockKey } from './stock-key.ts';
import { StockLedger } from './stock-ledger.ts';
import { reversed, stockMoveSchema, type StockMove } from './stock-move.ts';
import { movementsOf } from './movements-of.ts';

const place = fc.constantFrom('A-1', 'A-2', 'R-1', undefined);
const move: fc.Arbitrary<StockMove> = fc
  .record({
    owner: fc.constantFrom('LUMO', 'NOVA'),
    sku: fc.constantFrom('MUG', 'SOCKS', 'WATCH'),
    grade: fc.constantFrom('A' as const, 'B' as const),
    pieces: fc.integer({ min: 1, max: 9 }),
    lot: fc.constantFrom('L1', 'L2', undefined),
    expiry: fc.constantFrom('2027-02-28', undefined),
    from: place,
    to: place,
  })
  .filter(({ from, to }) => from !== to)
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as StockMove);

/** The same sum, the slow and plain way: all movements looked through for each key. */
function plainSum(moves: readonly StockMove[], key: StockKey): number {
  const same = ({ owner, sku, lot, expiry, grade }: StockMove): boolean =>
    owner === key.owner && sku === key.sku && lot === key.lot && expiry === key.expiry && grade === key.grade;
  return moves
    .filter(same)
    .reduce((sum, { pieces, from, to }) => sum + (to === key.bin ? pieces : 0) - (from === key.bin ? pieces : 0), 0);
}

describe('the stock', () => {
  it('is the sum of its movements, by key, by article and by bin', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const ledger = new StockLedger();
        for (const one of moves) ledger.apply([one]);
        for (const { owner, sku, lot, expiry, grade } of moves)
          for (const bin of ['A-1', 'A-2', 'R-1']) {
            const key = { owner, sku, lot, expiry, grade, bin };
            expect(ledger.pieces(key)).toBe(plainSum(moves, key));
          }
        const all = new Map(ledger.all().map((row) => [keyText(row), row.pieces]));
        const again = (rows: readonly (StockKey & { pieces: number })[]) =>
          new Map(rows.map((row) => [keyText(row), row.pieces]));
        expect(again(['A-1', 'A-2', 'R-1'].flatMap((bin) => ledger.inBin(bin)))).toEqual(all);
        const articles = ['LUMO', 'NOVA'].flatMap((owner) => ['MUG', 'SOCKS', 'WATCH'].map((sku) => ({ owner, sku })));
        expect(again(articles.flatMap(({ owner, sku }) => ledger.ofArticle(owner, sku)))).toEqual(all);
        expect(ledger.negative().map(keyText).sort()).toEqual(
          [...all]
            .filter(([, n]) => n < 0)
            .map(([key]) => key)
            .sort(),
        );
      }),
    );
  });

  it('is what it was when everything is taken back', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 20 }), fc.array(move, { maxLength: 20 }), (before, moves) => {
        const ledger = new StockLedger();
        ledger.apply(before);
        const was = new Map(ledger.all().map((row) => [keyText(row), row.pieces]));
        ledger.apply(moves);
        ledger.apply(reversed(moves));
        expect(new Map(ledger.all().map((row) => [keyText(row), row.pieces]))).toEqual(was);
        expect(moves.map((one) => stockMoveSchema.parse(one))).toEqual(moves);
      }),
    );
  });

  it('goes below zero, says so once, and keeps what happened', () => {
    const ledger = new StockLedger();
    const out: StockMove = { owner: 'LUMO', sku: 'MUG', grade: 'A', pieces: 1, from: 'A-1' };
    expect(ledger.apply([out])).toMatchObject([{ kind: 'below-zero', row: { pieces: -1, bin: 'A-1' } }]);
    expect(ledger.apply([out])).toEqual([]);
    expect(ledger.negative()).toMatchObject([{ pieces: -2 }]);
    ledger.apply([{ owner: 'LUMO', sku: 'MUG', grade: 'A', pieces: 2, to: 'A-1' }]);
    expect([ledger.negative(), ledger.size]).toEqual([[], 0]);
    expect(ledger.apply([out])).toHaveLength(1);
  });

  it('knows where a serial number is, and says when it was elsewhere or is here twice', () => {
    const ledger = new StockLedger();
    const watch = { owner: 'LUMO', sku: 'WATCH', grade: 'A', pieces: 1, serials: ['S1'] } as const;
    ledger.apply([{ ...watch, serials: ['S1'], to: 'A-1' }]);
    expect(ledger.serialAt('LUMO', 'WATCH', 'S1')).toBe('A-1');
    expect(ledger.apply([{ ...watch, serials: ['S1'], to: 'A-2' }])).toMatchObject([
      { kind: 'serial-twice', at: 'A-1' },
    ]);
    expect(ledger.apply([{ ...watch, serials: ['S1'], from: 'A-1' }])).toMatchObject([
      { kind: 'serial-elsewhere', at: 'A-2' },
    ]);
    expect(ledger.serialAt('LUMO', 'WATCH', 'S1')).toBeUndefined();
  });

  it('is for sale only where goods for sale lie', () => {
    const rows = [
      { owner: 'LUMO', sku: 'MUG', grade: 'A', bin: 'P', pieces: 5 },
      { owner: 'LUMO', sku: 'MUG', grade: 'B', bin: 'R', pieces: 2 },
      { owner: 'LUMO', sku: 'MUG', grade: 'D', bin: 'Q', pieces: 1 },
      { owner: 'LUMO', sku: 'MUG', grade: 'A', bin: '?', pieces: 3 },
    ] as const;
    const uses = { P: 'pick', R: 'resale', Q: 'quarantine' } as const;
    expect(stockFigure(rows, (bin) => uses[bin as keyof typeof uses])).toEqual({
      ...{ sellable: { A: 5, B: 2, C: 0, D: 0 }, held: { quarantine: 1 }, unplaced: 3, total: 11 },
    });
  });
});

describe('movements by hand', () => {
  const moved = { place: 'A-1', sku: 'MUG', reason: 'found' };
  it('read as before, and with the other place, owner, grade and lot', () => {
    expect(movementsOf('stockMoved', { ...moved, quantity: -3 })).toEqual([
      { owner: '?', sku: 'MUG', grade: 'A', pieces: 3, from: 'A-1' },
    ]);
    expect(
      movementsOf('stockMoved', {
        ...moved,
        quantity: 2,
        owner: 'LUMO',
        from: 'A-2',
        grade: 'B',
        lot: 'L1',
        cause: 'W3ABCDEF-1-4',
      }),
    ).toEqual([{ owner: 'LUMO', sku: 'MUG', grade: 'B', lot: 'L1', pieces: 2, from: 'A-2', to: 'A-1' }]);
    expect(movementsOf('stockMoved', { ...moved, quantity: 0 })).toEqual([]);
  });

  it('of old and of new form claim what they change', () => {
    const old = stockClaimsOf('stockMoved', { ...moved, quantity: -3 }, 'W3ABCDEF-1-1', 'op', 0);
    expect(old).toMatchObject([{ subject: 'stock:A-1/MUG', side: { said: { moved: -3, quantity: -3 } } }]);
    const both = stockClaimsOf(
      'stockMoved',
      { ...moved, quantity: 2, owner: 'LUMO', from: 'A-2' },
      'W3ABCDEF-1-1',
      'op',
      0,
    );
    expect(both.map(({ subject, side }) => [subject, side.said['moved']])).toEqual([
      ['stock:A-2/LUMO/MUG/A//', -2],
      ['stock:A-1/LUMO/MUG/A//', 2],
    ]);
  });
});
