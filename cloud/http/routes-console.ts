import { z } from 'zod';
import { referenceContentSchema } from '../../shared/reference/reference-data.ts';
import { suppliedKinds, type SuppliedKind } from '../../shared/reference/reference-kinds.ts';
import { seriesSchema } from '../../shared/sync/number-ranges.ts';
import { sharedOperationPayloads } from '../../shared/sync/shared-operations.ts';
import { decide } from '../console/decisions.ts';
import {
  countOperations,
  listBags,
  listConflicts,
  listDevices,
  listManifests,
  listParcels,
  listParked,
  listSeals,
} from '../console/queries.ts';
import { rebuildViews } from '../ingest/rebuild-views.ts';
import { extendSeries, listSeries } from '../numbers/leases.ts';
import {
  changeSupply,
  replaceSupply,
  supplyRecord,
  SupplyRefused,
  type SupplyRecord,
} from '../reference/reference-table.ts';
import { errorSchema, nothing, ok, refuse, route, type Reply, type Route } from './route.ts';

/** 200,000 pre-alerts are what needs room. */
const MAX_SUPPLY_BYTES = 128 << 20;
const suppliedKindSchema = z.enum(Object.keys(suppliedKinds) as [SuppliedKind, ...SuppliedKind[]]);
const rows = z.array(z.record(z.string(), z.unknown()));
const decided = { 200: z.object({ operation: z.string() }), 409: errorSchema };
const by = z.string().min(1).max(64);

/** What was refused was rolled back whole. */
async function changedOrRefused(work: () => Promise<number>): Promise<Reply> {
  try {
    return ok({ changed: await work() });
  } catch (error) {
    if (error instanceof SupplyRefused) return refuse(422, error.message);
    throw error;
  }
}

export const consoleRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/v1/supply',
    access: 'admin',
    summary:
      'The whole of the lists that are given: lines, boxes, pre-alerts, customers, holds, people. What a list lacks is deleted.',
    bodyLimit: MAX_SUPPLY_BYTES,
    params: nothing,
    query: nothing,
    body: referenceContentSchema,
    answers: { 200: z.object({ changed: z.number() }), 422: errorSchema },
    handle: (app, { body }, { organisation }) =>
      changedOrRefused(() =>
        app.database.inTransaction((client) => replaceSupply(client, organisation, body), { statementTimeoutMs: 0 }),
      ),
  }),
  route({
    method: 'POST',
    path: '/v1/supply',
    access: 'admin',
    summary: 'Single records of the supply: put {kind, data} or removed {kind, key}.',
    bodyLimit: MAX_SUPPLY_BYTES,
    params: nothing,
    query: nothing,
    body: z.strictObject({
      put: z
        .array(z.strictObject({ kind: suppliedKindSchema, data: z.record(z.string(), z.unknown()) }))
        .max(10_000)
        .default([]),
      remove: z
        .array(z.strictObject({ kind: suppliedKindSchema, key: z.string().min(1).max(160) }))
        .max(10_000)
        .default([]),
    }),
    answers: { 200: z.object({ changed: z.number() }), 422: errorSchema },
    handle: async (app, { body: { put, remove } }, { organisation }) => {
      let records: SupplyRecord[];
      try {
        records = put.map(({ kind, data }) => supplyRecord(kind, data));
      } catch (error) {
        return refuse(422, error instanceof Error ? error.message : String(error));
      }
      const gone = remove.map(({ kind, key }): SupplyRecord => ({ kind, key: key.toUpperCase(), data: null }));
      return changedOrRefused(() =>
        app.database.inTransaction((client) => changeSupply(client, organisation, [...records, ...gone])),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/v1/parcels',
    access: 'admin',
    summary: 'Weighings, newest first.',
    params: nothing,
    query: z.object({
      waybill: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) =>
      ok(await listParcels(app.database, organisation, query.waybill, query.limit)),
  }),
  route({
    method: 'GET',
    path: '/v1/bags',
    access: 'admin',
    summary: 'Bags and the parcels that stand in them, newest first; of one manifest, or of all.',
    params: nothing,
    query: z.object({ manifest: z.string().max(40).optional() }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) => ok(await listBags(app.database, organisation, query.manifest)),
  }),
  route({
    method: 'GET',
    path: '/v1/manifests',
    access: 'admin',
    summary: 'Manifests, newest first; handedOver is what was said and signed at that moment.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, _asked, { organisation }) => ok(await listManifests(app.database, organisation)),
  }),
  route({
    method: 'GET',
    path: '/v1/devices',
    access: 'admin',
    summary: 'Chains of stations and how far the cloud has them.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, _asked, { organisation }) => ok(await listDevices(app.database, organisation)),
  }),
  route({
    method: 'GET',
    path: '/v1/parked',
    access: 'admin',
    summary: 'Operations that a person has to look at, and those that wait for them.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, _asked, { organisation }) => ok(await listParked(app.database, organisation)),
  }),
  route({
    method: 'POST',
    path: '/v1/parked/decide',
    access: 'admin',
    summary: "A supervisor's word on a parked operation: release or void, recorded as an operation of the cloud.",
    params: nothing,
    query: nothing,
    body: sharedOperationPayloads.parkedDecided.extend({ by }),
    answers: decided,
    handle: async (app, { body: { by: actor, ...payload } }, { organisation }) => {
      const done = await decide(app, organisation, actor, { type: 'parkedDecided', payload });
      return 'refused' in done ? refuse(409, done.refused) : ok(done);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/conflicts',
    access: 'admin',
    summary: 'Where two stations said things that do not fit: both sides, the rule, what stands.',
    params: nothing,
    query: z.object({ open: z.enum(['true', 'false']).default('true') }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) =>
      ok(await listConflicts(app.database, organisation, query.open === 'true')),
  }),
  route({
    method: 'POST',
    path: '/v1/conflicts/decide',
    access: 'admin',
    summary: 'What stands after a person has looked.',
    params: nothing,
    query: nothing,
    body: sharedOperationPayloads.conflictDecided.extend({ by }),
    answers: decided,
    handle: async (app, { body: { by: actor, ...payload } }, { organisation }) => {
      const done = await decide(app, organisation, actor, { type: 'conflictDecided', payload });
      return 'refused' in done ? refuse(409, done.refused) : ok(done);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/seals',
    access: 'admin',
    summary: 'Shift seals: equal on both sides, or open with the differing operations, or signed by both shifts.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, _asked, { organisation }) => ok(await listSeals(app.database, organisation)),
  }),
  route({
    method: 'GET',
    path: '/v1/series',
    access: 'admin',
    summary: 'Series of numbers: what is left, and whether that lasts.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, _asked, { organisation }) => ok(await listSeries(app.database, organisation)),
  }),
  route({
    method: 'PUT',
    path: '/v1/series/{series}',
    access: 'admin',
    summary: 'Opens a series or extends it; its next number is never moved by hand.',
    params: z.object({ series: seriesSchema }),
    query: nothing,
    body: z.strictObject({ last: z.number().int().positive().max(999_999_999_999) }),
    answers: { 200: z.object({ next: z.number(), last: z.number() }), 409: errorSchema },
    handle: async (app, { params, body }, { organisation }) => {
      const series = await extendSeries(app.database, organisation, params.series, body.last);
      return series === undefined ? refuse(409, 'a series is never made shorter') : ok(series);
    },
  }),
  route({
    method: 'GET',
    path: '/v1/operations/count',
    access: 'admin',
    summary: 'Totals.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: z.object({ operations: z.number(), parked: z.number(), parcels: z.number() }) },
    handle: async (app, _asked, { organisation }) => ok(await countOperations(app.database, organisation)),
  }),
  route({
    method: 'POST',
    path: '/v1/projections/rebuild',
    access: 'admin',
    summary: 'Makes the views again from the operations.',
    params: nothing,
    query: nothing,
    body: z.unknown(),
    answers: { 200: z.object({ operations: z.number(), judgedAnew: z.number() }) },
    handle: async (app, _asked, { organisation }) =>
      ok(await app.database.inTransaction((client) => rebuildViews(client, organisation), { statementTimeoutMs: 0 })),
  }),
];
