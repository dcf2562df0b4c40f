// The Debian packages the station needs, found by the file they bring, so that renamed packages (t64) count as well.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { giveUp, say } from './lib-console.mjs';

/** @typedef {{ name: string, library?: string, program?: string, file?: string }} DebianPackage */

/** Shared libraries of the Electron runtime. @type {DebianPackage[]} */
export const runtimePackages = [
  { name: 'libgtk-3-0', library: 'libgtk-3.so.0' },
  { name: 'libnss3', library: 'libnss3.so' },
  { name: 'libasound2', library: 'libasound.so.2' },
  { name: 'libgbm1', library: 'libgbm.so.1' },
  { name: 'libxss1', library: 'libXss.so.1' },
  { name: 'libatk-bridge2.0-0', library: 'libatk-bridge-2.0.so.0' },
  { name: 'libcups2', library: 'libcups.so.2' },
];

/** A display of our own where there is none. @type {DebianPackage[]} */
export const displayPackages = [
  { name: 'xvfb', program: 'Xvfb' },
  { name: 'xauth', program: 'xauth' },
];

/** Real parts for tests and demo: X key events, pseudo-terminal pairs, independent decoders and renderers, the newest Chromium. @type {DebianPackage[]} */
export const testPackages = [
  { name: 'xdotool', program: 'xdotool' },
  { name: 'socat', program: 'socat' },
  { name: 'zbar-tools', program: 'zbarimg' },
  { name: 'poppler-utils', program: 'pdftoppm' },
  { name: 'chromium', program: 'chromium' },
  { name: 'cups', program: 'cupsd' },
  { name: 'cups-client', program: 'lp' },
];

/** The virtual hardware lab: emulator, the guest's shell, device nodes; xz unpacks the kernel. @type {DebianPackage[]} */
export const labPackages = [
  { name: 'qemu-system-x86', program: 'qemu-system-x86_64' },
  { name: 'busybox-static', program: 'busybox' },
  { name: 'udev', program: 'udevadm' },
  { name: 'xz-utils', program: 'xz' },
];

/** The campaigns: file systems under a power cut, a file system that refuses, bad lines. @type {DebianPackage[]} */
export const campaignPackages = [
  { name: 'xfsprogs', program: 'mkfs.xfs' },
  { name: 'fuse3', program: 'fusermount3' },
  { name: 'libfuse3-dev', file: '/usr/include/fuse3/fuse.h' },
  { name: 'gcc', program: 'gcc' },
  { name: 'pkg-config', program: 'pkg-config' },
  { name: 'iproute2', program: 'tc' },
  { name: 'nftables', program: 'nft' },
];

/** @param {string} program */
function onPath(program) {
  return `${process.env['PATH'] ?? ''}:/usr/bin:/bin:/usr/sbin:/sbin`
    .split(':')
    .some((folder) => existsSync(`${folder}/${program}`));
}

/**
 * @param {DebianPackage[]} packages
 * @returns {string[]} names that are missing
 */
export function missingPackages(packages) {
  const cache = packages.some((p) => p.library)
    ? (spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '')
    : '';
  return packages
    .filter(({ library, program, file }) => {
      if (file !== undefined) return !existsSync(file);
      if (library !== undefined) return !cache.includes(`${library} `);
      return program !== undefined && !onPath(program);
    })
    .map((p) => p.name);
}

/**
 * As `ensurePackages`, but a machine that may not install is left as it is.
 * @param {DebianPackage[]} packages
 */
export function installIfPossible(packages) {
  const missing = missingPackages(packages);
  if (process.platform !== 'linux' || missing.length === 0 || process.getuid?.() !== 0 || !onPath('apt-get')) return;
  say(`installing Debian packages: ${missing.join(' ')}`);
  spawnSync('sh', ['-c', `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`], {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/**
 * Installs what is missing where it may (root, or sudo without a password); else prints the exact command and ends.
 * @param {DebianPackage[]} packages
 */
export function ensurePackages(packages) {
  if (process.platform !== 'linux') return;
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const root = process.getuid?.() === 0;
  const sudo = !root && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!onPath('apt-get'))
    giveUp(`These Debian packages (or what your system calls them) are missing: ${missing.join(' ')}`);
  if (!root && !sudo)
    giveUp(
      'The station needs some system libraries and may not install them itself. Run this, then try again:',
      `sudo sh -c '${command}'`,
    );
  say(`installing Debian packages: ${missing.join(' ')}`);
  const run = spawnSync(root ? 'sh' : 'sudo', root ? ['-c', command] : ['sh', '-c', command], {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout?.slice(-2000) ?? ''}${run.stderr?.slice(-2000) ?? ''}`);
    giveUp(
      'Installing the Debian packages failed. Run this by hand and look at what it says:',
      `sudo sh -c '${command}'`,
    );
  }
}
