import { chain } from '../ingest/chain.ts';
import type { Batch } from '../ingest/parse-batch.ts';

/** What of a batch follows this place of its chain; undefined: nothing new does, or other records lie before it. */
export function placeBehind(
  last: { readonly seq: number; readonly hash: Buffer },
  { header, bodies }: Batch,
): { readonly hash: Buffer; readonly body: Buffer }[] | undefined {
  if (header.fromSeq > last.seq + 1 || last.seq >= header.fromSeq + bodies.length - 1) return undefined;
  const fresh = bodies.slice(last.seq + 1 - header.fromSeq);
  const hashes = chain(last.hash, fresh);
  if (hashes.at(-1)?.toString('hex') !== header.head) return undefined;
  return fresh.map((body, index) => ({ body, hash: hashes[index] as Buffer }));
}
