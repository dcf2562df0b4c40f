import type { Order, PrefetchedLabel } from './order.ts';

/** Where an order of the pack list stands. */
export type Due = 'overdue' | 'soon' | 'later';

export interface QueuedOrder {
  readonly order: Order;
  readonly due: Due;
  /** A label of the present address lies on this machine. */
  readonly labelHere: boolean;
}

/** From here on a deadline is near: half an hour of packing and the driver's door. */
export const SOON_MS = 60 * 60_000;

/** By deadline, then priority, then number: every station shows the same list in the same order. */
export const byDeadline = (a: Order, b: Order): number =>
  a.shipByMs - b.shipByMs || a.priority - b.priority || (a.order < b.order ? -1 : a.order > b.order ? 1 : 0);

/** Orders to be packed, most urgent first; stopped ones are not among them. */
export function orderQueue(
  orders: readonly Order[],
  nowMs: number,
  findLabel: (order: Order) => PrefetchedLabel | undefined,
): QueuedOrder[] {
  return orders
    .filter(({ stopped }) => stopped === undefined)
    .sort(byDeadline)
    .map((order) => ({
      order,
      due: order.shipByMs < nowMs ? 'overdue' : order.shipByMs < nowMs + SOON_MS ? 'soon' : 'later',
      labelHere: findLabel(order)?.addressVersion === order.addressVersion,
    }));
}

/** How far the prefetch reaches, for the chip: if the network goes now, this many orders still get their carrier's label. */
export function labelCoverage(queue: readonly QueuedOrder[]): {
  readonly orders: number;
  readonly here: number;
  /** First order, by deadline, that would have to wait. */
  readonly firstMissing: Order | undefined;
} {
  return {
    orders: queue.length,
    here: queue.filter(({ labelHere }) => labelHere).length,
    firstMissing: queue.find(({ labelHere }) => !labelHere)?.order,
  };
}
