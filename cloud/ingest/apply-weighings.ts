import type { Queryable } from '../postgres/database.ts';
import type { Effect } from './effects.ts';
import type { Source } from './place-batch.ts';

type Mark = {
  readonly target: string;
  readonly value: string | number;
  readonly by: number;
  /** Epoch of the operation that takes back. */
  readonly epoch: number;
};

/**
 * What a batch does to its own weighings is folded before they are written: a weighing, its label's life and its correction are
 * one row written once.
 */
export async function applyWeighings(
  client: Queryable,
  source: Source,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  const rows = new Map<string, WeighingValues>();
  const marks = {
    superseded_by: new Map<string, Mark>(),
    voided_by: new Map<string, Mark>(),
    label_state: new Map<string, Mark>(),
  };
  for (const effect of effects) {
    if (effect.do === 'weigh') {
      const { gross, chargeable, waybill, line, grossMilligrams } = effect.weighing;
      rows.set(`${source.device}-${source.epoch}-${effect.by}`, {
        seq: effect.by,
        fixed: [
          ...[waybill, line, grossMilligrams, gross.value, gross.unit],
          ...[chargeable.chargeable.value, chargeable.chargeable.unit, JSON.stringify(chargeable), effect.wallMs],
        ],
        superseded_by: null,
        voided_by: null,
        label_state: 'queued',
        change: changeOf(effect.by),
      });
      continue;
    }
    if (!('target' in effect)) continue;
    const column = { supersede: 'superseded_by', void: 'voided_by', label: 'label_state' } as const;
    const mark: Mark = {
      target: effect.target,
      epoch: source.epoch,
      by: effect.by,
      value: effect.do === 'label' ? effect.state : effect.by,
    };
    const own = rows.get(effect.target);
    if (own === undefined) marks[column[effect.do]].set(effect.target, mark);
    else rows.set(effect.target, { ...own, [column[effect.do]]: mark.value, change: changeOf(effect.by) });
  }
  await insertWeighings(client, source, [...rows.values()]);
  for (const column of ['superseded_by', 'voided_by', 'label_state'] as const)
    await updateWeighings(client, source, column, [...marks[column].values()], changeOf);
}

interface WeighingValues {
  readonly seq: number;
  readonly fixed: readonly unknown[];
  readonly superseded_by: number | null;
  readonly voided_by: number | null;
  readonly label_state: string;
  readonly change: number;
}

async function insertWeighings(client: Queryable, source: Source, rows: readonly WeighingValues[]): Promise<void> {
  if (rows.length === 0) return;
  const table = rows.map((row) => [
    row.seq,
    ...row.fixed,
    row.superseded_by,
    row.voided_by,
    row.label_state,
    row.change,
  ]);
  await client.query(
    `INSERT INTO weighing (organisation, device, epoch, seq, waybill, line, gross_milligrams, gross_value, gross_unit,
       chargeable_value, chargeable_unit, chargeable, wall_ms, superseded_by, voided_by, label_state, change)
     SELECT $1, $2, $3, * FROM unnest($4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[],
       $11::text[], $12::jsonb[], $13::bigint[], $14::bigint[], $15::bigint[], $16::text[], $17::bigint[])`,
    [
      source.organisation,
      source.device,
      source.epoch,
      ...Array.from({ length: 14 }, (_, at) => table.map((row) => row[at])),
    ],
  );
}

async function updateWeighings(
  client: Queryable,
  { organisation }: Source,
  column: 'superseded_by' | 'voided_by' | 'label_state',
  marks: readonly Mark[],
  changeOf: (seq: number) => number,
): Promise<void> {
  if (marks.length === 0) return;
  const parts = marks.map(({ target }) => target.split('-'));
  const type = column === 'label_state' ? 'text' : 'bigint';
  const epochColumn = { superseded_by: 'superseded_epoch', voided_by: 'voided_epoch', label_state: undefined }[column];
  const setEpoch = epochColumn === undefined ? '' : `, ${epochColumn} = NULLIF(t.by_epoch, w.epoch)`;
  await client.query(
    `UPDATE weighing w SET ${column} = t.value${setEpoch}, change = greatest(w.change, t.change)
     FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::${type}[], $6::bigint[], $7::integer[]) AS t(device, epoch, seq, value, change, by_epoch)
     WHERE w.organisation = $1 AND w.device = t.device AND w.epoch = t.epoch AND w.seq = t.seq`,
    [
      organisation,
      parts.map(([name]) => name),
      parts.map((part) => Number(part[1])),
      parts.map((part) => Number(part[2])),
      marks.map(({ value }) => value),
      marks.map(({ by }) => changeOf(by)),
      marks.map(({ epoch }) => epoch),
    ],
  );
}
