import { createHash } from 'node:crypto';
import {
  MAX_PULL_CHANGES,
  SNAPSHOT_BEYOND_CHANGES,
  TOMBSTONE_DAYS,
  type PulledChange,
  type SnapshotEnd,
} from '../../shared/sync/pull.ts';
import type { Database, Queryable } from '../postgres/database.ts';

/** What was weighed elsewhere matters for as long as a parcel may come by again; a snapshot brings the newest of them. */
const SNAPSHOT_PARCELS = 50_000;
/** A bag that left long ago is asked for by nobody. */
const SNAPSHOT_BAGS = 10_000;
const SNAPSHOT_PAGE = 2_000;

/** Every view a station follows, as (change, kind, key, data). The organisation is $1 in each. */
const VIEWS = {
  reference: `SELECT change, kind, key, data FROM reference_record WHERE organisation = $1`,
  parcel: `SELECT change, 'parcel' AS kind, device || '-' || epoch || '-' || seq AS key, jsonb_build_object(
      'waybill', waybill, 'line', line, 'gross', gross_value || ' ' || gross_unit, 'chargeable', chargeable_value || ' ' || chargeable_unit,
      'wallMs', wall_ms, 'label', label_state, 'supersededBy', superseded_by, 'voidedBy', voided_by) AS data
    FROM weighing WHERE organisation = $1`,
  seal: `SELECT change, 'seal' AS kind, device || '-' || epoch || '-' || seq AS key, jsonb_build_object(
      'state', state, 'station', station - 'segments', 'cloud', cloud - 'segments', 'differences', differences, 'signatures', signatures) AS data
    FROM seal WHERE organisation = $1`,
  conflict: `SELECT change, 'conflict' AS kind, conflict AS key, jsonb_build_object('kind', kind, 'subject', subject, 'rule', rule,
      'first', first_side, 'second', second_side, 'stands', stands, 'decision', decision) AS data
    FROM conflict WHERE organisation = $1`,
  parked: `SELECT change, 'parked' AS kind, device || '-' || epoch || '-' || seq AS key, jsonb_build_object(
      'result', result, 'type', type, 'code', code, 'on', waits_on) AS data FROM parked WHERE organisation = $1`,
  release: `SELECT change, 'release' AS kind, hold AS key, jsonb_build_object('waybill', waybill, 'reason', reason,
      'sinceMs', since_ms, 'lead', lead, 'actor', actor, 'wallMs', wall_ms) AS data FROM hold_release WHERE organisation = $1`,
  bag: `SELECT change, 'bag' AS kind, bag AS key, jsonb_build_object('device', device, 'letter', letter, 'group', bag_group,
      'state', state, 'openedMs', opened_ms, 'grossMilligrams', gross_milligrams, 'unitNumber', unit_number, 'manifest', manifest,
      'sumMilligrams', (SELECT coalesce(sum(milligrams), 0) FROM bag_parcel p WHERE p.organisation = $1 AND p.bag = b.bag),
      'waybills', (SELECT coalesce(jsonb_agg(waybill ORDER BY waybill), '[]') FROM bag_parcel p
        WHERE p.organisation = $1 AND p.bag = b.bag)) AS data FROM bag b WHERE organisation = $1`,
  // The key is only a name: texts of sellers with any sign in them do not go into one.
  stock: `SELECT change, 'stock' AS kind, upper(md5(concat_ws(chr(31), device, owner, sku, lot, expiry, grade, bin))) AS key,
      jsonb_build_object('device', device, 'owner', owner, 'sku', sku, 'lot', lot, 'expiry', expiry, 'grade', grade, 'bin', bin,
      'pieces', pieces) AS data FROM stock WHERE organisation = $1`,
} as const;

export interface ChangeState {
  readonly last: number;
  readonly horizon: number;
}

export async function changeState(
  client: Pick<Database, 'query'> | Queryable,
  organisation: string,
): Promise<ChangeState> {
  const { rows } = await (client as Queryable).query<{ last_change: number; horizon: number }>(
    'SELECT last_change, horizon FROM change_counter WHERE organisation = $1',
    [organisation],
  );
  return { last: rows[0]?.last_change ?? 0, horizon: rows[0]?.horizon ?? 0 };
}

/** Why the changes after `after` cannot be given, if so. */
export function goneReason(
  after: number,
  { last, horizon }: ChangeState,
): 'horizon' | 'far-behind' | 'other-epoch' | undefined {
  // Beyond the last one: the database is older than the cursor, whatever its epoch says.
  if (after > last) return 'other-epoch';
  if (after < horizon) return 'horizon';
  return last - after > SNAPSHOT_BEYOND_CHANGES ? 'far-behind' : undefined;
}

/**
 * The changes after a number, in the order of commits: the numbers are taken under a lock that is held until the commit, so nothing
 * can appear later below a number that was seen.
 */
export async function changesAfter(
  database: Database,
  organisation: string,
  after: number,
): Promise<{ readonly changes: PulledChange[]; readonly to: number; readonly more: boolean }> {
  const each = Object.values(VIEWS).map(
    (view) => `(${view} AND change > $2 ORDER BY change LIMIT ${MAX_PULL_CHANGES})`,
  );
  const { rows } = await database.query(
    `SELECT change, kind, key, data FROM (${each.join(' UNION ALL ')}) AS every ORDER BY change, kind, key LIMIT ${MAX_PULL_CHANGES}`,
    [organisation, after],
  );
  const page = rows as unknown as (PulledChange & { change: number })[];
  const full = page.length === MAX_PULL_CHANGES;
  const last = page.at(-1)?.change ?? after;
  // One change number may stand at several rows: a page must not end among them.
  const complete = full ? page.filter(({ change }) => change < last) : page;
  const used = full && complete.length === 0 ? await changesAt(database, organisation, last) : complete;
  return {
    changes: used.map(({ kind, key, data }) => ({ kind, key, data })),
    to: used.at(-1)?.change ?? after,
    more: full,
  };
}

/** All rows of one number that fill a page alone: a supervisor's word that let very many through. */
async function changesAt(
  database: Database,
  organisation: string,
  change: number,
): Promise<(PulledChange & { change: number })[]> {
  const each = Object.values(VIEWS).map((view) => `(${view} AND change = $2)`);
  const { rows } = await database.query(`${each.join(' UNION ALL ')}`, [organisation, change]);
  return rows as unknown as (PulledChange & { change: number })[];
}

/** Lines of a snapshot of one moment, and its last line with count and hash. Streams: memory does not grow with the organisation. */
export async function* snapshotLines(
  client: Queryable,
  organisation: string,
  serverEpoch: string,
): AsyncGenerator<string> {
  const { last } = await changeState(client, organisation);
  const hash = createHash('sha256');
  let count = 0;
  const views = [
    `${VIEWS.reference} AND deleted_at IS NULL`,
    `SELECT * FROM (${VIEWS.parcel} ORDER BY change DESC LIMIT ${SNAPSHOT_PARCELS}) AS newest`,
    VIEWS.seal,
    VIEWS.conflict,
    // What was decided long ago holds nothing up: a station that begins anew need not hear of it.
    `${VIEWS.parked} AND result IN ('parked', 'deferred')`,
    VIEWS.release,
    // A station that begins anew has no pile to take back.
    `${VIEWS.stock} AND pieces <> 0`,
    `SELECT * FROM (${VIEWS.bag} ORDER BY change DESC LIMIT ${SNAPSHOT_BAGS}) AS newest_bags`,
  ];
  await client.query(
    `DECLARE snapshot NO SCROLL CURSOR FOR
     SELECT kind, key, data FROM (${views.map((view) => `(${view})`).join(' UNION ALL ')}) AS every
     ORDER BY kind COLLATE "C", key COLLATE "C"`,
    [organisation],
  );
  for (;;) {
    const { rows } = await client.query<{ kind: string; key: string; data: Record<string, unknown> }>(
      `FETCH ${SNAPSHOT_PAGE} FROM snapshot`,
    );
    if (rows.length === 0) break;
    const text = rows.map(({ kind, key, data }) => `${JSON.stringify({ kind, key, data })}\n`).join('');
    hash.update(text);
    count += rows.length;
    yield text;
  }
  await client.query('CLOSE snapshot');
  const end: SnapshotEnd = { end: true, cursor: `${serverEpoch}.${last}`, count, sha256: hash.digest('hex') };
  yield `${JSON.stringify(end)}\n`;
}

/** Forgets deletions that are older than any station is expected to be away; who was away longer is sent to a snapshot. */
export async function forgetTombstones(
  database: Database,
  organisation: string,
  days = TOMBSTONE_DAYS,
): Promise<number> {
  const { rows } = await database.query(
    `WITH gone AS (
       DELETE FROM reference_record WHERE organisation = $1 AND deleted_at < now() - make_interval(days => $2) RETURNING change
     ), moved AS (
       UPDATE change_counter SET horizon = greatest(horizon, coalesce((SELECT max(change) FROM gone), 0)) WHERE organisation = $1
     ) SELECT count(*) AS count FROM gone`,
    [organisation, days],
  );
  return Number(rows[0]?.['count'] ?? 0);
}
