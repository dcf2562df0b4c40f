import { z } from 'zod';
import {
  challengeAnswerSchema,
  challengeRequestSchema,
  enrolAnswerSchema,
  enrolRequestSchema,
  tokenAnswerSchema,
  tokenRequestSchema,
} from '../../shared/identity/device-identity.ts';
import { journalHeadSchema } from '../../shared/sync/operation.ts';
import { enrol, makeChallenge, makeEnrolmentCode, makeToken, revokeStation } from '../identity/enrolment.ts';
import { acceptQuarantined, listQuarantined } from '../identity/quarantine.ts';
import { stateNow } from './cloud-app.ts';
import { errorSchema, nothing, ok, refuse, route, type Route } from './route.ts';

const deviceParams = z.object({ device: journalHeadSchema.shape.device });
const WORDS = {
  'bad-signature': 'the signature does not fit the key',
  'unknown-code': 'the code is unknown, used or too old',
  'device-taken': 'another key stands under this name: this disk is a copy, start under a new name',
} as const;

export const identityRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/identity/enrol',
    access: 'public',
    summary: "Binds a station to its key with a one-time code, proved by the key's signature.",
    params: nothing,
    query: nothing,
    body: enrolRequestSchema,
    answers: { 200: enrolAnswerSchema, 403: errorSchema, 409: errorSchema, 429: errorSchema },
    handle: async (app, { body }) => {
      const done = await enrol(app.database, body, app.nowMs());
      if ('refused' in done) return refuse(done.refused === 'device-taken' ? 409 : 403, WORDS[done.refused]);
      return ok({ ...stateNow(app), ...done, device: body.device });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/identity/challenge',
    access: 'public',
    summary: 'Something to sign, for any name: nobody learns from it which stations exist.',
    params: nothing,
    query: nothing,
    body: challengeRequestSchema,
    answers: { 200: challengeAnswerSchema, 429: errorSchema },
    handle: async (app, { body }) => ok({ ...stateNow(app), ...makeChallenge(app.keys, body, app.nowMs()) }),
  }),
  route({
    method: 'POST',
    path: '/v1/identity/token',
    access: 'public',
    summary: 'A token for a quarter of an hour against a signed challenge.',
    params: nothing,
    query: nothing,
    body: tokenRequestSchema,
    answers: { 200: tokenAnswerSchema, 403: errorSchema, 429: errorSchema },
    handle: async (app, { body }) => {
      const token = await makeToken(app.database, app.keys, body, app.nowMs());
      return token === undefined
        ? refuse(403, 'unknown station, key or challenge')
        : ok({ ...stateNow(app), ...token });
    },
  }),
  route({
    method: 'POST',
    path: '/v1/stations',
    access: 'admin',
    summary: 'Makes a one-time code for a new station; it is shown once and is good for a day.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ name: z.string().min(1).max(60) }),
    answers: { 200: z.object({ code: z.string(), expiresAtMs: z.number() }) },
    handle: async (app, { body }, { organisation }) =>
      ok(await makeEnrolmentCode(app.database, organisation, body.name, app.nowMs())),
  }),
  route({
    method: 'GET',
    path: '/v1/stations',
    access: 'admin',
    summary: 'Enrolled stations.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: z.array(z.record(z.string(), z.unknown())) },
    handle: async (app, _asked, { organisation }) => {
      const { rows } = await app.database.query(
        `SELECT device, name, encode(public_key, 'hex') AS "publicKey", enrolled_at AS "enrolledAt", revoked_at AS "revokedAt",
           revoked_reason AS "revokedReason" FROM station_key WHERE organisation = $1 ORDER BY device`,
        [organisation],
      );
      return ok(rows);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/stations/{device}/revoke',
    access: 'admin',
    summary: 'Revokes a station: what it still pushes goes into quarantine.',
    params: deviceParams,
    query: nothing,
    body: z.strictObject({ reason: z.string().min(1).max(200) }),
    answers: { 200: z.object({ revoked: z.boolean() }) },
    handle: async (app, { params, body }, { organisation }) =>
      ok({ revoked: await revokeStation(app.database, organisation, params.device, body.reason) }),
  }),
  route({
    method: 'GET',
    path: '/v1/quarantine',
    access: 'admin',
    summary: 'What revoked stations still had.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: z.array(z.record(z.string(), z.unknown())) },
    handle: async (app, _asked, { organisation }) => ok(await listQuarantined(app, organisation)),
  }),
  route({
    method: 'POST',
    path: '/v1/quarantine/{device}/{epoch}/accept',
    access: 'admin',
    summary: 'Lets the kept operations of one chain in.',
    params: deviceParams.extend({ epoch: z.coerce.number().int().positive() }),
    query: nothing,
    body: z.unknown(),
    answers: { 200: z.object({ accepted: z.number() }), 409: errorSchema },
    handle: async (app, { params }, { organisation }) => {
      const done = await acceptQuarantined(app, { organisation, ...params });
      return 'refused' in done ? refuse(409, done.refused) : ok(done);
    },
  }),
];
