import { mkdirSync } from 'node:fs';
import { open, readFile, truncate } from 'node:fs/promises';
import { snapshotEndSchema, type PulledChange, type SnapshotEnd } from '../../shared/sync/pull.ts';
import {
  BaseWriter,
  baseLines,
  basePath,
  changeOfLine,
  changesPath,
  generations,
  kindOfLine,
  pageLine,
  parseJson,
  readEnd,
  readPages,
  removeOthers,
  type SupplyPage,
} from './supply-files.ts';
import { nodeDisk } from '../journal/node-disk.ts';

/** Kinds that main itself asks for by key; kept as objects. Everything else is only passed on. */
export type KeptKinds = ReadonlySet<string>;

const READ_BYTES = 512 * 1024;
/** Beyond this the changes are folded into a new base: what a start reads stays bounded. */
const COMPACT_BYTES = 48 << 20;
/** Parcels weighed anywhere that stay known here; the newest, as in the cloud's snapshot. */
const KEPT_PARCELS = 50_000;
const PAUSE_EVERY_LINES = 2_000;

export interface SupplyStoreOptions {
  readonly folder: string;
  readonly kept: KeptKinds;
  readonly compactBytes?: number;
}

/**
 * The supply of work on this disk: what the cloud sent, in the order it sent it, with the cursor in the same write. A file of its own
 * and not IndexedDB, which can vanish without a signal (facts: sync §0.1): a station that is offline for weeks would stand there
 * without work. One writer; calls are taken in turn.
 */
export class SupplyStore {
  readonly #options: SupplyStoreOptions;
  #generation = 0;
  #cursor: string | undefined;
  #asOfMs: number | undefined;
  #base = { bytes: 0, end: 0 };
  #changes = { bytes: 0, records: 0 };
  #counts = new Map<string, number>();
  #kept = new Map<string, Map<string, Record<string, unknown>>>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SupplyStoreOptions) {
    this.#options = options;
  }

  get generation(): number {
    return this.#generation;
  }
  get cursor(): string | undefined {
    return this.#cursor;
  }
  get asOfMs(): number | undefined {
    return this.#asOfMs;
  }
  /** Lines of the base by kind and changes since: how much there is, not exactly how many records live. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
  find(kind: string, key: string): Record<string, unknown> | undefined {
    return this.#kept.get(kind)?.get(key);
  }
  all(kind: string): ReadonlyMap<string, Record<string, unknown>> {
    return this.#kept.get(kind) ?? new Map();
  }

  /** Begins with the newest generation that is whole; an older one when a newer was cut. */
  begin(): Promise<void> {
    return this.#inTurn(async () => {
      const { folder } = this.#options;
      mkdirSync(folder, { recursive: true });
      for (const generation of generations(folder)) {
        const end = await readEnd(basePath(folder, generation));
        if (end === undefined) continue;
        await this.#use(generation, end);
        removeOthers(folder, generation);
        break;
      }
    });
  }

  /** Changes and cursor in one durable write. Fit to be repeated: applying a page twice changes nothing. */
  append(page: SupplyPage): Promise<void> {
    return this.#inTurn(async () => {
      // A page without news only says that nothing is missing: remembered, written at most with the next one or a minute later.
      const line = pageLine(page);
      const { folder } = this.#options;
      const file = nodeDisk.openAppend(changesPath(folder, this.#generation));
      try {
        file.append(line);
        await file.sync();
      } finally {
        file.close();
      }
      this.#changes.bytes += line.length;
      this.#applyPage(page);
    });
  }

  /** A snapshot beside what is here; it takes its place when it is whole. @returns what was wrong with it, if anything was. */
  async replaceBy(
    lines: AsyncIterable<string>,
    nowMs: () => number,
  ): Promise<'cut' | 'count' | 'hash' | 'not-ours' | undefined> {
    const { folder } = this.#options;
    const generation = this.#generation + 1;
    mkdirSync(folder, { recursive: true });
    const writer = new BaseWriter(basePath(folder, generation));
    try {
      let end: SnapshotEnd | undefined;
      for await (const line of lines) {
        // Nothing may follow the last line.
        if (end !== undefined) return await fault(writer, 'not-ours');
        if (line.startsWith('{"end":')) {
          end = readEndLine(line);
          if (end === undefined) return await fault(writer, 'cut');
        } else if (kindOfLine(line) === undefined && changeOfLine(line) === undefined)
          return await fault(writer, 'not-ours');
        else await writer.line(line);
      }
      if (end === undefined) return await fault(writer, 'cut');
      const found = await writer.digest();
      if (found.count !== end.count) return await fault(writer, 'count');
      if (found.sha256 !== end.sha256) return await fault(writer, 'hash');
      await this.#inTurn(() => this.#swap(writer, generation, end.cursor, nowMs()));
      return undefined;
    } catch (error) {
      await writer.abandon();
      throw error;
    }
  }

  /**
   * A page of stored records as lines of JSON, by place. The caller starts at 0 and goes on at `next`; another generation than it asked
   * for means: begin again.
   */
  read(generation: number, from: number): Promise<{ generation: number; lines: string; next: number | null }> {
    return this.#inTurn(async () => {
      if (generation !== this.#generation) return { generation: this.#generation, lines: '', next: 0 };
      const { folder } = this.#options;
      const { end } = this.#base;
      if (from < end) {
        const bytes = await readAt(basePath(folder, generation), from, Math.min(READ_BYTES, end - from));
        const whole = bytes.lastIndexOf(0x0a) + 1;
        return { generation, lines: bytes.subarray(0, whole).toString('utf8'), next: from + whole };
      }
      const at = from - end;
      if (at >= this.#changes.bytes) return { generation, lines: '', next: null };
      let bytes = await readAt(changesPath(folder, generation), at, READ_BYTES);
      let read = readPages(bytes);
      // One page alone may be larger than what is read at once.
      for (let size = READ_BYTES * 4; read.pages.length === 0 && bytes.length < this.#changes.bytes - at; size *= 4) {
        bytes = await readAt(changesPath(folder, generation), at, size);
        read = readPages(bytes);
      }
      const lines = read.pages
        .flatMap(({ changes }) => changes.map((change) => `${JSON.stringify(change)}\n`))
        .join('');
      return { generation, lines, next: read.bytes === 0 ? null : from + read.bytes };
    });
  }

  get wantsCompaction(): boolean {
    return this.#changes.bytes > (this.#options.compactBytes ?? COMPACT_BYTES);
  }

  /** Base and changes become a new base. Everything else waits for it: a second for 200,000 records. */
  compact(nowMs: () => number): Promise<void> {
    return this.#inTurn(async () => {
      const cursor = this.#cursor;
      if (cursor === undefined) return;
      const { folder } = this.#options;
      const { pages } = readPages(await readFile(changesPath(folder, this.#generation)));
      const newest = new Map<string, PulledChange>();
      for (const { changes } of pages)
        for (const change of changes) newest.set(`${change.kind}\n${change.key}`, change);
      const generation = this.#generation + 1;
      const writer = new BaseWriter(basePath(folder, generation));
      let parcels = (this.#counts.get('parcel') ?? 0) - KEPT_PARCELS;
      let count = 0;
      for await (const line of baseLines(basePath(folder, this.#generation), this.#base.end)) {
        if ((count += 1) % PAUSE_EVERY_LINES === 0) await new Promise((resolve) => setImmediate(resolve));
        const change = changeOfLine(line);
        if (change !== undefined && newest.has(`${change.kind}\n${change.key}`)) continue;
        if (change?.kind === 'parcel' && (parcels -= 1) >= 0) continue;
        await writer.line(line);
      }
      for (const change of newest.values()) if (change.data !== null) await writer.line(JSON.stringify(change));
      await this.#swap(writer, generation, cursor, this.#asOfMs ?? nowMs());
    });
  }

  async #swap(writer: BaseWriter, generation: number, cursor: string, asOfMs: number): Promise<void> {
    const { folder } = this.#options;
    await writer.finish(cursor);
    const end = await readEnd(basePath(folder, generation));
    if (end === undefined) throw new Error('a base that was just written cannot be read');
    await this.#use(generation, end);
    const line = pageLine({ cursor, asOfMs, changes: [] });
    const file = nodeDisk.openAppend(changesPath(folder, generation));
    try {
      file.append(line);
      await file.sync();
    } finally {
      file.close();
    }
    this.#changes.bytes += line.length;
    this.#asOfMs = asOfMs;
    removeOthers(folder, generation);
  }

  async #use(generation: number, end: SnapshotEnd & { readonly at: number }): Promise<void> {
    const { folder, kept } = this.#options;
    const path = basePath(folder, generation);
    this.#counts = new Map();
    this.#kept = new Map();
    for await (const line of baseLines(path, end.at)) {
      const kind = kindOfLine(line) ?? changeOfLine(line)?.kind ?? '';
      this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
      const change = kept.has(kind) ? changeOfLine(line) : undefined;
      if (change !== undefined) this.#keep(change);
    }
    this.#generation = generation;
    this.#cursor = end.cursor;
    this.#asOfMs = undefined;
    this.#base = { bytes: end.at, end: end.at };
    this.#changes = { bytes: 0, records: 0 };
    const bytes = await readFile(changesPath(folder, generation)).catch(() => Buffer.alloc(0));
    const whole = readPages(bytes);
    if (whole.bytes < bytes.length) await truncate(changesPath(folder, generation), whole.bytes);
    this.#changes.bytes = whole.bytes;
    for (const page of whole.pages) this.#applyPage(page);
  }

  #applyPage({ cursor, asOfMs, changes }: SupplyPage): void {
    this.#cursor = cursor;
    if (asOfMs !== undefined) this.#asOfMs = asOfMs;
    for (const change of changes) {
      this.#counts.set(change.kind, (this.#counts.get(change.kind) ?? 0) + 1);
      if (this.#options.kept.has(change.kind)) this.#keep(change);
    }
    this.#changes.records += changes.length;
  }

  #keep({ kind, key, data }: PulledChange): void {
    const known = this.#kept.get(kind) ?? new Map<string, Record<string, unknown>>();
    if (data === null) known.delete(key);
    else known.set(key, data);
    this.#kept.set(kind, known);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

async function fault<F>(writer: BaseWriter, why: F): Promise<F> {
  await writer.abandon();
  return why;
}
function readEndLine(line: string): SnapshotEnd | undefined {
  const parsed = snapshotEndSchema.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
}
async function readAt(path: string, at: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, at);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
