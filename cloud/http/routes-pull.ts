import { speaksFor } from '../organisations/access.ts';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { cursorSchema, pullAnswerSchema, pullGoneSchema, type PullAnswer } from '../../shared/sync/pull.ts';
import { leaseRefusedSchema, leaseRequestSchema, leaseSchema } from '../../shared/sync/number-ranges.ts';
import { journalHeadSchema } from '../../shared/sync/operation.ts';
import { SEGMENT_OPERATIONS } from '../../shared/sync/seal.ts';
import { explainSegment } from '../ingest/apply-seal.ts';
import { takeChanges } from '../ingest/sql-facts.ts';
import { leaseNumbers } from '../numbers/leases.ts';
import { changesAfter, changeState, goneReason, snapshotLines } from '../pull/changes.ts';
import { stateNow } from './cloud-app.ts';
import { errorSchema, nothing, ok, refuse, route, type Route } from './route.ts';

const REVOKED = 'the key of this station was revoked';
const sealParams = z.object({
  device: journalHeadSchema.shape.device,
  epoch: z.coerce.number().int().positive(),
  seq: z.coerce.number().int().positive(),
});

export const pullRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/pull',
    access: 'station',
    summary: 'Changes after a cursor, in the order of commits; 410: take a snapshot.',
    params: nothing,
    query: z.object({ after: cursorSchema }),
    body: z.unknown(),
    answers: { 200: pullAnswerSchema, 403: errorSchema, 410: pullGoneSchema },
    handle: async (app, { query: { after } }, { organisation, revoked }) => {
      if (revoked === true) return refuse(403, REVOKED);
      const [epoch, number] = [after.slice(0, after.lastIndexOf('.')), Number(after.slice(after.lastIndexOf('.') + 1))];
      const state = await changeState(app.database, organisation);
      const gone = epoch === app.server.serverEpoch ? goneReason(number, state) : 'other-epoch';
      if (gone !== undefined) return { status: 410, body: { ...stateNow(app), gone } };
      const { changes, to, more } = await changesAfter(app.database, organisation, number);
      // Nothing more: up to the last number there is nothing for a station, so that it does not ask again.
      const cursor = `${epoch}.${more ? to : Math.max(to, state.last)}`;
      return ok({ ...stateNow(app), cursor, more, changes } satisfies PullAnswer);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/snapshot',
    access: 'station',
    summary: 'Everything a station follows, of one moment, gzipped lines; the last line has count, hash and cursor.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: 'application/x-ndjson: PulledChange lines, then SnapshotEnd', 403: errorSchema },
    handle: async (app, _asked, { organisation, revoked }) => {
      if (revoked === true) return refuse(403, REVOKED);
      const lines = app.database.streamOfOneMoment((client) =>
        snapshotLines(client, organisation, app.server.serverEpoch),
      );
      const source = Readable.from(lines);
      const stream = source.pipe(createGzip());
      // A cut is seen by the missing last line; the stream must end as an error, not as a shorter whole.
      source.on('error', (error) => stream.destroy(error));
      stream.on('close', () => source.destroy());
      return { status: 200, type: 'application/x-ndjson', stream };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/ranges',
    access: 'station',
    summary: 'Leases a range of numbers; the same lease asked again gets the same range.',
    params: nothing,
    query: nothing,
    body: leaseRequestSchema,
    answers: { 200: leaseSchema, 403: errorSchema, 409: leaseRefusedSchema },
    handle: async (app, { body }, { organisation, device, revoked }) => {
      if (revoked === true) return refuse(403, REVOKED);
      const asking = body.lease.slice(0, body.lease.indexOf('-'));
      if (device !== undefined && device !== asking) return refuse(403, 'this token is for another station');
      const answer = await leaseNumbers(app.database, organisation, asking, body);
      return 'refused' in answer ? { status: 409, body: answer } : ok(answer);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/seals/{device}/{epoch}/{seq}/lines',
    access: 'station',
    summary: "A station's lines of a thousand that differs: answered with the exact operations.",
    bodyLimit: 1 << 20,
    params: sealParams,
    query: nothing,
    body: z.strictObject({
      toSeq: z.number().int().positive(),
      lines: z.array(z.string().max(400)).max(SEGMENT_OPERATIONS),
    }),
    answers: { 200: z.object({ differences: z.array(z.unknown()) }), 403: errorSchema, 422: errorSchema },
    handle: async (app, { params: { device, epoch, seq }, body }, access) => {
      if (access.revoked === true || !(await speaksFor(app.database, access, device))) return refuse(403, REVOKED);
      const source = { organisation: access.organisation, device, epoch };
      const differences = await app.database.inTransaction((client) =>
        explainSegment(client, source, seq, body.toSeq, body.lines, () => takeChanges(client, source.organisation, 1)),
      );
      return differences === undefined ? refuse(422, 'these are not the lines that were sealed') : ok({ differences });
    },
  }),
];
