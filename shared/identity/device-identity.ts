import { z } from 'zod';
import { journalHeadSchema } from '../sync/operation.ts';
import { serverStateSchema } from '../sync/protocol.ts';

/** Eight groups of letters and digits that are not mistaken for each other; typed once by a person at the station. */
export const ENROLMENT_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const ENROLMENT_CODE_LENGTH = 12;
export const ENROLMENT_VALID_MS = 24 * 3_600_000;
export const CHALLENGE_VALID_MS = 120_000;
export const TOKEN_VALID_MS = 15 * 60_000;

/** Case, blanks and hyphens do not matter. */
export const enrolmentCodeSchema = z
  .string()
  .max(40)
  .transform((text) => text.toUpperCase().replaceAll(/[\s-]/g, ''))
  .pipe(z.string().regex(new RegExp(`^[${ENROLMENT_ALPHABET}]{${ENROLMENT_CODE_LENGTH}}$`)));

const deviceSchema = journalHeadSchema.shape.device;
const organisationSchema = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
const signatureSchema = z.base64url().length(86);

/** POST /v1/identity/enrol. The signature over `enrolText` shows that the station holds the key it brings. */
export const enrolRequestSchema = z.strictObject({
  code: enrolmentCodeSchema,
  device: deviceSchema,
  /** Ed25519, 32 bytes. */
  publicKey: z.base64url().length(43),
  signature: signatureSchema,
});
export const enrolAnswerSchema = serverStateSchema.extend({
  organisation: organisationSchema,
  device: deviceSchema,
  name: z.string().max(60),
});
export type EnrolAnswer = z.infer<typeof enrolAnswerSchema>;
export const enrolText = (code: string, device: string, publicKey: string): string =>
  ['weighhouse-enrol/1', code, device, publicKey].join('\n');

/** POST /v1/identity/challenge: answered for any name, so that nobody learns which stations exist. */
export const challengeRequestSchema = z.strictObject({ organisation: organisationSchema, device: deviceSchema });
export const challengeAnswerSchema = serverStateSchema.extend({
  challenge: z.string().max(300),
  expiresInMs: z.number().int().positive(),
});

/** POST /v1/identity/token: the signature is over `challengeText`. A challenge is good for one token. */
export const tokenRequestSchema = z.strictObject({
  organisation: organisationSchema,
  device: deviceSchema,
  challenge: z.string().max(300),
  signature: signatureSchema,
});
/** expiresInMs counts on the station's monotonic clock: a wrong wall clock locks nobody out. */
export const tokenAnswerSchema = serverStateSchema.extend({
  token: z.string().max(400),
  expiresInMs: z.number().int().positive(),
  /** A revoked station may still hand over its queue, into quarantine. */
  revoked: z.boolean(),
});
export type TokenAnswer = z.infer<typeof tokenAnswerSchema>;
export const challengeText = (organisation: string, device: string, challenge: string): string =>
  ['weighhouse-token/1', organisation, device, challenge].join('\n');
