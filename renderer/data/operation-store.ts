import type { JobId } from '../../shared/devices/print-job.ts';
import type { LedgerEntry } from '../../shared/labels/label-ledger.ts';
import {
  operationBodySchema,
  type JournalChains,
  type JournalHead,
  type JournalRecord,
  type OperationBody,
} from '../../shared/sync/operation.ts';
import { LabelMemory } from './label-memory.ts';
import { projectParcel } from './project-operation.ts';
import {
  differenceFrom,
  EMPTY,
  knownChains,
  NotSafe,
  offerToJournal,
  PAGE,
  rescueStrangers,
  type JournalSource,
} from './view-recovery.ts';
import {
  ViewFault,
  type ChainRow,
  type OperationRow,
  type ParcelRow,
  type ParkedRow,
  type ViewState,
  type ViewStorage,
} from './view-storage.ts';

/** Records that are counted at once: some hundredths of a second, between which records are applied. */
const COUNTED_AT_ONCE = 10_000;

export type Applied = {
  readonly body: OperationBody;
  readonly label: LedgerEntry | undefined;
  /** Of the chain that the operation stands in: with body.seq it names the operation on this station. */
  readonly epoch: number;
};

/** One chain of this station as the queue sees it. */
export interface ChainProgress {
  readonly epoch: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly acked: number;
  readonly closed: boolean;
}

/**
 * Journal records into the local view: idempotent, in order, fact and queue position in one strict transaction. The same function
 * serves the live record, a gap, and the rebuild of a view that has vanished. The journal is the truth: trouble with the view
 * never stops recording or the queue, it is mended in passing.
 */
export class OperationStore {
  readonly #storage: ViewStorage;
  readonly #source: JournalSource;
  readonly #onTrouble: (line: string) => void;
  readonly #labels: LabelMemory;
  #journal: JournalChains | undefined;
  #view = new Map<number, ChainRow>();
  readonly #acked = new Map<number, number>();
  #parked = 0;
  #broken: string | undefined = 'not begun';
  #queue: Promise<unknown> = Promise.resolve();

  constructor(storage: ViewStorage, source: JournalSource, onTrouble: (line: string) => void = () => undefined) {
    this.#storage = storage;
    this.#labels = new LabelMemory(storage);
    this.#source = source;
    this.#onTrouble = onTrouble;
  }

  /** Of the chain being written. */
  get ackedSeq(): number {
    return this.#acked.get(this.head()?.epoch ?? 0) ?? 0;
  }
  head(): JournalHead | undefined {
    return this.#journal?.head;
  }
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }
  /** At least those that are not at rest: waiting, on their way, failed, or unknown. */
  labels(): readonly LedgerEntry[] {
    return this.#labels.all();
  }
  /** Of one that was spoken of since the page came up; for others `findLabel`. */
  label(job: JobId): LedgerEntry | undefined {
    return this.#labels.get(job);
  }
  findLabel(job: JobId): Promise<LedgerEntry | undefined> {
    return this.#labels.find(job);
  }
  isInCloud(epoch: number, seq: number): boolean {
    return seq <= (this.#acked.get(epoch) ?? 0);
  }
  /** Oldest first; the last one is the one being written. */
  chains(): readonly ChainProgress[] {
    if (this.#journal === undefined) return [];
    return knownChains(this.#journal).map(({ epoch, firstSeq, lastSeq }, index, all) => ({
      epoch,
      firstSeq,
      lastSeq,
      acked: Math.max(this.#acked.get(epoch) ?? 0, firstSeq - 1),
      closed: index < all.length - 1,
    }));
  }
  /** What is safe on this machine, what is in the cloud, what is parked: arithmetic, never a scan. */
  counts(): { readonly here: number; readonly inCloud: number; readonly parked: number } {
    let [here, inCloud] = [0, 0];
    for (const chain of this.chains()) {
      here += chain.lastSeq;
      inCloud += Math.min(chain.acked, chain.lastSeq);
    }
    return { here, inCloud, parked: this.#parked };
  }

  /** Opens, compares with the journal, rebuilds where they differ. Returns a line for a person when it had to. @throws ViewFault */
  begin(boot: string): Promise<string | undefined> {
    return this.#inTurn(async () => {
      const why = await this.#recover();
      if (this.#broken !== undefined) return this.#broken;
      if (why === undefined || (why === EMPTY && (await this.#isFirstEver(boot)))) return undefined;
      return this.#lineFor(why);
    });
  }

  /**
   * Counts what a start does not wait for: every record that the view says it has, in pieces between which records are applied. Where
   * one is missing the view is made anew. @returns a line for a person then. @throws when the view is in trouble: to be asked again
   */
  async check(): Promise<string | undefined> {
    for (const { epoch, firstSeq, seq } of [...this.#view.values()])
      for (let from = firstSeq; from <= seq; from += COUNTED_AT_ONCE) {
        const line = await this.#inTurn(() => this.#count(epoch, from, Math.min(from + COUNTED_AT_ONCE - 1, seq)));
        if (line !== undefined) return line;
      }
    return undefined;
  }

  /** Mends a view that failed; nothing to do when it did not. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#broken === undefined) return;
      const why = await this.#recover();
      if (why !== undefined) this.#onTrouble(this.#lineFor(why));
    });
  }

  /** Takes records in order; asks the journal for what is missing before them. Returns what was new of them. */
  apply(epoch: number, records: readonly JournalRecord[]): Promise<readonly Applied[]> {
    return this.#inTurn(async () => {
      const known = this.#view.get(epoch)?.seq ?? 0;
      const head = this.#journal?.head;
      const last = records.at(-1);
      if (head === undefined || last === undefined) return [];
      const fresh = records.filter((record) => record.seq > known);
      const follows = epoch === head.epoch && fresh[0]?.seq === known + 1;
      if (epoch === head.epoch && last.seq > head.seq)
        this.#journal = { ...this.#journal, head: { ...head, seq: last.seq, hash: last.hash } } as JournalChains;
      try {
        if (epoch !== head.epoch) {
          this.#broken ??= 'a new epoch began';
          await this.#recover();
        } else if (this.#broken === undefined && follows) return await this.#commit(epoch, fresh);
        else if (this.#broken === undefined && fresh.length > 0) await this.#fill(epoch, last.seq);
      } catch (error) {
        this.#fail(error);
      }
      // In the journal they are, whatever became of the view.
      return fresh.map((record) => this.#fold({ device: head.device, epoch }, bodyOf(record)));
    });
  }

  /** The cloud has everything up to `seq`. What it parked must be in sight before it counts as gone. @throws when it cannot be */
  acknowledged(epoch: number, seq: number, parked: readonly Omit<ParkedRow, 'epoch'>[]): Promise<void> {
    return this.#inTurn(async () => {
      const row = this.#view.get(epoch);
      try {
        if (this.#broken !== undefined || row === undefined) throw new Error(this.#broken ?? 'not in the view yet');
        const after = { ...row, acked: seq };
        await this.#storage.acknowledge(
          after,
          parked.map((one) => ({ ...one, epoch })),
        );
        this.#view.set(epoch, after);
        if (parked.length > 0) this.#parked = (await this.#storage.parked()).length;
      } catch (error) {
        this.#fail(error);
        if (parked.length > 0) throw error;
      }
      this.#acked.set(epoch, seq);
    });
  }

  /** Asks the journal whether it has more than was told: a message between two processes can be missed while one of them starts. */
  lookAgain(): Promise<void> {
    return this.#inTurn(async () => {
      const chains = await this.#source.chains();
      const known = this.#journal?.head;
      if (known === undefined || this.#broken !== undefined) return;
      if (chains.head.epoch !== known.epoch) this.#broken = 'a new epoch began';
      else if (chains.head.seq > known.seq) {
        this.#journal = chains;
        await this.#fill(known.epoch, chains.head.seq).catch((error: unknown) => this.#fail(error));
      }
    });
  }

  /** The journal said something new of its chains: an epoch was closed. */
  chainsChanged(): Promise<void> {
    this.#broken ??= 'the chains changed';
    return this.refresh();
  }

  findParcel(waybill: string): Promise<ParcelRow | undefined> {
    return this.#storage.parcel(waybill);
  }
  parcels(): Promise<readonly ParcelRow[]> {
    return this.#storage.parcels();
  }
  parkedRows(): Promise<readonly ParkedRow[]> {
    return this.#storage.parked();
  }
  /** The cloud said that these were applied or voided after all. @returns how many rows went. */
  settled(isSettled: (row: ParkedRow) => boolean): Promise<number> {
    return this.#inTurn(async () => {
      if (this.#broken !== undefined || this.#parked === 0) return 0;
      const gone = (await this.#storage.parked()).filter(isSettled);
      if (gone.length === 0) return 0;
      await this.#storage.settle(gone);
      this.#parked = (await this.#storage.parked()).length;
      return gone.length;
    });
  }
  async operation(seq: number, epoch = this.head()?.epoch ?? 0): Promise<OperationBody | undefined> {
    const row = await this.#storage.operation(epoch, seq);
    return row === undefined ? undefined : operationBodySchema.parse(JSON.parse(row.body));
  }
  /** Every operation of these kinds, chain by chain and in order; what a view folds at the start. Others are not even read. */
  async each(
    types: ReadonlySet<string>,
    visit: (one: { readonly device: string; readonly epoch: number; readonly body: OperationBody }) => void,
  ): Promise<void> {
    for (const { device, epoch } of this.#view.values()) {
      const numbers = await this.#storage.numbersOf(epoch, [...types]);
      for (let at = 0; at < numbers.length; at += PAGE)
        for (const { body } of await this.#storage.operationsAt(epoch, numbers.slice(at, at + PAGE)))
          visit({ device, epoch, body: operationBodySchema.parse(JSON.parse(body)) });
    }
  }
  /** The first record that the cloud does not have. */
  async oldestWaiting(): Promise<OperationBody | undefined> {
    const chain = this.chains().find(({ acked, lastSeq }) => acked < lastSeq);
    return chain === undefined ? undefined : this.operation(chain.acked + 1, chain.epoch);
  }
  close(): void {
    this.#storage.close();
  }

  async #count(epoch: number, fromSeq: number, toSeq: number): Promise<string | undefined> {
    if (this.#broken !== undefined) throw new Error(this.#broken);
    try {
      if ((await this.#storage.countRecords(epoch, fromSeq, toSeq)) === toSeq - fromSeq + 1) return undefined;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
    const why = await this.#recover('records were missing in the local view');
    if (why === undefined) throw new Error(this.#broken);
    return this.#lineFor(why);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#queue.then(work);
    this.#queue = mine.catch(() => undefined);
    return mine;
  }

  #fail(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    if (this.#broken === undefined) this.#onTrouble(detail);
    this.#broken = detail;
  }

  #lineFor(why: string): string {
    return `${why === EMPTY ? 'the local view was gone' : why}; ${this.counts().here} records read back from the journal`;
  }

  /** A journal that began in this very boot has nothing that could have been lost. */
  async #isFirstEver(boot: string): Promise<boolean> {
    const { head, closed } = this.#journal ?? {};
    if (head === undefined || (closed?.length ?? 0) > 0) return false;
    if (head.seq === 0) return true;
    const [first] = await this.#source.read(head.epoch, 0, 1);
    return first !== undefined && operationBodySchema.parse(JSON.parse(first.body)).boot === boot;
  }

  /**
   * @param found why it has to be made anew, when that is known already.
   * @returns why the view was made anew; undefined when it fitted, perhaps with records missing at the end.
   */
  async #recover(found?: string): Promise<string | undefined> {
    let why = found;
    this.#journal = await this.#source.chains();
    const sides = { storage: this.#storage, source: this.#source };
    try {
      await this.#storage.open();
      const state = await this.#storage.state();
      await offerToJournal(sides, state, this.#journal);
      this.#journal = await this.#source.chains();
      await rescueStrangers(sides, state, this.#journal);
      why ??= await differenceFrom(sides, state, this.#journal);
      if (why === undefined) this.#adopt(state);
    } catch (error) {
      // Held open by another window: it can be neither read nor removed.
      if (error instanceof ViewFault && error.code === 'LOCAL_VIEW_BLOCKED') throw error;
      // The view may be the only copy: it stays as it is and is tried again; recording goes on without it.
      if (error instanceof NotSafe) {
        this.#broken = error.message;
        return undefined;
      }
      why = `the local view could not be opened (${error instanceof Error ? error.message : String(error)})`;
    }
    if (why !== undefined) {
      await this.#storage.clear();
      // What was parked was in the view alone: the cloud says it again when it is asked about the same records again.
      this.#acked.clear();
      this.#parked = 0;
      this.#view = new Map();
    }
    await this.#labels.load();
    for (const { epoch, lastSeq } of knownChains(this.#journal)) await this.#fill(epoch, lastSeq);
    this.#labels.dropThoseAtRest();
    this.#broken = undefined;
    return why;
  }

  #adopt({ chains, parked }: ViewState): void {
    this.#view = new Map(chains.map((row) => [row.epoch, row]));
    for (const { epoch, acked } of chains) if (!this.#acked.has(epoch)) this.#acked.set(epoch, acked);
    this.#parked = parked;
  }

  async #fill(epoch: number, lastSeq: number): Promise<void> {
    for (;;) {
      const known = this.#rowFor(epoch).seq;
      if (known >= lastSeq) return;
      const records = await this.#source.read(epoch, known, PAGE);
      if (records.length === 0) return;
      await this.#commit(epoch, records);
    }
  }

  #rowFor(epoch: number): ChainRow {
    const known = this.#view.get(epoch);
    if (known !== undefined) return known;
    const chain = knownChains(this.#journal as JournalChains).find((one) => one.epoch === epoch);
    const firstSeq = chain?.firstSeq ?? 1;
    const device = chain?.device ?? '';
    return { device, epoch, firstSeq, seq: firstSeq - 1, hash: '', acked: this.#acked.get(epoch) ?? 0 };
  }

  #fold(chain: { device: string; epoch: number }, body: OperationBody): Applied {
    return { body, label: this.#labels.apply(chain, body), epoch: chain.epoch };
  }

  async #commit(epoch: number, records: readonly JournalRecord[]): Promise<readonly Applied[]> {
    const last = records.at(-1);
    if (last === undefined) return [];
    const row = this.#rowFor(epoch);
    const chain: ChainRow = { ...row, seq: last.seq, hash: last.hash, acked: this.#acked.get(epoch) ?? row.acked };
    const bodies = records.map(bodyOf);
    await this.#labels.recall(bodies);
    const applied = bodies.map((body) => this.#fold(chain, body));
    await this.#storage.commit({
      chain,
      operations: records.map((record, index): OperationRow => {
        const body = applied[index]?.body;
        return { epoch, ...record, type: body?.type ?? '', entity: body?.entity ?? '' };
      }),
      // The last word on each: within a page most labels go through their whole life.
      labels: [...new Map(applied.flatMap(({ label }) => (label === undefined ? [] : [[label.job, label]]))).values()],
      parcels: applied.flatMap(({ body }) => projectParcel(epoch, body) ?? []),
    });
    // Only now: what is compared with the journal never runs ahead of what is committed.
    this.#view.set(epoch, chain);
    return applied;
  }
}

const bodyOf = (record: JournalRecord): OperationBody => operationBodySchema.parse(JSON.parse(record.body));
