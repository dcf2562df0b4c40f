import {
  BODY_START,
  chainHash,
  decodeHeader,
  decodeRecord,
  RECORD_HEAD_BYTES,
  seqOfBody,
  type DecodedRecord,
} from './record-format.ts';

export interface ScannedSegment {
  /** Byte offset of every good record. */
  readonly offsets: number[];
  /** Length of the good part. */
  readonly goodBytes: number;
  readonly lostBytes: number;
  readonly lastHash: Buffer;
  /**
   * clean: everything is good. torn-tail: the rest is one unfinished write at the very end, which nobody was told of.
   * damaged: something is wrong that a power cut cannot explain.
   */
  readonly end: 'clean' | 'torn-tail' | 'damaged';
}

/**
 * Checks a segment: header, lengths, CRC, chain, and that every body names its own seq.
 * @param count how many records count, when a later segment says so; what follows them is the rest of a failed write.
 */
export function scanSegment(
  bytes: Buffer,
  expected: {
    readonly device: string;
    readonly epoch: number;
    readonly firstSeq: number;
    readonly prevHash: Buffer;
    readonly count?: number | undefined;
  },
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
  if (decoded === undefined) return result(0, laterGroupBehind(bytes, 0) ? 'damaged' : 'torn-tail');
  const { header } = decoded;
  const sameChain =
    header.device === expected.device &&
    header.epoch === expected.epoch &&
    header.firstSeq === expected.firstSeq &&
    header.prevHash === hash.toString('hex');
  if (!sameChain) return result(0, 'damaged');
  let at = decoded.length;
  while (at < bytes.length) {
    if (offsets.length === expected.count) return result(at, 'clean');
    const record = decodeRecord(bytes, at);
    if (typeof record === 'string') return result(at, laterGroupBehind(bytes, at) ? 'damaged' : 'torn-tail');
    const next = chainHash(hash, record.body);
    if (!next.equals(record.hash) || seqOfBody(record.body) !== expected.firstSeq + offsets.length)
      return result(at, 'damaged');
    hash = next;
    offsets.push(at);
    at += record.length;
  }
  return result(at, 'clean');
}

/**
 * Is there a group behind this place? It was written after this place was durable (a header is synced before the first group),
 * so this place is damage and not a torn write.
 */
export function laterGroupBehind(bytes: Buffer, from: number): boolean {
  for (const record of goodRecords(bytes, from)) if (record.beginsGroup) return true;
  return false;
}

/** Every whole record from `from` on, however much is broken between them: bodies are found by how they begin. */
export function* goodRecords(bytes: Buffer, from: number): Generator<DecodedRecord> {
  for (let at = from; ;) {
    const bodyAt = bytes.indexOf(BODY_START, at + RECORD_HEAD_BYTES);
    if (bodyAt < 0) return;
    const record = decodeRecord(bytes, bodyAt - RECORD_HEAD_BYTES);
    if (typeof record === 'string') at = bodyAt + 1 - RECORD_HEAD_BYTES;
    else {
      yield record;
      at = record.offset + record.length;
    }
  }
}
