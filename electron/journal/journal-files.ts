import { join } from 'node:path';
import { z } from 'zod';
import { journalHeadSchema } from '../../shared/sync/operation.ts';
import type { Disk } from './disk.ts';
import { segmentNames } from './open-chain.ts';
import { decodeHeader, MAX_HEADER_BYTES } from './record-format.ts';

/** The small files beside the segments: who writes here, and what the cloud has. */
const identitySchema = journalHeadSchema.pick({ device: true, epoch: true });
const acknowledgedSchema = z.record(z.string().regex(/^\d+$/), z.number().int().nonnegative());

export interface JournalIdentity {
  readonly device: string;
  readonly epoch: number;
  readonly earlierEpochs: readonly number[];
  /** Made just now: this journal has never had a record. */
  readonly isNew: boolean;
  /** The file was lost or unreadable and the segments told. */
  readonly repaired: boolean;
}

/** Reads who this journal belongs to; takes it from the segments when the file is broken; makes a new one when there is nothing. */
export function readIdentity(disk: Disk, directory: string, newDeviceId: () => string): JournalIdentity {
  const epochs = disk
    .list(directory)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
  const file = join(directory, 'identity.json');
  const stored = disk.exists(file) ? parseIdentity(disk.readFile(file)) : undefined;
  const found = stored ?? identityOfSegments(disk, directory, epochs);
  const isNew = found === undefined;
  const { device, epoch } = found ?? { device: newDeviceId(), epoch: 1 };
  if (stored === undefined) writeIdentity(disk, directory, device, epoch);
  const repaired = stored === undefined && !isNew;
  // An epoch that never got its first record is nothing that anybody could miss.
  const earlierEpochs = epochs.filter(
    (one) => one < epoch && segmentNames(disk, join(directory, String(one))).length > 0,
  );
  return { device, epoch, earlierEpochs, isNew, repaired };
}

export function writeIdentity(disk: Disk, directory: string, device: string, epoch: number): void {
  disk.writeFileDurably(join(directory, 'identity.json'), Buffer.from(JSON.stringify({ device, epoch })));
}

function parseIdentity(bytes: Buffer): z.infer<typeof identitySchema> | undefined {
  try {
    return identitySchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

function identityOfSegments(
  disk: Disk,
  directory: string,
  epochs: readonly number[],
): { device: string; epoch: number } | undefined {
  for (const epoch of epochs.toReversed())
    for (const name of segmentNames(disk, join(directory, String(epoch)))) {
      const bytes = disk.readRange(join(directory, String(epoch), name), 0, MAX_HEADER_BYTES);
      const header = decodeHeader(bytes)?.header;
      if (header?.epoch === epoch) return { device: header.device, epoch: epochs.at(-1) ?? epoch };
    }
  return undefined;
}

export function readAcknowledged(disk: Disk, directory: string): Map<number, number> {
  const file = join(directory, 'acknowledged.json');
  if (!disk.exists(file)) return new Map();
  try {
    const stored = acknowledgedSchema.parse(JSON.parse(disk.readFile(file).toString('utf8')));
    return new Map(Object.entries(stored).map(([epoch, seq]) => [Number(epoch), seq]));
  } catch {
    return new Map();
  }
}

/** A hint that may be old: it can only make the journal keep more. */
export function writeAcknowledged(disk: Disk, directory: string, acknowledged: ReadonlyMap<number, number>): void {
  if (acknowledged.size === 0) return;
  const text = JSON.stringify(Object.fromEntries(acknowledged));
  disk.writeFileDurably(join(directory, 'acknowledged.json'), Buffer.from(text));
}
