import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { countersignedHeadSchema, headText, type CountersignedHead } from '../../shared/sync/countersigned-head.ts';
import type { ChainReport } from './verify-journal.ts';

/** What a countersigned head says of the chain it was signed for. */
export interface HeadReport {
  readonly device: string;
  readonly epoch: number;
  readonly seq: number;
  readonly keyId: string;
  /**
   * `fits`: record and signature. `unsigned-fit`: the record; no key was given that the signature could be checked with.
   * `older`: the record has left the journal by its retention, so only the signature could be checked.
   */
  readonly result: 'fits' | 'unsigned-fit' | 'older' | 'wrong';
  /** Wrong: the first record that is not what was signed, or undefined when it is the head itself that is wrong. */
  readonly firstWrongSeq?: number;
  readonly why?: string;
}

/** Public keys by their id: 16 hex digits of the SHA-256 of the 32 raw bytes. */
export type ServerPublicKeys = ReadonlyMap<string, KeyObject>;

const keysAnswerSchema = z.object({ keys: z.array(z.object({ publicKey: z.string() })).max(1_000) });
const rawKeySchema = z.base64url().length(43);

/** A raw Ed25519 key as base64url, or the answer of GET /v1/keys as the cloud gave it. @throws Error when it is neither. */
export function parseServerKeys(text: string): ServerPublicKeys {
  const trimmed = text.trim();
  const raw = trimmed.startsWith('{')
    ? keysAnswerSchema.parse(JSON.parse(trimmed)).keys.map(({ publicKey }) => publicKey)
    : [trimmed];
  return new Map(
    raw.map((one) => {
      const x = rawKeySchema.parse(one);
      const keyId = createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 16);
      return [keyId, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })];
    }),
  );
}

/** countersigned-heads.json as a station keeps it beside its journal. @throws Error when it is not that. */
export function parseHeads(text: string): readonly CountersignedHead[] {
  return z.array(countersignedHeadSchema).max(10_000).parse(JSON.parse(text));
}

/**
 * Holds one head against its chain. A chain alone does not show that its end was cut off or that somebody wrote it anew from a
 * place on; what the cloud has signed does.
 * @param chain undefined: the journal has no such chain
 * @param hashAt chain hash after this record, where the check of the chain has seen it
 */
export function verifyHead(
  head: CountersignedHead,
  chain: ChainReport | undefined,
  hashAt: (seq: number) => string | undefined,
  keys: ServerPublicKeys,
): HeadReport {
  const { device, epoch, seq, countersign } = head;
  const { keyId, atMs, signature } = countersign;
  const said = { device, epoch, seq, keyId };
  const wrong = (why: string, firstWrongSeq?: number): HeadReport =>
    firstWrongSeq === undefined ? { ...said, result: 'wrong', why } : { ...said, result: 'wrong', why, firstWrongSeq };
  const key = keys.get(keyId);
  if (keys.size > 0 && key === undefined) return wrong(`it is signed with key ${keyId}, which is none of the given`);
  const text = headText({ ...head, organisation: countersign.organisation, atMs });
  if (key !== undefined && !verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url')))
    return wrong('the signature is not the cloud’s over this head');
  if (seq > 0 && chain === undefined) return wrong(`the cloud has ${seq} records of a chain that is not here`, 1);
  const first = chain?.firstSeq ?? 1;
  if (seq < first - 1) return { ...said, result: 'older', why: `the journal begins with record ${first}` };
  const last = chain?.lastSeq ?? 0;
  if (seq > last && chain?.wrong !== undefined)
    return wrong('the chain is wrong before the signed record', chain.wrong.seq);
  if (seq > last)
    return wrong(`the cloud has ${seq} records, this journal ends with ${last}: its end is missing`, last + 1);
  if (chain !== undefined && hashAt(seq) !== head.head)
    return wrong('the record, or one before it, is not what the cloud has signed', seq);
  return { ...said, result: key === undefined ? 'unsigned-fit' : 'fits' };
}
