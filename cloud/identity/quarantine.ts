import type { PushAnswer } from '../../shared/sync/protocol.ts';
import { genesis } from '../ingest/chain.ts';
import type { Batch } from '../ingest/parse-batch.ts';
import type { Source } from '../ingest/place-batch.ts';
import { takeBatch, type Intake } from '../ingest/take-batch.ts';
import { placeBehind } from './place-behind.ts';

interface QuarantinedRow {
  readonly seq: number;
  readonly hash: Buffer;
  readonly body: Buffer;
}
const PAGE = 200;

/**
 * A revoked station's queue is kept apart, byte for byte, until a supervisor decides; nothing of it is applied or deleted. Numbers
 * follow the chain, and what comes again is recognised, as in the ordinary intake.
 */
export async function quarantineBatch(
  { database, server, nowMs }: Intake,
  source: Source,
  { header, bodies }: Batch,
): Promise<PushAnswer> {
  const key = [source.organisation, source.device, source.epoch];
  return database.inTransaction(async (client) => {
    await client.query('SELECT 1 FROM station_key WHERE organisation = $1 AND device = $2 FOR UPDATE', key.slice(0, 2));
    const { rows: devices } = await client.query<{ last_seq: number; head: Buffer }>(
      'SELECT last_seq, head FROM device WHERE organisation = $1 AND device = $2 AND epoch = $3',
      key,
    );
    const known = devices[0] ?? { last_seq: 0, head: genesis(source.device, source.epoch) };
    const { rows } = await client.query<{ seq: number; hash: Buffer }>(
      'SELECT seq, hash FROM quarantined WHERE organisation = $1 AND device = $2 AND epoch = $3 ORDER BY seq DESC LIMIT 1',
      key,
    );
    const kept = rows[0];
    // Let in and revoked once more: what was applied since then goes before what lay here.
    const last = kept !== undefined && kept.seq > known.last_seq ? kept : { seq: known.last_seq, hash: known.head };
    const answer = {
      ...{ ...server, serverTimeMs: nowMs(), outcome: 'revoked' as const, lastSeq: known.last_seq },
      head: known.head.toString('hex'),
    };
    const fresh = placeBehind(last, { header, bodies });
    if (fresh === undefined)
      return { ...answer, detail: `revoked; nothing new follows number ${last.seq}`, quarantinedTo: last.seq };
    await client.query(
      `INSERT INTO quarantined (organisation, device, epoch, seq, hash, body)
       SELECT $1, $2, $3, $4 + t.n, t.hash, t.body FROM unnest($5::bytea[], $6::bytea[]) WITH ORDINALITY AS t(hash, body, n)`,
      [...key, last.seq, fresh.map(({ hash }) => hash), fresh.map(({ body }) => body)],
    );
    const quarantinedTo = last.seq + fresh.length;
    return { ...answer, detail: `revoked; kept in quarantine up to number ${quarantinedTo}`, quarantinedTo };
  });
}

export type Accepted = { readonly accepted: number } | { readonly refused: string };

/** The supervisor lets the kept operations in: they go the ordinary way, and stay in quarantine as accepted. */
export async function acceptQuarantined(intake: Intake, source: Source): Promise<Accepted> {
  const key = [source.organisation, source.device, source.epoch];
  let accepted = 0;
  for (;;) {
    const { rows } = await intake.database.query(
      `SELECT seq, hash, body FROM quarantined WHERE organisation = $1 AND device = $2 AND epoch = $3 AND accepted_at IS NULL
       ORDER BY seq LIMIT ${PAGE}`,
      key,
    );
    const page = rows as unknown as QuarantinedRow[];
    const [first, last] = [page[0], page.at(-1)];
    if (first === undefined || last === undefined) return { accepted };
    const { device, epoch } = source;
    const head = last.hash.toString('hex');
    const answer = await takeBatch(intake, source, {
      header: { protocol: 1, device, epoch, fromSeq: first.seq, count: page.length, head },
      bodies: page.map(({ body }) => body),
    });
    if (answer.outcome !== 'accepted') return { refused: answer.detail };
    await intake.database.query(
      'UPDATE quarantined SET accepted_at = now() WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq BETWEEN $4 AND $5',
      [...key, first.seq, last.seq],
    );
    accepted += page.length;
  }
}

export async function listQuarantined(
  intake: Pick<Intake, 'database'>,
  organisation: string,
): Promise<Record<string, unknown>[]> {
  const { rows } = await intake.database.query(
    `SELECT device, epoch, min(seq) AS "fromSeq", max(seq) AS "toSeq", count(*) AS operations,
       count(*) FILTER (WHERE accepted_at IS NULL) AS waiting, max(received_at) AS "receivedAt"
     FROM quarantined WHERE organisation = $1 GROUP BY device, epoch ORDER BY device, epoch`,
    [organisation],
  );
  return rows;
}
