import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { failure, success } from '../../shared/errors/catalog.ts';
import { jpegSize } from '../../shared/stock/photo.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import { nodeDisk } from '../journal/node-disk.ts';

export interface PhotoDeskOptions {
  /** Of this mode: pictures lie beside its journal. */
  readonly folder: string;
  /** Pictures stop before the journal has to. */
  readonly hasRoom: () => boolean;
}

/** Pictures of the benches, by their own hash. Durable before the operation that names one is written. */
export function photoDesk({ folder, hasRoom }: PhotoDeskOptions): Pick<Handlers, 'photos.keep'> {
  const photos = join(folder, 'photos');
  return {
    'photos.keep': ({ jpeg }) => {
      const size = jpegSize(jpeg);
      if (size === undefined) return failure('PHOTO_FAILED', 'these bytes are no JPEG');
      if (!hasRoom()) return failure('PHOTO_FAILED', 'the disk is nearly full');
      const sha256 = createHash('sha256').update(jpeg).digest('hex');
      const name = `${sha256}.jpg`;
      // A folder a day of thousands would be slow to list: 256 of them.
      const directory = join(photos, sha256.slice(0, 2));
      nodeDisk.makeDirectory(directory);
      const path = join(directory, name);
      if (!nodeDisk.exists(path)) nodeDisk.writeFileDurably(path, jpeg);
      return success({ name, sha256, bytes: jpeg.length, mime: 'image/jpeg', ...size });
    },
  };
}
