import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { referenceDataSchema } from '../../shared/reference/reference-data.ts';
import { journalHeadSchema } from '../../shared/sync/operation.ts';
import type { HealthAnswer } from '../../shared/sync/protocol.ts';
import { consolePage } from '../console/console-page.ts';
import { listDevices, listParcels, countOperations, listParked } from '../console/queries.ts';
import { MAX_UNPACKED_BYTES, parseBatch } from '../ingest/parse-batch.ts';
import { rebuildViews } from '../ingest/rebuild-views.ts';
import { takeBatch, type Intake } from '../ingest/take-batch.ts';
import { authenticate, type Access, type Role } from '../organisations/access.ts';
import type { Database } from '../postgres/database.ts';
import { Partitions } from '../postgres/partitions.ts';
import { newerReference, publishReference } from '../reference/reference-table.ts';
import { readServerState, type ServerState } from './server-state.ts';

const unpack = promisify(gunzip);
/** A packed batch is far smaller; a reference of 200,000 parcels is what needs room. */
const MAX_PUSH_BYTES = 512 * 1024;
const MAX_REFERENCE_BYTES = 64 << 20;
const REQUEST_TIMEOUT_MS = 30_000;

const deviceQuery = z.object({
  device: journalHeadSchema.shape.device,
  epoch: z.coerce.number().int().positive(),
});
const afterQuery = z.object({ after: z.coerce.number().int().nonnegative().default(0) });
const parcelsQuery = z.object({
  waybill: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
const referenceContent = referenceDataSchema.omit({ version: true, issuedAtMs: true });

/** The cloud's HTTP surface. Every handler works for one organisation, that of the token; there is no way to name another. */
export async function createServer(database: Database): Promise<FastifyInstance> {
  const server = Fastify({ logger: false, bodyLimit: MAX_PUSH_BYTES, requestTimeout: REQUEST_TIMEOUT_MS });
  const state = await readServerState(database);
  const partitions = new Partitions(database);
  await partitions.ensureAhead(Date.now());
  const intake: Intake = { database, partitions, server: state, nowMs: () => Date.now() };

  server.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  server.setErrorHandler((error, _request, reply) => {
    const status =
      error instanceof z.ZodError
        ? 400
        : error instanceof Error && 'statusCode' in error
          ? Number(error.statusCode)
          : 500;
    if (status < 500) return reply.code(status).send({ error: error instanceof Error ? error.message : 'refused' });
    process.stderr.write(`${JSON.stringify({ event: 'error', detail: String(error) })}\n`);
    return reply.code(503).header('retry-after', '5').send({ error: 'the database did not answer; try again' });
  });

  const as =
    (role: Role, handler: (access: Access, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const access = await authenticate(database, request.headers.authorization);
      if (access === undefined) return reply.code(401).send({ error: 'unknown or revoked token' });
      if (access.role !== role) return reply.code(403).send({ error: `this needs a token of a ${role}` });
      return handler(access, request, reply);
    };

  server.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(consolePage));
  server.post('/v1/push', {
    handler: as('station', (access, request, reply) => push(intake, access, request, reply)),
  });
  server.get(
    '/v1/health',
    as('station', (access, request) => health(database, state, access, deviceQuery.parse(request.query))),
  );
  server.get(
    '/v1/reference',
    as('station', async ({ organisation }, request, reply) => {
      const text = await newerReference(database, organisation, afterQuery.parse(request.query).after);
      return text === undefined ? reply.code(204).send() : reply.type('application/json; charset=utf-8').send(text);
    }),
  );
  server.put('/v1/reference', {
    bodyLimit: MAX_REFERENCE_BYTES,
    handler: as('admin', async ({ organisation }, request, reply) => {
      const content = referenceContent.safeParse(request.body);
      if (!content.success) return reply.code(422).send({ error: z.prettifyError(content.error).slice(0, 2_000) });
      const version = await database.inTransaction((client) =>
        publishReference(client, organisation, content.data, Date.now()),
      );
      return { version };
    }),
  });
  server.get(
    '/v1/parcels',
    as('admin', ({ organisation }, request) => {
      const { waybill, limit } = parcelsQuery.parse(request.query);
      return listParcels(database, organisation, waybill, limit);
    }),
  );
  server.get(
    '/v1/devices',
    as('admin', ({ organisation }) => listDevices(database, organisation)),
  );
  server.get(
    '/v1/parked',
    as('admin', ({ organisation }) => listParked(database, organisation)),
  );
  server.get(
    '/v1/operations/count',
    as('admin', ({ organisation }) => countOperations(database, organisation)),
  );
  server.post(
    '/v1/projections/rebuild',
    as('admin', ({ organisation }) => database.inTransaction((client) => rebuildViews(client, organisation))),
  );
  return server;
}

async function push(intake: Intake, access: Access, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (!Buffer.isBuffer(request.body)) return reply.code(415).send({ error: 'application/x-ndjson is expected' });
  let bytes: Buffer;
  try {
    bytes =
      request.headers['content-encoding'] === 'gzip'
        ? await unpack(request.body, { maxOutputLength: MAX_UNPACKED_BYTES })
        : request.body;
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    return reply
      .code(tooLarge ? 413 : 400)
      .send({ error: tooLarge ? 'the batch is too large' : 'the gzip is damaged' });
  }
  const batch = parseBatch(bytes);
  if ('refused' in batch) return reply.code(400).send({ error: batch.refused });
  const { device, epoch } = batch.header;
  const answer = await takeBatch(intake, { organisation: access.organisation, device, epoch }, batch);
  return reply.code(answer.outcome === 'accepted' ? 200 : 409).send(answer);
}

async function health(
  database: Database,
  state: ServerState,
  { organisation }: Access,
  { device, epoch }: z.infer<typeof deviceQuery>,
): Promise<HealthAnswer> {
  const { rows } = await database.query(
    "SELECT last_seq, encode(head, 'hex') AS head FROM device WHERE organisation = $1 AND device = $2 AND epoch = $3",
    [organisation, device, epoch],
  );
  const row = rows[0];
  return {
    ...state,
    serverTimeMs: Date.now(),
    organisation,
    lastSeq: Number(row?.['last_seq'] ?? 0),
    ...(row === undefined ? {} : { head: String(row['head']) }),
  };
}
