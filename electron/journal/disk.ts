/**
 * The few file operations the journal needs, so that a test can put a disk under it that forgets, tears or refuses.
 * All paths absolute. Errors are thrown as Node throws them (code ENOSPC, EIO, …).
 */
export interface Disk {
  makeDirectory(path: string): void;
  /** Names in a directory; none when it does not exist. */
  list(path: string): string[];
  exists(path: string): boolean;
  readFile(path: string): Buffer;
  /** Writes a whole small file durably: temporary file, fsync, rename, fsync of the directory. */
  writeFileDurably(path: string, data: Uint8Array): void;
  /** Takes up this much space for good: real bytes, fsynced. */
  writeBallast(path: string, bytes: number): void;
  /** Durable when it returns; nothing happens when the file does not exist. */
  remove(path: string): void;
  truncate(path: string, length: number): void;
  /** Opens for appending, creates if missing; the directory entry is durable when it returns. */
  openAppend(path: string): AppendFile;
  /** Bytes from a place; fewer when the file ends before. */
  readRange(path: string, offset: number, length: number): Buffer;
  size(path: string): number;
  freeBytes(path: string): number;
}

export interface AppendFile {
  append(data: Uint8Array): void;
  /** fdatasync; resolves when the bytes appended before the call are durable. */
  sync(): Promise<void>;
  close(): void;
}
