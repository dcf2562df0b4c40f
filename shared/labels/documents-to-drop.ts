/** A stored document of a foreign label. name: its SHA-256. */
export interface StoredDocument {
  readonly name: string;
  readonly bytes: number;
  /** Since it was last asked for. */
  readonly ageMs: number;
}

export interface DocumentLimits {
  /** Older ones go. */
  readonly maxAgeMs: number;
  /** More than this together, and the oldest go first. */
  readonly maxBytes: number;
  /** Younger ones stay whatever they weigh: their label may not be in the journal yet. */
  readonly minAgeMs: number;
}

/** Documents that nobody will print again. `open` are those of labels that wait, are being sent or are in doubt: they stay always. */
export function documentsToDrop(
  stored: readonly StoredDocument[],
  open: ReadonlySet<string>,
  limits: DocumentLimits,
): string[] {
  let total = stored.reduce((sum, { bytes }) => sum + bytes, 0);
  const free = stored
    .filter(({ name, ageMs }) => !open.has(name) && ageMs >= limits.minAgeMs)
    .sort((a, b) => b.ageMs - a.ageMs || (a.name < b.name ? -1 : 1));
  const out: string[] = [];
  for (const { name, bytes, ageMs } of free) {
    if (ageMs < limits.maxAgeMs && total <= limits.maxBytes) break;
    out.push(name);
    total -= bytes;
  }
  return out;
}
