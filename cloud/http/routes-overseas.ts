import { createHash } from 'node:crypto';
import { z } from 'zod';
import { documentLabelSchema, MAX_DOCUMENT_BYTES } from '../../shared/devices/print-job.ts';
import { listAside, listPacked, listReturns, listStock, sellersStock } from '../console/overseas-queries.ts';
import { errorSchema, nothing, ok, refuse, route, type Route } from './route.ts';

/** A carrier's label: PDF, PNG or ZPL, as it came. */
export const DOCUMENT_TYPE = 'application/octet-stream';
const rows = z.array(z.record(z.string(), z.unknown()));
const limit = z.coerce.number().int().min(1).max(5_000).default(500);
const text = z.string().max(64).optional();

export const overseasRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/v1/documents',
    access: 'admin',
    summary:
      "A carrier's label for stations to fetch ahead; answered with its SHA-256, which a carrierLabel record names.",
    bodyLimit: MAX_DOCUMENT_BYTES,
    params: nothing,
    query: nothing,
    body: z.instanceof(Buffer).refine((bytes) => bytes.length > 0),
    bytes: [DOCUMENT_TYPE],
    answers: { 200: z.object({ document: documentLabelSchema.shape.document, bytes: z.number() }), 422: errorSchema },
    handle: async (app, { body }, { organisation }) => {
      const document = createHash('sha256').update(body).digest('hex');
      await app.database.query(
        'INSERT INTO document (organisation, sha256, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [organisation, document, body],
      );
      return ok({ document, bytes: body.length });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/documents/{document}',
    access: 'station',
    summary: "A carrier's label by its SHA-256.",
    params: z.object({ document: documentLabelSchema.shape.document }),
    query: nothing,
    body: z.unknown(),
    answers: { 200: DOCUMENT_TYPE, 404: errorSchema },
    handle: async (app, { params: { document } }, { organisation, revoked }) => {
      if (revoked === true) return refuse(403, 'the key of this station was revoked');
      const { rows: found } = await app.database.query(
        'SELECT bytes FROM document WHERE organisation = $1 AND sha256 = $2',
        [organisation, document],
      );
      const [row] = found;
      return row === undefined
        ? refuse(404, 'this document is not here')
        : { status: 200, type: DOCUMENT_TYPE, body: row['bytes'] };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/stock',
    access: 'admin',
    summary: 'Piles that are not zero: seller, article, lot, expiry, grade, bin.',
    params: nothing,
    query: z.object({ owner: text, sku: text, bin: text, limit }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) => ok(await listStock(app.database, organisation, query)),
  }),
  route({
    method: 'GET',
    path: '/v1/stock/sellers',
    access: 'admin',
    summary: 'What each seller has: for sale by grade, and kept for other reasons.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, _asked, { organisation }) => ok(await sellersStock(app.database, organisation)),
  }),
  route({
    method: 'GET',
    path: '/v1/returns',
    access: 'admin',
    summary: 'Returned pieces with grade, disposition and bin, newest first.',
    params: nothing,
    query: z.object({ rma: text, owner: text, limit }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) => ok(await listReturns(app.database, organisation, query)),
  }),
  route({
    method: 'GET',
    path: '/v1/packed',
    access: 'admin',
    summary: 'Packed parcels: their tracking number, whether they wait for a label, were stopped or taken apart.',
    params: nothing,
    query: z.object({ order: text, limit }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) => ok(await listPacked(app.database, organisation, query)),
  }),
  route({
    method: 'GET',
    path: '/v1/orders/aside',
    access: 'admin',
    summary: 'Orders that a pack bench has set aside, and why; those that were packed after all say so.',
    params: nothing,
    query: z.object({ order: text, limit }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) => ok(await listAside(app.database, organisation, query)),
  }),
];
