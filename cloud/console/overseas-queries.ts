import { binSchema, type BinUse } from '../../shared/stock/bin.ts';
import { stockFigure, type StockFigure } from '../../shared/stock/stock-figure.ts';
import type { StockRow } from '../../shared/stock/stock-ledger.ts';
import type { Grade } from '../../shared/stock/grade.ts';
import type { Database } from '../postgres/database.ts';

type Rows = Promise<Record<string, unknown>[]>;

/** Piles that are not zero, over all stations; a pile below zero is shown as it is. */
const PILES = `SELECT owner, sku, lot, expiry, grade, bin, sum(pieces)::bigint AS pieces FROM stock
  WHERE organisation = $1 AND ($2::text IS NULL OR owner = $2) AND ($3::text IS NULL OR sku = $3) AND ($4::text IS NULL OR bin = $4)
  GROUP BY owner, sku, lot, expiry, grade, bin HAVING sum(pieces) <> 0`;

/** State of the newest label of what a row names; null: it has none. */
const labelOf = (name: string): string =>
  `(SELECT l.state FROM printed_label l WHERE l.organisation = $1 AND (l.job = ${name} OR l.of_job = ${name})
    ORDER BY l.wall_ms DESC NULLS LAST, l.job DESC LIMIT 1)`;

export interface StockAsked {
  readonly owner?: string | undefined;
  readonly sku?: string | undefined;
  readonly bin?: string | undefined;
  readonly limit: number;
}

export async function listStock(database: Database, organisation: string, asked: StockAsked): Rows {
  const { rows } = await database.query(
    `SELECT * FROM (${PILES}) AS piles ORDER BY owner COLLATE "C", sku COLLATE "C", bin COLLATE "C", grade, lot, expiry LIMIT $5`,
    [organisation, asked.owner ?? null, asked.sku ?? null, asked.bin ?? null, asked.limit],
  );
  return rows;
}

export interface SellerFigure extends StockFigure {
  readonly owner: string;
}

/** What each seller has: for sale by grade, and kept for other reasons, by what the bin is for. */
export async function sellersStock(database: Database, organisation: string): Promise<SellerFigure[]> {
  const { rows } = await database.query(PILES, [organisation, null, null, null]);
  const bins = await database.query(
    `SELECT data FROM reference_record WHERE organisation = $1 AND kind = 'bin' AND data IS NOT NULL`,
    [organisation],
  );
  const uses = new Map<string, BinUse>(
    bins.rows.flatMap(({ data }) => {
      const bin = binSchema.safeParse(data);
      return bin.success ? [[bin.data.code, bin.data.use] as const] : [];
    }),
  );
  const bySeller = new Map<string, StockRow[]>();
  for (const row of rows) {
    const pile: StockRow = {
      ...{ owner: String(row['owner']), sku: String(row['sku']), bin: String(row['bin']) },
      ...{ grade: row['grade'] as Grade, pieces: Number(row['pieces']) },
    };
    bySeller.set(pile.owner, [...(bySeller.get(pile.owner) ?? []), pile]);
  }
  return [...bySeller]
    .map(([owner, piles]) => ({ owner, ...stockFigure(piles, (bin) => uses.get(bin)) }))
    .sort((a, b) => (a.owner < b.owner ? -1 : 1));
}

/** Newest first. state: graded (in no bin yet), put-away, voided, empty-box. */
export async function listReturns(
  database: Database,
  organisation: string,
  { rma, owner, limit }: { rma?: string | undefined; owner?: string | undefined; limit: number },
): Rows {
  const { rows } = await database.query(
    `SELECT graded, rma, unit, owner, sku, serial, condition, grade, disposition, rule, override, plate, bin, put_away AS "putAway", ${labelOf('returned_piece.graded')} AS label,
       CASE WHEN voided_by IS NOT NULL THEN 'voided' WHEN condition = 'empty-box' THEN 'empty-box'
         WHEN put_away IS NOT NULL THEN 'put-away' ELSE 'graded' END AS state,
       actor, wall_ms AS "wallMs"
     FROM returned_piece WHERE organisation = $1 AND ($2::text IS NULL OR rma = $2) AND ($3::text IS NULL OR owner = $3)
     ORDER BY wall_ms DESC NULLS FIRST, graded LIMIT $4`,
    [organisation, rma ?? null, owner ?? null, limit],
  );
  return rows;
}

/** Newest first. state: packed, waits (for the carrier's label), stopped, voided. */
export async function listPacked(
  database: Database,
  organisation: string,
  { order, limit }: { order?: string | undefined; limit: number },
): Rows {
  const { rows } = await database.query(
    `SELECT packed, order_code AS "order", parcel, owner, last, box, tracking, weight_verdict AS weight, ${labelOf('packed_parcel.packed')} AS label,
       CASE WHEN stopped_by IS NOT NULL THEN 'stopped' WHEN voided_by IS NOT NULL THEN 'voided'
         WHEN waits THEN 'waits' ELSE 'packed' END AS state, stopped_why AS why, actor, wall_ms AS "wallMs"
     FROM packed_parcel WHERE organisation = $1 AND ($2::text IS NULL OR order_code = $2)
     ORDER BY wall_ms DESC NULLS FIRST, packed LIMIT $3`,
    [organisation, order ?? null, limit],
  );
  return rows;
}

/** Orders that a pack bench has set aside, newest first. state: aside, taken-up (packed after all, or begun to be). */
export async function listAside(
  database: Database,
  organisation: string,
  { order, limit }: { order?: string | undefined; limit: number },
): Rows {
  const { rows } = await database.query(
    `SELECT aside, order_code AS "order", owner, why, sku, checked, actor, wall_ms AS "wallMs",
       CASE WHEN taken_up_by IS NOT NULL OR EXISTS (SELECT 1 FROM packed_parcel p WHERE p.organisation = a.organisation
         AND p.order_code = a.order_code AND p.wall_ms > a.wall_ms) THEN 'taken-up' ELSE 'aside' END AS state
     FROM order_aside a WHERE organisation = $1 AND ($2::text IS NULL OR order_code = $2)
     ORDER BY wall_ms DESC NULLS FIRST, aside LIMIT $3`,
    [organisation, order ?? null, limit],
  );
  return rows;
}
