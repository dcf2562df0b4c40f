import { access, constants, readdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { userInfo } from 'node:os';

/** Somewhere that files may be taken away from. */
export interface Target {
  readonly path: string;
  /** What a person knows it by: the stick's name. */
  readonly label: string;
  readonly freeBytes: number;
}

const MAX_TARGETS = 9;

/** Where this system mounts sticks: each place is looked at for mount points. */
export const mountRoots = (platform = process.platform, user = userInfo().username): readonly string[] => {
  if (platform === 'win32') return [...'DEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `${letter}:\\`);
  if (platform === 'darwin') return ['/Volumes'];
  return [join('/media', user), '/media', join('/run/media', user), '/run/media'];
};

/**
 * Sticks and other disks that can be written: mount points under the system's places for them, and the folder of the settings. A name
 * that is left in such a place without a disk behind it is a folder of the system's own disk, and none of these.
 */
export async function findTargets(
  configured: string | undefined,
  roots: readonly string[] = mountRoots(),
  platform = process.platform,
): Promise<readonly Target[]> {
  const own = configured === undefined ? [] : [configured];
  const mounted = platform === 'win32' ? roots : (await Promise.all(roots.map(mountsIn))).flat();
  const targets = await Promise.all([...new Set([...own, ...mounted])].map(describe));
  return targets.flatMap((target) => target ?? []).slice(0, MAX_TARGETS);
}

async function mountsIn(root: string): Promise<string[]> {
  const [names, here] = await Promise.all([readdir(root).catch(() => []), stat(root).catch(() => undefined)]);
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(root, name);
      const at = await stat(path).catch(() => undefined);
      return at?.isDirectory() === true && at.dev !== here?.dev ? [path] : [];
    }),
  );
  return found.flat();
}

async function describe(path: string): Promise<Target | undefined> {
  try {
    if (!(await stat(path)).isDirectory()) return undefined;
    await access(path, constants.W_OK);
    const { bavail, bsize } = await statfs(path);
    return { path, label: basename(path) === '' ? dirname(path) : basename(path), freeBytes: bavail * bsize };
  } catch {
    return undefined;
  }
}
