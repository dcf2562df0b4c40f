import type { Bin, BinUse } from './bin.ts';
import type { StockItem } from './stock-key.ts';
import type { StockRow } from './stock-ledger.ts';

export type BinProblem = 'use' | 'owner' | 'grade' | 'mix' | 'full';

/**
 * Whether pieces may be put into a bin. @param uses kinds of bin that suit them. @param rows what lies there now.
 * @returns the first thing that speaks against it.
 */
export function checkBin(
  bin: Bin,
  uses: readonly BinUse[],
  items: readonly (StockItem & { readonly pieces: number })[],
  rows: readonly StockRow[],
): BinProblem | undefined {
  if (!uses.includes(bin.use)) return 'use';
  const present = rows.filter(({ pieces }) => pieces > 0);
  const all = [...present, ...items];
  if (bin.owner !== undefined && items.some(({ owner }) => owner !== bin.owner)) return 'owner';
  if (bin.grades !== undefined && items.some(({ grade }) => !bin.grades?.includes(grade))) return 'grade';
  const kinds = (of: (one: StockItem) => string): number => new Set(all.map(of)).size;
  const article = ({ owner, sku }: StockItem): string => `${owner}\u001f${sku}`;
  if (bin.mix === 'one-sku' && kinds(article) > 1) return 'mix';
  if (bin.mix === 'one-lot' && kinds((one) => `${article(one)}\u001f${one.lot ?? ''}\u001f${one.expiry ?? ''}`) > 1)
    return 'mix';
  const total = all.reduce((sum, { pieces }) => sum + pieces, 0);
  return bin.maxPieces !== undefined && total > bin.maxPieces ? 'full' : undefined;
}
