import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { createServer } from './http/server.ts';
import { ServerKeys } from './keys/server-keys.ts';
import { migrate } from './migrations/migrate.ts';
import { provision } from './organisations/provision.ts';
import { Database } from './postgres/database.ts';
import { EmbeddedPostgres } from './postgres/embedded-postgres.ts';

const say = (event: string, more: Record<string, unknown> = {}): void =>
  void process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'out/cloud' },
    port: { type: 'string', default: '8917' },
    host: { type: 'string', default: '127.0.0.1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`npm run cloud -- [--data FOLDER] [--port N] [--host ADDRESS]
Environment: DATABASE_URL (your PostgreSQL; without it one is started in FOLDER)
`);
  process.exit(0);
}

const data = resolve(values.data);
mkdirSync(data, { recursive: true });
const external = process.env['DATABASE_URL'];
const embedded = external === undefined ? await EmbeddedPostgres.start(data) : undefined;
const database = new Database(external ?? embedded?.url ?? '');

/** @throws when it cannot serve: then PostgreSQL is stopped again, nothing is left behind. */
async function prepare(): Promise<FastifyInstance> {
  const applied = await migrate(database);
  if (applied.length > 0) say('migrated', { applied });
  await provision(database, data);
  const keys = ServerKeys.fromFolder(data);
  await keys.publish(database);
  return createServer({ database, keys, log: true });
}
const server = await prepare().catch(async (error: unknown) => {
  say('cannot-start', { detail: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  await database.close();
  await embedded?.server.stop();
  return process.exit(1);
});

let ending: Promise<void> | undefined;
/** Answers in flight are finished, then the pool, then PostgreSQL: nothing acknowledged depends on this being reached. */
function end(signal: string): void {
  ending ??= (async () => {
    say('stopping', { signal });
    server.server.closeIdleConnections();
    await server.close();
    await database.close();
    await embedded?.server.stop();
    process.exit(0);
  })();
}
process.on('SIGTERM', () => end('SIGTERM'));
process.on('SIGINT', () => end('SIGINT'));

await server.listen({ host: values.host, port: Number(values.port) });
say('listening', {
  url: `http://${values.host}:${values.port}/`,
  database: external === undefined ? 'embedded' : 'external',
});
