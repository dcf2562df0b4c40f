import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../support/station.ts';
import { cpioArchive, modulesInOrder } from './initramfs.ts';
import { extractKernel } from './kernel-image.ts';

/** What the guest needs of the kernel: the way to the host's files, USB host and devices, and devices made of software. */
const MODULES = [
  ...['virtio_pci', '9pnet_virtio', '9p'],
  ...['xhci_pci', 'usbserial', 'ftdi_sio', 'cdc_acm', 'usblp', 'hid_generic', 'usbhid', 'uhid'],
  ...['dummy_hcd', 'libcomposite', 'usb_f_hid', 'usb_f_acm', 'usb_f_printer'],
];
/** Gadgets of software at once; more root hubs make udev slow. */
const GADGET_SLOTS = 4;

export interface LabFiles {
  readonly kernel: string;
  readonly initrd: string;
}

/** Why the lab cannot run on this machine. */
export class LabImpossible extends Error {}

/** Kernel and first file system of the guest, made once from Debian's kernel package. Throws LabImpossible with the reason. */
export function prepareLabFiles(say: (text: string) => void): LabFiles {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new LabImpossible('the guest is made for x86-64 Linux');
  for (const program of ['qemu-system-x86_64', 'busybox', 'udevadm', 'xz', 'dpkg-deb'])
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) throw new LabImpossible(`${program} is missing`);
  const folder = join(projectRoot, '.cache', 'lab');
  const kernel = join(folder, 'vmlinux');
  const modules = join(folder, 'modules');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(kernel) || !existsSync(join(modules, 'order'))) fetchKernel(folder, kernel, modules, say);
  return { kernel, initrd: buildInitrd(folder, modules) };
}

function fetchKernel(folder: string, kernel: string, modules: string, say: (text: string) => void): void {
  const depends = spawnSync('apt-cache', ['depends', 'linux-image-amd64'], { encoding: 'utf8' }).stdout ?? '';
  const name = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (name === undefined) throw new LabImpossible('apt knows no linux-image-amd64 (apt-get update?)');
  say(`lab: fetching ${name} (about 70 MB, kept in .cache/lab)`);
  const work = join(folder, 'work');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  const fetched = spawnSync('apt-get', ['download', '-qq', name], { cwd: work, encoding: 'utf8' });
  const [deb] = readdirSync(work).filter((file) => file.endsWith('.deb'));
  if (deb === undefined) throw new LabImpossible(`apt-get download ${name}: ${fetched.stderr.trim().slice(0, 200)}`);
  spawnSync('dpkg-deb', ['-x', deb, 'root'], { cwd: work });
  const [image] = readdirSync(join(work, 'root', 'boot')).filter((file) => file.startsWith('vmlinuz'));
  const [base = 'usr/lib/modules'] = ['lib/modules', 'usr/lib/modules'].filter((path) =>
    existsSync(join(work, 'root', path)),
  );
  const [release] = readdirSync(join(work, 'root', base));
  if (image === undefined || release === undefined) throw new LabImpossible(`${name} holds no kernel`);
  extractKernel(join(work, 'root', 'boot', image), join(work, 'vmlinux'));
  const wanted = modulesInOrder(join(work, 'root', base, release), MODULES);
  mkdirSync(modules, { recursive: true });
  for (const { name: module, content } of wanted) writeFileSync(join(modules, `${module}.ko`), content);
  renameSync(join(work, 'vmlinux'), kernel);
  writeFileSync(join(modules, 'order'), wanted.map((module) => module.name).join('\n'));
  rmSync(work, { recursive: true, force: true });
}

function buildInitrd(folder: string, modules: string): string {
  const init = readFileSync(join(import.meta.dirname, 'guest-init.sh'));
  // dummy_hcd takes its number of slots when it is inserted.
  const script = init
    .toString()
    .replace(
      'insmod /modules/$module.ko',
      `insmod /modules/$module.ko $([ $module = dummy_hcd ] && echo num=${GADGET_SLOTS})`,
    );
  const busybox = spawnSync('sh', ['-c', 'readlink -f "$(command -v busybox)"'], { encoding: 'utf8' }).stdout.trim();
  if (needsLoader(readFileSync(busybox))) throw new LabImpossible('busybox is not static: busybox-static is needed');
  const archive = cpioArchive(
    ['bin', 'modules'],
    [
      { path: 'init', mode: 0o755, content: Buffer.from(script) },
      { path: 'bin/busybox', mode: 0o755, content: readFileSync(busybox) },
      ...readdirSync(modules).map((name) => ({
        path: `modules/${name}`,
        mode: 0o644,
        content: readFileSync(join(modules, name)),
      })),
    ],
  );
  const initrd = join(folder, `initrd-${createHash('sha256').update(archive).digest('hex').slice(0, 12)}.img`);
  if (!existsSync(initrd)) {
    for (const old of readdirSync(folder).filter((name) => name.startsWith('initrd-'))) rmSync(join(folder, old));
    writeFileSync(initrd, archive);
  }
  return initrd;
}

const PT_INTERP = 3;

/** Does this 64-bit ELF program ask for a dynamic loader? The guest's first file system has none. */
function needsLoader(elf: Buffer): boolean {
  const [at, size, count] = [Number(elf.readBigUInt64LE(0x20)), elf.readUInt16LE(0x36), elf.readUInt16LE(0x38)];
  return Array.from({ length: count }, (_, i) => elf.readUInt32LE(at + i * size)).includes(PT_INTERP);
}
