import { holdKey, type Held } from '../../shared/reference/hold.ts';
import type { Result } from '../../shared/errors/catalog.ts';
import type { CommandOutput } from '../../shared/ipc/contract.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import type { Box, Line, PreAlert } from '../../shared/reference/reference-data.ts';
import {
  isReferenceKind,
  referenceKinds,
  type ReferenceKind,
  type ReferenceRecord,
} from '../../shared/reference/reference-kinds.ts';
import type { SupplyStatus } from '../../shared/ipc/supply-commands.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import { pulledChangeSchema, type PulledChange } from '../../shared/sync/pull.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';
import { KindTable } from './kind-table.ts';

type Tables = { readonly [K in ReferenceKind]: KindTable<K> };
const emptyTables = (): Tables =>
  Object.fromEntries(
    (Object.keys(referenceKinds) as ReferenceKind[]).map((kind) => [kind, new KindTable(kind)]),
  ) as unknown as Tables;

/**
 * The supply of work, in memory for look-ups in microseconds; main keeps it on the disk and follows the cloud. What this page has is
 * a copy of one generation, changed in place; another generation is read beside it and takes its place whole.
 */
export class ReferenceStore {
  readonly #bridge: Pick<BridgeClient, 'invoke' | 'on'>;
  #tables = emptyTables();
  #generation = 0;
  #lines: readonly Line[] = builtInReference.lines;
  #boxes = new Map<string, Box>(builtInReference.boxes.map((box) => [box.code, box]));
  #status: SupplyStatus | undefined;
  readonly #released = new Set<string>();
  /** Changes that came while another generation is read. */
  #meanwhile: { readonly generation: number; readonly changes: readonly PulledChange[] }[] | undefined;
  #loading: Promise<void> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(bridge: Pick<BridgeClient, 'invoke' | 'on'>) {
    this.#bridge = bridge;
    bridge.on('supply.changed', (event) => this.#onChanged(event));
    bridge.on('supply.status', (status) => this.#onStatus(status));
  }

  /** Everything that is on this disk; work begins after it. */
  async begin(): Promise<void> {
    const status = await this.#bridge.invoke('supply.describe', null);
    if (status.ok) {
      this.#status = status.value;
      await this.#load(status.value.generation);
    }
    // Releases are folded from the journal, which may take seconds: a parcel is held too long rather than let go too early.
    void this.#bridge.invoke('supply.releases', null).then((answer) => {
      if (answer.ok) for (const key of answer.value) this.#released.add(key);
      this.#tell();
    });
  }

  /** What is being read has been read; for tests and benches. */
  async settled(): Promise<void> {
    await this.#loading;
  }

  /** Of what is looked up now; another one is another copy of everything. */
  get generation(): number {
    return this.#generation;
  }
  /** Age and trouble of the supply, for the shell. undefined: main has not answered. */
  get status(): SupplyStatus | undefined {
    return this.#status;
  }
  /** Called after every change of records or status. @returns the end of that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lines of the cloud; the built-in ones until it has sent any. In the order of their codes. */
  get lines(): readonly Line[] {
    return this.#lines;
  }
  get boxes(): readonly Box[] {
    return [...this.#boxes.values()];
  }
  findBox(code: string): Box | undefined {
    return this.#boxes.get(code.toUpperCase());
  }
  findPreAlert(waybill: string): PreAlert | undefined {
    return this.find('preAlert', waybill);
  }
  find<K extends ReferenceKind>(kind: K, key: string): ReferenceRecord<K> | undefined {
    return this.#tables[kind].find(key);
  }
  /** Records that share a value: pre-alerts of a customer or of a consignment, parcels of a waybill. */
  findBy<K extends ReferenceKind>(kind: K, name: string, value: string): readonly ReferenceRecord<K>[] {
    return this.#tables[kind].findBy(name, value);
  }
  /** All of a kind, for those there are few of, or the first ones. */
  all<K extends ReferenceKind>(
    kind: K,
    limit?: number,
  ): readonly (readonly [key: string, record: ReferenceRecord<K>])[] {
    return this.#tables[kind].all(limit);
  }
  count(kind: ReferenceKind): number {
    return this.#tables[kind].size;
  }

  /** Why this parcel may not leave: its own hold, else its customer's. A lead's release on this station counts at once. */
  findHold(waybill: string): Held | undefined {
    const own = this.find('hold', waybill);
    if (own !== undefined && !this.isReleased(waybill, own)) return own;
    const customer = this.findPreAlert(waybill)?.customer;
    const all = customer === undefined ? undefined : this.find('customer', customer)?.hold;
    return all === undefined || this.isReleased(waybill, all) ? undefined : all;
  }
  isReleased(waybill: string, held: Held): boolean {
    const key = holdKey(waybill, held);
    return this.#released.has(key) || this.find('release', key) !== undefined;
  }

  /** Folds what came to the journal. */
  onApplied(applied: readonly { readonly body: OperationBody }[]): void {
    for (const { body } of applied) {
      if (body.type !== 'holdReleased') continue;
      const parsed = operationPayloads.holdReleased.safeParse(body.payload);
      if (!parsed.success) continue;
      this.#released.add(holdKey(parsed.data.waybill, parsed.data));
      this.#tell();
    }
  }

  #onChanged(event: { readonly generation: number; readonly changes: readonly PulledChange[] }): void {
    this.#meanwhile?.push(event);
    if (event.generation !== this.#generation) void this.#load(event.generation);
    else {
      apply(this.#tables, event.changes);
      this.#after(event.changes.some(({ kind }) => kind === 'line' || kind === 'box'));
    }
  }

  #onStatus(status: SupplyStatus): void {
    this.#status = status;
    if (status.generation !== this.#generation) void this.#load(status.generation);
    this.#tell();
  }

  /** Reads a generation beside what is here; what changes meanwhile is applied after it. One at a time. */
  #load(generation: number): Promise<void> {
    if (generation === this.#generation) return Promise.resolve();
    this.#loading ??= this.#read(generation).finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #read(wanted: number): Promise<void> {
    this.#meanwhile = [];
    let [generation, tables] = [wanted, emptyTables()];
    for (let from: number | null = 0; from !== null;) {
      const page: Result<CommandOutput<'supply.read'>> = await this.#bridge.invoke('supply.read', { generation, from });
      if (!page.ok) break;
      if (page.value.generation !== generation) [generation, tables] = [page.value.generation, emptyTables()];
      for (const line of page.value.lines.split('\n')) {
        const change = line === '' ? undefined : changeOf(line);
        if (change !== undefined) apply(tables, [change]);
      }
      from = page.value.next;
    }
    for (const event of this.#meanwhile) if (event.generation === generation) apply(tables, event.changes);
    this.#meanwhile = undefined;
    [this.#tables, this.#generation] = [tables, generation];
    this.#after(true);
  }

  #after(basics: boolean): void {
    if (basics) {
      const lines = this.#tables.line.all().map(([, line]) => line);
      this.#lines = lines.length === 0 ? builtInReference.lines : [...lines].sort((a, b) => (a.code < b.code ? -1 : 1));
      const boxes = this.#tables.box.all();
      this.#boxes = new Map(
        boxes.length === 0
          ? builtInReference.boxes.map((box) => [box.code, box])
          : boxes.map(([, box]) => [box.code.toUpperCase(), box]),
      );
    }
    this.#tell();
  }
  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function apply(tables: Tables, changes: readonly PulledChange[]): void {
  for (const { kind, key, data } of changes) if (isReferenceKind(kind)) tables[kind].put(key, data);
}

/** What main has checked already. */
function changeOf(line: string): PulledChange | undefined {
  try {
    const parsed = pulledChangeSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
