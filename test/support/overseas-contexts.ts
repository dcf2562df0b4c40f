import type { PackContext } from '../../shared/packing/pack-bench-state.ts';
import type { PutAwayContext } from '../../shared/receiving/put-away-bench.ts';
import type { ReceiveContext } from '../../shared/receiving/receive-bench-state.ts';
import type { RelabelContext } from '../../shared/receiving/relabel-bench.ts';
import { binsFor } from '../../shared/returns/disposition.ts';
import type { ReturnsContext } from '../../shared/returns/returns-bench-state.ts';
import type { CountContext } from '../../shared/stock/count-bench.ts';
import type { BinUse } from '../../shared/stock/bin.ts';
import type { OverseasWorld } from './overseas-world.ts';

/** What a floor knows: master data and work, and the views of what was done. */
export type KnownFloor = Pick<
  OverseasWorld,
  | 'findSkus'
  | 'findSku'
  | 'findBin'
  | 'binsOfUse'
  | 'boxes'
  | 'findOrder'
  | 'findOrders'
  | 'findOrdersWanting'
  | 'findLabel'
  | 'findCarton'
  | 'isReceived'
  | 'findTask'
  | 'findTasksOf'
  | 'findReturns'
  | 'findReturnsOf'
  | 'stock'
  | 'packs'
  | 'returns'
>;

/** What the six benches of the overseas floor ask, answered by one world. Give what a test wants otherwise as an override. */
export function overseasContexts(world: KnownFloor, dock = 'DOCK') {
  const lookups = { findSkus: world.findSkus, findBin: world.findBin, thisYear: 2026 };
  const { findSku } = world;
  const binOf = (uses: readonly BinUse[], owner: string): string | undefined =>
    uses.flatMap((use) => world.binsOfUse(use)).find((bin) => (bin.owner ?? owner) === owner)?.code;
  const pack: PackContext = {
    ...{ ...lookups, findSku, weighs: 'none', scaleStepMilligrams: 5_000, practice: false, boxes: world.boxes },
    findOrders: world.findOrders,
    findOrdersWanting: world.findOrdersWanting,
    findBox: (code) => world.boxes.find((box) => box.code === code),
    findPacked: (order) => world.packs.findPacked(order),
    findAside: (order) => world.packs.findAside(order),
    findParcel: (code) => world.packs.findParcel(code),
    findOrder: world.findOrder,
    findLabel: world.findLabel,
    historyOf: (content) => world.packs.historyOf(content),
    sdrRate: (currency) => (currency === 'EUR' ? { perSdr: '1.25' } : undefined),
    station: 'P2',
    timeText: () => '11-25 14:32',
  };
  const receive: ReceiveContext = {
    ...{ ...lookups, findSku, practice: false, camera: false, dock, today: '2026-11-25' },
    findCarton: world.findCarton,
    isReceived: world.isReceived,
  };
  const putAway: PutAwayContext = {
    ...{ ...lookups, dock },
    inBin: (bin) => world.stock.inBin(bin),
    proposeBin: ({ owner, grade }) => binOf(grade === 'A' ? ['pick', 'reserve'] : ['quarantine'], owner),
  };
  const relabel: RelabelContext = {
    ...{ ...lookups, findSku, language: 'en' },
    ...{ findTask: world.findTask, findTasksOf: world.findTasksOf },
  };
  const count: CountContext = { ...lookups, inBin: (bin) => world.stock.inBin(bin) };
  const returns: ReturnsContext = {
    ...{ ...lookups, findSku, practice: false, camera: true, language: 'en', rules: [] },
    findReturns: world.findReturns,
    findReturnsOf: world.findReturnsOf,
    findTaken: (rma) => world.returns.findTaken(rma),
    findOpenReturn: (code) => world.returns.findOpenReturn(code),
    resaleSku: () => undefined,
    proposeBin: (owner, _sku, disposition, grade) => binOf(binsFor(disposition, grade), owner),
    inBin: (bin) => world.stock.inBin(bin),
    timeText: () => '11-25 14:33',
  };
  return { pack, receive, putAway, relabel, count, returns };
}
