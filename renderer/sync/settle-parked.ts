import type { OperationStore } from '../data/operation-store.ts';
import type { ReferenceStore } from '../data/reference-store.ts';

/**
 * Parked operations that were decided elsewhere leave the queue's list. The cloud's record says so; or there is none any more in a
 * supply that is newer than the row: a whole copy leaves out what was decided long ago.
 */
export async function settleParked(
  store: Pick<OperationStore, 'head' | 'settled'>,
  reference: Pick<ReferenceStore, 'find' | 'status'>,
): Promise<number> {
  const device = store.head()?.device;
  const { state, asOfMs = 0 } = reference.status ?? {};
  if (device === undefined || state !== 'following') return 0;
  return store.settled(({ epoch, seq, atMs }) => {
    const record = reference.find('parked', `${device}-${epoch}-${seq}`);
    if (record === undefined) return asOfMs > atMs;
    return record.result === 'applied' || record.result === 'voided';
  });
}
