import { MAX_BATCH_BYTES, pushHeaderSchema, type PushHeader } from '../../shared/sync/protocol.ts';

/** Header line and one operation a line; the batch limit counts the operations, so the header has room of its own. */
export const MAX_UNPACKED_BYTES = MAX_BATCH_BYTES + 4_096;

export interface Batch {
  readonly header: PushHeader;
  /** Exact bytes as the station wrote them: the chain is over these. */
  readonly bodies: readonly Buffer[];
}

/** Splits a push into its lines without touching their bytes. @returns words instead of a batch when it cannot be one. */
export function parseBatch(bytes: Buffer): Batch | { readonly refused: string } {
  if (bytes.length > MAX_UNPACKED_BYTES) return { refused: `a batch has at most ${MAX_BATCH_BYTES} bytes` };
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const at = bytes.indexOf(0x0a, from);
    if (at < 0) return { refused: 'the last line does not end: the batch was cut' };
    lines.push(bytes.subarray(from, at));
    from = at + 1;
  }
  const [first, ...bodies] = lines;
  if (first === undefined) return { refused: 'the batch is empty' };
  let json: unknown;
  try {
    json = JSON.parse(first.toString('utf8'));
  } catch {
    return { refused: 'the first line is not a header' };
  }
  const header = pushHeaderSchema.safeParse(json);
  if (!header.success) {
    const issue = header.error.issues[0];
    return { refused: `header: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}` };
  }
  if (header.data.count !== bodies.length)
    return { refused: `the header says ${header.data.count} operations, ${bodies.length} came` };
  return { header: header.data, bodies };
}
