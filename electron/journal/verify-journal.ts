import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { readAnchor, segmentNames } from './open-chain.ts';
import { chainHash, decodeHeader, decodeRecord, genesisHash, MAX_HEADER_BYTES, seqOfBody } from './record-format.ts';
import { laterGroupBehind } from './scan-segment.ts';

export interface ChainReport {
  readonly device: string;
  readonly epoch: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly records: number;
  /** Chain hash of the last good record, hex: compare it with what the cloud has countersigned. */
  readonly head: string;
  /** An unfinished write at the very end, as a power cut leaves it. Nobody was told that it is saved. */
  readonly tornBytes: number;
  /** The first thing that is not what was written. What lies behind it is not judged. */
  readonly wrong?: { readonly seq: number; readonly file: string; readonly offset: number; readonly why: string };
}

/** Told the chain hash after each good record, and once the one before the first. */
export type OnRecord = (seq: number, hash: Buffer) => void;

/** Checks one chain from its first segment to its last: headers, lengths, CRC, numbers, SHA-256 chain. Changes nothing. */
export function verifyChain(disk: Disk, directory: string, onRecord?: OnRecord): ChainReport | undefined {
  const files = segmentNames(disk, directory).map((name) => join(directory, name));
  const headers = files.map((file) => decodeHeader(disk.readRange(file, 0, MAX_HEADER_BYTES))?.header);
  const known = headers.find((header) => header !== undefined);
  if (known === undefined) return undefined;
  const anchor = readAnchor(disk, directory);
  const start = {
    ...known,
    firstSeq: anchor?.firstSeq ?? 1,
    prevHash: anchor === undefined ? genesisHash(known.device, known.epoch) : Buffer.from(anchor.prevHash, 'hex'),
  };
  return verifyFiles(disk, files, start, onRecord);
}

/** One segment by itself: what lies before it is taken from its header. */
export function verifySegment(disk: Disk, file: string, onRecord?: OnRecord): ChainReport | undefined {
  const header = decodeHeader(disk.readRange(file, 0, MAX_HEADER_BYTES))?.header;
  return header === undefined
    ? undefined
    : verifyFiles(disk, [file], { ...header, prevHash: Buffer.from(header.prevHash, 'hex') }, onRecord);
}

function verifyFiles(
  disk: Disk,
  files: readonly string[],
  start: { readonly device: string; readonly epoch: number; readonly firstSeq: number; readonly prevHash: Buffer },
  onRecord: OnRecord = () => undefined,
): ChainReport {
  let hash = start.prevHash;
  let seq = start.firstSeq - 1;
  onRecord(seq, hash);
  const report = (more: Pick<ChainReport, 'tornBytes' | 'wrong'>): ChainReport => ({
    device: start.device,
    epoch: start.epoch,
    firstSeq: start.firstSeq,
    lastSeq: seq,
    records: seq - start.firstSeq + 1,
    head: hash.toString('hex'),
    ...more,
  });
  const wrong = (file: string, offset: number, why: string): ChainReport =>
    report({ tornBytes: 0, wrong: { seq: seq + 1, file, offset, why } });
  let tornBytes = 0;
  for (const [index, file] of files.entries()) {
    const bytes = disk.readFile(file);
    const decoded = decodeHeader(bytes);
    if (decoded === undefined) {
      if (laterGroupBehind(bytes, 0)) return wrong(file, 0, 'the header is damaged');
      tornBytes = bytes.length;
      continue;
    }
    const { header } = decoded;
    if (header.device !== start.device || header.epoch !== start.epoch)
      return wrong(file, 0, `the segment belongs to ${header.device}, epoch ${header.epoch}`);
    if (header.firstSeq !== seq + 1) return wrong(file, 0, `the segment begins with record ${header.firstSeq}`);
    if (header.prevHash !== hash.toString('hex')) return wrong(file, 0, 'the segment continues another history');
    const next = files[index + 1];
    const end =
      next === undefined ? undefined : decodeHeader(disk.readRange(next, 0, MAX_HEADER_BYTES))?.header.firstSeq;
    for (let at = decoded.length; at < bytes.length && seq + 1 !== end;) {
      const record = decodeRecord(bytes, at);
      if (typeof record === 'string') {
        if (end !== undefined || laterGroupBehind(bytes, at)) return wrong(file, at, `the record is ${record}`);
        tornBytes = bytes.length - at;
        break;
      }
      if (seqOfBody(record.body) !== seq + 1)
        return wrong(file, at, `it says of itself that it is record ${seqOfBody(record.body)}`);
      const linked = chainHash(hash, record.body);
      if (!linked.equals(record.hash))
        return wrong(file, at, 'the chain is broken: its bytes or those before it were changed');
      hash = linked;
      seq += 1;
      onRecord(seq, hash);
      at += record.length;
    }
    if (end !== undefined && seq + 1 !== end) return wrong(file, bytes.length, 'the file ends before it');
  }
  return report({ tornBytes });
}
