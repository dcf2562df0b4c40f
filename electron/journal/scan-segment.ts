import { operationBodySchema } from '../../shared/sync/operation.ts';
import { chainHash, decodeHeader, decodeRecord } from './record-format.ts';

export interface ScannedSegment {
  /** Byte offset of every good record. */
  readonly offsets: number[];
  /** Length of the good part. */
  readonly goodBytes: number;
  readonly lostBytes: number;
  readonly lastHash: Buffer;
  /**
   * clean: everything is good. torn-tail: the rest is at most one unfinished write at the very end.
   * damaged: something is wrong that a power cut cannot explain.
   */
  readonly end: 'clean' | 'torn-tail' | 'damaged';
}

/** Checks a whole segment: header, lengths, CRC, chain, and that every body names its own seq. */
export function scanSegment(
  bytes: Buffer,
  expected: { readonly device: string; readonly epoch: number; readonly firstSeq: number; readonly prevHash: Buffer },
): ScannedSegment {
  const decoded = decodeHeader(bytes);
  let hash = expected.prevHash;
  const offsets: number[] = [];
  const result = (goodBytes: number, end: ScannedSegment['end']): ScannedSegment => ({
    offsets,
    goodBytes,
    lostBytes: bytes.length - goodBytes,
    lastHash: hash,
    end,
  });
  if (decoded === undefined) return result(0, bytes.length < 300 ? 'torn-tail' : 'damaged');
  const { header } = decoded;
  const sameChain =
    header.device === expected.device &&
    header.epoch === expected.epoch &&
    header.firstSeq === expected.firstSeq &&
    header.prevHash === hash.toString('hex');
  if (!sameChain) return result(0, 'damaged');
  let at = decoded.length;
  while (at < bytes.length) {
    const record = decodeRecord(bytes, at);
    if (record === 'torn') return result(at, 'torn-tail');
    if (record === 'damaged')
      return result(at, isUnwritten(bytes, at) || !goodRecordAfter(bytes, at) ? 'torn-tail' : 'damaged');
    const next = chainHash(hash, record.body);
    if (!next.equals(record.hash) || seqOf(record.body) !== expected.firstSeq + offsets.length)
      return result(at, 'damaged');
    hash = next;
    offsets.push(at);
    at += record.length;
  }
  return result(at, 'clean');
}

function seqOf(body: Buffer): number {
  try {
    return operationBodySchema.shape.seq.parse((JSON.parse(body.toString('utf8')) as { seq?: unknown }).seq);
  } catch {
    return -1;
  }
}

/** A file system may have lengthened the file without writing the data: zeros to the end. */
function isUnwritten(bytes: Buffer, from: number): boolean {
  return bytes.subarray(from).every((byte) => byte === 0);
}

/**
 * Is there a whole, valid record somewhere after the bad place? Then the bad place is in the middle: damage, not a torn write.
 * A group commit may be torn inside, so that a later record of the same group is whole; its seq would not follow, but nothing of
 * that group was ever acknowledged. Only the length field's own candidate is tried, then every offset up to 64 KiB further.
 */
function goodRecordAfter(bytes: Buffer, from: number): boolean {
  const claimed = bytes.readUInt32LE(from) + 40;
  if (claimed > 40 && from + claimed < bytes.length && typeof decodeRecord(bytes, from + claimed) === 'object')
    return true;
  const limit = Math.min(bytes.length - 40, from + 65_536 + 40);
  for (let at = from + 1; at < limit; at += 1) if (typeof decodeRecord(bytes, at) === 'object') return true;
  return false;
}
