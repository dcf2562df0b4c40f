import { operationPayloads, type OperationType } from '../../shared/parcel/operations.ts';
import { settingsSchema } from '../../shared/settings/settings.ts';
import { byDeadline } from '../../shared/packing/order-queue.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { Flow, FlowParts } from '../../renderer/app/flow.ts';
import { FloorViews } from '../../renderer/data/floor-views.ts';
import type { FloorWork } from '../../renderer/data/floor-work.ts';
import type { Applied } from '../../renderer/data/operation-store.ts';
import type { OverseasWorld } from './overseas-world.ts';

/** The announced work of a world, as flows ask for it. */
export function workOf(world: OverseasWorld, listeners = new Set<() => void>()): FloorWork {
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
    findReturns: world.findReturns,
    returnsOf: (owner, sku) =>
      world.rmas.filter((one) => one.owner === owner && one.lines.some((line) => line.sku === sku)),
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
  options: { readonly told?: 'before' | 'after'; readonly work?: Partial<FloorWork>; readonly failing?: boolean } = {},
) {
  const floor = new FloorViews();
  const written: OperationBody[] = [];
  const [cues, said]: [string[], string[]] = [[], []];
  const listeners = new Set<() => void>();
  const settings = settingsSchema.parse({ version: 1, mode: 'live' });
  const head = () => ({ device: DEVICE, epoch: 1, seq: written.length, hash: '' });
  const tell = (body: OperationBody): void => {
    const applied: Applied[] = [{ body, epoch: 1, label: undefined }];
    floor.onApplied(DEVICE, applied);
    flow.onApplied?.(applied);
  };
  let number = 0;
  const invoke = (command: string, input: unknown): Promise<unknown> => {
    if (command === 'numbers.take') return Promise.resolve({ ok: true, value: { number: (number += 1) } });
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
    operations: { head, each: () => Promise.resolve(), labels: () => [] },
    floor,
    work: { ...workOf(world, listeners), ...options.work },
    play: (cue: string) => cues.push(cue),
    speak: (...phrases: string[]) => said.push(...phrases),
    station: () => ({ settings, mode: 'live', head: head() }),
    operator: () => ({ id: 'op-1', name: 'Chen Min', role: 'operator' }),
    people: () => [],
    device: () => undefined,
    go: () => undefined,
    wallMs: () => 1_000,
  } as unknown as FlowParts;
  const flow = create(parts);
  let atMs = 0;
  return {
    flow,
    floor,
    written,
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
