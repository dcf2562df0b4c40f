import { Journal } from '../../electron/journal/journal.ts';
import { nodeDisk } from '../../electron/journal/node-disk.ts';
import { verifyChain } from '../../electron/journal/verify-journal.ts';
import { join } from 'node:path';
import type { SavedLine } from './writer-process.ts';

export interface JournalCheck {
  readonly records: number;
  readonly lost: number;
  readonly doubled: number;
  /** Said to be not saved, and there all the same. */
  readonly refusedButThere: number;
  readonly alarms: readonly string[];
}

/** Opens a journal as the station does after a crash and compares it with what the writer said. */
export async function checkJournal(
  directory: string,
  saved: readonly SavedLine[],
  refused: readonly string[] = [],
): Promise<JournalCheck> {
  const journal = new Journal({
    directory,
    disk: nodeDisk,
    clock: { wallMs: () => Date.now(), tzMinutes: () => 480, monoMs: () => performance.now() },
    boot: 'check',
    newDeviceId: () => 'W0000002',
    maxSegmentBytes: 64 * 1024,
    fullBytes: 0,
  });
  const { head, closed } = journal.chains();
  const hashes = new Map<string, string>();
  const uids = new Map<string, number>();
  for (const epoch of [...closed.map((chain) => chain.epoch), head.epoch])
    for (let after = 0; ;) {
      const records = journal.readAfter(after, 2_000, epoch);
      const last = records.at(-1);
      if (last === undefined) break;
      for (const { seq, hash, body } of records) {
        hashes.set(`${epoch}-${seq}`, hash);
        const uid = /"uid":"([^"]+)"/.exec(body)?.[1] ?? '';
        uids.set(uid, (uids.get(uid) ?? 0) + 1);
      }
      after = last.seq;
    }
  await journal.close();
  const wrong = verifyChain(nodeDisk, join(directory, String(head.epoch)))?.wrong;
  return {
    records: hashes.size,
    lost: saved.filter(({ epoch, seq, hash }) => hashes.get(`${epoch}-${seq}`) !== hash).length,
    doubled: [...uids.values()].filter((times) => times > 1).length,
    refusedButThere: refused.filter((uid) => uids.has(uid)).length,
    alarms: [
      ...journal.notices.filter(({ code }) => code === 'JOURNAL_DAMAGED').map(({ detail }) => detail),
      ...(wrong === undefined ? [] : [`verify: ${wrong.seq} ${wrong.why}`]),
    ],
  };
}
