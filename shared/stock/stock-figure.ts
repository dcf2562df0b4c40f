import { binUses, type BinUse } from './bin.ts';
import { grades, type Grade } from './grade.ts';
import type { StockRow } from './stock-ledger.ts';

/** What an owner is told about an article, or about everything: pieces. */
export interface StockFigure {
  /** For sale, by grade. */
  readonly sellable: Readonly<Record<Grade, number>>;
  /** Here and not for sale, by what its place is for. */
  readonly held: Readonly<Partial<Record<BinUse, number>>>;
  /** In places that this machine does not know: counted, never for sale. */
  readonly unplaced: number;
  readonly total: number;
}

/** @param useOf what a bin is for; undefined: unknown bin. */
export function stockFigure(rows: readonly StockRow[], useOf: (bin: string) => BinUse | undefined): StockFigure {
  const sellable = Object.fromEntries(grades.map((grade) => [grade, 0])) as Record<Grade, number>;
  const held: Partial<Record<BinUse, number>> = {};
  let [unplaced, total] = [0, 0];
  for (const { grade, bin, pieces } of rows) {
    total += pieces;
    const use = useOf(bin);
    if (use === undefined) unplaced += pieces;
    else if (binUses[use].sellable) sellable[grade] += pieces;
    else held[use] = (held[use] ?? 0) + pieces;
  }
  return { sellable, held, unplaced, total };
}
