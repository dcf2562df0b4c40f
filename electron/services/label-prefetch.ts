import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_DOCUMENT_BYTES } from '../../shared/devices/print-job.ts';
import type { HttpFailure } from '../../shared/ipc/contract.ts';
import type { LabelDocumentsStatus } from '../../shared/ipc/label-commands.ts';
import { nodeDisk } from '../journal/node-disk.ts';

export interface LabelPrefetchPorts {
  /** They lie in `label-documents` of this folder. */
  readonly folder: string;
  /** Carriers' labels that the supply of work names: digest and size of each document. */
  readonly wanted: () => Iterable<{ readonly document: string; readonly bytes: number }>;
  readonly fetch: (document: string) => Promise<Uint8Array | HttpFailure>;
  /** Documents that are here now and were not before. */
  readonly onArrived: (arrived: readonly string[], status: LabelDocumentsStatus) => void;
}

/** At most so many at one contact with the cloud; the next one goes on. */
const A_RUN = 200;
const AT_ONCE = 4;

/** Documents of foreign labels on this disk by their SHA-256: those that came with a print, and carriers' labels fetched ahead of the packing. */
export class LabelPrefetch {
  readonly #ports: LabelPrefetchPorts;
  readonly #here: Set<string>;
  #running: Promise<void> | undefined;

  constructor(ports: LabelPrefetchPorts) {
    this.#ports = ports;
    const folder = join(ports.folder, 'label-documents');
    this.#here = new Set(existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{64}$/.test(name)) : []);
  }

  path(document: string): string {
    return join(this.#ports.folder, 'label-documents', document);
  }

  /** Durable when it returns. The same document twice is one file. */
  keep(file: Uint8Array): string {
    const document = createHash('sha256').update(file).digest('hex');
    nodeDisk.makeDirectory(join(this.#ports.folder, 'label-documents'));
    if (!nodeDisk.exists(this.path(document))) nodeDisk.writeFileDurably(this.path(document), file);
    this.#here.add(document);
    return document;
  }

  /** How far the prefetch reaches. */
  status(): LabelDocumentsStatus {
    const wanted = new Set([...this.#ports.wanted()].map(({ document }) => document));
    return { wanted: wanted.size, here: [...wanted].filter((document) => this.#here.has(document)).length };
  }

  /** Those that are named and here. */
  here(): string[] {
    return [...new Set([...this.#ports.wanted()].map(({ document }) => document))].filter((one) => this.#here.has(one));
  }

  /** Fetches what is missing; one run at a time. Ends at the first sign that the network is gone. */
  run(): Promise<void> {
    this.#running ??= this.#fetchMissing().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #fetchMissing(): Promise<void> {
    const missing = new Map<string, number>();
    for (const { document, bytes } of this.#ports.wanted()) {
      if (missing.size >= A_RUN) break;
      if (!this.#here.has(document)) missing.set(document, bytes);
    }
    const queue = [...missing];
    const arrived: string[] = [];
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [document, bytes] = next;
        const file = await this.#ports.fetch(document);
        if (!(file instanceof Uint8Array)) {
          // Not there yet, says the cloud: the others may be. No answer: the next contact tries again.
          if (file.status === undefined) queue.length = 0;
          continue;
        }
        if (file.length !== bytes || file.length > MAX_DOCUMENT_BYTES) continue;
        if (this.keep(file) === document) arrived.push(document);
        else this.#forget(createHash('sha256').update(file).digest('hex'));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (arrived.length > 0) this.#ports.onArrived(arrived, this.status());
  }

  /** What came under another name than it was asked for is not kept. */
  #forget(document: string): void {
    this.#here.delete(document);
    rmSync(this.path(document), { force: true });
  }
}
