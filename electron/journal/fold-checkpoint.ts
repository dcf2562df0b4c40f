import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { closedChainSchema, journalHeadSchema, type JournalChains } from '../../shared/sync/operation.ts';
import type { Disk } from './disk.ts';

/** How far a chain has been folded, and the hash of the last record of that. */
export interface FoldedTo {
  readonly device: string;
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
}
/** A piece of what was folded, as JSON can say it. */
export interface FoldPage {
  readonly fold: string;
  readonly page: string;
  readonly rows: unknown;
}

const MANIFEST = 'manifest.json';
const placeSchema = journalHeadSchema.extend({ damaged: closedChainSchema.shape.damaged });
const pageSchema = z.strictObject({
  fold: z.string().max(40),
  page: z.string().max(60),
  file: z.string().regex(/^[\w.-]{1,140}$/),
  sha256: z.string().length(64),
});
const manifestSchema = z.strictObject({
  build: z.string().max(100),
  chains: z.array(placeSchema).max(10_000),
  pages: z.array(pageSchema).max(100_000),
});
type Manifest = z.infer<typeof manifestSchema>;

interface JournalRead {
  chains(): JournalChains;
  readAfter(seq: number, limit: number, epoch: number): readonly { readonly seq: number; readonly hash: string }[];
}

/**
 * What a start would fold again out of the whole journal, kept on the disk in pages: of a long journal only those that changed are
 * written. It is worth something only beside the journal it was folded from: it is taken up when it was written by this very program,
 * every page is what was written, and each chain has the same record at the place to which it was folded. Else it is as if there
 * were none. Files are named after what is in them and the manifest comes last, so that a cut in between leaves the former one whole.
 */
export class FoldCheckpoint {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #build: string;
  #pages = new Map<string, Manifest['pages'][number]>();

  /** @param build names the program: folds of another one may mean something else. */
  constructor(disk: Disk, folder: string, build: string) {
    this.#disk = disk;
    this.#folder = folder;
    this.#build = build;
  }

  /**
   * @param pause awaited before each page.
   * @returns how far it goes, and its pages in the order in which they were first put down; undefined: it does not fit.
   */
  async takeUp(
    journal: JournalRead,
    pause: () => Promise<void>,
  ): Promise<{ readonly places: readonly FoldedTo[]; readonly pages: readonly FoldPage[] } | undefined> {
    const manifest = this.#manifest();
    if (manifest?.build !== this.#build || !fits(manifest, journal)) return undefined;
    const pages: FoldPage[] = [];
    for (const { fold, page, file, sha256 } of manifest.pages) {
      await pause();
      const bytes = this.#disk.exists(join(this.#folder, file))
        ? this.#disk.readFile(join(this.#folder, file))
        : undefined;
      if (bytes === undefined || digestOf(bytes) !== sha256) return undefined;
      pages.push({ fold, page, rows: JSON.parse(bytes.toString('utf8')) as unknown });
    }
    this.#pages = new Map(manifest.pages.map((one) => [nameOf(one), one]));
    return { places: manifest.chains, pages };
  }

  /** @param changed pages that are not as they were at the last time. @throws when the disk refuses; the former one stands then. */
  async putDown(
    places: readonly FoldedTo[],
    { head, closed }: JournalChains,
    changed: readonly FoldPage[],
    pause: () => Promise<void>,
  ): Promise<void> {
    const disk = this.#disk;
    disk.makeDirectory(this.#folder);
    for (const { fold, page, rows } of changed) {
      await pause();
      const bytes = Buffer.from(JSON.stringify(rows), 'utf8');
      const sha256 = digestOf(bytes);
      const file = `${nameOf({ fold, page })}.${sha256.slice(0, 16)}`;
      if (!disk.exists(join(this.#folder, file))) disk.writeFileDurably(join(this.#folder, file), bytes);
      this.#pages.set(nameOf({ fold, page }), { fold, page, file, sha256 });
    }
    await pause();
    const pages = [...this.#pages.values()];
    const chains = places.map((place) => ({
      ...place,
      damaged: place.epoch === head.epoch ? [] : (closed.find(({ epoch }) => epoch === place.epoch)?.damaged ?? []),
    }));
    const manifest: Manifest = { build: this.#build, chains, pages };
    disk.writeFileDurably(join(this.#folder, MANIFEST), Buffer.from(JSON.stringify(manifest)));
    const live = new Set([MANIFEST, ...pages.map(({ file }) => file)]);
    for (const name of disk.list(this.#folder)) if (!live.has(name)) disk.remove(join(this.#folder, name));
  }

  #manifest(): Manifest | undefined {
    const file = join(this.#folder, MANIFEST);
    try {
      return this.#disk.exists(file)
        ? manifestSchema.parse(JSON.parse(this.#disk.readFile(file).toString('utf8')))
        : undefined;
    } catch {
      return undefined;
    }
  }
}

const nameOf = ({ fold, page }: { readonly fold: string; readonly page: string }): string => `${fold}-${page}`;
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Is every chain what it was when this was folded, and is there none before its last one that it does not know? */
function fits({ chains: folded }: Manifest, journal: JournalRead): boolean {
  const { head, closed } = journal.chains();
  const last = folded.at(-1);
  if (last === undefined) return false;
  const known = [...closed, { ...head, lastSeq: head.seq, damaged: [] }].filter(
    ({ epoch, lastSeq }) => epoch <= last.epoch && lastSeq > 0,
  );
  if (known.length !== folded.length) return false;
  return folded.every(({ device, epoch, seq, hash, damaged }, index) => {
    const chain = known[index];
    if (chain?.device !== device || chain.epoch !== epoch || chain.lastSeq < seq) return false;
    if (epoch !== last.epoch && chain.lastSeq !== seq) return false;
    if (JSON.stringify(chain.damaged) !== JSON.stringify(damaged)) return false;
    const [record] = journal.readAfter(seq - 1, 1, epoch);
    return record?.seq === seq && record.hash === hash;
  });
}
