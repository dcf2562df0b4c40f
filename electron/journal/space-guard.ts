import { join } from 'node:path';
import type { StorageStatus } from '../../shared/ipc/contract.ts';
import type { Disk } from './disk.ts';

const FREE_CHECK_MS = 1_000;

export interface SpaceLimits {
  /** Below this many free bytes no work is begun; what belongs to work that was begun is still written. */
  readonly fullBytes?: number | undefined;
  readonly lowBytes?: number | undefined;
  /** Size of a file that is given up when the disk is full, so that the work in hand can be finished. 0: none. */
  readonly ballastBytes?: number | undefined;
}

/** Watches the room on the journal's disk and keeps some of it back. */
export class SpaceGuard {
  readonly #disk: Disk;
  readonly #directory: string;
  readonly #full: number;
  readonly #low: number;
  readonly #ballastBytes: number;
  readonly #monoMs: () => number;
  #ballast: boolean;
  #free = { bytes: Number.POSITIVE_INFINITY, atMs: Number.NEGATIVE_INFINITY };

  constructor(disk: Disk, directory: string, limits: SpaceLimits, monoMs: () => number) {
    this.#disk = disk;
    this.#directory = directory;
    this.#full = limits.fullBytes ?? 64 << 20;
    this.#low = limits.lowBytes ?? 1 << 30;
    this.#ballastBytes = limits.ballastBytes ?? 0;
    this.#monoMs = monoMs;
    this.#ballast = disk.exists(this.#file);
  }

  /** Looks now; puts the ballast back when there is room again. */
  status(): StorageStatus {
    const bytes = this.freeBytes(0);
    if (this.#ballastBytes > 0 && !this.#ballast && bytes >= this.#full * 2 + this.#ballastBytes) {
      try {
        this.#disk.writeBallast(this.#file, this.#ballastBytes);
        this.#ballast = true;
      } catch {
        this.#disk.remove(this.#file);
      }
    }
    return { state: bytes < this.#full ? 'full' : bytes < this.#low ? 'low' : 'ok', freeBytes: bytes };
  }

  /** True when nothing new may be begun; then the ballast is gone, too. */
  isFull(): boolean {
    if (this.freeBytes(FREE_CHECK_MS) >= this.#full) return false;
    this.giveUpBallast();
    return true;
  }

  /** Free bytes, looked up at most this long ago. */
  freeBytes(notOlderThanMs: number): number {
    const atMs = this.#monoMs();
    if (notOlderThanMs === 0 || atMs - this.#free.atMs >= notOlderThanMs)
      this.#free = { bytes: this.#disk.freeBytes(this.#directory), atMs };
    return this.#free.bytes;
  }

  giveUpBallast(): void {
    if (!this.#ballast) return;
    this.#ballast = false;
    this.#disk.remove(this.#file);
  }

  get #file(): string {
    return join(this.#directory, 'ballast');
  }
}
