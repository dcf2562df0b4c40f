import type { JournalRecord } from '../../shared/sync/operation.ts';
import type { Disk } from './disk.ts';
import { decodeHeader, decodeRecord, MAX_BODY_BYTES, RECORD_HEAD_BYTES } from './record-format.ts';

/** One file of a chain. Records behind `count` are the rest of a write that failed and do not exist. */
export interface Segment {
  readonly file: string;
  readonly firstSeq: number;
  /** Chain hash before its first record. */
  readonly prevHash: Buffer;
  count: number;
  /** Durable length in bytes of the records that count; known for the segment that is written. */
  bytes: number;
  /** Where each record begins, and the end of the last; found when somebody first reads. */
  offsets: number[] | undefined;
}

/** A record that is not what was written. Everything else in the chain may be good. */
export class DamagedRecord extends Error {
  readonly seq: number;
  readonly file: string;
  constructor(seq: number, file: string, why: string) {
    super(`record ${seq}: ${why}`);
    this.name = 'DamagedRecord';
    this.seq = seq;
    this.file = file;
  }
}

/** Records number `from` up to `to` (excluded), counted from 0 within the segment; every CRC is checked. @throws DamagedRecord */
export function readRecords(disk: Disk, segment: Segment, from: number, to: number): JournalRecord[] {
  const offsets = (segment.offsets ??= findOffsets(disk, segment));
  const start = offsets[from] ?? 0;
  const bytes = disk.readRange(segment.file, start, (offsets[to] ?? start) - start);
  const out: JournalRecord[] = [];
  for (let index = from; index < to; index += 1) {
    const record = decodeRecord(bytes, (offsets[index] ?? 0) - start);
    if (typeof record === 'string') throw new DamagedRecord(segment.firstSeq + index, segment.file, record);
    out.push({
      seq: segment.firstSeq + index,
      hash: record.hash.toString('hex'),
      body: record.body.toString('utf8'),
    });
  }
  return out;
}

/** Hops over the lengths; contents are checked by whoever reads them. @throws DamagedRecord where the hops lead nowhere */
function findOffsets(disk: Disk, segment: Segment): number[] {
  const bytes = disk.readFile(segment.file);
  const header = decodeHeader(bytes);
  if (header === undefined) throw new DamagedRecord(segment.firstSeq, segment.file, 'the header is damaged');
  const offsets = [header.length];
  for (let at = header.length; offsets.length <= segment.count;) {
    const seq = segment.firstSeq + offsets.length - 1;
    if (bytes.length - at < RECORD_HEAD_BYTES) throw new DamagedRecord(seq, segment.file, 'the file ends before it');
    const length = bytes.readUInt32LE(at);
    at += RECORD_HEAD_BYTES + length;
    if (length === 0 || length > MAX_BODY_BYTES || at > bytes.length)
      throw new DamagedRecord(seq, segment.file, 'its length is damaged');
    offsets.push(at);
  }
  return offsets;
}
