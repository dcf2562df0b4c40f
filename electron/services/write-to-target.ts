import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure, success, type ErrorCode, type Result } from '../../shared/errors/catalog.ts';

/** What went wrong with a stick, in words that say what to do. */
export function targetError(error: unknown): { readonly ok: false } & ReturnType<typeof failure> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, ErrorCode>> = {
    ...{ ENOSPC: 'TARGET_FULL', EDQUOT: 'TARGET_FULL', EFBIG: 'TARGET_FULL' },
    ...{
      ENOENT: 'TARGET_GONE',
      EIO: 'TARGET_GONE',
      ENODEV: 'TARGET_GONE',
      ENXIO: 'TARGET_GONE',
      ESTALE: 'TARGET_GONE',
    },
    ...{ EROFS: 'TARGET_LOCKED', EACCES: 'TARGET_LOCKED', EPERM: 'TARGET_LOCKED' },
  };
  return failure(known[code] ?? 'EXPORT_FAILED', error instanceof Error ? error.message : String(error));
}

/** On the disk with its name, or not there at all. Errors: TARGET_FULL, TARGET_GONE, TARGET_LOCKED, COPY_DIFFERS, EXPORT_FAILED. */
export async function writeToTarget(file: string, bytes: Uint8Array): Promise<Result<{ readonly bytes: number }>> {
  const part = `${file}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(part, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
    await syncFolder(dirname(file));
    const digest = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
    if (digest(await readFile(file)) === digest(bytes)) return success({ bytes: bytes.length });
    await rm(file, { force: true });
    return failure('COPY_DIFFERS', file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    return targetError(error);
  }
}

/** Names too. A file system that cannot do this for a folder keeps them by itself, or says nothing at all. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync().catch((error: unknown) => {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EINVAL') throw error;
    });
  } finally {
    await handle.close();
  }
}
