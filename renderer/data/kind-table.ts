import { referenceKinds, type ReferenceKind, type ReferenceRecord } from '../../shared/reference/reference-kinds.ts';
import { PackedTable } from './packed-table.ts';

/** One kind of reference data: packed records, and the further ways to find them that the kind's entry names. */
export class KindTable<K extends ReferenceKind> {
  readonly #kind: K;
  readonly #records = new PackedTable();
  readonly #by = new Map<string, Map<string, Set<string>>>();

  constructor(kind: K) {
    this.#kind = kind;
    for (const name of Object.keys(referenceKinds[kind].by)) this.#by.set(name, new Map());
  }

  get size(): number {
    return this.#records.size;
  }

  /** data null: it is deleted. */
  put(givenKey: string, data: Readonly<Record<string, unknown>> | null): void {
    const key = givenKey.toUpperCase();
    if (this.#by.size > 0) {
      const former = this.find(key);
      if (former !== undefined) this.#mark(key, former, false);
    }
    if (data === null) this.#records.delete(key);
    else {
      this.#records.set(key, JSON.stringify(data));
      if (this.#by.size > 0) this.#mark(key, data as ReferenceRecord<K>, true);
    }
  }

  /** Undefined also for a record that this program cannot read: it is not guessed at. */
  find(key: string): ReferenceRecord<K> | undefined {
    const text = this.#records.get(key.toUpperCase());
    if (text === undefined) return undefined;
    const parsed = referenceKinds[this.#kind].schema.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as ReferenceRecord<K>) : undefined;
  }

  findBy(name: string, value: string): readonly ReferenceRecord<K>[] {
    return [...(this.#by.get(name)?.get(value.toUpperCase()) ?? [])].flatMap((key) => this.find(key) ?? []);
  }

  all(limit = Infinity): readonly (readonly [string, ReferenceRecord<K>])[] {
    const found: (readonly [string, ReferenceRecord<K>])[] = [];
    for (const key of this.#records.keys()) {
      if (found.length >= limit) break;
      const record = this.find(key);
      if (record !== undefined) found.push([key, record]);
    }
    return found;
  }

  #mark(key: string, record: ReferenceRecord<K>, add: boolean): void {
    const entry = referenceKinds[this.#kind].by as Readonly<
      Record<string, (record: ReferenceRecord<K>) => string | undefined>
    >;
    for (const [name, valueOf] of Object.entries(entry)) {
      const value = valueOf(record)?.toUpperCase();
      const index = this.#by.get(name);
      if (value === undefined || index === undefined) continue;
      const keys = index.get(value) ?? new Set<string>();
      if (add) keys.add(key);
      else keys.delete(key);
      if (keys.size === 0) index.delete(value);
      else index.set(value, keys);
    }
  }
}
