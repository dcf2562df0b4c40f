import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pulledChangeSchema, snapshotEndSchema, type PulledChange, type SnapshotEnd } from '../../shared/sync/pull.ts';
import { linesOf } from '../services/lines-of.ts';
import { crc32c } from '../journal/crc32c.ts';

/*
 * What one generation of the supply of work lies in: `N.base`, lines as a snapshot brings them, the last one with count and hash, and
 * `N.changes`, what came since. One line of changes is one page with its cursor: `crc32c as 8 hex digits, blank, JSON`.
 */
export const basePath = (folder: string, generation: number): string => join(folder, `${generation}.base`);
export const changesPath = (folder: string, generation: number): string => join(folder, `${generation}.changes`);

export interface SupplyPage {
  readonly cursor: string;
  /** Wall clock at which everything up to the cursor was here; absent when more was waiting. */
  readonly asOfMs?: number;
  readonly changes: readonly PulledChange[];
}

export const pageLine = (page: SupplyPage): Buffer => {
  const json = Buffer.from(JSON.stringify(page));
  return Buffer.concat([Buffer.from(`${crc32c(json).toString(16).padStart(8, '0')} `), json, Buffer.from('\n')]);
};

/** Undefined: torn or not ours. What was checked when it was written is not parsed field by field again. */
export function readPageLine(line: Buffer): SupplyPage | undefined {
  const json = line.subarray(9);
  if (line.length < 11 || line.subarray(0, 8).toString('latin1') !== crc32c(json).toString(16).padStart(8, '0'))
    return undefined;
  return JSON.parse(json.toString('utf8')) as SupplyPage;
}

/** Pages of a changes file, whole ones only. @returns them and the length of the file up to the last whole one. */
export function readPages(bytes: Buffer): { readonly pages: readonly SupplyPage[]; readonly bytes: number } {
  const pages: SupplyPage[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(0x0a, at);
    const page = end < 0 ? undefined : readPageLine(bytes.subarray(at, end));
    if (page === undefined) return { pages, bytes: at };
    pages.push(page);
    at = end + 1;
  }
}

/** Generations whose base is whole enough to be begun with, newest first. */
export function generations(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const number = /^(\d+)\.base$/.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    })
    .sort((a, b) => b - a);
}

export function removeOthers(folder: string, keep: number): void {
  for (const name of readdirSync(folder))
    if (/^\d+\.(base|changes)(\.new)?$/.test(name) && !name.startsWith(`${keep}.`))
      rmSync(join(folder, name), { force: true });
  rmSync(`${basePath(folder, keep)}.new`, { force: true });
}

const END_BYTES = 512;
/** The last line of a base; undefined: the file was cut. */
export async function readEnd(path: string): Promise<(SnapshotEnd & { readonly at: number }) | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const length = Math.min(size, END_BYTES);
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, size - length);
    if (bytes.at(-1) !== 0x0a) return undefined;
    const start = bytes.lastIndexOf(0x0a, length - 2) + 1;
    const end = snapshotEndSchema.safeParse(parseJson(bytes.subarray(start).toString('utf8')));
    return end.success ? { ...end.data, at: size - length + start } : undefined;
  } finally {
    await file.close();
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lines of a base before its last one. Whoever iterates gives way to other work between the chunks of the file. */
export async function* baseLines(path: string, end: number): AsyncGenerator<string> {
  if (end === 0) return;
  yield* linesOf(createReadStream(path, { end: end - 1, highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>);
}

/** The kind of a line as the cloud writes it, without parsing the record; undefined: look closer. */
export const kindOfLine = (line: string): string | undefined => /^\{"kind":"([A-Za-z]{1,40})"/.exec(line)?.[1];
export const changeOfLine = (line: string): PulledChange | undefined => {
  const parsed = pulledChangeSchema.safeParse(parseJson(line));
  return parsed.success ? parsed.data : undefined;
};

const WRITE_BYTES = 256 * 1024;

/** Writes a base of a new generation. Nothing reads it before `finish` has made it durable and given it its name. */
export class BaseWriter {
  readonly #path: string;
  #file: FileHandle | undefined;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #hash = createHash('sha256');
  #count = 0;

  constructor(path: string) {
    this.#path = path;
  }
  get count(): number {
    return this.#count;
  }

  /** @param line without its end. */
  async line(line: string): Promise<void> {
    this.#count += 1;
    this.#waiting.push(line, '\n');
    this.#waitingBytes += line.length + 1;
    if (this.#waitingBytes >= WRITE_BYTES) await this.#flush();
  }

  /** sha256 of everything so far, and the number of lines: what the last line of a snapshot is compared with. */
  async digest(): Promise<{ readonly count: number; readonly sha256: string }> {
    await this.#flush();
    return { count: this.#count, sha256: this.#hash.copy().digest('hex') };
  }

  /** Makes the file durable under its name. */
  async finish(cursor: string): Promise<void> {
    const { count, sha256 } = await this.digest();
    const end: SnapshotEnd = { end: true, cursor, count, sha256 };
    const file = await this.#opened();
    await file.appendFile(`${JSON.stringify(end)}\n`);
    await file.sync();
    await file.close();
    this.#file = undefined;
    await rename(`${this.#path}.new`, this.#path);
    if (process.platform !== 'win32') {
      const folder = await open(dirname(this.#path), 'r');
      await folder.sync().finally(() => folder.close());
    }
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    rmSync(`${this.#path}.new`, { force: true });
  }

  async #opened(): Promise<FileHandle> {
    this.#file ??= await open(`${this.#path}.new`, 'w', 0o600);
    return this.#file;
  }
  async #flush(): Promise<void> {
    if (this.#waitingBytes === 0) return;
    const bytes = Buffer.from(this.#waiting.join(''));
    [this.#waiting, this.#waitingBytes] = [[], 0];
    this.#hash.update(bytes);
    await (await this.#opened()).appendFile(bytes);
  }
}
