import type { StoreApi } from 'zustand/vanilla';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import { jobIdOf } from '../../../shared/labels/label-ledger.ts';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import { windowOf } from '../../../shared/packing/close-parcel.ts';
import type { WeightWindow } from '../../../shared/packing/expected-weight.ts';
import { labelCoverage, orderQueue, type QueuedOrder } from '../../../shared/packing/order-queue.ts';
import type { Order } from '../../../shared/packing/order.ts';
import { initialPackBench, reducePack } from '../../../shared/packing/pack-bench.ts';
import type { PackBenchState, PackContext, PackEvent } from '../../../shared/packing/pack-bench-state.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { createFloorBench, type FloorBench, type FloorBenchState } from '../../app/floor-bench.ts';
import { operationPayloads } from '../../../shared/parcel/operations.ts';
import type { OperationBody } from '../../../shared/sync/operation.ts';
import type { PackLabel } from '../../../shared/packing/packing-operations.ts';
import { timeText } from '../../text/time-text.ts';
import { createPackPapers, paperWords, type PackPapers } from './pack-papers.ts';

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
  /** These orders come next: their labels are drawn ahead. */
  readonly warmNext: (orders: readonly string[]) => void;
  /** Of the parcel closed last, when it needs any. */
  readonly papers: PackPapers['store'];
  /** A paper that this packing needs cannot be made, or was not printed. */
  readonly papersMissing: (job: string) => boolean;
}

const KEYS = ['F1', 'F2', 'F3', 'F5', 'F6', 'F8', 'Escape'] as const;

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
      findAside: (order) => floor.packs.findAside(order),
      findParcel: (code) => floor.packs.findParcel(code),
      historyOf: (content) => floor.packs.historyOf(content),
      sdrRate: work.findSdrRate,
    };
  }

  /** Its label is wanted with the last scan: what takes time is done while the pieces are scanned. */
  function warm(order: string, parcel: number): void {
    const label = work.findLabel(order, parcel);
    if (label === undefined) return;
    const { document, bytes, tracking } = label;
    void parts.bridge.invoke('labels.warm', { label: { document, bytes, tracking } });
  }

  const papers = createPackPapers(parts);
  const bench = createFloorBench<PackBenchState, PackEvent>(parts, {
    id: 'pack',
    initial: initialPackBench,
    reduce: (state, event) => reducePack(state, event, context()),
    refusalOf: ({ refusal }) => refusal?.code,
    lead: {
      wanted: ({ refusal, settled }) => refusal?.code === 'PACK_WEIGHT_OFF' && settled !== undefined,
      event: (id) => ({ type: 'lead', id }),
    },
    keys: KEYS,
    key: (name) => ({ type: 'key', key: name as (typeof KEYS)[number] }),
    label: {
      job: ({ last }) => (last === undefined || last.voided ? undefined : (last.labelled ?? last.job)),
      rests: ({ open, phase, refusal }) => open === undefined && refusal === undefined && phase !== 'booking',
    },
    after: ({ open: before }, { open }) => {
      if (open !== undefined && (open.order.order !== before?.order.order || open.parcel !== before.parcel))
        warm(open.order.order, open.parcel);
    },
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
  let details: (PackedDetails & { readonly job: string; readonly label: PackLabel }) | undefined;
  function note(job: string, body: OperationBody): void {
    if (body.type === 'orderPacked') {
      const { box, gross, label, documents } = operationPayloads.orderPacked.parse(body.payload);
      details = {
        ...{ job, box, label, documents: documents.map((kind) => paperWords[kind]).join(', ') },
        gross: gross === undefined ? undefined : `${gross.value} ${gross.unit}`,
        carrier: label.kind === 'carrier' ? label.carrier : undefined,
        tracking: label.kind === 'carrier' ? label.tracking : undefined,
      };
    }
    if (body.type === 'parcelLabelled') {
      const { label, packed } = operationPayloads.parcelLabelled.parse(body.payload);
      if (details?.job === packed && label.kind === 'carrier')
        details = { ...details, label, carrier: label.carrier, tracking: label.tracking };
    }
  }

  return {
    id: 'pack',
    store: bench.store,
    lead: bench.lead,
    onScan: bench.onScan,
    onTornScan: bench.onTornScan,
    onKey: (name) => {
      const { bench: now, labelAsk } = bench.store.getState();
      const { last } = now;
      // The papers once more: a page was torn, or the printer of papers had stood still.
      if (
        name === 'F5' &&
        now.phase === 'closed' &&
        now.refusal === undefined &&
        labelAsk === undefined &&
        last?.voided === false
      ) {
        parts.play('next');
        void papers.make(last.job, details?.job === last.job ? details.label : undefined);
        return true;
      }
      return bench.onKey(name);
    },
    onFrame: bench.onFrame,
    onScaleStatus: bench.onScaleStatus,
    onStorage: bench.onStorage,
    begin: bench.begin,
    onApplied: (applied) => {
      bench.onApplied(applied);
      const { device } = parts.operations.head() ?? parts.station().head;
      for (const { body, epoch } of applied) {
        const job = jobIdOf(device, epoch, body.seq);
        note(job, body);
        if (body.type === 'orderPacked') {
          packedHere += 1;
          void papers.make(job);
        }
        if (body.type === 'parcelLabelled') {
          // The number that the forms bear is known now.
          const { packed, label } = operationPayloads.parcelLabelled.parse(body.payload);
          void papers.make(packed, label);
        }
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
    warmNext: (next) => next.forEach((order) => warm(order, 1)),
    papers: papers.store,
    papersMissing: (job) => {
      const { now } = papers.store.getState();
      return now?.job === job && now.papers.some(({ state: one }) => one === 'gap' || one === 'failed');
    },
  };
}
