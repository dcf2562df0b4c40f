import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { journalHeadSchema } from '../../shared/sync/operation.ts';
import {
  healthAnswerSchema,
  OLDEST_PROTOCOL_VERSION,
  PROTOCOL_VERSION,
  PUSH_COLUMNS,
  PUSH_LINES,
  pushAcceptedSchema,
  pushRefusedSchema,
  type HealthAnswer,
  type PushAnswer,
} from '../../shared/sync/protocol.ts';
import { quarantineBatch } from '../identity/quarantine.ts';
import { MAX_UNPACKED_BYTES, parseColumns, parseLines, protocolOf, type Batch } from '../ingest/parse-batch.ts';
import { takeBatch } from '../ingest/take-batch.ts';
import { speaksFor, type Access } from '../organisations/access.ts';
import { stateNow, type CloudApp } from './cloud-app.ts';
import { errorSchema, nothing, ok, refuse, route, type Reply, type Route } from './route.ts';

const unpack = promisify(gunzip);
const STATUS = { gap: 409, fork: 409, 'bad-batch': 409, 'bad-operation': 409, revoked: 403 } as const;

const chainQuery = z.object({
  device: journalHeadSchema.shape.device,
  epoch: z.coerce.number().int().positive().max(999_999),
});

export const pushRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/push',
    access: 'station',
    summary: 'Takes a batch of operations of one chain; the answer follows the durable commit.',
    params: nothing,
    query: nothing,
    body: z.instanceof(Buffer),
    bytes: [PUSH_LINES, PUSH_COLUMNS],
    answers: {
      200: pushAcceptedSchema,
      400: errorSchema,
      403: pushRefusedSchema,
      409: pushRefusedSchema,
      413: errorSchema,
      426: pushRefusedSchema,
      429: errorSchema,
      503: errorSchema,
    },
    handle: async (app, { body, headers }, access) => {
      const admitted = await app.pushes.run(() =>
        push(app, access, body, headers['content-type'] ?? '', headers['content-encoding']),
      );
      if ('value' in admitted) return admitted.value;
      app.metrics.count('weighhouse_pushes_sent_away_total');
      return { ...refuse(503, 'more stations than can be served at once'), ...admitted };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/health',
    access: 'station',
    summary: 'What the server knows of one chain: the probe of a station that is not sure where it stands.',
    params: nothing,
    query: chainQuery,
    body: z.unknown(),
    answers: { 200: healthAnswerSchema, 403: errorSchema },
    handle: async (app, { query: { device, epoch } }, access) => {
      if (!(await speaksFor(app.database, access, device))) return refuse(403, 'this token is for another station');
      return ok(await health(app, access.organisation, device, epoch));
    },
  }),
];

async function push(
  app: CloudApp,
  access: Access,
  packed: Buffer,
  type: string,
  encoding: string | undefined,
): Promise<Reply> {
  let bytes: Buffer;
  try {
    bytes = encoding === 'gzip' ? await unpack(packed, { maxOutputLength: MAX_UNPACKED_BYTES }) : packed;
  } catch (error) {
    return error instanceof RangeError ? refuse(413, 'the batch is too large') : refuse(400, 'the gzip is damaged');
  }
  const version = protocolOf(bytes);
  if (version !== undefined && (version < OLDEST_PROTOCOL_VERSION || version > PROTOCOL_VERSION)) {
    const outcome = version > PROTOCOL_VERSION ? ('server-too-old' as const) : ('client-too-old' as const);
    const detail = `this server speaks ${OLDEST_PROTOCOL_VERSION} to ${PROTOCOL_VERSION}, the station ${version}`;
    return { status: 426, body: { ...stateNow(app), outcome, lastSeq: 0, head: '0'.repeat(64), detail } };
  }
  const batch = type.startsWith(PUSH_COLUMNS) ? parseColumns(bytes) : parseLines(bytes);
  if ('refused' in batch) return refuse(400, batch.refused);
  const { device, epoch } = batch.header;
  if (!(await speaksFor(app.database, access, device))) return refuse(403, 'this token is for another station');
  const answer = await intake(app, access, batch);
  app.metrics.count('weighhouse_pushes_total', { outcome: answer.outcome });
  if (answer.outcome === 'accepted') {
    countOperations(app, batch, answer);
    return ok({ ...answer, countersign: countersign(app, access.organisation, device, epoch, answer) });
  }
  return { status: STATUS[answer.outcome as keyof typeof STATUS], body: answer };
}

function intake(app: CloudApp, access: Access, batch: Batch): Promise<PushAnswer> {
  const { device, epoch } = batch.header;
  const source = { organisation: access.organisation, device, epoch };
  return access.revoked === true ? quarantineBatch(app, source, batch) : takeBatch(app, source, batch);
}

function countOperations(
  app: CloudApp,
  { header }: Batch,
  { exceptions }: Extract<PushAnswer, { outcome: 'accepted' }>,
): void {
  for (const result of ['parked', 'deferred', 'duplicate'] as const)
    app.metrics.count(
      'weighhouse_operations_total',
      { result },
      exceptions.filter((row) => row.result === result).length,
    );
  app.metrics.count('weighhouse_operations_total', { result: 'applied' }, header.count - exceptions.length);
}

const countersign = (
  app: CloudApp,
  organisation: string,
  device: string,
  epoch: number,
  { lastSeq: seq, head }: { lastSeq: number; head: string },
) =>
  app.keys.countersign({
    organisation,
    serverEpoch: app.server.serverEpoch,
    device,
    epoch,
    seq,
    head,
    atMs: app.nowMs(),
  });

async function health(app: CloudApp, organisation: string, device: string, epoch: number): Promise<HealthAnswer> {
  const { rows } = await app.database.query(
    "SELECT last_seq, encode(head, 'hex') AS head FROM device WHERE organisation = $1 AND device = $2 AND epoch = $3",
    [organisation, device, epoch],
  );
  const [row] = rows;
  if (row === undefined) return { ...stateNow(app), organisation, lastSeq: 0 };
  const known = { lastSeq: Number(row['last_seq']), head: String(row['head']) };
  return {
    ...stateNow(app),
    organisation,
    ...known,
    countersign: countersign(app, organisation, device, epoch, known),
  };
}
