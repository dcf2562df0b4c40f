import type { JobId, LabelState } from '../../shared/devices/print-job.ts';
import { applyToLedger, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { ViewStorage } from './view-storage.ts';

const NOT_AT_REST: readonly LabelState[] = ['queued', 'sending', 'unknown', 'failed'];

/**
 * The page's part of the label ledger: labels that are not at rest, and those that were spoken of since the page came up. The others lie
 * in the view until somebody speaks of them, so that a start does not read a year of labels.
 */
export class LabelMemory {
  readonly #storage: Pick<ViewStorage, 'labelsIn' | 'labelsOf'>;
  readonly #labels = new Map<JobId, LedgerEntry>();

  constructor(storage: Pick<ViewStorage, 'labelsIn' | 'labelsOf'>) {
    this.#storage = storage;
  }

  all(): readonly LedgerEntry[] {
    return [...this.#labels.values()];
  }
  get(job: JobId): LedgerEntry | undefined {
    return this.#labels.get(job);
  }
  async find(job: JobId): Promise<LedgerEntry | undefined> {
    return this.#labels.get(job) ?? (await this.#storage.labelsOf([job]))[0];
  }

  /** What the view has to say; everything else is forgotten. */
  async load(): Promise<void> {
    this.#labels.clear();
    for (const entry of await this.#storage.labelsIn(NOT_AT_REST)) this.#labels.set(entry.job, entry);
  }
  /** After a view was made anew, all labels of the journal have passed through here. */
  dropThoseAtRest(): void {
    for (const { job, state } of [...this.#labels.values()]) if (!NOT_AT_REST.includes(state)) this.#labels.delete(job);
  }

  /** Before these are applied: the labels at rest that they speak of. */
  async recall(bodies: readonly OperationBody[]): Promise<void> {
    const jobs = new Set<JobId>();
    for (const { payload } of bodies)
      if (typeof payload['job'] === 'string' && !this.#labels.has(payload['job'])) jobs.add(payload['job']);
    if (jobs.size === 0) return;
    for (const entry of await this.#storage.labelsOf([...jobs])) this.#labels.set(entry.job, entry);
  }
  apply(chain: { readonly device: string; readonly epoch: number }, body: OperationBody): LedgerEntry | undefined {
    return applyToLedger(this.#labels, chain, body);
  }
}
