import { z } from 'zod';

/**
 * One operator's act, in the past tense. The body is frozen as UTF-8 JSON bytes when it is appended and is sent verbatim.
 * Identity is (device, epoch, seq); device and epoch stand in the journal's and the batch's header, not in every body.
 * hash(n) = SHA-256(hash(n-1) ‖ body bytes), hash(0) = SHA-256("weighhouse/1\n<device>\n<epoch>").
 */
export const operationBodySchema = z.strictObject({
  v: z.literal(1),
  seq: z.number().int().positive(),
  type: z.string().regex(/^[a-z][A-Za-z]{2,47}$/),
  /** What it is about: "parcel:YT123", "label:W3-1-88". Operations on one entity keep their order; others may pass. */
  entity: z.string().min(3).max(160),
  actor: z.string().min(1).max(64),
  /** Wall clock, ms since 1970 and minutes east of UTC. For display; never orders a queue. */
  wallMs: z.number().int(),
  tzMinutes: z.number().int().min(-900).max(900),
  /** Monotonic ms within one boot of the app, and that boot's id: lets a wrong wall clock be argued later. */
  monoMs: z.number().int().nonnegative(),
  boot: z.string().min(1).max(16),
  payload: z.record(z.string(), z.unknown()),
});
export type OperationBody = z.infer<typeof operationBodySchema>;

/** A journal record as it travels between processes: the exact body text and its place in the chain. */
export const journalRecordSchema = z.strictObject({
  seq: z.number().int().positive(),
  body: z.string().max(65_536),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type JournalRecord = z.infer<typeof journalRecordSchema>;

export const journalHeadSchema = z.strictObject({
  device: z.string().regex(/^[A-Z0-9]{4,16}$/),
  /** Bounds as in a label's job id; a chain that reaches them starts a new epoch or a new device. */
  epoch: z.number().int().positive().max(999_999),
  seq: z.number().int().nonnegative().max(999_999_999_999),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type JournalHead = z.infer<typeof journalHeadSchema>;

/** What hash(0) is made of: ties a chain to its device and epoch, so that no record can be moved to another. */
export const chainSeed = (device: string, epoch: number): string => `weighhouse/1\n${device}\n${epoch}`;

/** A chain of this station that is written no more: its records are still read and sent. Numbers inclusive. */
export const closedChainSchema = z.strictObject({
  device: journalHeadSchema.shape.device,
  epoch: z.number().int().positive(),
  /** Smaller numbers were removed on purpose, long after the cloud had them. */
  firstSeq: z.number().int().positive(),
  lastSeq: z.number().int().nonnegative(),
  /** damaged: something in the middle is not what was written. fork, behind: the cloud holds other or more records under this name. */
  why: z.enum(['damaged', 'fork', 'behind']),
  /** Ranges of numbers whose records are lost here. */
  damaged: z.array(z.tuple([z.number().int().positive(), z.number().int().positive()])),
});
export type ClosedChainSummary = z.infer<typeof closedChainSchema>;

/** Everything a journal holds: the chain being written, and the ones before it. */
export const journalChainsSchema = z.strictObject({
  head: journalHeadSchema,
  /** First number of the open chain that is still on this disk. */
  firstSeq: z.number().int().positive(),
  closed: z.array(closedChainSchema).max(1_000),
});
export type JournalChains = z.infer<typeof journalChainsSchema>;
