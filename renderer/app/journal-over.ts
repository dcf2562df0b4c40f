import type { Result } from '../../shared/errors/catalog.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';
import type { JournalSource } from '../data/view-recovery.ts';

/** The journal as the local view needs it, over the bridge; an error of main is an exception here. */
export function journalOver(bridge: BridgeClient): JournalSource {
  const value = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(result.error.detail ?? result.error.code);
    return result.value;
  };
  return {
    chains: async () => value(await bridge.invoke('journal.chains', null)),
    read: async (epoch, afterSeq, limit) =>
      value(await bridge.invoke('journal.read', { epoch, afterSeq, limit })).records,
    rescue: async ({ device, epoch, acked }, records) =>
      value(await bridge.invoke('journal.rescue', { device, epoch, acked, records: [...records] })).kept,
    mend: async (epoch, records) => value(await bridge.invoke('journal.mend', { epoch, records: [...records] })).mended,
  };
}
