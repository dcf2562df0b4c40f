import { articleText } from './stock-key.ts';
import type { Sku } from './sku.ts';

/** GTINs of 8, 12, 13 and 14 digits are one number with zeros before it; everything else is taken by its capital letters. */
export function barcodeKey(code: string): string {
  const text = code.trim().toUpperCase();
  return /^(\d{8}|\d{12,14})$/.test(text) ? text.padStart(14, '0') : text;
}

/**
 * Articles by owner and number, and by anything that is printed on them. One barcode may be several sellers' (they sell the same
 * brand): the answer is a list and the order or the delivery in hand says whose it is.
 */
export class ItemCatalogue {
  readonly #articles = new Map<string, Sku>();
  readonly #byBarcode = new Map<string, Sku[]>();

  put(sku: Sku): void {
    const key = articleText(sku.owner, sku.sku);
    const former = this.#articles.get(key);
    if (former !== undefined) this.#forget(former);
    this.#articles.set(key, sku);
    for (const code of codesOf(sku)) this.#byBarcode.set(code, [...(this.#byBarcode.get(code) ?? []), sku]);
  }

  remove(owner: string, sku: string): void {
    const former = this.#articles.get(articleText(owner, sku));
    if (former === undefined) return;
    this.#articles.delete(articleText(owner, sku));
    this.#forget(former);
  }

  find(owner: string, sku: string): Sku | undefined {
    return this.#articles.get(articleText(owner, sku));
  }

  byBarcode(code: string): readonly Sku[] {
    return this.#byBarcode.get(barcodeKey(code)) ?? [];
  }

  get size(): number {
    return this.#articles.size;
  }

  #forget(sku: Sku): void {
    for (const code of codesOf(sku)) {
      const rest = (this.#byBarcode.get(code) ?? []).filter((one) => one !== sku);
      if (rest.length === 0) this.#byBarcode.delete(code);
      else this.#byBarcode.set(code, rest);
    }
  }
}

const codesOf = ({ sku, barcodes }: Sku): ReadonlySet<string> => new Set([sku, ...barcodes].map(barcodeKey));
