import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { z } from 'zod';
import { PUSH_COLUMNS, PUSH_LINES } from '../../shared/sync/protocol.ts';
import type { ServerKeys } from '../keys/server-keys.ts';
import { authenticate, type Access } from '../organisations/access.ts';
import type { Database } from '../postgres/database.ts';
import { Partitions } from '../postgres/partitions.ts';
import { Admission, TokenBuckets } from './admission.ts';
import type { CloudApp } from './cloud-app.ts';
import { Metrics } from './metrics.ts';
import { openApiDocument } from './open-api.ts';
import { refuse, type Reply, type Route } from './route.ts';
import { DOCUMENT_TYPE } from './routes-overseas.ts';
import { routes } from './routes.ts';
import { readServerState } from './server-state.ts';

/** A packed batch is far smaller. */
const MAX_BODY_BYTES = 512 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
/** One organisation at once: a floor of 200 stations that all drain, and far above what a mistaken script should get. */
const ORGANISATION_PER_SECOND = 200;
const ORGANISATION_BURST = 1_000;
/** Where nobody is known yet. A floor of 200 stations comes from one address and mints tokens together; a code of 58 bits is not guessed so. */
const ADDRESS_PER_SECOND = 20;
const ADDRESS_BURST = 400;

export interface ServerOptions {
  readonly database: Database;
  readonly keys: ServerKeys;
  readonly nowMs?: () => number;
  readonly random?: () => number;
  /** Structured lines on stdout; never a token, never a body. */
  readonly log?: boolean;
}

/** The cloud's HTTP surface. Every handler works for one organisation, that of the token; there is no way to name another. */
export async function createServer({
  database,
  keys,
  nowMs = Date.now,
  random = Math.random,
  log = false,
}: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    logger: log ? { level: process.env['WEIGHHOUSE_LOG'] ?? 'info', base: null, messageKey: 'event' } : false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A reverse proxy on this machine says who asks; nobody else is believed.
    trustProxy: 'loopback',
  });
  const walled = await database.raiseWall();
  const partitions = new Partitions(database);
  await partitions.ensureAhead(nowMs());
  const metrics = new Metrics();
  const app: CloudApp = {
    ...{ database, keys, nowMs, partitions, metrics },
    server: await readServerState(database),
    pushes: new Admission({ concurrent: 6, waitMs: 400, retryMaxSeconds: 30 }, random, () => performance.now()),
    byOrganisation: new TokenBuckets(ORGANISATION_PER_SECOND, ORGANISATION_BURST, () => performance.now()),
    byAddress: new TokenBuckets(ADDRESS_PER_SECOND, ADDRESS_BURST, () => performance.now()),
  };
  metrics.gauge('weighhouse_pushes_in_flight', () => app.pushes.inFlight);
  metrics.gauge('weighhouse_database_connections', () => database.connections);
  metrics.gauge('weighhouse_resident_bytes', () => process.memoryUsage.rss());

  server.addContentTypeParser(
    [PUSH_LINES, PUSH_COLUMNS, DOCUMENT_TYPE],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  server.setErrorHandler((error, request, reply) => {
    const answer = answerTo(error, request.log);
    return send(reply, answer);
  });
  server.setNotFoundHandler((_request, reply) => send(reply, refuse(404, 'there is nothing here')));
  server.addHook('onResponse', (request, reply, done) => {
    const path = request.routeOptions.url ?? 'unknown';
    metrics.count('weighhouse_requests_total', { method: request.method, path, status: reply.statusCode });
    metrics.observe('weighhouse_request_seconds', reply.elapsedTime / 1000);
    if (path === '/v1/push') metrics.observe('weighhouse_push_seconds', reply.elapsedTime / 1000);
    request.log.info(
      {
        method: request.method,
        path,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        organisation: request.organisation,
      },
      'request',
    );
    done();
  });
  server.decorateRequest('organisation', undefined);
  // The queries' own conditions stand alone then: a person should give the database user CREATEROLE.
  if (!walled) server.log.warn('no-row-level-security');
  for (const each of routes) mount(server, app, each);
  const document = openApiDocument(routes);
  server.get('/openapi.json', (_request, reply) => reply.send(document));
  return server;
}

declare module 'fastify' {
  interface FastifyRequest {
    organisation: string | undefined;
  }
}

function mount(server: FastifyInstance, app: CloudApp, each: Route): void {
  server.route({
    method: each.method,
    url: each.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(each.bodyLimit === undefined ? {} : { bodyLimit: each.bodyLimit }),
    handler: async (request, reply) => send(reply, await answer(app, each, request)),
  });
}

async function answer(app: CloudApp, each: Route, request: FastifyRequest): Promise<Reply> {
  const access =
    each.access === 'public'
      ? undefined
      : await authenticate(app.database, app.keys, request.headers.authorization, app.nowMs());
  const limited = limit(app, each, request, access);
  if (limited !== undefined) return limited;
  if (each.access !== 'public') {
    if (access === undefined) return refuse(401, 'unknown, expired or revoked token');
    request.organisation = access.organisation;
    if (access.role !== each.access)
      return refuse(403, `this needs a token of ${each.access === 'admin' ? 'an admin' : 'a station'}`);
  }
  if (each.bytes !== undefined && !Buffer.isBuffer(request.body))
    return refuse(415, `${each.bytes.join(' or ')} is expected`);
  const [params, query, body] = [
    each.params.safeParse(request.params),
    each.query.safeParse(request.query),
    each.body.safeParse(request.body),
  ];
  for (const part of [params, query])
    if (!part.success) return refuse(400, z.prettifyError(part.error).slice(0, 2_000));
  if (!body.success) return refuse(422, z.prettifyError(body.error).slice(0, 2_000));
  const local = request.socket.remoteAddress === '127.0.0.1' || request.socket.remoteAddress === '::1';
  const headers = { ...request.headers, 'x-weighhouse-local': local ? 'yes' : 'no' };
  const work = (): Promise<Reply> =>
    Promise.resolve(each.handle(app, { params: params.data, query: query.data, body: body.data, headers }, access));
  return access === undefined || each.access === 'public' ? work() : app.database.within(access.organisation, work);
}

function limit(app: CloudApp, each: Route, request: FastifyRequest, access: Access | undefined): Reply | undefined {
  // Probes and the page itself cost nothing worth counting.
  if (each.access === 'public' && each.method === 'GET') return undefined;
  const seconds = access === undefined ? app.byAddress.take(request.ip) : app.byOrganisation.take(access.organisation);
  if (seconds === 0) return undefined;
  app.metrics.count('weighhouse_limited_total');
  return { ...refuse(429, 'too many requests'), retryAfterSeconds: seconds };
}

function send(reply: FastifyReply, { status, body, type, stream, retryAfterSeconds }: Reply): FastifyReply {
  reply.code(status);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (type !== undefined) reply.type(type);
  if (stream !== undefined) return reply.header('content-encoding', 'gzip').send(stream);
  return body === undefined ? reply.send() : reply.send(body);
}

function answerTo(error: unknown, log: FastifyBaseLogger): Reply {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status < 500) return refuse(status, error instanceof Error ? error.message : 'refused');
  log.error({ detail: String(error) }, 'error');
  return { ...refuse(503, 'the database did not answer; try again'), retryAfterSeconds: 5 };
}
