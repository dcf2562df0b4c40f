import type { StoreApi } from 'zustand/vanilla';
import {
  initialPutAway,
  reducePutAway,
  usesFor,
  type PutAwayContext,
  type PutAwayEvent,
  type PutAwayState,
} from '../../../shared/receiving/put-away-bench.ts';
import { proposeBin } from '../../../shared/stock/propose-bin.ts';
import type { StockRow } from '../../../shared/stock/stock-ledger.ts';
import { spell } from '../../../shared/voice/voice-phrase.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { createFloorBench, type FloorBenchState } from '../../app/floor-bench.ts';

export interface PutAwayFlow extends Flow {
  readonly id: 'putaway';
  readonly store: StoreApi<FloorBenchState<PutAwayState>>;
  readonly dock: () => string;
  /** What lies at the dock, most pieces first. */
  readonly atDock: () => readonly StockRow[];
  readonly inBin: (bin: string) => readonly StockRow[];
}

const KEYS = ['F5', 'F8', 'Escape'] as const;

/** From the dock to the bin that was scanned. */
export function createPutAwayFlow(parts: FlowParts): PutAwayFlow {
  const { floor, work } = parts;
  let doneHere = 0;
  const dock = (): string => parts.station().settings.overseas.dock;
  const inBin = (bin: string): StockRow[] => floor.stock.inBin(bin);

  function context(): PutAwayContext {
    return {
      dock: dock(),
      thisYear: new Date(parts.wallMs()).getFullYear(),
      findSkus: work.findSkus,
      findBin: work.findBin,
      inBin,
      proposeBin: (row) => {
        const { owner, sku, grade, lot, expiry } = row;
        const item = {
          ...{ owner, sku, grade, pieces: 1 },
          ...(lot === undefined ? {} : { lot }),
          ...(expiry === undefined ? {} : { expiry }),
        };
        return proposeBin(item, usesFor(row), {
          ...{ findBin: work.findBin, binsOfUse: work.binsOfUse, inBin },
          ofArticle: (of, article) => floor.stock.ofArticle(of, article),
        });
      },
    };
  }

  const bench = createFloorBench<PutAwayState, PutAwayEvent>(parts, {
    id: 'putaway',
    initial: initialPutAway,
    reduce: (state, event) => reducePutAway(state, event, context()),
    refusalOf: ({ refusal }) => refusal?.code,
    keys: KEYS,
    key: (name) => ({ type: 'key', key: name as (typeof KEYS)[number] }),
    keypad: { open: ({ phase }) => phase === 'quantity', event: (key) => ({ type: 'keypad', key }) },
    after: (before, now) => {
      if (now.proposed !== undefined && now.proposed !== before.proposed) parts.speak('bin', ...spell(now.proposed));
    },
  });
  const state = (): PutAwayState => bench.store.getState().bench;

  return {
    id: 'putaway',
    store: bench.store,
    dock,
    atDock: () =>
      inBin(dock())
        .filter(({ pieces }) => pieces > 0)
        .sort((a, b) => b.pieces - a.pieces),
    inBin,
    onScan: bench.onScan,
    onTornScan: bench.onTornScan,
    onKey: bench.onKey,
    onStorage: bench.onStorage,
    onApplied: (applied) => {
      for (const { body } of applied) if (body.type === 'unitsPutAway') doneHere += 1;
    },
    restore: () => parts.operations.each(new Set(['unitsPutAway']), () => (doneHere += 1)),
    quiet: () => state().held.length === 0 && state().phase !== 'booking',
    doneCount: () => doneHere,
  };
}
