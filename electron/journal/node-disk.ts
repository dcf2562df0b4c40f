import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { AppendFile, Disk } from './disk.ts';

const BALLAST_STEP_BYTES = 1 << 20;

function syncDirectory(path: string): void {
  // Windows cannot open a directory for this; NTFS journals the entry itself.
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, data: Uint8Array): void {
  let done = 0;
  while (done < data.length) done += writeSync(fd, data, done, data.length - done);
}

/** The real disk. */
export const nodeDisk: Disk = {
  makeDirectory(path) {
    if (existsSync(path)) return;
    mkdirSync(path, { recursive: true });
    syncDirectory(dirname(path));
  },
  list: (path) => (existsSync(path) ? readdirSync(path) : []),
  exists: (path) => existsSync(path),
  readFile: (path) => readFileSync(path),
  writeFileDurably(path, data) {
    const temporary = `${path}.tmp`;
    const fd = openSync(temporary, 'w', 0o600);
    try {
      writeAll(fd, data);
      fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
    syncDirectory(dirname(path));
  },
  writeBallast(path, bytes) {
    const fd = openSync(path, 'w', 0o600);
    try {
      // Chance, not zeros: a file system that compresses would give nothing back when the file goes.
      for (let done = 0; done < bytes; done += BALLAST_STEP_BYTES)
        writeAll(fd, randomBytes(Math.min(BALLAST_STEP_BYTES, bytes - done)));
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    syncDirectory(dirname(path));
  },
  remove(path) {
    if (!existsSync(path)) return;
    rmSync(path, { force: true });
    syncDirectory(dirname(path));
  },
  truncate(path, length) {
    truncateSync(path, length);
    const fd = openSync(path, 'r+');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  },
  openAppend(path): AppendFile {
    const created = !existsSync(path);
    const fd = openSync(path, 'a', 0o600);
    if (created) syncDirectory(dirname(path));
    return {
      append: (data) => writeAll(fd, data),
      sync: () =>
        new Promise((resolve, reject) => fdatasync(fd, (error) => (error === null ? resolve() : reject(error)))),
      close: () => closeSync(fd),
    };
  },
  readRange(path, offset, length) {
    const fd = openSync(path, 'r');
    try {
      const out = Buffer.alloc(length);
      let done = 0;
      while (done < length) {
        const read = readSync(fd, out, done, length - done, offset + done);
        if (read === 0) return out.subarray(0, done);
        done += read;
      }
      return out;
    } finally {
      closeSync(fd);
    }
  },
  size: (path) => statSync(path).size,
  freeBytes(path) {
    const stat = statfsSync(path);
    return stat.bavail * stat.bsize;
  },
};
