import Dexie, { type Table } from 'dexie';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import {
  referenceDataSchema,
  type Box,
  type Line,
  type PreAlert,
  type ReferenceData,
} from '../../shared/reference/reference-data.ts';

interface SnapshotRow {
  readonly key: 'snapshot';
  readonly data: ReferenceData;
}

type ReferenceDatabase = Dexie & { readonly snapshots: Table<SnapshotRow, string> };

/** Supply of work: a copy that the cloud can give again, so relaxed durability is enough. In memory for lookups in microseconds. */
export class ReferenceStore {
  readonly #db: ReferenceDatabase;
  #data: ReferenceData = builtInReference;
  #alerts = new Map<string, PreAlert>();
  #boxes = new Map<string, Box>(builtInReference.boxes.map((box) => [box.code, box]));

  constructor(name: string) {
    const db = new Dexie(name, { chromeTransactionDurability: 'relaxed' });
    db.version(1).stores({ snapshots: 'key' });
    this.#db = db as ReferenceDatabase;
  }

  async begin(): Promise<void> {
    const row = await this.#db.snapshots.get('snapshot').catch(() => undefined);
    const parsed = referenceDataSchema.safeParse(row?.data);
    if (parsed.success) this.#use(parsed.data);
  }
  async replace(data: ReferenceData): Promise<void> {
    this.#use(data);
    await this.#db.snapshots.put({ key: 'snapshot', data }).catch(() => undefined);
  }
  get version(): number {
    return this.#data.version;
  }
  get lines(): readonly Line[] {
    return this.#data.lines;
  }
  get preAlerts(): readonly PreAlert[] {
    return this.#data.preAlerts;
  }
  findPreAlert(waybill: string): PreAlert | undefined {
    return this.#alerts.get(waybill);
  }
  findBox(code: string): Box | undefined {
    return this.#boxes.get(code);
  }

  #use(data: ReferenceData): void {
    this.#data = data;
    this.#alerts = new Map(data.preAlerts.map((alert) => [alert.waybill.toUpperCase(), alert]));
    this.#boxes = new Map(data.boxes.map((box) => [box.code.toUpperCase(), box]));
  }
}
