import { failure } from '../../shared/errors/catalog.ts';
import { operationPayloads, type OperationType } from '../../shared/parcel/operations.ts';
import { settingsSchema } from '../../shared/settings/settings.ts';
import { applyToLedger, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import { byDeadline } from '../../shared/packing/order-queue.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { Flow, FlowParts } from '../../renderer/app/flow.ts';
import { FloorViews } from '../../renderer/data/floor-views.ts';
import type { OverseasWork } from '../../renderer/data/overseas-work.ts';
import type { Applied } from '../../renderer/data/operation-store.ts';
import type { OverseasWorld } from './overseas-world.ts';

/** The announced work of a world, as flows ask for it. */
export function workOf(world: OverseasWorld, listeners = new Set<() => void>()): OverseasWork {
  return {
    findSkus: world.findSkus,
    findSku: world.findSku,
    findBin: world.findBin,
    binsOfUse: (use) => [...world.bins.values()].filter((bin) => bin.use === use),
    boxes: () => world.boxes,
    findBox: (code) => world.boxes.find((box) => box.code === code),
    findOrder: (order) => world.orders.get(order),
    findOrders: world.findOrders,
    ordersOf: (owner, sku) =>
      [...world.orders.values()]
        .filter((one) => one.owner === owner && one.lines.some((line) => line.sku === sku))
        .sort(byDeadline),
    orders: () => world.orders.values(),
    findLabel: (order, parcel) => world.labels.get(`${order}/${parcel}`),
    findCarton: () => undefined,
    cartons: () => [],
    findSdrRate: () => undefined,
    findPapers: () => undefined,
    findRelabelTask: (task) => world.relabels.find((one) => one.task === task),
    relabelTasksOf: (owner, sku) => world.relabels.filter((one) => one.owner === owner && one.fromSku === sku),
    relabelTasks: () => world.relabels,
    findReturns: world.findReturns,
    returnsOf: (owner, sku) =>
      world.rmas.filter((one) => one.owner === owner && one.lines.some((line) => line.sku === sku)),
    dispositionRules: () => [],
    resaleSku: () => undefined,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const DEVICE = 'W3ABCDEF';

/**
 * A flow on a station in memory: what it appends is parsed as at the disk, numbered, and told to the views, before the answer or after it.
 * @param told when the local view speaks of a record: both happen, the two ways are not in step.
 */
export function flowOn<F extends Flow>(
  create: (parts: FlowParts) => F,
  world: OverseasWorld,
  options: {
    readonly told?: 'before' | 'after';
    readonly work?: Partial<OverseasWork>;
    readonly failing?: boolean;
    readonly parts?: Partial<FlowParts>;
  } = {},
) {
  const floor = new FloorViews();
  const written: OperationBody[] = [];
  const labels = new Map<string, LedgerEntry>();
  const [cues, said]: [string[], string[]] = [[], []];
  const listeners = new Set<() => void>();
  const settings = settingsSchema.parse({ version: 1, mode: 'live' });
  const head = () => ({ device: DEVICE, epoch: 1, seq: written.length, hash: '' });
  const tell = (body: OperationBody): void => {
    const applied: Applied[] = [{ body, epoch: 1, label: applyToLedger(labels, { device: DEVICE, epoch: 1 }, body) }];
    floor.onApplied(DEVICE, applied);
    flow.onApplied?.(applied);
  };
  let number = 0;
  const invoke = (command: string, input: unknown): Promise<unknown> => {
    if (command === 'numbers.take') return Promise.resolve({ ok: true, value: { number: (number += 1) } });
    if (command === 'labels.warm') return Promise.resolve({ ok: true, value: null });
    if (command === 'papers.make') return Promise.resolve({ ok: true, value: { path: '' } });
    if (command === 'papers.print') return Promise.resolve({ ok: true, value: { outcome: 'kept', detail: '' } });
    if (command !== 'operation.append') return Promise.reject(new Error(`not on this station: ${command}`));
    if (options.failing === true) return Promise.resolve({ ok: false, error: { code: 'JOURNAL_WRITE_FAILED' } });
    const { type, entity, payload } = input as {
      type: OperationType;
      entity: string;
      payload: Record<string, unknown>;
    };
    const body = {
      ...{ seq: written.length + 1, type, entity, payload: operationPayloads[type].parse(payload) },
      wallMs: 1_000,
    } as unknown as OperationBody;
    written.push(body);
    if (options.told === 'before') tell(body);
    else setTimeout(() => tell(body), 0);
    return Promise.resolve({ ok: true, value: { seq: body.seq } });
  };
  const parts = {
    bridge: { invoke, on: () => () => undefined },
    operations: {
      head,
      each: () => Promise.resolve(),
      labels: () => [...labels.values()],
      label: (job: string) => labels.get(job),
      operation: (seq: number) => Promise.resolve(written[seq - 1]),
    },
    floor,
    work: { ...workOf(world, listeners), ...options.work },
    camera: { present: () => false, take: () => Promise.resolve(failure('CAMERA_ABSENT')) },
    play: (cue: string) => cues.push(cue),
    speak: (...phrases: string[]) => said.push(...phrases),
    station: () => ({ settings, mode: 'live', head: head() }),
    operator: () => ({ id: 'op-1', name: 'Chen Min', role: 'operator' }),
    people: () => [],
    device: () => undefined,
    go: () => undefined,
    inHand: () => flow.id,
    wallMs: () => 1_000,
    ...options.parts,
  } as unknown as FlowParts;
  const flow = create(parts);
  let atMs = 0;
  return {
    flow,
    floor,
    written,
    /** What the print service says of a label. */
    printed: (type: 'labelSent' | 'labelUnknown' | 'labelFailed', job: string, code = 'PRINTER_LOST_MIDWAY') => {
      const said = type === 'labelSent' ? { job, bytes: 5 } : { job, code, detail: '' };
      const body = { seq: written.length + 1, type, entity: `print:${job}`, payload: said, wallMs: 1_000 };
      written.push(body as unknown as OperationBody);
      tell(body as unknown as OperationBody);
    },
    cues,
    said,
    settings,
    parts,
    changed: () => listeners.forEach((listener) => listener()),
    /** One code by a hand that takes its time; the answers of the disk are in when it resolves. */
    scan: async (text: string, afterMs = 5_000): Promise<void> => {
      flow.onScan({ text, atMs: (atMs += afterMs) });
      await new Promise((resolve) => setTimeout(resolve, 0));
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    key: async (name: string): Promise<boolean> => {
      const taken = flow.onKey(name);
      await new Promise((resolve) => setTimeout(resolve, 0));
      await new Promise((resolve) => setTimeout(resolve, 0));
      return taken;
    },
  };
}
