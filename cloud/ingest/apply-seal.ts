import { createHash } from 'node:crypto';
import {
  compareSeals,
  contributionLine,
  contributions,
  differingOperations,
  sealInput,
  sealOf,
  SEGMENT_OPERATIONS,
  weighingKey,
  type Contribution,
  type Seal,
  type SealDifference,
  type SealedWeighing,
  type SealInput,
} from '../../shared/sync/seal.ts';
import type { Queryable } from '../postgres/database.ts';
import type { Effect } from './effects.ts';
import { genesis } from './chain.ts';
import type { Source } from './place-batch.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Compares a station's seal with what the cloud holds of the same numbers, and keeps both. Called again when a parked one moves. */
export async function applySeal(
  client: Queryable,
  source: Source,
  seq: number,
  station: Seal,
  change: number,
): Promise<void> {
  const here = await readRange(client, source, station.fromSeq, station.toSeq);
  const cloud = sealOf({ ...station, head: here.head, parked: here.held }, here.applied, sha256);
  const differences = explain(station, cloud, here);
  await client.query(
    `INSERT INTO seal (organisation, device, epoch, seq, state, station, cloud, differences, change)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (organisation, device, epoch, seq) DO UPDATE
     SET state = EXCLUDED.state, cloud = EXCLUDED.cloud, differences = EXCLUDED.differences, change = EXCLUDED.change`,
    [
      ...[source.organisation, source.device, source.epoch, seq, differences.length === 0 ? 'equal' : 'open'],
      ...[JSON.stringify(station), JSON.stringify(cloud), JSON.stringify(differences), change],
    ],
  );
}

interface Range {
  readonly head: string;
  readonly held: number;
  /** As if every stored operation had been applied: what a station with the same bytes should have counted. */
  readonly stored: readonly Contribution[];
  readonly applied: readonly Contribution[];
}

/**
 * A thousand that differs is explained to the exact operation where the cloud can do so alone: when the station's digest is that of
 * all stored operations, the ones not applied are the difference. Else the thousand stays named until the station sends its lines.
 */
function explain(station: Seal, cloud: Seal, range: Range): SealDifference[] {
  const all = sealOf(station, range.stored, sha256);
  const known = new Map(all.segments.map(({ toSeq, sha256: digest }) => [toSeq, digest]));
  return compareSeals(station, cloud).flatMap((difference): SealDifference[] => {
    if (difference.what !== 'segment') return [difference];
    const { toSeq } = difference;
    const theirs = station.segments.find((segment) => segment.toSeq === toSeq)?.sha256;
    if (theirs !== known.get(toSeq)) return [difference];
    return differingOperations(segmentLines(range.stored, toSeq), segmentLines(range.applied, toSeq));
  });
}

const segmentLines = (all: readonly Contribution[], toSeq: number): string[] => {
  const from = Math.floor((toSeq - 1) / SEGMENT_OPERATIONS) * SEGMENT_OPERATIONS;
  return all.filter(({ seq }) => seq > from && seq <= toSeq).map(contributionLine);
};

async function readRange(client: Queryable, source: Source, from: number, to: number): Promise<Range> {
  const key = [source.organisation, source.device, source.epoch];
  const { rows } = await client.query<{
    seq: number;
    type: string | null;
    result: string;
    hash: Buffer;
    body: Buffer | null;
  }>(
    `SELECT seq, type, result, hash, CASE WHEN type IN ('parcelWeighed', 'parcelWeighingVoided') THEN body END AS body
     FROM operation WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq BETWEEN $4 AND $5 ORDER BY seq`,
    [...key, from, to],
  );
  const inputs = rows.map((row): SealInput & { result: string } => ({
    ...sealInput(row.seq, row.type ?? 'unknown', payloadOf(row.body), source.epoch),
    result: row.result,
  }));
  const own = new Set(inputs.map(({ seq }) => weighingKey(source.epoch, seq)));
  const earlier = inputs.flatMap(({ takesBack }) =>
    takesBack === undefined || own.has(takesBack) ? [] : [takesBack.split('-').map(Number)],
  );
  const before = new Map<string, SealedWeighing>();
  if (earlier.length > 0) {
    const { rows: weighings } = await client.query<{ epoch: number; seq: number; line: string; milligrams: number }>(
      // Still counting when this range began: taken back by nothing that stands before it.
      `SELECT w.epoch, w.seq, w.line, w.gross_milligrams AS milligrams FROM weighing w
       JOIN unnest($4::integer[], $5::bigint[]) AS t(epoch, seq) ON w.epoch = t.epoch AND w.seq = t.seq
       WHERE w.organisation = $1 AND w.device = $2
         AND (w.superseded_by IS NULL OR (coalesce(w.superseded_epoch, w.epoch), w.superseded_by) >= ($3::integer, $6::bigint))
         AND (w.voided_by IS NULL OR (coalesce(w.voided_epoch, w.epoch), w.voided_by) >= ($3::integer, $6::bigint))`,
      [...key, earlier.map(([epoch]) => epoch), earlier.map(([, seq]) => seq), from],
    );
    for (const { epoch, seq, line, milligrams } of weighings) before.set(weighingKey(epoch, seq), { line, milligrams });
  }
  return {
    head: rows.at(-1)?.hash.toString('hex') ?? genesis(source.device, source.epoch).toString('hex'),
    held: rows.filter(({ result }) => result === 'parked' || result === 'deferred').length,
    stored: contributions(inputs, new Map(before), source.epoch),
    applied: contributions(
      inputs.filter(({ result }) => result === 'applied'),
      before,
      source.epoch,
    ),
  };
}

function payloadOf(body: Buffer | null): Record<string, unknown> {
  if (body === null) return {};
  try {
    return (JSON.parse(body.toString('utf8')) as { payload?: Record<string, unknown> }).payload ?? {};
  } catch {
    return {};
  }
}

/** Seals that cover a number whose verdict has changed are compared anew. */
export async function refreshSeals(
  client: Queryable,
  source: Source,
  seqs: readonly number[],
  change: number,
): Promise<void> {
  const { rows } = await client.query<{ seq: number; station: Seal }>(
    `SELECT seq, station FROM seal WHERE organisation = $1 AND device = $2 AND epoch = $3 AND EXISTS (
       SELECT 1 FROM unnest($4::bigint[]) AS t(n)
       WHERE t.n BETWEEN (station ->> 'fromSeq')::bigint AND (station ->> 'toSeq')::bigint) ORDER BY seq`,
    [source.organisation, source.device, source.epoch, seqs],
  );
  for (const { seq, station } of rows) await applySeal(client, source, seq, station, change);
}

/**
 * The lines of a thousand as the station counted them, against the cloud's: the exact operations take the place of the thousand.
 * @returns undefined when the lines are not those that the station sealed, or there is no such open thousand.
 */
export async function explainSegment(
  client: Queryable,
  source: Source,
  seq: number,
  toSeq: number,
  lines: readonly string[],
  change: () => Promise<number>,
): Promise<readonly SealDifference[] | undefined> {
  const { rows } = await client.query<{ station: Seal; differences: SealDifference[] }>(
    'SELECT station, differences FROM seal WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq = $4 FOR UPDATE',
    [source.organisation, source.device, source.epoch, seq],
  );
  const [row] = rows;
  const sealed = row?.station.segments.find((segment) => segment.toSeq === toSeq);
  if (row === undefined || sealed?.sha256 !== sha256(lines.join('\n'))) return undefined;
  const { applied } = await readRange(client, source, row.station.fromSeq, row.station.toSeq);
  const exact = differingOperations(lines, segmentLines(applied, toSeq));
  const differences = row.differences.flatMap((one) => (one.what === 'segment' && one.toSeq === toSeq ? exact : [one]));
  await client.query(
    'UPDATE seal SET differences = $5, change = $6 WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq = $4',
    [source.organisation, source.device, source.epoch, seq, JSON.stringify(differences), await change()],
  );
  return differences;
}

/** Differences that stay are signed by both shifts, each having seen as many as there are; then the day is closed with them. */
export async function applySignature(
  client: Queryable,
  source: Source,
  { by, actor, signed }: Extract<Effect, { do: 'sign' }>,
  change: number,
): Promise<void> {
  const key = [source.organisation, source.device, source.epoch, signed.seal];
  const signature = { by, actor, as: signed.as, differencesSeen: signed.differencesSeen };
  const { rows } = await client.query<{ state: string; seen: number; signatures: (typeof signature)[] }>(
    `UPDATE seal SET signatures = signatures || $5::jsonb, change = $6
     WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq = $4
     RETURNING state, jsonb_array_length(differences) AS seen, signatures`,
    [...key, JSON.stringify([signature]), change],
  );
  const [row] = rows;
  if (row?.state !== 'open') return;
  const both = (['outgoing', 'incoming'] as const).every((as) =>
    row.signatures.some((one) => one.as === as && one.differencesSeen === row.seen),
  );
  if (both)
    await client.query(
      "UPDATE seal SET state = 'signed' WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq = $4",
      key,
    );
}
