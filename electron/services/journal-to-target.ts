import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import { nodeDisk } from '../journal/node-disk.ts';
import { decodeHeader, MAX_HEADER_BYTES } from '../journal/record-format.ts';
import { SecondCopy } from '../journal/second-copy.ts';
import { verifySegment } from '../journal/verify-journal.ts';
import { syncFolder, targetError } from './write-to-target.ts';

export interface CopiedJournal {
  readonly folder: string;
  readonly records: number;
}

/**
 * The whole journal to a stick, every chain of it: copied, every file made durable, read back and checked record by record against its own chain, and
 * against the head that this station has. Asynchronous and piece by piece: work goes on beside it.
 * Errors: those of writeToTarget; COPY_DIFFERS names the first wrong record.
 */
export async function journalToTarget(
  journal: string,
  target: string,
  head: { readonly device: string; readonly epoch: number; readonly seq: number },
): Promise<Result<CopiedJournal>> {
  const folder = join(target, head.device);
  try {
    await new SecondCopy({
      ...{ from: journal, to: target, device: head.device },
      after: () => undefined,
      onTrouble: () => undefined,
    }).copyAll();
    await syncAll(folder);
    return await verified(journal, folder, head);
  } catch (error) {
    return targetError(error);
  }
}

async function sameFile(copy: string, source: string): Promise<boolean> {
  const [one, other] = await Promise.all([readFile(copy), readFile(source).catch(() => undefined)]);
  return other !== undefined && one.equals(other);
}

async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncAll(path);
    else {
      const handle = await open(path, 'r+');
      await handle.sync().finally(() => handle.close());
    }
  }
  await syncFolder(folder);
}

async function verified(
  journal: string,
  folder: string,
  head: { readonly device: string; readonly epoch: number; readonly seq: number },
): Promise<Result<CopiedJournal>> {
  let records = 0;
  let lastSeq = 0;
  for (const epoch of (await readdir(folder)).filter((name) => /^\d+$/.test(name))) {
    const directory = join(folder, epoch);
    let before: { readonly lastSeq: number; readonly head: string } | undefined;
    for (const name of (await readdir(directory)).filter((one) => one.endsWith('.log')).sort()) {
      // A segment takes tens of milliseconds: parcels are weighed between two of them.
      await new Promise((resolve) => setImmediate(resolve));
      const file = join(directory, name);
      const found = verifySegment(nodeDisk, file);
      if (found === undefined) return failure('COPY_DIFFERS', `${file}: no readable header`);
      // A chain that has ended with damage is given as it lies here, byte for byte: what is whole in it can be read from the copy as well.
      if (Number(epoch) !== head.epoch && (await sameFile(file, join(journal, epoch, name)))) {
        records += found.records;
        continue;
      }
      if (found.wrong !== undefined)
        return failure('COPY_DIFFERS', `${found.device}-${found.epoch}-${found.wrong.seq}: ${found.wrong.why}`);
      const prevHash = decodeHeader(nodeDisk.readRange(file, 0, MAX_HEADER_BYTES))?.header.prevHash;
      if (before !== undefined && (found.firstSeq !== before.lastSeq + 1 || prevHash !== before.head))
        return failure('COPY_DIFFERS', `${file} does not follow the file before it`);
      before = found;
      records += found.records;
    }
    if (Number(epoch) === head.epoch) lastSeq = before?.lastSeq ?? 0;
  }
  return lastSeq < head.seq
    ? failure('COPY_DIFFERS', `the copy ends at ${lastSeq}, the journal had ${head.seq}`)
    : success({ folder, records });
}
