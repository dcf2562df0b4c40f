import type { Bin, BinUse } from './bin.ts';
import { checkBin } from './check-bin.ts';
import type { StockItem } from './stock-key.ts';
import type { StockRow } from './stock-ledger.ts';

/** Bins of one use that are looked at before none is proposed: the person finds one, the scan decides. */
const LOOKED_AT = 500;

export interface BinLookups {
  readonly findBin: (code: string) => Bin | undefined;
  readonly inBin: (bin: string) => readonly StockRow[];
  readonly ofArticle: (owner: string, sku: string) => readonly StockRow[];
  /** In the order of their codes. */
  readonly binsOfUse: (use: BinUse) => readonly Bin[];
}

/**
 * Where pieces go: to their like when there is room, else to the first empty bin that suits, else to the first that takes them. A proposal
 * and no more: what is true is the bin that was scanned. Undefined: none was found.
 */
export function proposeBin(
  item: StockItem & { readonly pieces: number },
  uses: readonly BinUse[],
  { findBin, inBin, ofArticle, binsOfUse }: BinLookups,
): string | undefined {
  const takes = (bin: Bin): boolean => checkBin(bin, uses, [item], inBin(bin.code)) === undefined;
  const alike = ofArticle(item.owner, item.sku)
    .filter(({ grade, pieces }) => grade === item.grade && pieces > 0)
    .map(({ bin }) => findBin(bin))
    .filter((bin) => bin !== undefined)
    .filter(takes)
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  if (alike[0] !== undefined) return alike[0].code;
  const suited = uses.flatMap((use) => binsOfUse(use).slice(0, LOOKED_AT)).filter(takes);
  return (suited.find(({ code }) => inBin(code).every(({ pieces }) => pieces <= 0)) ?? suited[0])?.code;
}
