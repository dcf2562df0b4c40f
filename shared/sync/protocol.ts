import { z } from 'zod';
import { headSignatureSchema } from './countersigned-head.ts';
import { journalHeadSchema } from './operation.ts';

/**
 * The version of everything on the wire between station and cloud. Schemas are pinned to it by a hash (protocol-version.test.ts).
 * Requests are strict: what a server does not know it must not take. Answers may grow: a station ignores fields it does not know.
 */
export const PROTOCOL_VERSION = 1;
/** The oldest version that a server still takes. Bodies of any age are taken for ever; this is about the envelope. */
export const OLDEST_PROTOCOL_VERSION = 1;
/** One batch: at most this many operations and this many raw bytes. */
export const MAX_BATCH_OPERATIONS = 500;
export const MAX_BATCH_BYTES = 262_144;

const deviceSchema = journalHeadSchema.shape.device;
const hashSchema = journalHeadSchema.shape.hash;

/** Media types of a push; both may be gzipped. Lines: header and one verbatim body a line. Columns: header and pack-columns.ts. */
export const PUSH_LINES = 'application/x-ndjson';
export const PUSH_COLUMNS = 'application/x-weighhouse-columns';

/** POST /v1/push: the first line. head = hash of the last operation; the hashes between are made again by the server. */
export const pushHeaderSchema = z.strictObject({
  protocol: z.literal(PROTOCOL_VERSION),
  device: deviceSchema,
  epoch: journalHeadSchema.shape.epoch,
  fromSeq: journalHeadSchema.shape.seq.positive(),
  count: z.number().int().min(1).max(MAX_BATCH_OPERATIONS),
  head: hashSchema,
});
export type PushHeader = z.infer<typeof pushHeaderSchema>;

/** Only what was not simply applied is listed, so a clean batch has a short answer. */
export const pushExceptionSchema = z.object({
  seq: z.number().int().positive(),
  result: z.enum(['duplicate', 'parked', 'deferred']),
  /** parked: why. */
  code: z.string().max(64).optional(),
  /** deferred: the parked operation it waits for, as device-epoch-seq. */
  on: z.string().max(64).optional(),
});
export type PushException = z.infer<typeof pushExceptionSchema>;

/** In every answer. Another serverEpoch: the server was restored from a copy; what it knows of a chain counts, not what it once said. */
export const serverStateSchema = z.object({
  service: z.literal('weighhouse'),
  protocol: z.number().int(),
  serverEpoch: z.string().min(1).max(64),
  serverTimeMs: z.number().int(),
});

/** 200. lastSeq and head are the server's durable knowledge of this (device, epoch) after the batch. */
export const pushAcceptedSchema = serverStateSchema.extend({
  outcome: z.literal('accepted'),
  lastSeq: z.number().int().nonnegative(),
  head: hashSchema,
  exceptions: z.array(pushExceptionSchema).max(MAX_BATCH_OPERATIONS),
  /** The server's signature over (organisation, server epoch, device, epoch, lastSeq, head): kept by the station. */
  countersign: headSignatureSchema.optional(),
});
/**
 * 409. gap: send again from lastSeq + 1. fork: same seq, other content; a new epoch. bad-batch, bad-operation: a smaller batch.
 * 403 revoked: the queue is held; what came is in quarantine. 426 client-too-old, server-too-old: held until one is brought up to date.
 */
export const pushRefusedSchema = serverStateSchema.extend({
  outcome: z.enum(['gap', 'fork', 'bad-batch', 'bad-operation', 'revoked', 'client-too-old', 'server-too-old']),
  lastSeq: z.number().int().nonnegative(),
  head: hashSchema,
  detail: z.string().max(300),
  /** revoked: the last number of this chain that lies in quarantine; send on from there, nothing is deleted on either side. */
  quarantinedTo: z.number().int().nonnegative().optional(),
});
export type PushAccepted = z.infer<typeof pushAcceptedSchema>;
export type PushRefused = z.infer<typeof pushRefusedSchema>;
export const pushAnswerSchema = z.union([pushAcceptedSchema, pushRefusedSchema]);
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

/** GET /v1/health?device=&epoch= */
export const healthAnswerSchema = serverStateSchema.extend({
  organisation: z.string().max(64),
  lastSeq: z.number().int().nonnegative(),
  head: hashSchema.optional(),
  countersign: headSignatureSchema.optional(),
});
export type HealthAnswer = z.infer<typeof healthAnswerSchema>;
