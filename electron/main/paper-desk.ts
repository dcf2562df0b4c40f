import { join } from 'node:path';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { paperCommands } from '../../shared/ipc/paper-commands.ts';
import type { DocumentData } from '../../shared/labels/document-model.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import { nodeDisk } from '../journal/node-disk.ts';

export interface PaperDeskPorts {
  /** Of this mode; papers lie in its folder `papers`. */
  readonly folder: string;
  readonly draw: (template: string, data: DocumentData) => Promise<Result<{ readonly file: Uint8Array }>>;
}

/** Manifests and handover sheets: drawn by the device host, kept on the disk. */
export function paperHandlers({ folder, draw }: PaperDeskPorts): Pick<Handlers, keyof typeof paperCommands> {
  return {
    'papers.make': async ({ paper, name, data }) => {
      const drawn = await draw(paper, data);
      if (!drawn.ok) return drawn;
      const papers = join(folder, 'papers');
      const path = join(papers, `${name}.pdf`);
      try {
        nodeDisk.makeDirectory(papers);
        nodeDisk.writeFileDurably(path, drawn.value.file);
      } catch (error) {
        return failure('INTERNAL', error instanceof Error ? error.message : String(error));
      }
      return success({ path });
    },
  };
}
