// The peers' own clients. Each: records are in the client's store already; resolves when the server has answered for all of them.
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';

const pack = promisify(gzip);
const BATCH = 500;

/** @typedef {{ readonly id: string, readonly body: string }} PeerRecord */

/** @param {string} url @param {readonly PeerRecord[]} records @param {string} folder */
export async function pouchdb(url, records, folder) {
  const { default: PouchDB } = await import('pouchdb-node');
  const local = new PouchDB(`${folder}/client`);
  const remote = new PouchDB(`${url}/records`);
  await remote.info();
  for (let at = 0; at < records.length; at += BATCH)
    await local.bulkDocs(records.slice(at, at + BATCH).map(({ id, body }) => ({ _id: id, ...asFields(body) })));
  return async () => {
    const result = await local.replicate.to(remote, { batch_size: BATCH, batches_limit: 10 });
    if (!result.ok || result.docs_written !== records.length) throw new Error(JSON.stringify(result));
  };
}

/** @param {string} url @param {readonly PeerRecord[]} records */
export async function rxdb(url, records) {
  const { createRxDatabase } = await import('rxdb');
  const { getRxStorageMemory } = await import('rxdb/plugins/storage-memory');
  const { replicateRxCollection } = await import('rxdb/plugins/replication');
  const database = await createRxDatabase({ name: `bench${Math.random()}`, storage: getRxStorageMemory() });
  const { record } = await database.addCollections({
    record: {
      schema: {
        version: 0,
        primaryKey: 'id',
        type: 'object',
        properties: { id: { type: 'string', maxLength: 64 }, body: { type: 'string' } },
        required: ['id', 'body'],
      },
    },
  });
  for (let at = 0; at < records.length; at += BATCH)
    await record.bulkInsert(records.slice(at, at + BATCH).map(({ id, body }) => ({ id, body })));
  return async () => {
    let pushed = 0;
    const replication = replicateRxCollection({
      collection: record,
      replicationIdentifier: 'bench',
      live: false,
      push: {
        batchSize: BATCH,
        handler: async (rows) => {
          pushed += rows.length;
          const answer = await post(`${url}/rxdb`, JSON.stringify(rows), {});
          return /** @type {any} */ (await answer.json());
        },
      },
    });
    await replication.awaitInitialReplication();
    await database.close();
    if (pushed !== records.length) throw new Error(`${pushed} pushed`);
  };
}

/** One request a record, one after the other, over one kept connection. @param {string} url @param {readonly PeerRecord[]} records */
export async function onePost(url, records) {
  return async () => {
    for (const one of records) await (await post(`${url}/one`, JSON.stringify(one), {})).text();
  };
}

/** A bare outbox: lines of JSON, gzipped, 500 at once, one batch in flight. @param {string} url @param {readonly PeerRecord[]} records */
export async function gzipOutbox(url, records) {
  return async () => {
    for (let at = 0; at < records.length; at += BATCH) {
      const lines = records.slice(at, at + BATCH).map(({ body }) => body);
      const body = await pack(`${lines.join('\n')}\n`, { level: 6 });
      await (await post(`${url}/gzip`, body, { 'content-encoding': 'gzip', 'x-from': records[at]?.id ?? '' })).text();
    }
  };
}

/** @param {string} url @param {string | Buffer} body @param {Record<string, string>} more */
async function post(url, body, more) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...more },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer;
}

/** A document's own fields: a replication that knows JSON is not given text. @param {string} body */
function asFields(body) {
  return JSON.parse(body);
}
