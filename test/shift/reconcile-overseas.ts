import type { StockRow } from '../../shared/stock/stock-ledger.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import { decodeBarcodes, renderZplToPng } from '../support/render-zpl.ts';
import type { Admin } from './announce-overseas.ts';
import type { OverseasPlan } from './overseas-plan.ts';
import type { Reconciliation, ReconciliationRow } from './reconciliation.ts';

/** What the hands did, as they would have written it on a pad. */
export interface HandsDid {
  cartons: number;
  /** "owner sku grade bin" → pieces that must lie there. */
  readonly pieces: Map<string, number>;
  readonly packed: Map<string, { readonly job: string; readonly tracking: string | undefined }>;
  readonly returned: Map<
    string,
    { readonly job: string; readonly plate: string; readonly bin: string; readonly grade: string }
  >;
}

type Rows = Record<string, unknown>[];

/** Pieces by key out of the bare operations: no code of the product's ledgers. */
function foldMoves(journal: readonly Pick<OperationBody, 'payload'>[]): Map<string, number> {
  const piles = new Map<string, number>();
  for (const { payload } of journal)
    for (const move of (payload['moves'] ?? []) as Record<string, unknown>[])
      for (const [end, sign] of [
        ['from', -1],
        ['to', 1],
      ] as const) {
        if (move[end] === undefined) continue;
        const key = [move['owner'], move['sku'], move['grade'], move[end]].map(String).join(' ');
        piles.set(key, (piles.get(key) ?? 0) + sign * Number(move['pieces']));
      }
  return piles;
}

/** Sums by a part of the key, without zeros: "DOCK-1 A" → pieces. */
function sums(piles: ReadonlyMap<string, number>, of: (key: readonly string[]) => string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [key, pieces] of piles) found.set(of(key.split(' ')), (found.get(of(key.split(' '))) ?? 0) + pieces);
  return found;
}

export async function reconcileOverseas(day: {
  readonly plan: OverseasPlan;
  readonly journal: readonly Pick<OperationBody, 'type' | 'payload'>[];
  /** What came out of the printer, label by label. */
  readonly labels: readonly string[];
  /** The station's own view of its stock; absent: it is looked at on the screen. */
  readonly view?: Iterable<StockRow>;
  readonly admin: Admin;
  readonly did: HandsDid;
}): Promise<Reconciliation> {
  const { plan, journal, labels, admin, did } = day;
  const problems: string[] = [];
  const cloud = {
    stock: await admin<Rows>('/v1/stock?limit=5000'),
    sellers: await admin<Rows>('/v1/stock/sellers'),
    packed: await admin<Rows>('/v1/packed?limit=5000'),
    returns: await admin<Rows>('/v1/returns?limit=5000'),
  };
  const ofType = (type: string) => journal.filter((one) => one.type === type);
  const decoded: string[][] = [];
  for (const zpl of labels) decoded.push((await decodeBarcodes(await renderZplToPng(zpl))).map(({ text }) => text));
  const labelsWith = (...codes: readonly (string | undefined)[]): number =>
    decoded.filter((found) => codes.some((code) => code !== undefined && found.some((text) => text.includes(code))))
      .length;
  let [orderLabels, plates] = [0, 0];
  for (const [order, { job, tracking }] of did.packed) {
    const found = labelsWith(tracking ?? job, tracking === undefined ? `${order}/1` : undefined);
    orderLabels += found;
    if (found !== 1) problems.push(`${order}: ${found} labels came out with ${tracking ?? job}`);
    const row = cloud.packed.find((one) => one['packed'] === job);
    if (row?.['tracking'] !== (tracking ?? null) || row['state'] !== (tracking === undefined ? 'waits' : 'packed'))
      problems.push(`${order}: the cloud has ${JSON.stringify(row)}`);
  }
  for (const [rma, { job, plate, bin, grade }] of did.returned) {
    const found = labelsWith(plate);
    plates += found;
    if (found !== 1) problems.push(`${rma}: ${found} plates came out with ${plate}`);
    const row = cloud.returns.find((one) => one['graded'] === job);
    if (row?.['bin'] !== bin || row['grade'] !== grade || row['state'] !== 'put-away')
      problems.push(`${rma}: the cloud has ${JSON.stringify(row)}`);
  }
  const rows: ReconciliationRow[] = [
    { what: 'cartons received', floor: String(did.cartons), journal: String(ofType('cartonReceived').length) },
    {
      what: 'orders packed',
      floor: String(did.packed.size),
      journal: String(ofType('orderPacked').length),
      labels: String(orderLabels),
      cloud: String(cloud.packed.length),
    },
    {
      what: 'returns graded and put away',
      floor: String(did.returned.size),
      journal: String(ofType('returnPutAway').length),
      labels: String(plates),
      cloud: String(cloud.returns.filter(({ state }) => state === 'put-away').length),
    },
    {
      what: 'labels out of the printer',
      floor: String(did.packed.size + did.returned.size),
      labels: String(labels.length),
    },
  ];
  const inCloud = new Map<string, number>();
  for (const { owner, sku, grade, bin, pieces } of cloud.stock) {
    const key = [owner, sku, grade, bin].map(String).join(' ');
    inCloud.set(key, (inCloud.get(key) ?? 0) + Number(pieces));
  }
  const inView = new Map<string, number>();
  for (const { owner, sku, grade, bin, pieces } of day.view ?? [])
    inView.set([owner, sku, grade, bin].join(' '), pieces);
  const folded = foldMoves(journal);
  const compare = (name: string, of: (key: readonly string[]) => string): void => {
    const [floor, book, view, far] = [did.pieces, folded, inView, inCloud].map((piles) => sums(piles, of));
    for (const key of new Set([floor, book, view, far].flatMap((one) => [...(one?.keys() ?? [])])))
      rows.push({
        what: `${name} ${key}`,
        floor: String(floor?.get(key) ?? 0),
        journal: String(book?.get(key) ?? 0),
        labels: undefined,
        cloud: String(far?.get(key) ?? 0),
      });
    if (day.view === undefined) return;
    for (const [key, pieces] of view ?? [])
      if (pieces !== (book?.get(key) ?? 0)) problems.push(`${name} ${key}: the station's view has ${pieces}`);
  };
  compare('stock, bin and grade', ([, , grade = '', bin = '']) => `${bin} ${grade}`);
  compare('seller', ([owner = '']) => owner);
  for (const [key, pieces] of did.pieces)
    if ((inCloud.get(key) ?? 0) !== pieces)
      problems.push(`${key}: ${pieces} by hand, ${inCloud.get(key) ?? 0} in the cloud`);
  for (const owner of plan.owners) {
    const figure = cloud.sellers.find((one) => one['owner'] === owner)?.['total'];
    rows.push({
      what: `seller's total ${owner}`,
      floor: String(
        [...did.pieces].reduce((sum, [key, pieces]) => (key.startsWith(`${owner} `) ? sum + pieces : sum), 0),
      ),
      cloud: String(Number(figure ?? 0)),
    });
  }
  return { rows, problems };
}
