import type { StoreApi } from 'zustand/vanilla';
import { initialReturnsBench, reduceReturns } from '../../../shared/returns/returns-bench.ts';
import type { ReturnsBenchState, ReturnsContext, ReturnsEvent } from '../../../shared/returns/returns-bench-state.ts';
import { binsFor } from '../../../shared/returns/disposition.ts';
import { stillExpected } from '../../../shared/returns/rma.ts';
import { proposeBin } from '../../../shared/stock/propose-bin.ts';
import { spell } from '../../../shared/voice/voice-phrase.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { createFloorBench, type FloorBench, type FloorBenchState } from '../../app/floor-bench.ts';
import { timeText } from '../../text/time-text.ts';

export interface ReturnsFlow extends Flow {
  readonly id: 'returns';
  readonly store: StoreApi<FloorBenchState<ReturnsBenchState>>;
  readonly lead: FloorBench<ReturnsBenchState, ReturnsEvent>['lead'];
  readonly context: () => ReturnsContext;
  /** Pieces of one grade in a bin, by the stock. */
  readonly piecesIn: (bin: string, owner: string, sku: string, grade: string) => number;
  /** Graded and in no bin yet. */
  readonly waiting: () => number;
}

const KEYS = ['F1', 'F2', 'F3', 'F5', 'F6', 'F7', 'F8', 'Escape'] as const;
/** "R-00000042": 4 to 12 signs, as the plate's template has it. */
const plateOf = (number: number): string => `R-${String(number).padStart(8, '0')}`;

/** The returns bench: what came back is checked point by point, disposed of by rule, and lies in a bin that was scanned. */
export function createReturnsFlow(parts: FlowParts): ReturnsFlow {
  const { floor, work } = parts;
  let gradedHere = 0;

  function context(): ReturnsContext {
    const { settings, mode } = parts.station();
    const inBin = (bin: string) => floor.stock.inBin(bin);
    return {
      practice: mode === 'practice',
      camera: parts.camera.present(),
      language: settings.language,
      thisYear: new Date(parts.wallMs()).getFullYear(),
      timeText: () => timeText(parts.wallMs()),
      findSkus: work.findSkus,
      findBin: work.findBin,
      findSku: work.findSku,
      findReturns: work.findReturns,
      findReturnsOf: (owner, sku) =>
        work
          .returnsOf(owner, sku)
          .filter((rma) => !floor.returns.isClosed(rma.rma))
          .filter((rma) => stillExpected(rma, floor.returns.findTaken(rma.rma), sku) > 0),
      findTaken: (rma) => floor.returns.findTaken(rma),
      findOpenReturn: (code) => floor.returns.findOpenReturn(code),
      rules: work.dispositionRules(),
      resaleSku: work.resaleSku,
      proposeBin: (owner, sku, disposition, grade) =>
        proposeBin({ owner, sku, grade, pieces: 1 }, binsFor(disposition, grade), {
          ...{ findBin: work.findBin, binsOfUse: work.binsOfUse, inBin },
          ofArticle: (of, article) => floor.stock.ofArticle(of, article),
        }),
      inBin,
    };
  }

  const bench = createFloorBench<ReturnsBenchState, ReturnsEvent>(parts, {
    id: 'returns',
    initial: initialReturnsBench,
    reduce: (state, event) => reduceReturns(state, event, context()),
    refusalOf: ({ refusal }) => refusal?.code,
    lead: {
      wanted: ({ refusal }) => refusal?.lead !== undefined || refusal?.code === 'RETURN_PHOTO_MISSING',
      event: (id) => ({ type: 'lead', id }),
    },
    keys: KEYS,
    key: (name) => ({ type: 'key', key: name as (typeof KEYS)[number] }),
    label: {
      job: ({ open, last }) => open?.job ?? (last === undefined || last.voided ? undefined : last.graded.job),
      rests: ({ phase, refusal }) =>
        refusal === undefined && (phase === 'idle' || phase === 'done' || phase === 'await-scan-back'),
      awaited: ({ phase }) => phase === 'await-scan-back',
    },
    number: (number) => ({ type: 'plate', plate: number === undefined ? undefined : plateOf(number) }),
    photo: (photo) => ({ type: 'photo', photo }),
    after: (before, now) => {
      // The eyes are on the piece: where it goes is said as well.
      if (now.phase === 'await-bin' && before.phase !== 'await-bin' && now.proposedBin !== undefined)
        parts.speak('bin', ...spell(now.proposedBin));
    },
  });
  const state = (): ReturnsBenchState => bench.store.getState().bench;

  return {
    id: 'returns',
    store: bench.store,
    lead: bench.lead,
    context,
    onScan: bench.onScan,
    onTornScan: bench.onTornScan,
    onKey: bench.onKey,
    onStorage: bench.onStorage,
    begin: bench.begin,
    onApplied: (applied) => {
      bench.onApplied(applied);
      for (const { body } of applied) if (body.type === 'returnGraded') gradedHere += 1;
    },
    restore: () =>
      // A piece that was graded and not put away is found again by its plate; nothing is half done after a start.
      parts.operations.each(new Set(['returnGraded']), () => (gradedHere += 1)),
    quiet: () => {
      const { phase, piece, open, rma } = state();
      return (
        phase !== 'booking' && piece === undefined && open === undefined && (rma === undefined || phase === 'done')
      );
    },
    doneCount: () => gradedHere,
    piecesIn: (bin, owner, sku, grade) =>
      floor.stock
        .inBin(bin)
        .filter((row) => row.owner === owner && row.sku === sku && row.grade === grade)
        .reduce((sum, { pieces }) => sum + pieces, 0),
    waiting: () => floor.returns.waiting().length,
  };
}
