import type { ClosedChainSummary, JournalChains, JournalRecord } from '../../shared/sync/operation.ts';
import type { ChainRow, ViewState, ViewStorage } from './view-storage.ts';

export interface JournalSource {
  chains(): Promise<JournalChains>;
  read(epoch: number, afterSeq: number, limit: number): Promise<readonly JournalRecord[]>;
  /** Records of a chain that the journal does not know; answers the last number that is safe. */
  rescue(
    chain: { readonly device: string; readonly epoch: number; readonly acked: number },
    records: readonly JournalRecord[],
  ): Promise<number>;
  /** Records the view has and the journal lost; answers how many it took back. */
  mend(epoch: number, records: readonly JournalRecord[]): Promise<number>;
}

export interface Sides {
  readonly storage: ViewStorage;
  readonly source: JournalSource;
}

export const PAGE = 1_000;
/** At a start so many records at the end of each chain are counted; all of them when the station is at work. */
const COUNTED_AT_END = 1_000;
export const EMPTY = 'empty';

/** Records that only the view has could not be put anywhere else. */
export class NotSafe extends Error {}

/** All chains as ranges of numbers, oldest first, the open one last. */
export function knownChains({ head, firstSeq, closed }: JournalChains): Omit<ClosedChainSummary, 'why'>[] {
  return [...closed, { device: head.device, epoch: head.epoch, firstSeq, lastSeq: head.seq, damaged: [] }];
}

/** What the view still has and the journal lost: the end of the open chain, and damaged places of closed ones. */
export async function offerToJournal(
  { storage, source }: Sides,
  { chains }: ViewState,
  journal: JournalChains,
): Promise<void> {
  for (const { device, epoch, lastSeq, damaged } of knownChains(journal)) {
    const row = chains.find((one) => one.epoch === epoch && one.device === device);
    if (row === undefined) continue;
    const lost = damaged
      .filter(([from]) => from <= row.seq)
      .map(([from, to]) => [from, Math.min(to, row.seq)] as const);
    if (row.seq > lastSeq) lost.push([lastSeq + 1, row.seq]);
    for (const [from, to] of lost)
      for (let after = from - 1; after < to;) {
        const rows = await storage.operationsAfter(epoch, after, Math.min(PAGE, to - after));
        if (rows.length === 0) break;
        const taken = await source.mend(
          epoch,
          rows.map(({ seq, body, hash }) => ({ seq, body, hash })),
        );
        if (taken < rows.length) break;
        after = rows.at(-1)?.seq ?? to;
      }
  }
}

/**
 * Chains that the journal does not know, or knows otherwise: it was deleted, or another disk was put in. Every record is safe
 * elsewhere before the view is made anew. @throws NotSafe
 */
export async function rescueStrangers(sides: Sides, { chains }: ViewState, journal: JournalChains): Promise<void> {
  const { storage, source } = sides;
  for (const row of chains) {
    const { device, epoch, acked, seq } = row;
    if (await isOfJournal(source, row, journal)) continue;
    for (let after = 0; after < seq;) {
      const rows = await storage.operationsAfter(epoch, after, PAGE);
      const last = rows.at(-1);
      if (last === undefined) break;
      const records = rows.map((one) => ({ seq: one.seq, body: one.body, hash: one.hash }));
      const kept = await source.rescue({ device, epoch, acked }, records).catch((error: unknown) => {
        throw new NotSafe(error instanceof Error ? error.message : String(error));
      });
      if (kept < last.seq) throw new NotSafe(`records of ${device}-${epoch} after ${kept} could not be made safe`);
      after = last.seq;
    }
  }
}

async function isOfJournal(source: JournalSource, row: ChainRow, journal: JournalChains): Promise<boolean> {
  const known = knownChains(journal).find(({ epoch, device }) => epoch === row.epoch && device === row.device);
  if (known === undefined || row.seq > known.lastSeq) return row.seq === 0;
  if (row.seq < known.firstSeq) return true;
  // A closed chain may have lost this very record; it is this journal's all the same.
  if (known.damaged.some(([from, to]) => row.seq >= from && row.seq <= to)) return true;
  const [same] = await source.read(row.epoch, row.seq - 1, 1);
  return same?.seq !== row.seq || same.hash === row.hash;
}

/** Why a view cannot be used as it is; undefined: it fits, perhaps with records missing at the end. */
export async function differenceFrom(
  { storage, source }: Sides,
  { chains, isEmpty }: ViewState,
  journal: JournalChains,
): Promise<string | undefined> {
  if (chains.length === 0) return isEmpty ? EMPTY : 'the local view is damaged';
  for (const row of chains) {
    const known = knownChains(journal).find(({ epoch, device }) => epoch === row.epoch && device === row.device);
    if (known === undefined) return 'the local view belongs to another journal';
    if (row.seq > known.lastSeq) return `the local view knows ${row.seq} records, the journal ${known.lastSeq}`;
    const from = Math.max(row.firstSeq, row.seq - COUNTED_AT_END + 1);
    if (from <= row.seq && (await storage.countRecords(row.epoch, from, row.seq)) !== row.seq - from + 1)
      return 'records were missing in the local view';
    if (row.epoch !== journal.head.epoch || row.seq < journal.firstSeq) continue;
    const [same] = await source.read(row.epoch, row.seq - 1, 1);
    if (same?.hash !== row.hash) return 'the local view differs from the journal';
  }
  return undefined;
}
