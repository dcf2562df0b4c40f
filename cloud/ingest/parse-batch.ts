import { unpackColumns } from '../../shared/sync/pack-columns.ts';
import { MAX_BATCH_BYTES, pushHeaderSchema, type PushHeader } from '../../shared/sync/protocol.ts';

/** Header line and one operation a line; the batch limit counts the operations, so the header has room of its own. */
export const MAX_UNPACKED_BYTES = MAX_BATCH_BYTES + 4_096;

export interface Batch {
  readonly header: PushHeader;
  /** Exact bytes as the station wrote them: the chain is over these. */
  readonly bodies: readonly Buffer[];
}

export type Refusal = { readonly refused: string };

/** A push as lines: header, then one verbatim body a line. @returns words instead of a batch when it cannot be one. */
export function parseLines(bytes: Buffer): Batch | Refusal {
  const first = bytes.indexOf(0x0a);
  const header = parseHeader(bytes, first);
  if ('refused' in header) return header;
  const bodies = splitLines(bytes.subarray(first + 1));
  if (bodies === undefined) return { refused: 'the last line does not end: the batch was cut' };
  if (header.count !== bodies.length)
    return { refused: `the header says ${header.count} operations, ${bodies.length} came` };
  return { header, bodies };
}

/** A push in columns: the same header line, then what shared/sync/pack-columns.ts makes of the bodies. */
export function parseColumns(bytes: Buffer): Batch | Refusal {
  const first = bytes.indexOf(0x0a);
  const header = parseHeader(bytes, first);
  if ('refused' in header) return header;
  const bodies = unpackColumns(bytes.toString('utf8', first + 1), header.count, MAX_UNPACKED_BYTES);
  if (bodies === undefined) return { refused: `these are not the columns of ${header.count} operations` };
  // One conversion for all of them; a body has no line end.
  const lines = splitLines(Buffer.from(`${bodies.join('\n')}\n`));
  return lines?.length === header.count ? { header, bodies: lines } : { refused: 'a body has a line end' };
}

function splitLines(bytes: Buffer): Buffer[] | undefined {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const at = bytes.indexOf(0x0a, from);
    if (at < 0) return undefined;
    lines.push(bytes.subarray(from, at));
    from = at + 1;
  }
  return lines;
}

function parseHeader(bytes: Buffer, end: number): PushHeader | Refusal {
  if (bytes.length > MAX_UNPACKED_BYTES) return { refused: `a batch has at most ${MAX_BATCH_BYTES} bytes` };
  if (end < 0) return { refused: 'the first line does not end' };
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8', 0, end));
  } catch {
    return { refused: 'the first line is not a header' };
  }
  const header = pushHeaderSchema.safeParse(json);
  if (header.success) return header.data;
  const issue = header.error.issues[0];
  return { refused: `header: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}` };
}

/** The version in the first line, read apart: a header of another version may have another shape. */
export function protocolOf(bytes: Buffer): number | undefined {
  const end = bytes.indexOf(0x0a);
  if (end < 0 || end > 4_096) return undefined;
  try {
    const header = JSON.parse(bytes.toString('utf8', 0, end)) as { protocol?: unknown } | null;
    return typeof header?.protocol === 'number' ? header.protocol : undefined;
  } catch {
    return undefined;
  }
}
