import { createHash } from 'node:crypto';
import { chainSeed } from '../../shared/sync/operation.ts';
import { crc32c } from './crc32c.ts';

/**
 * Segment file: header, then records back to back.
 * Header: "WHJ1" · u32 length of the JSON · JSON {device, epoch, firstSeq, prevHash} · u32 CRC-32C of the JSON.
 * Record: u32 length of the body · u32 check · 32 bytes chain hash · body (UTF-8 JSON). Little endian.
 * check: CRC-32C of (hash ‖ body), inverted when the record begins a group commit. A group is written only after the group
 * before it is durable, so a bad place with a later group behind it is damage and not a torn write.
 */
export const MAGIC = Buffer.from('WHJ1', 'latin1');
export const MAX_BODY_BYTES = 65_536;
/** No header is longer; a file shorter than this without a good header is one whose first write was torn. */
export const MAX_HEADER_BYTES = 1_024;
export const RECORD_HEAD_BYTES = 40;

export interface SegmentHeader {
  readonly device: string;
  readonly epoch: number;
  readonly firstSeq: number;
  /** Chain hash before the first record of the segment, hex. */
  readonly prevHash: string;
}

export function genesisHash(device: string, epoch: number): Buffer {
  return createHash('sha256').update(chainSeed(device, epoch)).digest();
}

export function chainHash(previous: Uint8Array, body: Uint8Array): Buffer {
  return createHash('sha256').update(previous).update(body).digest();
}

export function encodeHeader(header: SegmentHeader): Buffer {
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const out = Buffer.alloc(12 + json.length);
  MAGIC.copy(out, 0);
  out.writeUInt32LE(json.length, 4);
  json.copy(out, 8);
  out.writeUInt32LE(crc32c(json), 8 + json.length);
  return out;
}

export function decodeHeader(bytes: Buffer): { readonly header: SegmentHeader; readonly length: number } | undefined {
  if (bytes.length < 12 || !bytes.subarray(0, 4).equals(MAGIC)) return undefined;
  const length = bytes.readUInt32LE(4);
  // Zeros have a fitting check: the CRC of nothing is nothing.
  if (length === 0 || length > MAX_HEADER_BYTES - 12 || bytes.length < 12 + length) return undefined;
  const json = bytes.subarray(8, 8 + length);
  if (bytes.readUInt32LE(8 + length) !== crc32c(json)) return undefined;
  const value: unknown = JSON.parse(json.toString('utf8'));
  if (typeof value !== 'object' || value === null) return undefined;
  const { device, epoch, firstSeq, prevHash } = value as Record<string, unknown>;
  if (
    typeof device !== 'string' ||
    typeof epoch !== 'number' ||
    typeof firstSeq !== 'number' ||
    typeof prevHash !== 'string'
  )
    return undefined;
  return { header: { device, epoch, firstSeq, prevHash }, length: 12 + length };
}

export function encodeRecord(hash: Uint8Array, body: Uint8Array, beginsGroup: boolean): Buffer {
  const out = Buffer.alloc(RECORD_HEAD_BYTES + body.length);
  out.writeUInt32LE(body.length, 0);
  out.set(hash, 8);
  out.set(body, RECORD_HEAD_BYTES);
  const crc = crc32c(out.subarray(8));
  out.writeUInt32LE(beginsGroup ? ~crc >>> 0 : crc, 4);
  return out;
}

export interface DecodedRecord {
  readonly offset: number;
  readonly length: number;
  readonly hash: Buffer;
  readonly body: Buffer;
  readonly beginsGroup: boolean;
}

/** One record at `offset`, or what is wrong with it. `torn`: the file ends inside it. */
export function decodeRecord(bytes: Buffer, offset: number): DecodedRecord | 'torn' | 'damaged' {
  if (bytes.length - offset < RECORD_HEAD_BYTES) return 'torn';
  const bodyLength = bytes.readUInt32LE(offset);
  if (bodyLength === 0 || bodyLength > MAX_BODY_BYTES) return 'damaged';
  const length = RECORD_HEAD_BYTES + bodyLength;
  if (bytes.length - offset < length) return 'torn';
  const check = bytes.readUInt32LE(offset + 4);
  const crc = crc32c(bytes.subarray(offset + 8, offset + length));
  const beginsGroup = check === ~crc >>> 0;
  if (!beginsGroup && check !== crc) return 'damaged';
  return {
    offset,
    length,
    hash: bytes.subarray(offset + 8, offset + RECORD_HEAD_BYTES),
    body: bytes.subarray(offset + RECORD_HEAD_BYTES, offset + length),
    beginsGroup,
  };
}

/** Every body the journal writes begins like this; its number is read without parsing the rest. */
export const BODY_START = Buffer.from('{"v":1,"seq":', 'latin1');

/** The number a body names itself; NaN when it does not begin as the journal writes it. */
export function seqOfBody(body: Buffer): number {
  if (!body.subarray(0, BODY_START.length).equals(BODY_START)) return Number.NaN;
  let seq = 0;
  for (let at = BODY_START.length; at < body.length; at += 1) {
    const digit = (body[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return at > BODY_START.length ? seq : Number.NaN;
    seq = seq * 10 + digit;
    if (seq > Number.MAX_SAFE_INTEGER) return Number.NaN;
  }
  return Number.NaN;
}
