import {
  referenceKinds,
  type ReferenceKind,
  type ReferenceRecord,
  type SharedValues,
} from '../../shared/reference/reference-kinds.ts';
import { PackedTable } from './packed-table.ts';

/** One kind of reference data: packed records, and the further ways to find them that the kind's entry names. */
export class KindTable<K extends ReferenceKind> {
  readonly #kind: K;
  readonly #records = new PackedTable();
  readonly #by = new Map<string, Index>();
  /** Records read of late, where the kind's entry wants them kept. */
  readonly #parsed = new Map<string, ReferenceRecord<K>>();

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
    this.#parsed.delete(key);
    if (data === null) this.#records.delete(key);
    else {
      this.#records.set(key, JSON.stringify(data));
      if (this.#by.size > 0) this.#mark(key, data as ReferenceRecord<K>, true);
    }
  }

  /** Undefined also for a record that this program cannot read: it is not guessed at. */
  find(givenKey: string): ReferenceRecord<K> | undefined {
    const key = givenKey.toUpperCase();
    const kept = this.#parsed.get(key);
    if (kept !== undefined) return kept;
    const text = this.#records.get(key);
    if (text === undefined) return undefined;
    const { schema, keptParsed } = referenceKinds[this.#kind];
    const parsed = schema.safeParse(JSON.parse(text));
    if (!parsed.success) return undefined;
    const record = parsed.data as ReferenceRecord<K>;
    if (keptParsed > 0) {
      const [oldest] = this.#parsed.keys();
      if (this.#parsed.size >= keptParsed && oldest !== undefined) this.#parsed.delete(oldest);
      this.#parsed.set(key, record);
    }
    return record;
  }

  findBy(name: string, value: string): readonly ReferenceRecord<K>[] {
    const keys = this.#by.get(name)?.get(value.toUpperCase()) ?? [];
    return (typeof keys === 'string' ? [keys] : [...keys]).flatMap((key) => this.find(key) ?? []);
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
      Record<string, (record: ReferenceRecord<K>) => SharedValues>
    >;
    for (const [name, valueOf] of Object.entries(entry)) {
      const index = this.#by.get(name);
      if (index !== undefined) for (const value of valuesOf(valueOf(record))) markIn(index, value, key, add);
    }
  }
}

const valuesOf = (values: SharedValues): readonly string[] =>
  (typeof values === 'string' ? [values] : (values ?? [])).map((value) => value.toUpperCase());

/** Value → the keys of its records. One key nearly always: a set for each of 400,000 barcodes would be 80 MB. */
type Index = Map<string, string | Set<string>>;

function markIn(index: Index, value: string, key: string, add: boolean): void {
  const known = index.get(value);
  const keys = typeof known === 'string' ? new Set([known]) : (known ?? new Set<string>());
  if (add) keys.add(key);
  else keys.delete(key);
  const [only] = keys;
  if (only === undefined) index.delete(value);
  else index.set(value, keys.size === 1 ? only : keys);
}
