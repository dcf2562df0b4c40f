import type { JobId } from '../../shared/devices/print-job.ts';
import { jobIdOf, type LedgerEntry } from '../../shared/labels/label-ledger.ts';

/** Numbers of operations that one page covers: about a thousand labels, half a megabyte. */
const PAGE_NUMBERS = 4_096;

/** The label ledger by job, which knows the pages in which something was changed. A page: labels whose operations stand near each other. */
export class LabelPages extends Map<JobId, LedgerEntry> {
  // Made when it is needed: the constructor of Map calls `set` before a field of ours is there.
  #changed: Set<string> | undefined;

  override set(job: JobId, entry: LedgerEntry): this {
    const { device, epoch, seq } = placeOf(job);
    (this.#changed ??= new Set()).add(`${device}-${epoch}-${Math.floor(seq / PAGE_NUMBERS)}`);
    return super.set(job, entry);
  }

  changedPages(): { readonly page: string; readonly rows: readonly LedgerEntry[] }[] {
    const pages = [...(this.#changed ?? [])].map((page) => {
      const { device, epoch, seq } = placeOf(page);
      const rows = Array.from({ length: PAGE_NUMBERS }, (_, index) =>
        this.get(jobIdOf(device, epoch, seq * PAGE_NUMBERS + index)),
      );
      return { page, rows: rows.filter((row) => row !== undefined) };
    });
    this.#changed = undefined;
    return pages;
  }

  /** What such a page holds. */
  takeUp(rows: readonly LedgerEntry[]): void {
    for (const entry of rows) super.set(entry.job, entry);
  }
}

/** Of a job, or of a page, whose name is made alike. */
function placeOf(name: string): { readonly device: string; readonly epoch: number; readonly seq: number } {
  const [device = '', epoch, seq] = name.split('-');
  return { device, epoch: Number(epoch), seq: Number(seq) };
}
