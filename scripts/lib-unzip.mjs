// Takes chosen files out of a zip archive. Only what such an archive needs: stored and deflated entries, no zip64.
import { chmodSync, closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/**
 * @param {string} archive
 * @param {(name: string) => string | undefined} target where an entry goes; undefined leaves it out
 */
export function unzip(archive, target) {
  const fd = openSync(archive, 'r');
  /** @param {number} at @param {number} length */
  const read = (at, length) => {
    const buffer = Buffer.alloc(length);
    let done = 0;
    while (done < length) {
      const n = readSync(fd, buffer, done, length - done, at + done);
      if (n === 0) throw new Error(`${archive} ends too early`);
      done += n;
    }
    return buffer;
  };
  try {
    const size = fstatSync(fd).size;
    const tail = read(Math.max(0, size - 66_000), Math.min(size, 66_000));
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    if (end === -1) throw new Error(`${archive} is not a zip archive`);
    const count = tail.readUInt16LE(end + 10);
    const directory = read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    let at = 0;
    for (let i = 0; i < count; i += 1) {
      const method = directory.readUInt16LE(at + 10);
      const packed = directory.readUInt32LE(at + 20);
      const nameLength = directory.readUInt16LE(at + 28);
      const mode = directory.readUInt32LE(at + 38) >>> 16;
      const offset = directory.readUInt32LE(at + 42);
      const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
      at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
      const to = name.endsWith('/') ? undefined : target(name);
      if (to === undefined) continue;
      const local = read(offset, 30);
      const data = read(offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28), packed);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, method === 0 ? data : inflateRawSync(data));
      if ((mode & 0o111) !== 0) chmodSync(to, 0o755);
    }
  } finally {
    closeSync(fd);
  }
}
