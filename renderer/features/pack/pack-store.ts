import type { StoreApi } from 'zustand/vanilla';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import { jobIdOf } from '../../../shared/labels/label-ledger.ts';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import { windowOf } from '../../../shared/packing/close-parcel.ts';
import type { DocumentKind } from '../../../shared/packing/documents-required.ts';
import type { WeightWindow } from '../../../shared/packing/expected-weight.ts';
import { labelCoverage, orderQueue, type QueuedOrder } from '../../../shared/packing/order-queue.ts';
import type { Order } from '../../../shared/packing/order.ts';
import { initialPackBench, reducePack } from '../../../shared/packing/pack-bench.ts';
import type { PackBenchState, PackContext, PackEvent } from '../../../shared/packing/pack-bench-state.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { createFloorBench, type FloorBench, type FloorBenchState } from '../../app/floor-bench.ts';
import { operationPayloads } from '../../../shared/parcel/operations.ts';
import type { OperationBody } from '../../../shared/sync/operation.ts';
import { timeText } from '../../text/time-text.ts';

export interface PackedDetails {
  readonly box: string;
  readonly gross: string | undefined;
  readonly carrier: string | undefined;
  readonly tracking: string | undefined;
  readonly documents: string;
}

export interface PackFlow extends Flow {
  readonly id: 'pack';
  readonly store: StoreApi<FloorBenchState<PackBenchState>>;
  readonly lead: FloorBench<PackBenchState, PackEvent>['lead'];
  /** What is to be packed, most urgent first, and how many of them have the carrier's label here. */
  readonly queue: () => {
    readonly orders: readonly QueuedOrder[];
    readonly coverage: ReturnType<typeof labelCoverage>;
  };
  /** What the open parcel should weigh; undefined: none is open. */
  readonly expected: () => WeightWindow | undefined;
  readonly nameOf: (owner: string, sku: string) => ReturnType<PackContext['findSku']>;
  /** Where stopped parcels are put: the first such shelf. */
  readonly stoppedShelf: () => string | undefined;
  /** What was written about a closed parcel, as text for the screen. */
  readonly detailsOf: (job: string) => PackedDetails | undefined;
  readonly wallMs: () => number;
}

/** Names of forms, the same in every language. */
const documentWords: Readonly<Record<DocumentKind, string>> = {
  'packing-slip': 'packing slip',
  cn22: 'CN22',
  cn23: 'CN23',
  'commercial-invoice': 'invoice',
};
const KEYS = ['F1', 'F2', 'F3', 'F5', 'F8', 'Escape'] as const;

/** The pack bench: the pure reducer over what is on this machine. */
export function createPackFlow(parts: FlowParts): PackFlow {
  const { floor, work } = parts;
  let packedHere = 0;
  const isPacked = ({ order }: Order): boolean => floor.packs.findPacked(order).some(({ last }) => last);

  function context(): PackContext {
    const { settings, mode } = parts.station();
    const { packWeighs, scaleStep } = settings.overseas;
    return {
      weighs: packWeighs,
      scaleStepMilligrams: massToMilligrams(scaleStep),
      practice: mode === 'practice',
      thisYear: new Date(parts.wallMs()).getFullYear(),
      station: settings.station.name,
      timeText: () => timeText(parts.wallMs()),
      boxes: work.boxes(),
      findSkus: work.findSkus,
      findBin: work.findBin,
      findSku: work.findSku,
      findBox: work.findBox,
      findOrder: work.findOrder,
      findOrders: work.findOrders,
      findOrdersWanting: (owner, sku) =>
        work.ordersOf(owner, sku).filter((order) => order.stopped === undefined && !isPacked(order)),
      findLabel: work.findLabel,
      findPacked: (order) => floor.packs.findPacked(order),
      findParcel: (code) => floor.packs.findParcel(code),
      historyOf: (content) => floor.packs.historyOf(content),
      // No rate of the special drawing right is kept here: the fuller form is made, which is never wrong.
      cn22Limit: () => undefined,
    };
  }

  const bench = createFloorBench<PackBenchState, PackEvent>(parts, {
    initial: initialPackBench,
    reduce: (state, event) => reducePack(state, event, context()),
    refusalOf: ({ refusal }) => refusal?.code,
    lead: {
      wanted: ({ refusal, settled }) => refusal?.code === 'PACK_WEIGHT_OFF' && settled !== undefined,
      event: (id) => ({ type: 'lead', id }),
    },
    keys: KEYS,
    key: (name) => ({ type: 'key', key: name as (typeof KEYS)[number] }),
    weight: {
      event: ({ mass, milligrams, evidence }) => ({ type: 'weight', mass, milligrams, evidence }),
      empty: () => ({ type: 'plate-empty' }),
    },
  });
  const state = (): PackBenchState => bench.store.getState().bench;

  /** An order in hand or just packed may have been cancelled meanwhile; the bench hears of it once for each news. */
  const heard = new Map<string, string>();
  work.onChange(() => {
    const { open, last } = state();
    for (const code of new Set([open?.order.order, last?.order])) {
      const order = code === undefined ? undefined : work.findOrder(code);
      if (order === undefined || code === undefined) continue;
      const news = `${order.stopped ?? ''} ${order.addressVersion}`;
      const before = heard.get(code) ?? (open?.order.order === code ? newsOf(open.order) : undefined);
      if (news === before) continue;
      heard.clear();
      heard.set(code, news);
      bench.dispatch({ type: 'order-changed', order });
    }
  });
  const newsOf = ({ stopped, addressVersion }: Order): string => `${stopped ?? ''} ${addressVersion}`;

  /** Of the parcel closed last. */
  let details: (PackedDetails & { readonly job: string }) | undefined;
  function note(job: string, body: OperationBody): void {
    if (body.type === 'orderPacked') {
      const { box, gross, label, documents } = operationPayloads.orderPacked.parse(body.payload);
      details = {
        ...{ job, box, documents: documents.map((kind) => documentWords[kind]).join(', ') },
        gross: gross === undefined ? undefined : `${gross.value} ${gross.unit}`,
        carrier: label.kind === 'carrier' ? label.carrier : undefined,
        tracking: label.kind === 'carrier' ? label.tracking : undefined,
      };
    }
    if (body.type === 'parcelLabelled') {
      const { label, packed } = operationPayloads.parcelLabelled.parse(body.payload);
      if (details?.job === packed && label.kind === 'carrier')
        details = { ...details, carrier: label.carrier, tracking: label.tracking };
    }
  }

  return {
    id: 'pack',
    store: bench.store,
    lead: bench.lead,
    onScan: bench.onScan,
    onTornScan: bench.onTornScan,
    onKey: bench.onKey,
    onFrame: bench.onFrame,
    onScaleStatus: bench.onScaleStatus,
    onStorage: bench.onStorage,
    onApplied: (applied) => {
      const { device } = parts.operations.head() ?? parts.station().head;
      for (const { body, epoch } of applied) {
        if (body.type === 'orderPacked') packedHere += 1;
        note(jobIdOf(device, epoch, body.seq), body);
      }
    },
    restore: async () => {
      // The parcel closed last can still be taken apart after a start.
      let last: string | undefined;
      await parts.operations.each(new Set(['orderPacked']), ({ device, epoch, body }) => {
        packedHere += 1;
        last = jobIdOf(device, epoch, body.seq);
        note(last, body);
      });
      const parcel = last === undefined ? undefined : floor.packs.findParcel(last);
      if (parcel !== undefined) bench.dispatch({ type: 'restored', last: parcel });
    },
    quiet: () => {
      const { open, phase, refusal } = state();
      // What is refused before anything was opened holds nobody; a parcel that must not leave does.
      return open === undefined && phase !== 'booking' && (refusal === undefined || toneOf(refusal.code) === 'check');
    },
    doneCount: () => packedHere,
    queue: () => {
      const orders = orderQueue(
        [...work.orders()].filter((order) => !isPacked(order)),
        parts.wallMs(),
        ({ order }) => work.findLabel(order, 1),
      );
      return { orders, coverage: labelCoverage(orders) };
    },
    expected: () => {
      const { open } = state();
      return open === undefined ? undefined : windowOf(open, context());
    },
    nameOf: work.findSku,
    stoppedShelf: () => [...work.binsOfUse('stopped')].map(({ code }) => code).sort()[0],
    detailsOf: (job) => (details?.job === job ? details : undefined),
    wallMs: parts.wallMs,
  };
}
