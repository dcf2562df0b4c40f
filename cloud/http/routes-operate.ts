import { z } from 'zod';
import { serverStateSchema } from '../../shared/sync/protocol.ts';
import { consolePage } from '../console/console-page.ts';
import { stateNow } from './cloud-app.ts';
import { nothing, ok, refuse, route, errorSchema, type Route } from './route.ts';

const asked = { params: nothing, query: nothing, body: z.unknown() };

export const operateRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/',
    access: 'public',
    summary: "The supervisor's page.",
    ...asked,
    answers: { 200: 'text/html' },
    handle: async () => ({ status: 200, type: 'text/html; charset=utf-8', body: consolePage }),
  }),
  route({
    method: 'GET',
    path: '/health',
    access: 'public',
    summary: 'Tiny probe: the process lives and its database answers.',
    ...asked,
    answers: { 200: serverStateSchema, 503: errorSchema },
    handle: async (app) => {
      await app.database.query('SELECT 1');
      return ok(stateNow(app));
    },
  }),
  route({
    method: 'GET',
    path: '/metrics',
    access: 'public',
    summary:
      'Prometheus text: to this machine, or with the token of WEIGHHOUSE_METRICS_TOKEN. No organisation is named in it.',
    ...asked,
    answers: { 200: 'text/plain; version=0.0.4', 403: errorSchema },
    handle: async (app, { headers }) => {
      const token = process.env['WEIGHHOUSE_METRICS_TOKEN'];
      const local = headers['x-weighhouse-local'] === 'yes' && headers['x-forwarded-for'] === undefined;
      const allowed = token === undefined ? local : headers.authorization === `Bearer ${token}`;
      if (!allowed) return refuse(403, 'metrics are for this machine, or with their token');
      return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: app.metrics.text() };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/keys',
    access: 'public',
    summary: 'Public keys, old and new, that heads are countersigned with.',
    ...asked,
    answers: { 200: z.object({ keys: z.array(z.object({ keyId: z.string(), publicKey: z.string() })) }) },
    handle: async (app) => {
      const { rows } = await app.database.query('SELECT key_id, public_key FROM signing_key ORDER BY since');
      const keys = rows.map((row) => ({
        keyId: String(row['key_id']),
        publicKey: (row['public_key'] as Buffer).toString('base64url'),
      }));
      return ok({ keys });
    },
  }),
];
