import { z } from 'zod';
import { serverStateSchema } from './protocol.ts';

/** A page of changes, and how far behind a reader may be before a snapshot is cheaper than the changes. */
export const MAX_PULL_CHANGES = 1_000;
export const SNAPSHOT_BEYOND_CHANGES = 50_000;
/** Deletions are remembered this long; whoever was away longer starts from a snapshot. */
export const TOMBSTONE_DAYS = 180;

/** `<server epoch>.<change number>`: opaque to a station, it only gives it back. */
export const cursorSchema = z.string().regex(/^[0-9a-f-]{36}\.\d{1,15}$/);

/** The newest state of one record; data null: it is deleted. Applying one twice changes nothing. */
export const pulledChangeSchema = z.object({
  kind: z.string().max(40),
  key: z.string().min(1).max(160),
  data: z.record(z.string(), z.unknown()).nullable(),
});
export type PulledChange = z.infer<typeof pulledChangeSchema>;

/** GET /v1/pull?after=CURSOR. Changes and cursor are stored in one transaction; `more`: ask again at once. */
export const pullAnswerSchema = serverStateSchema.extend({
  cursor: cursorSchema,
  more: z.boolean(),
  changes: z.array(pulledChangeSchema).max(100 * MAX_PULL_CHANGES),
});
export type PullAnswer = z.infer<typeof pullAnswerSchema>;

/** 410: take a snapshot. other-epoch: the server was restored; horizon: away too long; far-behind: a snapshot is quicker. */
export const pullGoneSchema = serverStateSchema.extend({ gone: z.enum(['other-epoch', 'horizon', 'far-behind']) });

/**
 * GET /v1/snapshot, application/x-ndjson: one PulledChange a line in the order of kind and key, then this line. sha256 is over the
 * bytes of all lines before it, line ends included. Without this line, or when count or hash differ, the old data stays.
 */
export const snapshotEndSchema = z.strictObject({
  end: z.literal(true),
  cursor: cursorSchema,
  count: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SnapshotEnd = z.infer<typeof snapshotEndSchema>;

export type SnapshotFault = 'cut' | 'not-ours' | 'count' | 'hash';

/**
 * Checks a whole snapshot before any of it is used.
 * @param sha256 of a text's UTF-8 bytes, lower-case hex.
 */
export function readSnapshot(
  text: string,
  sha256: (text: string) => string,
): { readonly records: readonly PulledChange[]; readonly cursor: string } | { readonly fault: SnapshotFault } {
  if (!text.endsWith('\n')) return { fault: 'cut' };
  const lines = text.slice(0, -1).split('\n');
  const last = lines.pop() ?? '';
  const end = snapshotEndSchema.safeParse(parseJson(last));
  if (!end.success) return { fault: 'cut' };
  if (lines.length !== end.data.count) return { fault: 'count' };
  if (sha256(text.slice(0, text.length - last.length - 1)) !== end.data.sha256) return { fault: 'hash' };
  const records: PulledChange[] = [];
  for (const line of lines) {
    const record = pulledChangeSchema.safeParse(parseJson(line));
    if (!record.success) return { fault: 'not-ours' };
    records.push(record.data);
  }
  return { records, cursor: end.data.cursor };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
