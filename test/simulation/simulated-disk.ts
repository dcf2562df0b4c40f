import type { AppendFile, Disk } from '../../electron/journal/disk.ts';
import { decodeHeader, decodeRecord } from '../../electron/journal/record-format.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';

interface SimulatedFile {
  bytes: Buffer;
  /** Used part of `bytes`. */
  length: number;
  /** What a power cut leaves for sure. */
  durable: number;
  /** Ranges whose pages the kernel threw away after a failed sync: readable now, gone after a power cut, whatever syncs follow. */
  lost: [number, number][];
}

export interface DiskFaults {
  /** Chance that a sync fails with EIO and its pages are dropped. */
  syncFails: number;
  /** Chance that an append stops in the middle with ENOSPC. */
  writeStops: number;
  /** Chance that a truncate or remove fails. */
  repairFails: number;
}

/** A disk that keeps what was synced, and of the rest what chance leaves: the last page torn, a hole, nothing. */
export class SimulatedDisk {
  readonly files = new Map<string, SimulatedFile>();
  readonly directories = new Set<string>();
  readonly faults: DiskFaults = { syncFails: 0, writeStops: 0, repairFails: 0 };
  freeBytes = 2 ** 40;
  /** Called once, behind the next write and before its sync: where a cut does most. */
  trap: (() => void) | undefined;
  readonly #time: VirtualTime;
  readonly #chance: Chance;

  constructor(time: VirtualTime, chance: Chance) {
    this.#time = time;
    this.#chance = chance;
  }

  totalBytes(): number {
    let total = 0;
    for (const file of this.files.values()) total += file.length;
    return total;
  }

  /** The disk as one process sees it; after `alive` has ended nothing it does has an effect and nothing answers. */
  handle(alive: { readonly ended: boolean }): Disk {
    const check = (): void => {
      if (alive.ended) throw new Error('this process has ended');
    };
    const need = (path: string): SimulatedFile => {
      check();
      const file = this.files.get(path);
      if (file === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
      return file;
    };
    const mayFail = (what: string): void => {
      if (!this.#chance.hits(this.faults.repairFails)) return;
      this.#time.note(`${what} fails`);
      throw Object.assign(new Error(`EIO: i/o error, ${what}`), { code: 'EIO' });
    };
    return {
      makeDirectory: (path) => {
        check();
        this.directories.add(path);
      },
      list: (path) => {
        check();
        const names = new Set<string>();
        for (const known of [...this.files.keys(), ...this.directories])
          if (known.startsWith(`${path}/`)) names.add(known.slice(path.length + 1).split('/')[0] ?? '');
        return [...names];
      },
      exists: (path) => {
        check();
        return this.files.has(path);
      },
      readFile: (path) => {
        const file = need(path);
        return Buffer.from(file.bytes.subarray(0, file.length));
      },
      writeFileDurably: (path, data) => {
        check();
        this.files.set(path, { bytes: Buffer.from(data), length: data.length, durable: data.length, lost: [] });
      },
      writeBallast: () => undefined,
      remove: (path) => {
        check();
        mayFail('remove');
        this.files.delete(path);
      },
      truncate: (path, length) => {
        const file = need(path);
        mayFail('truncate');
        file.length = length;
        file.durable = Math.min(file.durable, length);
        file.lost = file.lost.filter(([from]) => from < length);
      },
      openAppend: (path) => {
        check();
        const file = this.files.get(path) ?? { bytes: Buffer.alloc(4_096), length: 0, durable: 0, lost: [] };
        this.files.set(path, file);
        return this.#appendTo(file, check);
      },
      readRange: (path, offset, length) => {
        const file = need(path);
        return Buffer.from(file.bytes.subarray(offset, Math.min(file.length, offset + length)));
      },
      size: (path) => need(path).length,
      freeBytes: () => this.freeBytes,
    };
  }

  #appendTo(file: SimulatedFile, check: () => void): AppendFile {
    const put = (data: Uint8Array): void => {
      if (file.length + data.length > file.bytes.length) {
        const grown = Buffer.alloc(Math.max(file.bytes.length * 2, file.length + data.length));
        file.bytes.copy(grown, 0, 0, file.length);
        file.bytes = grown;
      }
      file.bytes.set(data, file.length);
      file.length += data.length;
    };
    return {
      append: (data) => {
        check();
        if (this.#chance.hits(this.faults.writeStops)) {
          this.#time.note('append stops');
          put(data.subarray(0, this.#chance.between(0, data.length - 1)));
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        }
        put(data);
        const { trap } = this;
        this.trap = undefined;
        // In a turn of its own: the writer is still in its call. Most syncs take longer than this.
        if (trap !== undefined) this.#time.after(0.01, trap);
      },
      sync: () => {
        check();
        const upTo = file.length;
        const from = file.durable;
        const fails = this.#chance.hits(this.faults.syncFails);
        const delayMs = this.#chance.hits(0.02) ? this.#chance.between(50, 900) : this.#chance.next() * 4;
        return new Promise((resolve, reject) =>
          this.#time.after(delayMs, () => {
            try {
              check();
            } catch {
              return;
            }
            if (fails) {
              this.#time.note('sync fails');
              file.lost.push([from, upTo]);
              file.durable = Math.max(file.durable, upTo);
              reject(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
              return;
            }
            file.durable = Math.max(file.durable, Math.min(upTo, file.length));
            resolve();
          }),
        );
      },
      close: () => undefined,
    };
  }

  /** Everything that was not synced is at the mercy of chance. */
  powerCut(): void {
    const chance = this.#chance;
    for (const file of this.files.values()) {
      for (const [from, to] of file.lost) file.bytes.fill(0, from, Math.min(to, file.length));
      file.lost = [];
      const open = file.length - file.durable;
      if (open <= 0) continue;
      const kind = chance.between(0, 3);
      // 0: nothing of it came to the disk. 1: a part from the front. 2: all of it with a hole. 3: length without content.
      if (kind === 0) file.length = file.durable;
      else if (kind === 1) file.length = file.durable + chance.between(0, open);
      else {
        const from = file.durable + (kind === 3 ? 0 : chance.between(0, open - 1));
        file.bytes.fill(0, from, kind === 3 ? file.length : Math.min(file.length, from + chance.between(1, open)));
      }
      file.durable = file.length;
    }
  }

  /**
   * Flips one bit where a power cut cannot have been at work: before the last group of a segment, or in a sealed one.
   * @returns the record's number, or 0 for a header, or undefined when there is no such place.
   */
  flipBit(directory: string): { readonly epoch: number; readonly seq: number } | undefined {
    const chance = this.#chance;
    const names = [...this.files.keys()].filter((path) => path.startsWith(directory) && path.endsWith('.log'));
    if (names.length === 0) return undefined;
    const path = chance.pick(names);
    const file = this.files.get(path);
    if (file === undefined) return undefined;
    const bytes = file.bytes.subarray(0, file.length);
    const decoded = decodeHeader(bytes);
    if (decoded === undefined) return undefined;
    const { header } = decoded;
    const starts: number[] = [];
    let lastGroup = 0;
    for (let at = decoded.length; at < bytes.length;) {
      const record = decodeRecord(bytes, at);
      if (typeof record === 'string') break;
      if (record.beginsGroup) lastGroup = at;
      starts.push(at);
      at += record.length;
    }
    // A group that was synced again after a restart is not known here to be behind another: only what lies before it is safe ground.
    if (lastGroup === 0) return undefined;
    const at = chance.between(0, lastGroup - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.between(0, 7));
    const before = starts.filter((start) => start <= at).length;
    return { epoch: header.epoch, seq: before === 0 ? 0 : header.firstSeq + before - 1 };
  }

  snapshot(): Map<string, SimulatedFile> {
    return new Map(
      [...this.files].map(([path, file]) => [path, { ...file, bytes: Buffer.from(file.bytes), lost: [...file.lost] }]),
    );
  }

  restore(files: Map<string, SimulatedFile>): void {
    this.files.clear();
    for (const [path, file] of files) this.files.set(path, { ...file, bytes: Buffer.from(file.bytes), lost: [] });
  }
}
