import { join } from 'node:path';
import { closedChainSchema, type ClosedChainSummary, type JournalRecord } from '../../shared/sync/operation.ts';
import type { Disk } from './disk.ts';
import { readAnchor, segmentNames } from './open-chain.ts';
import {
  chainHash,
  decodeHeader,
  decodeRecord,
  encodeRecord,
  genesisHash,
  MAX_HEADER_BYTES,
  seqOfBody,
} from './record-format.ts';
import { goodRecords } from './scan-segment.ts';

const SUMMARY = 'closed.json';
/** Records that came back from another copy: like a segment without a header. */
const MENDED = 'mended.records';
const summarySchema = closedChainSchema;

interface Entry {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  readonly hash: Buffer;
}

/**
 * A chain that is written no more: damaged in its middle, forked, or behind the server. It stays on the disk as it is; every whole
 * record in it can still be read and sent. A lost record is stood in for by one that says so, so that no number is missing and
 * the records behind it reach the cloud.
 */
export class ClosedChain {
  #summary: ClosedChainSummary;
  readonly #disk: Disk;
  readonly #directory: string;
  /** More of it was lost since it was closed. */
  readonly #onDamage: (summary: ClosedChainSummary) => void;
  #entries: Map<number, Entry> | undefined;

  private constructor(
    disk: Disk,
    directory: string,
    summary: ClosedChainSummary,
    onDamage: (summary: ClosedChainSummary) => void,
  ) {
    this.#disk = disk;
    this.#directory = directory;
    this.#summary = summary;
    this.#onDamage = onDamage;
  }

  get summary(): ClosedChainSummary {
    return this.#summary;
  }

  /** @param lastSeq the last number that was ever durable, as far as it is known; 0 when it is not. */
  static close(
    disk: Disk,
    directory: string,
    chain: { readonly device: string; readonly epoch: number; readonly lastSeq: number },
    why: ClosedChainSummary['why'],
    onDamage: (summary: ClosedChainSummary) => void,
  ): ClosedChain {
    const closed = new ClosedChain(disk, directory, { ...chain, firstSeq: 1, why, damaged: [] }, onDamage);
    closed.#look(false);
    return closed;
  }

  /** Begun and never written to: the program died before its first record. Nobody was told of anything in it. */
  static isEmpty(disk: Disk, directory: string): boolean {
    if (disk.exists(join(directory, SUMMARY)) || disk.exists(join(directory, MENDED))) return false;
    if (readAnchor(disk, directory) !== undefined) return false;
    return segmentNames(disk, directory).every((name) => {
      const file = join(directory, name);
      const header = decodeHeader(disk.readRange(file, 0, MAX_HEADER_BYTES));
      return header === undefined
        ? disk.size(file) < MAX_HEADER_BYTES && [...goodRecords(disk.readFile(file), 0)].length === 0
        : disk.size(file) <= header.length;
    });
  }

  static open(
    disk: Disk,
    directory: string,
    { device, epoch }: { readonly device: string; readonly epoch: number },
    onDamage: (summary: ClosedChainSummary) => void,
  ): ClosedChain {
    const file = join(directory, SUMMARY);
    const parsed = disk.exists(file) ? parseSummary(disk.readFile(file)) : undefined;
    // The program died before it had said what is in there: look again.
    if (parsed === undefined)
      return ClosedChain.close(disk, directory, { device, epoch, lastSeq: 0 }, 'damaged', onDamage);
    return new ClosedChain(disk, directory, parsed, onDamage);
  }

  /** Looks at every record of the files, and keeps what it found for the next start. */
  #look(tells = true): Map<number, Entry> {
    const { entries, range, damaged } = salvage(this.#disk, this.#directory, this.#summary);
    const before = this.#summary;
    this.#summary = { ...before, ...range, damaged };
    this.#entries = entries;
    this.#disk.writeFileDurably(join(this.#directory, SUMMARY), Buffer.from(JSON.stringify(this.#summary)));
    if (tells && lostIn(damaged) > lostIn(before.damaged)) this.#onDamage(this.#summary);
    return entries;
  }

  /** Only when somebody wants to read: a start does not wait for it. */
  get #found(): Map<number, Entry> {
    return this.#entries ?? this.#look();
  }

  /** Records after `seq`, at most `limit`; where one was lost, the one that says so, with an empty place in the chain. */
  read(seq: number, limit: number): JournalRecord[] {
    const found = this.#found;
    const { firstSeq, lastSeq } = this.#summary;
    const from = Math.max(seq + 1, firstSeq);
    const out: JournalRecord[] = [];
    for (let at = from; at <= lastSeq && out.length < limit; at += 1) {
      const entry = found.get(at);
      out.push({
        seq: at,
        hash: entry?.hash.toString('hex') ?? '0'.repeat(64),
        body: (entry === undefined ? undefined : this.#bodyOf(entry))?.toString('utf8') ?? this.#standIn(at),
      });
    }
    return out;
  }

  /**
   * The next records for the cloud, with the chain as the cloud will compute it. Up to the first lost record that is the chain as
   * it was written. From there on it depends on what the cloud has: the true records (they reached it before they were lost here)
   * or the stand-ins; its head tells.
   * @returns foreign: the head is none that our records lead to. there: the cloud has the true records up to this number.
   */
  batch(
    fromSeq: number,
    count: number,
    server: { readonly lastSeq: number; readonly head: Buffer },
  ): { readonly records: JournalRecord[] } | 'foreign' | { readonly there: number } {
    if (this.#entries === undefined) this.#look();
    const { lastSeq, damaged } = this.#summary;
    const firstLost = damaged[0]?.[0] ?? lastSeq + 1;
    const known = Math.min(server.lastSeq, lastSeq);
    if (server.lastSeq <= lastSeq && known >= firstLost && !this.#standInHash(known).equals(server.head)) {
      if (!this.#isTrueHead(known, server.head)) return 'foreign';
      return fromSeq > known
        ? this.#chained(fromSeq, count, server.head)
        : this.#again(fromSeq, Math.min(count, known - fromSeq + 1));
    }
    return this.#chained(fromSeq, count);
  }

  /**
   * Records that the cloud has, once more, so that it says again which of them are parked. A stand-in for a lost one would be
   * another record under its number: those are passed over.
   */
  #again(fromSeq: number, count: number): { records: JournalRecord[] } | { there: number } {
    const lost = this.#summary.damaged.find(([, to]) => to >= fromSeq);
    if (lost === undefined || lost[0] >= fromSeq + count) return { records: this.read(fromSeq - 1, count) };
    if (lost[0] <= fromSeq) return { there: Math.min(lost[1], fromSeq + count - 1) };
    return { records: this.read(fromSeq - 1, lost[0] - fromSeq) };
  }

  #chained(fromSeq: number, count: number, before = this.#standInHash(fromSeq - 1)): { records: JournalRecord[] } {
    let hash = before;
    const records = this.read(fromSeq - 1, count).map((record) => {
      hash = chainHash(hash, Buffer.from(record.body, 'utf8'));
      return { ...record, hash: hash.toString('hex') };
    });
    return { records };
  }

  /** The chain's hash after a record when lost ones are stood in for. */
  #standInHash(seq: number): Buffer {
    const { device, epoch, damaged } = this.#summary;
    const firstLost = damaged[0]?.[0] ?? Infinity;
    const stored = seq < firstLost ? this.#hashOf(seq) : undefined;
    if (stored !== undefined) return stored;
    let hash = this.#hashOf(firstLost - 1) ?? genesisHash(device, epoch);
    for (const { body } of this.read(firstLost - 1, seq - firstLost + 1))
      hash = chainHash(hash, Buffer.from(body, 'utf8'));
    return hash;
  }

  #hashOf(seq: number): Buffer | undefined {
    const { device, epoch, firstSeq } = this.#summary;
    if (seq === 0) return genesisHash(device, epoch);
    // Before the first record that is still here: the segment says what it was.
    return seq === firstSeq - 1 ? Buffer.from(this.#anchorHash, 'hex') : this.#found.get(seq)?.hash;
  }

  get #anchorHash(): string {
    return readAnchor(this.#disk, this.#directory)?.prevHash ?? '';
  }

  /** Is this the chain's hash after a record as it was written? A lost record's own is seen by whether the next one fits onto it. */
  #isTrueHead(seq: number, head: Buffer): boolean {
    const stored = this.#hashOf(seq);
    if (stored !== undefined) return stored.equals(head);
    const next = this.#found.get(seq + 1);
    const body = next === undefined ? undefined : this.#bodyOf(next);
    return next !== undefined && body !== undefined && chainHash(head, body).equals(next.hash);
  }

  /**
   * Takes lost records back from a copy, when they fit into the chain where it is torn.
   * @returns how many of them, from the first, fitted.
   */
  mend(records: readonly JournalRecord[]): number {
    const { device, epoch, firstSeq } = this.#summary;
    const fitting = new Map<number, Buffer>();
    const pieces: Buffer[] = [];
    for (const { seq, hash, body } of records) {
      const bytes = Buffer.from(body, 'utf8');
      const before = seq === 1 ? genesisHash(device, epoch) : (fitting.get(seq - 1) ?? this.#found.get(seq - 1)?.hash);
      const linked = before === undefined ? undefined : chainHash(before, bytes);
      if (seq < firstSeq || this.#found.has(seq) || linked?.toString('hex') !== hash || seqOfBody(bytes) !== seq) break;
      fitting.set(seq, linked);
      pieces.push(encodeRecord(linked, bytes, false));
    }
    if (pieces.length === 0) return 0;
    const file = join(this.#directory, MENDED);
    const known = this.#disk.exists(file) ? this.#disk.readFile(file) : Buffer.alloc(0);
    this.#disk.writeFileDurably(file, Buffer.concat([known, ...pieces]));
    this.#look();
    return pieces.length;
  }

  #bodyOf(entry: Entry): Buffer | undefined {
    const record = decodeRecord(this.#disk.readRange(entry.file, entry.offset, entry.length), 0);
    return typeof record === 'string' ? undefined : record.body;
  }

  /** The same bytes at every time of asking. The cloud does not know its type: it parks it, in sight of a person. */
  #standIn(seq: number): string {
    const { device, epoch } = this.#summary;
    return JSON.stringify({
      v: 1,
      seq,
      type: 'recordDamaged',
      entity: `record:${device}-${epoch}-${seq}`,
      actor: 'station',
      wallMs: 0,
      tzMinutes: 0,
      monoMs: 0,
      boot: 'damaged',
      payload: {},
    });
  }
}

const lostIn = (damaged: readonly (readonly [number, number])[]): number =>
  damaged.reduce((sum, [from, to]) => sum + to - from + 1, 0);

function parseSummary(bytes: Buffer): ClosedChainSummary | undefined {
  try {
    return summarySchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** Every whole record of a chain, whatever is broken between them. A record that breaks the chain does not count as whole. */
function salvage(
  disk: Disk,
  directory: string,
  chain: { readonly device: string; readonly epoch: number; readonly lastSeq: number },
): {
  readonly entries: Map<number, Entry>;
  readonly range: { readonly firstSeq: number; readonly lastSeq: number };
  readonly damaged: [number, number][];
} {
  const anchor = readAnchor(disk, directory);
  const firstSeq = anchor?.firstSeq ?? 1;
  const entries = new Map<number, Entry>();
  const names = segmentNames(disk, directory);
  let hash = anchor === undefined ? genesisHash(chain.device, chain.epoch) : Buffer.from(anchor.prevHash, 'hex');
  let hashIsOf = firstSeq - 1;
  for (const [index, name] of names.entries()) {
    const file = join(directory, name);
    const nextName = names[index + 1];
    const next =
      nextName === undefined ? undefined : decodeHeader(disk.readRange(join(directory, nextName), 0, MAX_HEADER_BYTES));
    for (const record of goodRecords(disk.readFile(file), 0)) {
      const seq = seqOfBody(record.body);
      // Behind the next segment's first number lies the rest of a write that failed.
      if (!(seq >= firstSeq) || (next !== undefined && seq >= next.header.firstSeq)) continue;
      const { offset, length } = record;
      if (hashIsOf !== seq - 1 || chainHash(hash, record.body).equals(record.hash))
        entries.set(seq, { file, offset, length, hash: Buffer.from(record.hash) });
      [hash, hashIsOf] = [Buffer.from(record.hash), seq];
    }
  }
  const mended = join(directory, MENDED);
  if (disk.exists(mended))
    for (const { offset, length, body, hash: own } of goodRecords(disk.readFile(mended), 0)) {
      const seq = seqOfBody(body);
      if (seq >= firstSeq && !entries.has(seq))
        entries.set(seq, { file: mended, offset, length, hash: Buffer.from(own) });
    }
  let lastSeq = Math.max(chain.lastSeq, firstSeq - 1);
  for (const seq of entries.keys()) lastSeq = Math.max(lastSeq, seq);
  const damaged: [number, number][] = [];
  for (let seq = firstSeq; seq <= lastSeq; seq += 1) {
    if (entries.has(seq)) continue;
    const open = damaged.at(-1);
    if (open?.[1] === seq - 1) open[1] = seq;
    else damaged.push([seq, seq]);
  }
  return { entries, range: { firstSeq, lastSeq }, damaged };
}
