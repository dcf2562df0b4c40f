import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface ArchiveEntry {
  readonly path: string;
  readonly mode: number;
  readonly content: Uint8Array;
}

const DIRECTORY = 0o040755;

/** A cpio archive in the "newc" form (Documentation/driver-api/early-userspace/buffer-format.rst). Parents come before their children. */
export function cpioArchive(folders: readonly string[], files: readonly ArchiveEntry[]): Buffer {
  const parts: Buffer[] = [];
  let inode = 1;
  const add = (path: string, mode: number, content: Uint8Array, links: number): void => {
    const name = Buffer.from(`${path}\0`);
    const fields = [inode, mode, 0, 0, links, 0, content.length, 0, 0, 0, 0, name.length, 0];
    inode += 1;
    const head = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
    parts.push(padded(Buffer.concat([head, name])), padded(Buffer.from(content)));
  };
  for (const folder of folders) add(folder, DIRECTORY, new Uint8Array(), 2);
  for (const { path, mode, content } of files) add(path, 0o100000 | mode, content, 1);
  add('TRAILER!!!', 0, new Uint8Array(), 1);
  return Buffer.concat(parts);
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

/** Module files of an unpacked kernel by name, with `-` written as `_`, as the kernel names them. */
function moduleFiles(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const name = /^(.+)\.ko(?:\.xz)?$/.exec(basename(file))?.[1];
    if (name !== undefined) found.set(name.replaceAll('-', '_'), join(folder, file));
  }
  return found;
}

/** The wanted modules and all they need, in the order in which they can be inserted. Modules built into the kernel are left out. */
export function modulesInOrder(
  folder: string,
  wanted: readonly string[],
): readonly { readonly name: string; readonly content: Buffer }[] {
  const files = moduleFiles(folder);
  const ordered = new Map<string, Buffer>();
  const visit = (name: string): void => {
    const file = files.get(name);
    if (file === undefined || ordered.has(name)) return;
    const content = file.endsWith('.xz')
      ? spawnSync('xz', ['-dc', file], { maxBuffer: 64 << 20 }).stdout
      : readFileSync(file);
    const depends = /\0depends=([^\0]*)\0/.exec(content.toString('latin1'))?.[1] ?? '';
    for (const other of depends.split(',').filter(Boolean)) visit(other.replaceAll('-', '_'));
    ordered.set(name, content);
  };
  for (const name of wanted) visit(name);
  return [...ordered].map(([name, content]) => ({ name, content }));
}
