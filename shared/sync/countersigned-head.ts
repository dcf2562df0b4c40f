import { z } from 'zod';

/** Ed25519 by the server's signing key; keyId names the key among those of GET /v1/keys. */
export const headSignatureSchema = z.object({
  /** Of the token: a station may not know it otherwise. */
  organisation: z.string().max(64),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  atMs: z.number().int(),
  signature: z.base64url().length(86),
});
export type HeadSignature = z.infer<typeof headSignatureSchema>;

/** What the server had, durably, when it signed. */
export interface SignedHead {
  readonly organisation: string;
  readonly serverEpoch: string;
  readonly device: string;
  readonly epoch: number;
  readonly seq: number;
  readonly head: string;
  readonly atMs: number;
}

/**
 * The exact UTF-8 text that is signed. A chain alone does not show that its end was cut off; a signed head from elsewhere does:
 * whoever holds one can ask any copy of the journal for the record at `seq` and compare its hash.
 */
export function headText(head: SignedHead): string {
  const { organisation, serverEpoch, device, epoch, seq, atMs } = head;
  return ['weighhouse-head/1', organisation, serverEpoch, device, epoch, seq, head.head, atMs].join('\n');
}

/** As a station keeps it, one for each chain; also the line a journal's export ends with. */
export const countersignedHeadSchema = z.strictObject({
  organisation: z.string().max(64),
  serverEpoch: z.string().max(64),
  device: z.string().max(16),
  epoch: z.number().int().positive(),
  seq: z.number().int().nonnegative(),
  head: z.string().regex(/^[0-9a-f]{64}$/),
  countersign: headSignatureSchema,
});
export type CountersignedHead = z.infer<typeof countersignedHeadSchema>;
