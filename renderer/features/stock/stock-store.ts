import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Order } from '../../../shared/packing/order.ts';
import type { PackedParcel } from '../../../shared/packing/pack-bench-state.ts';
import type { Bin } from '../../../shared/stock/bin.ts';
import { initialCount, reduceCount, type CountEvent, type CountState } from '../../../shared/stock/count-bench.ts';
import { readFloorScan } from '../../../shared/stock/floor-scan.ts';
import type { Sku } from '../../../shared/stock/sku.ts';
import { stockFigure, type StockFigure } from '../../../shared/stock/stock-figure.ts';
import type { StockRow } from '../../../shared/stock/stock-ledger.ts';
import type { Flow, FlowParts, FlowScan } from '../../app/flow.ts';
import { createFloorBench, type FloorBench, type FloorBenchState } from '../../app/floor-bench.ts';

/** What was asked for last. */
export type Found =
  | { readonly kind: 'nothing'; readonly asked: string }
  | { readonly kind: 'owners'; readonly skus: readonly Sku[] }
  | { readonly kind: 'sku'; readonly sku: Sku; readonly rows: readonly StockRow[]; readonly figure: StockFigure }
  | { readonly kind: 'bin'; readonly bin: Bin; readonly rows: readonly StockRow[] }
  | { readonly kind: 'order'; readonly order: Order; readonly packed: readonly PackedParcel[] };

export interface StockFlow extends Flow {
  readonly id: 'stock';
  readonly count: StoreApi<FloorBenchState<CountState>>;
  readonly lead: FloorBench<CountState, CountEvent>['lead'];
  readonly view: StoreApi<{ readonly mode: 'look' | 'count'; readonly found: Found | undefined }>;
}

const KEYS = ['F1', 'F2', 'F3', 'F5', 'F8', 'Escape'] as const;

/** Look-ups of any article, bin or order, and blind counts of bins. F2 goes from the one to the other while nothing is half counted. */
export function createStockFlow(parts: FlowParts): StockFlow {
  const { floor, work } = parts;
  const view = createStore<{ readonly mode: 'look' | 'count'; readonly found: Found | undefined }>(() => ({
    ...{ mode: 'look', found: undefined },
  }));
  let countedHere = 0;
  const lookups = () => ({
    thisYear: new Date(parts.wallMs()).getFullYear(),
    findSkus: work.findSkus,
    findBin: work.findBin,
  });
  const bench = createFloorBench<CountState, CountEvent>(parts, {
    id: 'stock',
    initial: initialCount,
    reduce: (state, event) => reduceCount(state, event, { ...lookups(), inBin: (bin) => floor.stock.inBin(bin) }),
    refusalOf: ({ refusal }) => refusal?.code,
    lead: { wanted: ({ refusal }) => refusal?.code === 'COUNT_NEEDS_LEAD', event: (id) => ({ type: 'lead', id }) },
    keys: KEYS,
    key: (name) => ({ type: 'key', key: name as (typeof KEYS)[number] }),
    keypad: { open: ({ phase }) => phase === 'quantity', event: (key) => ({ type: 'keypad', key }) },
  });
  const state = (): CountState => bench.store.getState().bench;
  const halfCounted = (): boolean => state().bin !== undefined || state().phase === 'booking';

  function ofSku(sku: Sku): Found {
    const rows = floor.stock.ofArticle(sku.owner, sku.sku);
    return { kind: 'sku', sku, rows, figure: stockFigure(rows, (bin) => work.findBin(bin)?.use) };
  }

  /** An order before an article before a place: the longest number is the most particular one. */
  function find({ text, aim }: FlowScan): Found {
    const { skus, bin, code, job } = readFloorScan(text, aim, lookups());
    const packed = floor.packs.findParcel(job ?? code ?? '');
    const order = (packed === undefined ? undefined : work.findOrder(packed.order)) ?? work.findOrders(code ?? '')[0];
    if (order !== undefined) return { kind: 'order', order, packed: floor.packs.findPacked(order.order) };
    const [sku] = skus;
    if (sku !== undefined) return skus.length > 1 ? { kind: 'owners', skus } : ofSku(sku);
    return bin === undefined
      ? { kind: 'nothing', asked: text.slice(0, 24) }
      : { kind: 'bin', bin, rows: floor.stock.inBin(bin.code) };
  }

  function onScan(scan: FlowScan): void {
    if (view.getState().mode === 'count') {
      bench.onScan(scan);
      return;
    }
    const command = /^CMD:([123])$/i.exec(scan.text)?.[1];
    if (command !== undefined) {
      onKey(`F${command}`);
      return;
    }
    const found = find(scan);
    view.setState({ found });
    parts.play(found.kind === 'nothing' ? 'check' : 'next');
  }

  function onKey(name: string): boolean {
    const { mode, found } = view.getState();
    const free = mode === 'look' || (!halfCounted() && !bench.store.getState().asksLead);
    if (name === 'F2' && free && !(mode === 'look' && found?.kind === 'owners')) {
      view.setState({ mode: mode === 'look' ? 'count' : 'look', found: undefined });
      // The bin that is looked at is the one that is counted.
      if (mode === 'look' && found?.kind === 'bin')
        bench.dispatch({ type: 'scan', text: `BIN:${found.bin.code}`, atMs: performance.now() });
      else parts.play('next');
      return true;
    }
    if (mode === 'count') return bench.onKey(name);
    const slot = ['F1', 'F2', 'F3'].indexOf(name);
    const sku = found?.kind === 'owners' && slot >= 0 ? found.skus[slot] : undefined;
    if (sku !== undefined) view.setState({ found: ofSku(sku) });
    else if (name === 'F8' || name === 'Escape') view.setState({ found: undefined });
    else return false;
    return true;
  }

  return {
    id: 'stock',
    count: bench.store,
    lead: bench.lead,
    view,
    onScan,
    onTornScan: () => parts.play('check'),
    onKey,
    onStorage: bench.onStorage,
    onApplied: (applied) => {
      for (const { body } of applied) if (body.type === 'binCounted') countedHere += 1;
    },
    restore: () => parts.operations.each(new Set(['binCounted']), () => (countedHere += 1)),
    quiet: () => !halfCounted(),
    doneCount: () => countedHere,
  };
}
