import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { countersignedHeadSchema, type CountersignedHead } from '../../shared/sync/countersigned-head.ts';
import { nodeDisk } from '../journal/node-disk.ts';

/**
 * The cloud's last signature for each chain of this station, beside the journal: it shows later that the end of a journal was cut off,
 * which the chain alone cannot. Written at most every few seconds: the one before it proves nearly as much.
 */
export class CountersignedHeads {
  readonly #path: string;
  readonly #heads = new Map<string, CountersignedHead>();
  #writtenMonoMs = Number.NEGATIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
    for (const head of readHeads(path)) this.#heads.set(keyOf(head), head);
  }

  /** Signatures of another server epoch or of a smaller number take the place all the same: they are the newest word. */
  keep(head: CountersignedHead, monoMs: number): void {
    this.#heads.set(keyOf(head), head);
    if (monoMs - this.#writtenMonoMs >= WRITE_EVERY_MS) this.flush(monoMs);
  }
  flush(monoMs: number): void {
    this.#writtenMonoMs = monoMs;
    if (this.#heads.size > 0)
      nodeDisk.writeFileDurably(this.#path, Buffer.from(`${JSON.stringify([...this.#heads.values()], null, 2)}\n`));
  }
  all(): readonly CountersignedHead[] {
    return [...this.#heads.values()];
  }
}

const WRITE_EVERY_MS = 5_000;
const keyOf = ({ device, epoch }: CountersignedHead): string => `${device}-${epoch}`;

export function readHeads(path: string): readonly CountersignedHead[] {
  if (!existsSync(path)) return [];
  try {
    return z.array(countersignedHeadSchema).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}
