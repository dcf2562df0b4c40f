import { parseArgs } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { createServer } from './http/server.ts';
import { ServerKeys } from './keys/server-keys.ts';
import { keepHouse } from './postgres/keep-house.ts';
import { migrate } from './migrations/migrate.ts';
import { provision, renewTokens, type Tokens } from './organisations/provision.ts';
import { openDatabase } from './postgres/open-database.ts';

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

const open = await openDatabase(values.data);
const { database, folder: data } = open;

let tokens: Tokens | undefined;
/** @throws when it cannot serve: then PostgreSQL is stopped again, nothing is left behind. */
async function prepare(): Promise<FastifyInstance> {
  const applied = await migrate(database);
  if (applied.length > 0) say('migrated', { applied });
  tokens = await provision(database, data);
  const keys = ServerKeys.fromFolder(data);
  await keys.publish(database);
  return createServer({ database, keys, log: true });
}
const server = await prepare().catch(async (error: unknown) => {
  say('cannot-start', { detail: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  await open.close({ stopJoined: true });
  return process.exit(1);
});

let ending: Promise<void> | undefined;
/** Answers in flight are finished, then the pool, then PostgreSQL: nothing acknowledged depends on this being reached. */
function end(signal: string): void {
  ending ??= (async () => {
    say('stopping', { signal });
    server.server.closeIdleConnections();
    await server.close();
    await open.close({ stopJoined: true });
    process.exit(0);
  })();
}
process.on('SIGTERM', () => end('SIGTERM'));
process.on('SIGINT', () => end('SIGINT'));

/** Partitions ahead of time, deletions that nobody needs any more. */
const DAY_MS = 86_400_000;
setInterval(() => {
  const renewed = tokens === undefined ? Promise.resolve() : renewTokens(database, tokens, Date.now());
  renewed
    .then(() => keepHouse(database, Date.now()))
    .catch((error: unknown) => say('housekeeping-failed', { detail: String(error) }));
}, DAY_MS).unref();

await server.listen({ host: values.host, port: Number(values.port) });
say('listening', {
  url: `http://${values.host}:${values.port}/`,
  database: open.kind,
});
