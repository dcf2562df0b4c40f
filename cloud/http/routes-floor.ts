import { z } from 'zod';
import { labelStateSchema } from '../../shared/devices/print-job.ts';
import { listLabels, listMerges } from '../console/floor-queries.ts';
import { nothing, ok, route, type Route } from './route.ts';

const rows = z.array(z.record(z.string(), z.unknown()));
const limit = z.coerce.number().int().min(1).max(5_000).default(500);

export const floorRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/labels',
    access: 'admin',
    summary:
      'Labels that no weighing asked for (bags, packed parcels, returns, printed by themselves) with their state, newest first.',
    params: nothing,
    query: z.object({ state: labelStateSchema.optional(), limit }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) => ok(await listLabels(app.database, organisation, query)),
  }),
  route({
    method: 'GET',
    path: '/v1/merges',
    access: 'admin',
    summary: 'Parcels that were merged into one carton, newest first.',
    params: nothing,
    query: z.object({ unit: z.string().max(64).optional(), limit }),
    body: z.unknown(),
    answers: { 200: rows },
    handle: async (app, { query }, { organisation }) => ok(await listMerges(app.database, organisation, query)),
  }),
];
