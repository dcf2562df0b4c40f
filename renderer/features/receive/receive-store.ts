import type { StoreApi } from 'zustand/vanilla';
import { initialReceiveBench, reduceReceive } from '../../../shared/receiving/receive-bench.ts';
import type { ReceiveBenchState, ReceiveContext, ReceiveEvent } from '../../../shared/receiving/receive-bench-state.ts';
import type { AnnouncedCarton } from '../../../shared/receiving/asn.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { createFloorBench, type FloorBenchState } from '../../app/floor-bench.ts';
import { dayText } from '../../text/time-text.ts';

export interface ReceiveFlow extends Flow {
  readonly id: 'receive';
  readonly store: StoreApi<FloorBenchState<ReceiveBenchState>>;
  readonly findSku: ReceiveContext['findSku'];
  /** Announced and not received, soonest first. */
  readonly waiting: () => readonly AnnouncedCarton[];
}

const KEYS = ['F1', 'F2', 'F3', 'F5', 'F6', 'F7', 'F8', 'Escape'] as const;

/** Cartons are counted out by scan; what differs from the notice is said in words and shown. */
export function createReceiveFlow(parts: FlowParts): ReceiveFlow {
  const { floor, work } = parts;
  let receivedHere = 0;

  function context(): ReceiveContext {
    const { settings, mode } = parts.station();
    return {
      practice: mode === 'practice',
      camera: parts.camera.present(),
      dock: settings.overseas.dock,
      today: dayText(parts.wallMs()),
      thisYear: new Date(parts.wallMs()).getFullYear(),
      findSkus: work.findSkus,
      findSku: work.findSku,
      findBin: work.findBin,
      findCarton: work.findCarton,
      isReceived: (carton) => floor.isReceived(carton),
    };
  }

  const bench = createFloorBench<ReceiveBenchState, ReceiveEvent>(parts, {
    id: 'receive',
    initial: initialReceiveBench,
    reduce: (state, event) => reduceReceive(state, event, context()),
    refusalOf: ({ refusal }) => refusal?.code,
    keys: KEYS,
    key: (name) => ({ type: 'key', key: name as (typeof KEYS)[number] }),
    keypad: {
      open: ({ phase, wanted }) => phase === 'quantity' || (phase === 'marks' && wanted === 'expiry'),
      event: (key) => ({ type: 'keypad', key }),
    },
    weight: { event: ({ mass, milligrams, evidence }) => ({ type: 'weight', mass, milligrams, evidence }) },
    photo: (photo) => ({ type: 'photo', photo }),
  });
  const state = (): ReceiveBenchState => bench.store.getState().bench;

  return {
    id: 'receive',
    store: bench.store,
    findSku: work.findSku,
    waiting: () => work.cartons().filter(({ carton }) => !floor.isReceived(carton.carton)),
    onScan: bench.onScan,
    onTornScan: bench.onTornScan,
    onKey: bench.onKey,
    onFrame: bench.onFrame,
    onScaleStatus: bench.onScaleStatus,
    onStorage: bench.onStorage,
    onApplied: (applied) => {
      for (const { body } of applied) if (body.type === 'cartonReceived') receivedHere += 1;
    },
    // A carton that was half counted is counted anew: nothing of it was saved, and the carton is still full.
    restore: () => parts.operations.each(new Set(['cartonReceived']), () => (receivedHere += 1)),
    quiet: () => state().carton === undefined && state().phase !== 'booking',
    doneCount: () => receivedHere,
  };
}
