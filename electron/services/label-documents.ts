import { createHash } from 'node:crypto';
import { rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelContent } from '../../shared/devices/print-job.ts';
import { documentsToDrop, type DocumentLimits } from '../../shared/labels/documents-to-drop.ts';
import { nodeDisk } from '../journal/node-disk.ts';

const DAY_MS = 24 * 3_600_000;
/** A month: until then a parcel may come back to the bench for its label. Half a gigabyte are some ten thousand of them. */
export const documentLimits: DocumentLimits = { maxAgeMs: 30 * DAY_MS, maxBytes: 512 * 2 ** 20, minAgeMs: 600_000 };

/** Documents of carriers' and platforms' labels on the disk, each under its SHA-256; the same document twice is one file. */
export class LabelDocuments {
  readonly #folder: string;
  readonly #limits: DocumentLimits;
  readonly #wallMs: () => number;

  constructor(folder: string, wallMs: () => number, limits = documentLimits) {
    this.#folder = join(folder, 'label-documents');
    this.#wallMs = wallMs;
    this.#limits = limits;
  }

  path(sha256: string): string {
    return join(this.#folder, sha256);
  }

  /** Durable when it returns. */
  keep(file: Uint8Array, tracking: string): LabelContent {
    const document = createHash('sha256').update(file).digest('hex');
    const path = this.path(document);
    nodeDisk.makeDirectory(this.#folder);
    if (nodeDisk.exists(path)) {
      const now = this.#wallMs() / 1_000;
      utimesSync(path, now, now);
    } else nodeDisk.writeFileDurably(path, file);
    return { document, bytes: file.length, tracking };
  }

  /** Drops what is too old or too much, never a document in `open`. Gives how many went; what cannot be removed stays for the next time. */
  prune(open: ReadonlySet<string>): number {
    const stored = nodeDisk.list(this.#folder).flatMap((name) => {
      try {
        const { size, mtimeMs } = statSync(this.path(name));
        return [{ name, bytes: size, ageMs: this.#wallMs() - mtimeMs }];
      } catch {
        return [];
      }
    });
    let gone = 0;
    for (const name of documentsToDrop(stored, open, this.#limits))
      try {
        rmSync(this.path(name));
        gone += 1;
      } catch {
        // Held by a virus scanner, or no right to.
      }
    return gone;
  }
}
