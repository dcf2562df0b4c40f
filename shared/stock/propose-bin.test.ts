import { describe, expect, it } from 'vitest';
import { OverseasWorld } from '../../test/support/overseas-world.ts';
import type { BinUse } from './bin.ts';
import { proposeBin } from './propose-bin.ts';

function floor() {
  const world = new OverseasWorld();
  world.sku({ sku: 'MUG' });
  for (const code of ['P-1', 'P-2', 'P-3']) world.bin({ code, use: 'pick' });
  world.bin({ code: 'Q-1', use: 'quarantine' });
  const propose = (grade: 'A' | 'D', uses: readonly BinUse[], pieces = 1) =>
    proposeBin({ owner: 'LUMO', sku: 'MUG', grade, pieces }, uses, {
      findBin: world.findBin,
      inBin: (bin) => world.stock.inBin(bin),
      ofArticle: (owner, sku) => world.stock.ofArticle(owner, sku),
      binsOfUse: (use) => [...world.bins.values()].filter((bin) => bin.use === use),
    });
  const put = (sku: string, to: string) => world.put([{ owner: 'LUMO', sku, grade: 'A', pieces: 3, to }]);
  return { world, propose, put };
}

describe('the bin that is proposed', () => {
  it('is where its like lies, then an empty one, then one with room', () => {
    const { world, propose, put } = floor();
    put('TEA', 'P-1');
    expect(propose('A', ['pick'])).toBe('P-2');
    put('MUG', 'P-3');
    expect(propose('A', ['pick'])).toBe('P-3');
    world.bin({ code: 'P-3', use: 'pick', maxPieces: 3 });
    expect(propose('A', ['pick'])).toBe('P-2');
    put('TEA', 'P-2');
    expect(propose('A', ['pick'])).toBe('P-1');
  });

  it('is never one that does not suit', () => {
    const { propose, put } = floor();
    put('MUG', 'P-1');
    expect(propose('D', ['quarantine'])).toBe('Q-1');
    expect(propose('A', ['resale'])).toBeUndefined();
  });
});
