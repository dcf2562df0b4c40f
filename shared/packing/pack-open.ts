import { append, cue } from '../stock/floor-effect.ts';
import type { FloorScan } from '../stock/floor-scan.ts';
import type { HeardScan } from '../stock/hear-once.ts';
import type { Order } from './order.ts';
import type { OpenOrder, PackBenchState, PackContext, PackRefusal, PackedParcel } from './pack-bench-state.ts';
import { heldAside } from './pack-aside.ts';
import { takePiece } from './pack-pieces.ts';
import { refusePack, stay, type PackStep } from './pack-step.ts';
import { suggestBoxes } from './suggest-box.ts';

export function openByScan(state: PackBenchState, scan: HeardScan, context: PackContext): PackStep {
  const parcel = findParcel(scan, context);
  if (parcel !== undefined) return onPackedParcel(state, parcel, context);
  const orders = scan.code === undefined ? [] : context.findOrders(scan.code);
  const [order] = orders;
  if (order !== undefined) return openOrder(state, order, context);
  if (scan.skus.length === 0) return refusePack(state, 'PACK_CODE_UNKNOWN', { subject: scan.text.slice(0, 24) });
  // The first item opens the most urgent order that wants it, of whichever seller.
  const wanting = scan.skus.flatMap(({ owner, sku }) => context.findOrdersWanting(owner, sku));
  const [urgent] = wanting.toSorted((a, b) => a.shipByMs - b.shipByMs);
  if (urgent === undefined) return refusePack(state, 'PACK_ITEM_UNWANTED', { scanned: scan.skus[0] });
  const opened = openOrder(state, urgent, context);
  return opened.state.open === undefined ? opened : takePiece(opened.state, opened.state.open, scan, context);
}

const findParcel = (scan: FloorScan, context: PackContext): PackedParcel | undefined =>
  context.findParcel(scan.job ?? scan.code ?? '');

/** A closed parcel comes by: it is stopped, gets the label it waited for, or is done. */
function onPackedParcel(state: PackBenchState, parcel: PackedParcel, context: PackContext): PackStep {
  const order = context.findOrder(parcel.order);
  const why = order === undefined ? undefined : mustStop(order, parcel);
  if (why !== undefined) return refusePack(state, 'PACK_PARCEL_STOPPED', { subject: parcel.order, why, parcel });
  if (!parcel.waits) return refusePack(state, 'PACK_ORDER_DONE', { subject: parcel.order });
  const label = context.findLabel(parcel.order, parcel.parcel);
  if (label === undefined || label.addressVersion !== order?.addressVersion)
    return refusePack(state, 'PACK_LABEL_NOT_HERE', { subject: parcel.order });
  const { carrier, tracking, document, bytes, addressVersion } = label;
  const labelled = append('parcelLabelled', `order:${parcel.order}`, {
    ...{ order: parcel.order, parcel: parcel.parcel, packed: parcel.job },
    label: { kind: 'carrier', carrier, tracking, document, bytes },
    addressVersion,
  });
  return stay({ ...state, refusal: undefined, phase: 'booking' }, labelled);
}

export const mustStop = (order: Order, parcel: PackedParcel): PackRefusal['why'] =>
  order.stopped ?? (order.addressVersion > parcel.addressVersion && !parcel.waits ? 'address-changed' : undefined);

/** @param justPacked a parcel that the views may not know yet. */
export function openOrder(
  state: PackBenchState,
  order: Order,
  context: PackContext,
  justPacked?: PackedParcel,
): PackStep {
  const known = context.findPacked(order.order);
  const missing = justPacked !== undefined && known.every(({ job }) => job !== justPacked.job);
  const packed = missing ? [...known, justPacked] : known;
  const stopped = packed.find((parcel) => mustStop(order, parcel) !== undefined);
  if (stopped !== undefined)
    return refusePack(state, 'PACK_PARCEL_STOPPED', {
      subject: order.order,
      why: mustStop(order, stopped),
      parcel: stopped,
    });
  if (order.stopped !== undefined)
    return refusePack(state, 'PACK_ORDER_STOPPED', { subject: order.order, why: order.stopped });
  const before = piecesBefore(order, packed);
  if (packed.some(({ last }) => last) || order.lines.every(({ pieces }, line) => (before[line] ?? 0) >= pieces))
    return refusePack(state, 'PACK_ORDER_DONE', { subject: order.order });
  const aside = justPacked === undefined ? heldAside(state, order, context) : undefined;
  if (aside !== undefined) return aside;
  const parcel = packed.reduce((highest, one) => Math.max(highest, one.parcel), 0) + 1;
  const rest = order.lines.flatMap(({ sku, pieces }, line) => {
    const article = context.findSku(order.owner, sku);
    return article === undefined ? [] : Array.from({ length: pieces - (before[line] ?? 0) }, () => article);
  });
  const { fitting } = suggestBoxes(rest, context.boxes);
  const open: OpenOrder = { order, parcel, before, units: [], box: fitting[0], fitting };
  return stay({ ...state, open, refusal: undefined, phase: 'items', weightAtPiece: undefined }, cue('next'));
}

/** Lines may name one article twice (two lots): earlier pieces fill them from the first on. */
function piecesBefore(order: Order, packed: readonly PackedParcel[]): number[] {
  const left = new Map<string, number>();
  for (const { units } of packed) for (const { sku } of units) left.set(sku, (left.get(sku) ?? 0) + 1);
  return order.lines.map(({ sku, pieces }) => {
    const taken = Math.min(pieces, left.get(sku) ?? 0);
    left.set(sku, (left.get(sku) ?? 0) - taken);
    return taken;
  });
}
