import { articleText, keyText, type StockKey } from './stock-key.ts';
import { changesOf, type StockMove } from './stock-move.ts';

/** A pile: one key and how many pieces. Below zero is kept: both movements happened, a count or a place is wrong. */
export interface StockRow extends StockKey {
  readonly pieces: number;
}

/** What a movement showed to be wrong; the movement counts nevertheless. */
export type StockFlag =
  | { readonly kind: 'below-zero'; readonly row: StockRow }
  /** The serial number was taken from a bin where it was not known to be. */
  | {
      readonly kind: 'serial-elsewhere';
      readonly serial: string;
      readonly key: StockKey;
      readonly at: string | undefined;
    }
  /** The serial number came in while it was known to be somewhere. */
  | { readonly kind: 'serial-twice'; readonly serial: string; readonly key: StockKey; readonly at: string };

interface Pile {
  readonly key: StockKey;
  pieces: number;
}

const none: readonly Pile[] = [];

/**
 * Stock by key as the fold of all movements, and the look-ups that a floor asks for. A movement costs the same with a hundred piles
 * as with a million; a look-up by article or bin costs as much as its answer is long. Piles of zero are forgotten.
 */
export class StockLedger {
  readonly #piles = new Map<string, Pile>();
  readonly #byArticle = new Map<string, Set<Pile>>();
  readonly #byBin = new Map<string, Set<Pile>>();
  readonly #negative = new Set<Pile>();
  /** article + serial → bin. */
  readonly #serials = new Map<string, string>();

  /** @returns what turned out to be wrong, once when it turns wrong. */
  apply(moves: readonly StockMove[]): StockFlag[] {
    const flags: StockFlag[] = [];
    for (const move of moves)
      for (const change of changesOf(move)) this.#change(change.key, change.pieces, change.serials, flags);
    return flags;
  }

  /** Pieces that other stations' movements come to: they are no movement of this one. */
  adjust(key: StockKey, by: number): void {
    if (by !== 0) this.#change(key, by, [], []);
  }

  pieces(key: StockKey): number {
    return this.#piles.get(keyText(key))?.pieces ?? 0;
  }

  ofArticle(owner: string, sku: string): StockRow[] {
    return rows(this.#byArticle.get(articleText(owner, sku)) ?? none);
  }

  inBin(bin: string): StockRow[] {
    return rows(this.#byBin.get(bin) ?? none);
  }

  /** Every pile below zero, for the list that a lead works off. */
  negative(): StockRow[] {
    return rows(this.#negative);
  }

  serialAt(owner: string, sku: string, serial: string): string | undefined {
    return this.#serials.get(serialText(owner, sku, serial));
  }

  /** All piles, in no order. */
  all(): StockRow[] {
    return rows(this.#piles.values());
  }

  get size(): number {
    return this.#piles.size;
  }

  #change(key: StockKey, by: number, serials: readonly string[], flags: StockFlag[]): void {
    const text = keyText(key);
    const known = this.#piles.get(text);
    const pile = known ?? { key: { ...key }, pieces: 0 };
    const before = pile.pieces;
    pile.pieces += by;
    if (known === undefined) {
      this.#piles.set(text, pile);
      into(this.#byArticle, articleText(key.owner, key.sku), pile);
      into(this.#byBin, key.bin, pile);
    }
    if (pile.pieces < 0) {
      this.#negative.add(pile);
      if (before >= 0) flags.push({ kind: 'below-zero', row: row(pile) });
    } else this.#negative.delete(pile);
    if (pile.pieces === 0) {
      this.#piles.delete(text);
      outOf(this.#byArticle, articleText(key.owner, key.sku), pile);
      outOf(this.#byBin, key.bin, pile);
    }
    for (const serial of serials) this.#moveSerial(key, serial, by > 0, flags);
  }

  #moveSerial(key: StockKey, serial: string, comes: boolean, flags: StockFlag[]): void {
    const text = serialText(key.owner, key.sku, serial);
    const at = this.#serials.get(text);
    if (comes) {
      if (at !== undefined) flags.push({ kind: 'serial-twice', serial, key, at });
      this.#serials.set(text, key.bin);
    } else {
      if (at !== key.bin) flags.push({ kind: 'serial-elsewhere', serial, key, at });
      this.#serials.delete(text);
    }
  }
}

const serialText = (owner: string, sku: string, serial: string): string => `${articleText(owner, sku)}\u001f${serial}`;
const row = ({ key, pieces }: Pile): StockRow => ({ ...key, pieces });
const rows = (piles: Iterable<Pile>): StockRow[] => Array.from(piles, row);

function into(index: Map<string, Set<Pile>>, at: string, pile: Pile): void {
  const found = index.get(at);
  if (found === undefined) index.set(at, new Set([pile]));
  else found.add(pile);
}

function outOf(index: Map<string, Set<Pile>>, at: string, pile: Pile): void {
  const found = index.get(at);
  found?.delete(pile);
  if (found?.size === 0) index.delete(at);
}
