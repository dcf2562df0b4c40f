import { keyText, type StockKey } from '../../shared/stock/stock-key.ts';
import { changesOf } from '../../shared/stock/stock-move.ts';
import type { Queryable } from '../postgres/database.ts';
import type { Effect } from './effects.ts';
import type { OverseasEffect } from './overseas-effects.ts';
import type { Source } from './place-batch.ts';

/** Stock, returned pieces and packed parcels. What takes back or finishes may come before what it is about: a row then waits for the rest. */
export async function applyOverseas(
  client: Queryable,
  { organisation, device }: Source,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  await applyMoves(client, organisation, device, effects, changeOf);
  for (const effect of effects) {
    const row = rowOf(effect as OverseasEffect);
    if (row !== undefined) await merge(client, organisation, row, changeOf(effect.by));
  }
}

async function applyMoves(
  client: Queryable,
  organisation: string,
  device: string,
  effects: readonly Effect[],
  changeOf: (seq: number) => number,
): Promise<void> {
  const piles = new Map<string, { readonly key: StockKey; readonly pieces: number; readonly change: number }>();
  for (const effect of effects) {
    if (effect.do !== 'move') continue;
    for (const { key, pieces } of effect.moves.flatMap(changesOf)) {
      const text = keyText(key);
      piles.set(text, { key, pieces: (piles.get(text)?.pieces ?? 0) + pieces, change: changeOf(effect.by) });
    }
  }
  if (piles.size === 0) return;
  const rows = [...piles.values()];
  await client.query(
    `INSERT INTO stock (organisation, device, owner, sku, lot, expiry, grade, bin, pieces, change)
     SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[])
     ON CONFLICT (organisation, device, owner, sku, lot, expiry, grade, bin)
     DO UPDATE SET pieces = stock.pieces + EXCLUDED.pieces, change = EXCLUDED.change`,
    [
      organisation,
      device,
      rows.map(({ key }) => key.owner),
      rows.map(({ key }) => key.sku),
      rows.map(({ key }) => key.lot ?? ''),
      rows.map(({ key }) => key.expiry ?? ''),
      rows.map(({ key }) => key.grade),
      rows.map(({ key }) => key.bin),
      rows.map(({ pieces }) => pieces),
      rows.map(({ change }) => change),
    ],
  );
}

interface Row {
  readonly table: 'returned_piece' | 'packed_parcel' | 'order_aside';
  /** Columns with what is known now; the first is the name of the row. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
}

function rowOf(effect: OverseasEffect): Row | undefined {
  switch (effect.do) {
    case 'move':
      return undefined;
    case 'grade': {
      const { piece, actor, wallMs, graded: said } = effect;
      const { rma, unit = 1, owner, sku, serial, condition, grade, disposition, rule, override, plate } = said;
      return {
        table: 'returned_piece',
        values: {
          ...{ graded: piece, rma, unit, owner: owner ?? null, sku: sku ?? null, serial: serial ?? null },
          ...{ condition: condition ?? null, grade, disposition: disposition ?? null, rule: rule ?? null },
          override: override === undefined ? null : JSON.stringify(override),
          ...{ plate: plate ?? null, actor, wall_ms: wallMs },
        },
      };
    }
    case 'put-away': {
      const { rma, unit, owner, grade, disposition, bin } = effect.put;
      return {
        table: 'returned_piece',
        values: { graded: effect.piece, rma, unit, owner, grade, disposition, bin, put_away: effect.name },
      };
    }
    case 'ungrade': {
      const { rma, unit } = effect.undone;
      return { table: 'returned_piece', values: { graded: effect.piece, rma, unit, voided_by: effect.name } };
    }
    case 'pack': {
      const { order, parcel, owner, last, box, label, waits, weight } = effect.packed;
      return {
        table: 'packed_parcel',
        values: {
          ...{ packed: effect.parcel, order_code: order, parcel, owner, last, box, waits: waits !== undefined },
          tracking: label.kind === 'carrier' ? label.tracking : null,
          ...{ weight_verdict: weight.verdict, actor: effect.actor, wall_ms: effect.wallMs },
        },
      };
    }
    case 'relabel-parcel': {
      const { order, parcel, label } = effect.labelled;
      const tracking = label.kind === 'carrier' ? label.tracking : null;
      return {
        table: 'packed_parcel',
        values: { packed: effect.parcel, order_code: order, parcel, tracking, waits: tracking === null },
      };
    }
    case 'set-aside': {
      const { order, owner, why, sku, checked } = effect.said;
      return {
        table: 'order_aside',
        values: {
          ...{ aside: effect.name, order_code: order, owner, why, sku: sku ?? null, checked },
          ...{ actor: effect.actor, wall_ms: effect.wallMs },
        },
      };
    }
    case 'take-up': {
      const { order, aside } = effect.said;
      return { table: 'order_aside', values: { aside, order_code: order, taken_up_by: effect.name } };
    }
    case 'unpack': {
      const { order, parcel } = effect.undone;
      return {
        table: 'packed_parcel',
        values: { packed: effect.parcel, order_code: order, parcel, voided_by: effect.name },
      };
    }
    case 'stop': {
      const { order, parcel, why } = effect.stopped;
      return {
        table: 'packed_parcel',
        values: {
          packed: effect.parcel,
          ...{ order_code: order, parcel, stopped_by: effect.name, stopped_why: why },
        },
      };
    }
  }
  // Effects of other views.
  return undefined;
}

/** Column names are this file's own; values are parameters. What is not known now stays as it was. */
async function merge(client: Queryable, organisation: string, { table, values }: Row, change: number): Promise<void> {
  const columns = Object.keys(values);
  const [name = ''] = columns;
  const later = columns.slice(1).map((column) => `${column} = coalesce(EXCLUDED.${column}, ${table}.${column})`);
  await client.query(
    `INSERT INTO ${table} (organisation, change, ${columns.join(', ')})
     VALUES ($1, $2, ${columns.map((_, at) => `$${at + 3}`).join(', ')})
     ON CONFLICT (organisation, ${name}) DO UPDATE SET ${[...later, 'change = EXCLUDED.change'].join(', ')}`,
    [organisation, change, ...Object.values(values)],
  );
}
