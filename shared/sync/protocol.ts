import { z } from 'zod';
import { journalHeadSchema } from './operation.ts';

export const PROTOCOL_VERSION = 1;
/** One batch: at most this many operations and this many raw bytes. */
export const MAX_BATCH_OPERATIONS = 500;
export const MAX_BATCH_BYTES = 262_144;

const deviceSchema = journalHeadSchema.shape.device;
const hashSchema = journalHeadSchema.shape.hash;

/** POST /v1/push, application/x-ndjson, gzip: this header line, then one verbatim operation body per line. head = hash of the last. */
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
export const pushExceptionSchema = z.strictObject({
  seq: z.number().int().positive(),
  result: z.enum(['duplicate', 'parked', 'deferred']),
  /** parked: why. */
  code: z.string().max(64).optional(),
  /** deferred: the parked operation it waits for, as device-epoch-seq. */
  on: z.string().max(64).optional(),
});
export type PushException = z.infer<typeof pushExceptionSchema>;

export const serverStateSchema = z.strictObject({
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
});
/** 409. gap: send again from lastSeq + 1. fork: same seq, other content; hold and tell a person. */
export const pushRefusedSchema = serverStateSchema.extend({
  outcome: z.enum(['gap', 'fork', 'bad-batch', 'bad-operation', 'revoked', 'client-too-old']),
  lastSeq: z.number().int().nonnegative(),
  head: hashSchema,
  detail: z.string().max(300),
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
});
export type HealthAnswer = z.infer<typeof healthAnswerSchema>;
