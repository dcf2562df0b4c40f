import { operationBodySchema, type JournalRecord, type OperationBody } from '../../shared/sync/operation.ts';
import type { FoldCheckpoint, FoldedTo } from './fold-checkpoint.ts';
import type { Journal } from './journal.ts';
import { DamagedRecord } from './segment.ts';

export interface FoldedChain {
  readonly device: string;
  readonly epoch: number;
}

/** Something that is made of operations alone: of every chain's, in the journal's order. */
export interface Fold {
  readonly name: string;
  apply(body: OperationBody, chain: FoldedChain): void;
  /** What is not as it was at the last call, in pages that JSON can say; the caller changes nothing in them. */
  changedPages(): readonly { readonly page: string; readonly rows: unknown }[];
  /** In the place of the operations that such pages came of; before any operation. */
  takeUp(page: string, rows: unknown): void;
}

export interface JournalFoldParts {
  readonly journal: Pick<Journal, 'chains' | 'readAfter'>;
  readonly folds: readonly Fold[];
  /** Absent: every start folds everything. */
  readonly checkpoint?: FoldCheckpoint;
  /** Awaited between two pieces of some milliseconds: parcels are weighed meanwhile. */
  readonly pause: () => Promise<void>;
  readonly onTrouble: (detail: string) => void;
}

/** A piece that takes some milliseconds: between two of them a record is saved. */
const PIECE_RECORDS = 200;
/** How often a place that cannot be read is tried: its chain is closed meanwhile, and then it can. */
const TRIES = 100;
/** Folding these again takes a start some hundredths of a second; a checkpoint for fewer is not worth its writing. */
const KEEP_AFTER_RECORDS = 5_000;

/**
 * Holds what is folded out of the journal to what the journal holds: at a start from the last checkpoint on, then record by record.
 * A place per chain says how far: nothing is folded twice, and what came into the journal in another way (from the local view, after
 * a loss) is read before what follows it.
 */
export class JournalFold {
  readonly #parts: JournalFoldParts;
  readonly #places = new Map<number, FoldedTo>();
  /** All that was in the journal has been folded: records are folded as they come. */
  #isWhole = false;
  #sinceKept = 0;
  #keeping: Promise<void> | undefined;

  constructor(parts: JournalFoldParts) {
    this.#parts = parts;
  }

  /** @returns how many operations were folded, and how many records did not have to be. */
  async begin(): Promise<{ readonly folded: number; readonly skipped: number }> {
    const skipped = await this.#takeUp();
    for (let tries = 0; !this.#isWhole;)
      try {
        await this.#readOn();
        this.#isWhole = true;
      } catch (error) {
        if (!(error instanceof DamagedRecord) || (tries += 1) > TRIES) {
          this.#parts.onTrouble(error instanceof Error ? error.message : String(error));
          this.#isWhole = true;
        }
        await this.#parts.pause();
      }
    return { folded: this.#sinceKept, skipped };
  }

  /** A record that the journal has taken. Until the start's fold is whole it is read there, in its turn. */
  recorded(record: JournalRecord, chain: FoldedChain): void {
    if (!this.#isWhole) return;
    const place = this.#placeOf(chain);
    if (record.seq <= place.seq) return;
    if (record.seq > place.seq + 1)
      try {
        for (const missed of this.#parts.journal.readAfter(place.seq, record.seq - place.seq - 1, chain.epoch))
          if (missed.seq < record.seq) this.#apply(missed, chain);
      } catch (error) {
        this.#parts.onTrouble(error instanceof Error ? error.message : String(error));
      }
    this.#apply(record, chain);
  }

  /** Worth a checkpoint: so many records came since the last one. */
  get isKeepDue(): boolean {
    return this.#isWhole && this.#sinceKept >= KEEP_AFTER_RECORDS;
  }

  /** Puts everything down as it stands now. What the disk refuses is folded again at the next start. */
  keep(): Promise<void> {
    const { checkpoint, folds, journal, pause, onTrouble } = this.#parts;
    if (checkpoint === undefined || !this.#isWhole) return Promise.resolve();
    this.#keeping ??= checkpoint
      .putDown(
        [...this.#places.values()].sort((a, b) => a.epoch - b.epoch),
        journal.chains(),
        folds.flatMap((fold) => fold.changedPages().map((page) => ({ fold: fold.name, ...page }))),
        pause,
      )
      .then(
        () => (this.#keeping = undefined),
        // Left as it is for the rest of this run: which pages had changed is not known any more.
        (error: unknown) => onTrouble(error instanceof Error ? error.message : String(error)),
      );
    this.#sinceKept = 0;
    return this.#keeping;
  }

  async #takeUp(): Promise<number> {
    const { checkpoint, journal, folds, pause, onTrouble } = this.#parts;
    // A disk that refuses, or a record that is damaged where the checkpoint ends: everything is folded again.
    const kept = await checkpoint?.takeUp(journal, pause).catch((error: unknown) => {
      onTrouble(error instanceof Error ? error.message : String(error));
      return undefined;
    });
    if (kept === undefined) return 0;
    for (const { fold, page, rows } of kept.pages) folds.find(({ name }) => name === fold)?.takeUp(page, rows);
    for (const place of kept.places) this.#places.set(place.epoch, place);
    return kept.places.reduce((sum, { seq }) => sum + seq, 0);
  }

  /** Chain by chain, oldest first, until there is nothing behind: an epoch may begin, and records come, while this runs. */
  async #readOn(): Promise<void> {
    const { journal, pause } = this.#parts;
    for (;;) {
      const { head, closed } = journal.chains();
      const behind = [...closed, { ...head, lastSeq: head.seq }].find(
        (chain) => this.#placeOf(chain).seq < chain.lastSeq,
      );
      if (behind === undefined) return;
      const { device, epoch } = behind;
      const records = journal.readAfter(this.#placeOf(behind).seq, PIECE_RECORDS, epoch);
      // Its last numbers are nowhere to be read.
      if (records.length === 0) this.#places.set(epoch, { ...this.#placeOf(behind), seq: behind.lastSeq });
      for (const record of records) this.#apply(record, { device, epoch });
      await pause();
    }
  }

  #placeOf({ device, epoch }: FoldedChain): FoldedTo {
    return this.#places.get(epoch) ?? { device, epoch, seq: 0, hash: '0'.repeat(64) };
  }

  #apply({ seq, hash, body }: JournalRecord, { device, epoch }: FoldedChain): void {
    this.#places.set(epoch, { device, epoch, seq, hash });
    this.#sinceKept += 1;
    const operation = operationBodySchema.parse(JSON.parse(body));
    for (const fold of this.#parts.folds) fold.apply(operation, { device, epoch });
  }
}
