import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SendOutcome } from '../../shared/devices/print-job.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { paperCommands } from '../../shared/ipc/paper-commands.ts';
import type { PaperPrinter } from '../../shared/settings/paper-printer.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import { nodeDisk } from '../journal/node-disk.ts';

export interface PaperDeskPorts {
  /** Of this mode; papers lie in its folder `papers`. */
  readonly folder: string;
  readonly draw: (template: string, data: unknown) => Promise<Result<{ readonly file: Uint8Array }>>;
  /** undefined: papers are kept as files, in practice mode always. */
  readonly printer: () => PaperPrinter | undefined;
  readonly print: (printer: PaperPrinter, name: string, file: Uint8Array<ArrayBuffer>) => Promise<Result<SendOutcome>>;
}

/** Manifests, packing slips, customs forms: drawn by the device host, kept on the disk, printed from there. */
export function paperHandlers(ports: PaperDeskPorts): Pick<Handlers, keyof typeof paperCommands> {
  const papers = join(ports.folder, 'papers');
  const pathOf = (name: string): string => join(papers, `${name}.pdf`);
  const inWords = (error: unknown) => failure('INTERNAL', error instanceof Error ? error.message : String(error));
  return {
    'papers.make': async ({ paper, name, data }) => {
      const drawn = await ports.draw(paper, data);
      if (!drawn.ok) return drawn;
      const path = pathOf(name);
      try {
        nodeDisk.makeDirectory(papers);
        nodeDisk.writeFileDurably(path, drawn.value.file);
      } catch (error) {
        return inWords(error);
      }
      return success({ path });
    },
    'papers.print': async ({ name }) => {
      const printer = ports.printer();
      if (printer === undefined) return success({ outcome: 'kept' as const, detail: '' });
      let file: Uint8Array<ArrayBuffer>;
      try {
        file = new Uint8Array(readFileSync(pathOf(name)));
      } catch (error) {
        return inWords(error);
      }
      const answer = await ports.print(printer, name, file);
      if (!answer.ok) return answer;
      const { value } = answer;
      // Nothing counts here: sent is the most that is known.
      const outcome = value.outcome === 'confirmed' ? 'sent' : value.outcome;
      return success({ outcome, detail: 'detail' in value ? value.detail : '' });
    },
  };
}
