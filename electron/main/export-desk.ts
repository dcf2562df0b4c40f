import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { CommandInput, CommandOutput } from '../../shared/ipc/contract.ts';
import type { exportCommands } from '../../shared/ipc/queue-commands.ts';
import { csvText, sheetRow, type SheetRow } from '../../shared/queue/shift-sheet.ts';
import { operationBodySchema } from '../../shared/sync/operation.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import type { Journal } from '../journal/journal.ts';
import type { ShiftPart } from './supply-desk.ts';
import { journalToTarget } from '../services/journal-to-target.ts';
import { findTargets, type Target } from '../services/removable-disks.ts';
import { shiftWorkbook } from '../services/shift-workbook.ts';
import { targetError, writeToTarget } from '../services/write-to-target.ts';

export interface ExportDeskPorts {
  readonly journal: Journal;
  readonly journalFolder: string;
  /** Of the settings: a folder that counts as a stick. */
  readonly configured: () => string | undefined;
  /** The shift that is open: everything since the last seal, chain by chain. */
  readonly openShift: () => Promise<readonly ShiftPart[]>;
}

/** Everything lies in here on a stick, by station. */
const FOLDER = 'Weighhouse';
const PAGE = 1_000;
/** A sheet of a spreadsheet program has 1,048,576 rows; a shift has a few thousand. */
const MAX_ROWS = 500_000;

/** Files for people, written by main alone: the page chooses what and which stick, never a path. */
export class ExportDesk {
  readonly handlers: Pick<Handlers, keyof typeof exportCommands>;
  readonly #ports: ExportDeskPorts;
  #running: Promise<unknown> | undefined;

  constructor(ports: ExportDeskPorts) {
    this.#ports = ports;
    this.handlers = {
      'export.targets': async () => success([...(await this.#targets())]),
      'export.write': async (input) => {
        if (this.#running !== undefined) return failure('REQUEST_REFUSED', 'one export at a time');
        const work = this.#write(input);
        this.#running = work;
        return work.finally(() => (this.#running = undefined));
      },
    };
  }

  #targets(): Promise<readonly Target[]> {
    return findTargets(this.#ports.configured());
  }

  async #write({
    what,
    target,
    language,
  }: CommandInput<'export.write'>): Promise<Result<CommandOutput<'export.write'>>> {
    const [found] = (await this.#targets()).filter(({ path }) => path === target);
    if (found === undefined) return failure('TARGET_GONE', target);
    const { journal, journalFolder } = this.#ports;
    const head = journal.head();
    // The stick itself was there a moment ago: a folder on it is made, the stick never.
    const folder = join(found.path, FOLDER);
    if (what === 'journal') {
      const made = await prepared(folder);
      if (!made.ok) return made;
      const copied = await journalToTarget(journalFolder, folder, head);
      return copied.ok ? success({ file: copied.value.folder, records: copied.value.records }) : copied;
    }
    const shift = await this.#ports.openShift();
    const rows: SheetRow[] = [];
    for (const part of shift) await this.#addRows(rows, part, language);
    const [first, last] = [shift[0], shift.at(-1)];
    const place = ({ epoch }: ShiftPart, seq: number): string => `${epoch}-${seq}`;
    const from = first === undefined ? '' : place(first, first.fromSeq);
    const to = last === undefined ? '' : last === first ? String(last.toSeq) : place(last, last.toSeq);
    const name = `shift-${head.device}-${from}-${to}.${what}`;
    const file = join(folder, head.device, name);
    const bytes = what === 'csv' ? Buffer.from(csvText(rows, language)) : await shiftWorkbook(rows, language);
    const written = await writeToTarget(file, bytes);
    return written.ok ? success({ file, records: rows.length }) : written;
  }

  async #addRows(rows: SheetRow[], part: ShiftPart, language: 'zh' | 'en'): Promise<void> {
    const { journal } = this.#ports;
    const { device, epoch, fromSeq, toSeq } = part;
    for (let after = fromSeq - 1; after < toSeq && rows.length < MAX_ROWS;) {
      const page = journal.readAfter(after, Math.min(PAGE, toSeq - after), epoch);
      const last = page.at(-1);
      if (last === undefined) break;
      for (const { body } of page)
        rows.push(sheetRow({ device, epoch }, operationBodySchema.parse(JSON.parse(body)), language));
      after = last.seq;
      // Parcels are weighed between two pages.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

async function prepared(folder: string): Promise<Result<null>> {
  try {
    await mkdir(folder, { recursive: true });
    return success(null);
  } catch (error) {
    return targetError(error);
  }
}
