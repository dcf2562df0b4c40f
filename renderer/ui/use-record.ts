import type { StoreApi } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { LedgerEntry } from '../../shared/labels/label-ledger.ts';
import type { OperationStore } from '../data/operation-store.ts';

/** What has become of one operation and its label, by its device-epoch-seq; looked at again whenever the queue's counts change. */
export function useRecord(
  operations: Pick<OperationStore, 'label' | 'isInCloud'>,
  view: StoreApi<{ readonly counts: unknown }>,
  job: string,
): { readonly label: LedgerEntry | undefined; readonly inCloud: boolean } {
  useStore(view, ({ counts }) => counts);
  const [, epoch, seq] = job.split('-').map(Number);
  return { label: operations.label(job), inCloud: operations.isInCloud(epoch ?? 0, seq ?? 0) };
}
