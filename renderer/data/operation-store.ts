import type { JournalHead, JournalRecord, OperationBody } from '../../shared/sync/operation.ts';
import { operationBodySchema } from '../../shared/sync/operation.ts';
import { applyToLedger, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import Dexie from 'dexie';
import { OutboxDatabase, rowOf, type ParcelRow, type ParkedRow } from './outbox-database.ts';

const PAGE = 1_000;

export interface JournalSource {
  head(): Promise<JournalHead>;
  read(afterSeq: number, limit: number): Promise<readonly JournalRecord[]>;
}

export type Applied = { readonly body: OperationBody; readonly label: LedgerEntry | undefined };

/**
 * Journal records into IndexedDB: idempotent, in order, fact and queue position in one strict transaction. The same function
 * serves the live record, a gap, and the rebuild of a database that has vanished.
 */
export class OperationStore {
  #db: OutboxDatabase;
  readonly #name: string;
  readonly #source: JournalSource;
  readonly #labels = new Map<string, LedgerEntry>();
  #head: JournalHead | undefined;
  #acked = 0;
  #parked = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    name: string,
    source: JournalSource,
    create: (name: string) => OutboxDatabase = (n) => new OutboxDatabase(n),
  ) {
    this.#name = name;
    this.#source = source;
    this.#create = create;
    this.#db = create(name);
  }
  readonly #create: (name: string) => OutboxDatabase;

  get ackedSeq(): number {
    return this.#acked;
  }
  /** What is safe on this machine, what is in the cloud, what is parked: arithmetic, never a scan. */
  counts(): { readonly here: number; readonly inCloud: number; readonly parked: number } {
    return { here: this.#head?.seq ?? 0, inCloud: this.#acked, parked: this.#parked };
  }
  head(): JournalHead | undefined {
    return this.#head;
  }
  labels(): readonly LedgerEntry[] {
    return [...this.#labels.values()];
  }

  /** Opens, compares with the journal, rebuilds where they differ. Returns a line for a person when it had to. */
  async begin(boot: string): Promise<string | undefined> {
    const journal = await this.#source.head();
    let why = await this.#openAndCompare(journal);
    if (why !== undefined) {
      if (why !== 'empty') {
        this.#db.close();
        await Dexie.delete(this.#name);
        this.#db = this.#create(this.#name);
        await this.#db.openChecked();
      }
      this.#head = { ...journal, seq: 0, hash: '' };
      this.#acked = 0;
      this.#parked = 0;
      if (await this.#firstEver(journal, boot)) why = undefined;
    }
    for (const entry of await this.#db.labels.toArray()) this.#labels.set(entry.job, entry);
    await this.#catchUp();
    if (why === undefined) return undefined;
    return `${why === 'empty' ? 'the local view was gone' : why}; ${journal.seq} records read back from the journal`;
  }

  /** A journal that began in this very boot has nothing that could have been lost. */
  async #firstEver(journal: JournalHead, boot: string): Promise<boolean> {
    if (journal.seq === 0) return true;
    const [first] = await this.#source.read(0, 1);
    return first !== undefined && operationBodySchema.parse(JSON.parse(first.body)).boot === boot;
  }

  /** Undefined: they fit, perhaps with records missing at the end. 'empty': a database without any head. */
  async #openAndCompare(journal: JournalHead): Promise<string | undefined> {
    try {
      await this.#db.openChecked();
      const meta = await this.#db.meta.get('head');
      const acked = await this.#db.meta.get('acked');
      if (meta === undefined) return 'empty';
      if (meta.key !== 'head') return 'the local view is damaged';
      const { head, count } = meta;
      if (head.device !== journal.device || head.epoch !== journal.epoch)
        return 'the local view belongs to another journal';
      if (head.seq > journal.seq) return `the local view knows ${head.seq} records, the journal ${journal.seq}`;
      if (count !== head.seq || (await this.#db.operations.count()) !== head.seq)
        return 'records were missing in the local view';
      const [same] = head.seq === 0 ? [undefined] : await this.#source.read(head.seq - 1, 1);
      if (head.seq > 0 && same?.hash !== head.hash) return 'the local view differs from the journal';
      this.#head = head;
      this.#acked =
        acked?.key === 'acked' && acked.device === head.device && acked.epoch === head.epoch ? acked.seq : 0;
      this.#parked = await this.#db.parked.count();
      return undefined;
    } catch (error) {
      return `the local view could not be opened (${error instanceof Error ? error.message : String(error)})`;
    }
  }

  /** Applies records in order; asks the journal for what is missing before them. Returns what was new. */
  apply(records: readonly JournalRecord[]): Promise<readonly Applied[]> {
    const mine = this.#queue.then(() => this.#applyNow(records));
    this.#queue = mine.catch(() => undefined);
    return mine;
  }

  async #applyNow(records: readonly JournalRecord[]): Promise<readonly Applied[]> {
    const known = this.#head?.seq ?? 0;
    const fresh = records.filter((record) => record.seq > known);
    const [first] = fresh;
    if (first === undefined) return [];
    if (first.seq > known + 1) return this.#catchUp();
    return this.#commit(fresh);
  }

  async #catchUp(): Promise<readonly Applied[]> {
    const all: Applied[] = [];
    for (;;) {
      const records = await this.#source.read(this.#head?.seq ?? 0, PAGE);
      if (records.length === 0) return all;
      all.push(...(await this.#commit(records)));
    }
  }

  async #commit(records: readonly JournalRecord[]): Promise<readonly Applied[]> {
    const before = this.#head;
    const last = records.at(-1);
    if (before === undefined || last === undefined) throw new Error('not begun');
    const head: JournalHead = { ...before, seq: last.seq, hash: last.hash };
    const labels = new Map(this.#labels);
    const applied = records.map((record): Applied => {
      const body = operationBodySchema.parse(JSON.parse(record.body));
      return { body, label: applyToLedger(labels, head, body) };
    });
    const db = this.#db;
    await db.transaction('rw', [db.operations, db.parcels, db.labels, db.meta], async () => {
      await db.operations.bulkPut(
        records.map((record, i) => rowOf(record, applied[i]?.body.type ?? '', applied[i]?.body.entity ?? '')),
      );
      for (const { body, label } of applied) {
        if (label !== undefined) await db.labels.put(label);
        await projectParcel(db, body);
      }
      await db.meta.put({ key: 'head', head, count: head.seq });
    });
    // Only now: what memory says never runs ahead of what is committed.
    this.#head = head;
    for (const { label } of applied) if (label !== undefined) this.#labels.set(label.job, label);
    return applied;
  }

  async acknowledged(seq: number, parked: readonly ParkedRow[]): Promise<void> {
    const head = this.#head;
    if (head === undefined) return;
    const db = this.#db;
    await db.transaction('rw', [db.meta, db.parked], async () => {
      await db.meta.put({ key: 'acked', device: head.device, epoch: head.epoch, seq });
      if (parked.length > 0) await db.parked.bulkPut([...parked]);
    });
    this.#acked = seq;
    if (parked.length > 0) this.#parked = await db.parked.count();
  }

  findParcel(waybill: string): Promise<ParcelRow | undefined> {
    return this.#db.parcels.get(waybill);
  }
  parcels(): Promise<ParcelRow[]> {
    return this.#db.parcels.toArray();
  }
  parkedRows(): Promise<ParkedRow[]> {
    return this.#db.parked.toArray();
  }
  async operation(seq: number): Promise<OperationBody | undefined> {
    const row = await this.#db.operations.get(seq);
    return row === undefined ? undefined : operationBodySchema.parse(JSON.parse(row.body));
  }
  close(): void {
    this.#db.close();
  }
}

async function projectParcel(db: OutboxDatabase, body: OperationBody): Promise<void> {
  if (body.type === 'parcelWeighed') {
    const { waybill, gross, chargeable, line } = operationPayloads.parcelWeighed.parse(body.payload);
    await db.parcels.put({
      waybill,
      seq: body.seq,
      wallMs: body.wallMs,
      grossValue: gross.value,
      grossUnit: gross.unit,
      chargeableValue: chargeable.chargeable.value,
      chargeableUnit: chargeable.chargeable.unit,
      line,
    });
  }
  if (body.type === 'parcelWeighingVoided') {
    const { voids, waybill } = operationPayloads.parcelWeighingVoided.parse(body.payload);
    const row = await db.parcels.get(waybill);
    if (row?.seq === voids) await db.parcels.delete(waybill);
  }
}
