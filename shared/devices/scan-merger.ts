import type { ScanSource } from './scan.ts';

/** The slower of two ways (Bluetooth, a keyboard under load) is not later than this. */
export const MERGE_MS = 1_000;
const MAX_WAITING = 16;

interface Delivery {
  readonly text: string;
  readonly source: ScanSource;
  readonly atMs: number;
}

/**
 * A scanner can be set to deliver over two ways at once (COM port and keyboard): both deliveries are one scan. The first is taken at once, its
 * twin from another way is dropped. Each delivery is the twin of one other at most, so that a code scanned twice still counts as two.
 */
export class ScanMerger {
  #waiting: readonly Delivery[] = [];

  /** True when this delivery is the twin of one that was already taken. */
  isTwin(text: string, source: ScanSource, atMs: number): boolean {
    const plain = comparable(text);
    const fresh = this.#waiting.filter((former) => atMs - former.atMs < MERGE_MS);
    const twin = fresh.find((former) => former.text === plain && former.source !== source);
    this.#waiting = (
      twin === undefined ? [...fresh, { text: plain, source, atMs }] : fresh.filter((former) => former !== twin)
    ).slice(-MAX_WAITING);
    return twin !== undefined;
  }
}

/** The keyboard loses what it cannot type: an AIM identifier may be missing there, group separators and blanks at the ends as well. */
const comparable = (text: string): string =>
  text
    .replace(/^\][A-Za-z][0-9A-Za-z]/, '')
    .replaceAll('\u001d', '')
    .trim();
