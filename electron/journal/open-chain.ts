import { join } from 'node:path';
import { z } from 'zod';
import type { JournalRecord } from '../../shared/sync/operation.ts';
import type { AppendFile, Disk } from './disk.ts';
import {
  chainHash,
  decodeHeader,
  decodeRecord,
  encodeHeader,
  genesisHash,
  MAX_HEADER_BYTES,
  seqOfBody,
  type SegmentHeader,
} from './record-format.ts';
import { laterGroupBehind, scanSegment } from './scan-segment.ts';
import { DamagedRecord, readRecords, type Segment } from './segment.ts';

export const SEGMENT_NAME = /^(\d{6,})\.log$/;
const ANCHOR = 'first.json';
/** Where the chain begins after old segments were removed on purpose. Written before they go. */
export const anchorSchema = z.strictObject({ firstSeq: z.number().int().positive(), prevHash: z.string().length(64) });

export interface ChainIdentity {
  readonly device: string;
  readonly epoch: number;
  readonly directory: string;
}

export type Opened =
  | { readonly chain: OpenChain; readonly tornBytes: number }
  /** Something is wrong that a power cut cannot explain. Nothing was changed. */
  | { readonly damaged: string };

/** The chain that is being written: its segments, its head, and the discipline of writing. */
export class OpenChain {
  readonly identity: ChainIdentity;
  readonly segments: Segment[] = [];
  /** First number that is still on this disk. */
  firstSeq = 1;
  seq = 0;
  hash: Buffer;
  readonly #disk: Disk;
  readonly #maxSegmentBytes: number;
  #nextNumber = 1;
  #file: AppendFile | undefined;
  /** The last segment may be written on: it ends where its good records end. */
  #writable = false;
  #scrubAt = { segment: 0, index: 0 };
  #scrubHash: Buffer | undefined;

  private constructor(disk: Disk, identity: ChainIdentity, maxSegmentBytes: number) {
    this.#disk = disk;
    this.identity = identity;
    this.#maxSegmentBytes = maxSegmentBytes;
    this.hash = genesisHash(identity.device, identity.epoch);
  }

  /** Reads all headers and the whole last segment; the ones before are checked when they are read and by `scrub`. */
  static open(disk: Disk, identity: ChainIdentity, maxSegmentBytes: number): Opened {
    const chain = new OpenChain(disk, identity, maxSegmentBytes);
    disk.makeDirectory(identity.directory);
    return chain.#open();
  }

  #open(): Opened {
    const disk = this.#disk;
    const { device, epoch, directory } = this.identity;
    const anchor = readAnchor(disk, directory);
    if (anchor !== undefined) [this.firstSeq, this.hash] = [anchor.firstSeq, Buffer.from(anchor.prevHash, 'hex')];
    const parts: { file: string; header: SegmentHeader }[] = [];
    for (const name of segmentNames(disk, directory)) {
      const file = join(directory, name);
      this.#nextNumber = Number(SEGMENT_NAME.exec(name)?.[1]) + 1;
      const header = decodeHeader(disk.readRange(file, 0, MAX_HEADER_BYTES))?.header;
      if (header === undefined) {
        if (laterGroupBehind(disk.readFile(file), 0)) return { damaged: `${name}: its header is damaged` };
        // Its very first write did not come through; nobody was told of anything in it.
        disk.remove(file);
        continue;
      }
      if (header.device !== device || header.epoch !== epoch)
        return { damaged: `${name} belongs to ${header.device}, epoch ${header.epoch}` };
      parts.push({ file, header });
    }
    // Left over when the program died between the anchor and the removal.
    while (parts.length > 1 && (parts[1]?.header.firstSeq ?? 0) <= this.firstSeq && anchor !== undefined)
      disk.remove(parts.shift()?.file ?? '');
    this.seq = this.firstSeq - 1;
    const [first] = parts;
    if (first === undefined) return anchor === undefined ? { chain: this, tornBytes: 0 } : { damaged: 'no segment' };
    if (first.header.firstSeq !== this.firstSeq || first.header.prevHash !== this.hash.toString('hex'))
      return { damaged: `the chain begins with record ${first.header.firstSeq}, ${this.firstSeq} is expected` };
    for (const [index, { file, header }] of parts.entries()) {
      const next = parts[index + 1]?.header;
      if (next === undefined) return this.#openLast(file, header);
      const count = next.firstSeq - header.firstSeq;
      if (count < 0) return { damaged: `${file}: numbers go back` };
      const segment: Segment = { ...placeOf(file, header), count, bytes: 0, offsets: undefined };
      this.segments.push(segment);
      this.seq = next.firstSeq - 1;
      if (index === parts.length - 2 && count > 0)
        try {
          const [last] = readRecords(disk, segment, count - 1, count);
          if (last?.hash !== next.prevHash) return { damaged: `record ${this.seq} does not lead to the next segment` };
        } catch (error) {
          if (error instanceof DamagedRecord) return { damaged: error.message };
          throw error;
        }
    }
    return { chain: this, tornBytes: 0 };
  }

  #openLast(file: string, header: SegmentHeader): Opened {
    const place = placeOf(file, header);
    const bytes = this.#disk.readFile(file);
    const scanned = scanSegment(bytes, { ...this.identity, ...place });
    if (scanned.end === 'damaged')
      return { damaged: `record ${header.firstSeq + scanned.offsets.length} is not what was written` };
    this.segments.push({
      ...place,
      count: scanned.offsets.length,
      bytes: scanned.goodBytes,
      offsets: [...scanned.offsets, scanned.goodBytes],
    });
    this.seq = header.firstSeq - 1 + scanned.offsets.length;
    this.hash = scanned.lastHash;
    try {
      // What was read may lie in the page cache alone: written by a process that died before its sync, or left there by a sync that
      // failed. Once more to the disk, then nothing is said of a record that a power cut could still take. Cuts a torn tail, too.
      this.#disk.writeFileDurably(file, bytes.subarray(0, scanned.goodBytes));
      this.#writable = true;
    } catch {
      // The next segment's first number says where this one ends.
    }
    return { chain: this, tornBytes: scanned.lostBytes };
  }

  /**
   * Writes records that follow the head and waits until they are durable. After a failure the kernel may have dropped the pages,
   * and a second sync of the same descriptor would succeed without them: so the records go once more, from memory, into a new
   * file. @throws the second failure; then nothing was recorded and the next call begins another file.
   */
  async write(
    records: readonly { readonly bytes: Buffer; readonly hash: Buffer }[],
    readBack: boolean,
  ): Promise<{ readonly firstFailure: string | undefined }> {
    let firstFailure: string | undefined;
    try {
      await this.#writeOnce(records, readBack);
    } catch (error) {
      this.#abandon();
      firstFailure = error instanceof Error ? error.message : String(error);
      try {
        await this.#writeOnce(records, readBack);
      } catch (second) {
        this.#abandon();
        throw second;
      }
    }
    this.seq += records.length;
    this.hash = records.at(-1)?.hash ?? this.hash;
    return { firstFailure };
  }

  async #writeOnce(records: readonly { readonly bytes: Buffer }[], readBack: boolean): Promise<void> {
    const disk = this.#disk;
    const last = this.segments.at(-1);
    const segment =
      last !== undefined && this.#writable && last.bytes < this.#maxSegmentBytes ? last : await this.#nextSegment();
    const file = (this.#file ??= disk.openAppend(segment.file));
    const data =
      records.length === 1 && records[0] !== undefined ? records[0].bytes : Buffer.concat(records.map((r) => r.bytes));
    file.append(data);
    await file.sync();
    if (readBack && !disk.readRange(segment.file, segment.bytes, data.length).equals(data))
      throw new Error('what was read back is not what was written');
    const offsets = (segment.offsets ??= [segment.bytes]);
    for (const { bytes } of records) {
      segment.bytes += bytes.length;
      offsets.push(segment.bytes);
    }
    segment.count += records.length;
  }

  async #nextSegment(): Promise<Segment> {
    this.#closeFile();
    this.#writable = false;
    const firstSeq = this.seq + 1;
    const file = join(this.identity.directory, `${String(this.#nextNumber).padStart(6, '0')}.log`);
    this.#nextNumber += 1;
    const { device, epoch } = this.identity;
    const header = encodeHeader({ device, epoch, firstSeq, prevHash: this.hash.toString('hex') });
    const segment: Segment = {
      file,
      firstSeq,
      prevHash: this.hash,
      count: 0,
      bytes: header.length,
      offsets: [header.length],
    };
    this.segments.push(segment);
    this.#file = this.#disk.openAppend(file);
    this.#file.append(header);
    // Durable before the first group: a bad header with a group behind it is then damage and nothing else.
    await this.#file.sync();
    this.#writable = true;
    return segment;
  }

  #closeFile(): void {
    const file = this.#file;
    this.#file = undefined;
    try {
      file?.close();
    } catch {
      // The descriptor is gone either way.
    }
  }

  /** Leaves the file of a failed write, cut back to what is durable where that is possible. */
  #abandon(): void {
    this.#closeFile();
    this.#writable = false;
    const segment = this.segments.at(-1);
    if (segment === undefined) return;
    try {
      if (segment.count > 0) this.#disk.truncate(segment.file, segment.bytes);
      else {
        this.segments.pop();
        this.#disk.remove(segment.file);
      }
    } catch {
      // The next segment's first number says where this one ends.
    }
  }

  /** Records after `seq` in order, at most `limit`. @throws DamagedRecord */
  read(seq: number, limit: number): JournalRecord[] {
    const out: JournalRecord[] = [];
    let at = this.#segmentOf(Math.max(seq + 1, this.firstSeq));
    for (; at < this.segments.length && out.length < limit; at += 1) {
      const segment = this.segments[at];
      if (segment === undefined || segment.firstSeq + segment.count <= seq + 1) continue;
      const from = Math.max(0, seq + 1 - segment.firstSeq);
      out.push(...readRecords(this.#disk, segment, from, Math.min(segment.count, from + limit - out.length)));
    }
    return out;
  }

  /** Index of the segment that holds a number. */
  #segmentOf(seq: number): number {
    let [low, high] = [0, this.segments.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.segments[middle]?.firstSeq ?? 0) <= seq) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /**
   * Checks the next records of the sealed segments, CRC and chain, a small piece at a time.
   * @returns whether more is left. @throws DamagedRecord
   */
  scrub(maxRecords: number): boolean {
    const segment = this.segments[this.#scrubAt.segment];
    if (segment === undefined || this.#scrubAt.segment >= this.segments.length - 1) return false;
    const from = this.#scrubAt.index;
    const to = Math.min(segment.count, from + maxRecords);
    let hash = from === 0 ? segment.prevHash : (this.#scrubHash ?? segment.prevHash);
    if (to > from) {
      const [record] = readRecords(this.#disk, segment, from, from + 1);
      if (record === undefined) return false;
      const offsets = segment.offsets ?? [];
      const start = offsets[from] ?? 0;
      const bytes = this.#disk.readRange(segment.file, start, (offsets[to] ?? start) - start);
      for (let index = from; index < to; index += 1) {
        const seq = segment.firstSeq + index;
        const decoded = decodeRecord(bytes, (offsets[index] ?? 0) - start);
        if (typeof decoded === 'string') throw new DamagedRecord(seq, segment.file, decoded);
        hash = chainHash(hash, decoded.body);
        if (!hash.equals(decoded.hash) || seqOfBody(decoded.body) !== seq)
          throw new DamagedRecord(seq, segment.file, 'the chain is broken');
      }
    }
    if (to < segment.count) this.#scrubAt = { segment: this.#scrubAt.segment, index: to };
    else {
      const next = this.segments[this.#scrubAt.segment + 1];
      if (next !== undefined && !next.prevHash.equals(hash))
        throw new DamagedRecord(next.firstSeq - 1, segment.file, 'it does not lead to the next segment');
      this.#scrubAt = { segment: this.#scrubAt.segment + 1, index: 0 };
    }
    this.#scrubHash = hash;
    return true;
  }

  /**
   * Removes the oldest segments as long as `mayGo` says so of their last record; never the one being written.
   * @returns how many records went.
   */
  prune(mayGo: (last: JournalRecord) => boolean): number {
    const before = this.firstSeq;
    for (;;) {
      const [segment, next] = this.segments;
      if (segment === undefined || next === undefined) break;
      if (segment.count > 0) {
        const [last] = readRecords(this.#disk, segment, segment.count - 1, segment.count);
        if (last === undefined || !mayGo(last)) break;
      }
      const anchor = { firstSeq: next.firstSeq, prevHash: next.prevHash.toString('hex') };
      this.#disk.writeFileDurably(join(this.identity.directory, ANCHOR), Buffer.from(JSON.stringify(anchor)));
      this.#disk.remove(segment.file);
      this.segments.shift();
      this.firstSeq = next.firstSeq;
      this.#scrubAt = { segment: Math.max(0, this.#scrubAt.segment - 1), index: 0 };
    }
    return this.firstSeq - before;
  }

  close(): void {
    this.#closeFile();
    this.#writable = false;
  }
}

export function segmentNames(disk: Disk, directory: string): string[] {
  return disk
    .list(directory)
    .filter((name) => SEGMENT_NAME.test(name))
    .sort((a, b) => Number(SEGMENT_NAME.exec(a)?.[1]) - Number(SEGMENT_NAME.exec(b)?.[1]));
}

export function readAnchor(disk: Disk, directory: string): z.infer<typeof anchorSchema> | undefined {
  const file = join(directory, ANCHOR);
  if (!disk.exists(file)) return undefined;
  try {
    return anchorSchema.parse(JSON.parse(disk.readFile(file).toString('utf8')));
  } catch {
    return undefined;
  }
}

function placeOf(file: string, header: SegmentHeader): Pick<Segment, 'file' | 'firstSeq' | 'prevHash'> {
  return { file, firstSeq: header.firstSeq, prevHash: Buffer.from(header.prevHash, 'hex') };
}
