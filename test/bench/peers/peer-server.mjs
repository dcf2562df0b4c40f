// One peer's server in a process of its own. peer-server.mjs pouchdb FOLDER | postgres URL. Says its port on the first line.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

const [kind, place = ''] = process.argv.slice(2);

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** @param {import('node:http').RequestListener} handler */
function listen(handler) {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    console.log(typeof address === 'object' ? address?.port : '');
  });
}

if (kind === 'pouchdb') {
  const { default: express } = await import('express');
  const { default: expressPouch } = await import('express-pouchdb');
  const { default: PouchDB } = await import('pouchdb-node');
  const app = express();
  const Stored = PouchDB.defaults({ prefix: `${place}/` });
  app.use('/', expressPouch(Stored, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${place}/log.txt` }));
  listen(app);
} else {
  const { Pool } = await import('pg');
  const pool = new Pool({ connectionString: place, max: 8 });
  // A table each: nobody finds another's records there already.
  for (const table of ['rxdb', 'one', 'gzip'])
    await pool.query(`CREATE TABLE peer_${table} (id text PRIMARY KEY, body text NOT NULL)`);
  // Each answer after a commit; synchronous_commit is on, as for Weighhouse.
  const store = (/** @type {string} */ table, /** @type {{id: string, body: string}[]} */ rows) =>
    pool.query(`INSERT INTO peer_${table} SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`, [
      rows.map(({ id }) => id),
      rows.map(({ body }) => body),
    ]);
  listen((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
      if (request.url === '/rxdb')
        await store(
          'rxdb',
          JSON.parse(text).map((/** @type {any} */ row) => row.newDocumentState),
        );
      else if (request.url === '/one') await store('one', [JSON.parse(text)]);
      else
        await store(
          'gzip',
          text
            .trimEnd()
            .split('\n')
            .map((line, index) => ({ id: `${request.headers['x-from']}-${index}`, body: line })),
        );
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    })().catch((error) => response.writeHead(500).end(String(error)));
  });
}
