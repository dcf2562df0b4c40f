import { jobIdSchema } from '../../shared/devices/print-job.ts';
import { labelStateAfter } from '../../shared/labels/label-ledger.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { Queryable } from '../postgres/database.ts';
import { classify, type Classified, type ParkedCode } from './classify.ts';

export interface Source {
  readonly organisation: string;
  readonly device: string;
  readonly epoch: number;
}

/**
 * Projects a batch; what PostgreSQL cannot hold (a NUL in a text, half a surrogate pair) is found by going one by one and parked,
 * so that no single operation ever blocks those behind it.
 * @returns why a number is parked. @throws what is not about the content: lost connection, lock, disk.
 */
export async function projectOrPark(
  client: Queryable,
  source: Source,
  operations: readonly Classified[],
): Promise<ReadonlyMap<number, ParkedCode>> {
  const attempt = async (some: readonly Classified[]): Promise<number[] | undefined> => {
    await client.query('SAVEPOINT projection');
    try {
      const lost = await project(client, source, some);
      await client.query('RELEASE projection');
      return lost;
    } catch (error) {
      if (!isAboutContent(error)) throw error;
      await client.query('ROLLBACK TO projection');
      return undefined;
    }
  };
  const parked = new Map<number, ParkedCode>();
  const lost = await attempt(operations);
  for (const seq of lost ?? []) parked.set(seq, 'OPERATION_TARGET_UNKNOWN');
  if (lost !== undefined) return parked;
  for (const operation of operations) {
    const alone = await attempt([operation]);
    if (alone === undefined) parked.set(operation.seq, 'OPERATION_NOT_UNDERSTOOD');
    else if (alone.length > 0) parked.set(operation.seq, 'OPERATION_TARGET_UNKNOWN');
  }
  return parked;
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint). */
function isAboutContent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code.startsWith('23');
}

/**
 * Folds operations of one device, in their order, into the table `weighing` (a row is a weighing; its label's state is on it).
 * Rows of one device depend on that device's operations alone, so any order among devices gives the same tables.
 * @returns sequence numbers whose target does not exist: they are parked.
 */
async function project(client: Queryable, source: Source, operations: readonly Classified[]): Promise<number[]> {
  const key = [source.organisation, source.device, source.epoch] as const;
  const weighings: unknown[][] = [];
  const labels = new Map<string, { id: readonly [string, number, number]; state: string; bySeq: number }>();
  const marks: { column: 'superseded_by' | 'voided_by'; target: number; by: number }[] = [];
  for (const { seq, parked, ...operation } of operations) {
    if (parked !== undefined || !('body' in operation)) continue;
    const { type, body } = operation;
    if (type === 'parcelWeighed') {
      const p = operationPayloads.parcelWeighed.parse(body.payload);
      const { chargeable } = p;
      weighings.push([
        ...[seq, p.waybill, p.line, p.grossMilligrams, p.gross.value, p.gross.unit],
        ...[chargeable.chargeable.value, chargeable.chargeable.unit, JSON.stringify(chargeable), body.wallMs],
      ]);
      if (p.supersedes !== undefined) marks.push({ column: 'superseded_by', target: p.supersedes, by: seq });
    } else if (type === 'parcelWeighingVoided') {
      const { voids } = operationPayloads.parcelWeighingVoided.parse(body.payload);
      marks.push({ column: 'voided_by', target: voids, by: seq });
    } else {
      const state = labelStateAfter(type, body.payload);
      const job = jobIdSchema.safeParse(body.payload['job']);
      if (state !== undefined && job.success) {
        const id = parseJob(job.data);
        labels.set(job.data, { id, state, bySeq: seq });
      }
    }
  }
  if (weighings.length > 0)
    await client.query(
      `INSERT INTO weighing (organisation, device, epoch, seq, waybill, line, gross_milligrams, gross_value, gross_unit,
         chargeable_value, chargeable_unit, chargeable, wall_ms, label_state)
       SELECT $1, $2, $3, t.*, 'queued'
       FROM unnest($4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::jsonb[], $13::bigint[]) AS t`,
      [...key, ...columns(weighings, 10)],
    );
  const lost: number[] = [];
  for (const column of ['superseded_by', 'voided_by'] as const) {
    const rows = marks.filter((mark) => mark.column === column);
    if (rows.length === 0) continue;
    const { rows: found } = await client.query<{ by: number }>(
      `UPDATE weighing w SET ${column} = t.by FROM unnest($4::bigint[], $5::bigint[]) AS t(target, by)
       WHERE w.organisation = $1 AND w.device = $2 AND w.epoch = $3 AND w.seq = t.target RETURNING t.by`,
      [...key, rows.map((row) => row.target), rows.map((row) => row.by)],
    );
    const done = new Set(found.map((row) => row.by));
    lost.push(...rows.filter((row) => !done.has(row.by)).map((row) => row.by));
  }
  if (labels.size > 0) {
    const rows = [...labels.values()];
    const { rows: found } = await client.query<{ by: number }>(
      `UPDATE weighing w SET label_state = t.state
       FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::text[], $6::bigint[]) AS t(device, epoch, seq, state, by)
       WHERE w.organisation = $1 AND w.device = t.device AND w.epoch = t.epoch AND w.seq = t.seq RETURNING t.by`,
      [
        source.organisation,
        ...columns(
          rows.map(({ id, state, bySeq }) => [...id, state, bySeq]),
          5,
        ),
      ],
    );
    const done = new Set(found.map((row) => row.by));
    lost.push(...rows.filter((row) => !done.has(row.bySeq)).map((row) => row.bySeq));
  }
  return lost;
}

/** Makes the tables again from the operations; the answer to "is the view right?" and to a changed projection. */
export async function rebuildProjections(client: Queryable, organisation: string): Promise<number> {
  await client.query('SELECT 1 FROM device WHERE organisation = $1 FOR UPDATE', [organisation]);
  await client.query('DELETE FROM weighing WHERE organisation = $1', [organisation]);
  const { rows: devices } = await client.query<{ device: string; epoch: number; last_seq: number }>(
    'SELECT device, epoch, last_seq FROM device WHERE organisation = $1 ORDER BY device, epoch',
    [organisation],
  );
  let count = 0;
  for (const { device, epoch, last_seq: last } of devices)
    for (let from = 1; from <= last; from += PAGE) {
      const { rows } = await client.query<{ seq: number; body: Buffer }>(
        'SELECT seq, body FROM operation WHERE organisation = $1 AND device = $2 AND epoch = $3 AND seq >= $4 AND seq < $5 ORDER BY seq',
        [organisation, device, epoch, from, from + PAGE],
      );
      await projectOrPark(
        client,
        { organisation, device, epoch },
        rows.map((row) => classify(row.seq, row.body)),
      );
      count += rows.length;
    }
  return count;
}

const PAGE = 1_000;

function parseJob(job: string): readonly [string, number, number] {
  const [device = '', epoch, seq] = job.split('-');
  return [device, Number(epoch), Number(seq)];
}

function columns(rows: readonly (readonly unknown[])[], width: number): unknown[][] {
  return Array.from({ length: width }, (_, index) => rows.map((row) => row[index]));
}
