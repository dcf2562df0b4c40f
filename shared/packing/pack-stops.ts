import { append, cue } from '../stock/floor-effect.ts';
import type { FloorScan } from '../stock/floor-scan.ts';
import type { Order } from './order.ts';
import type { PackBenchState, PackContext } from './pack-bench-state.ts';
import { mustStop } from './pack-open.ts';
import { refusePack, stay, type PackStep } from './pack-step.ts';

/** News about an order: what is in hand is stopped at once, what was closed here is fetched back. */
export function onOrderChanged(state: PackBenchState, order: Order, context: PackContext): PackStep {
  const { open } = state;
  if (open?.order.order === order.order) {
    if (order.stopped === undefined)
      return stay({ ...state, open: { ...open, order: { ...open.order, addressVersion: order.addressVersion } } });
    if (state.phase === 'booking') return stay(state);
    return refusePack(state, 'PACK_ORDER_STOPPED', { subject: order.order, why: order.stopped });
  }
  const { last } = state;
  if (
    open !== undefined ||
    last === undefined ||
    last.voided ||
    last.order !== order.order ||
    state.phase === 'booking'
  )
    return stay(state);
  const parcel = context.findPacked(order.order).find((one) => one.parcel === last.parcel) ?? last;
  const why = mustStop(order, parcel);
  return why === undefined
    ? stay(state)
    : refusePack(state, 'PACK_PARCEL_STOPPED', { subject: order.order, why, parcel });
}

/** A stopped parcel goes to the shelf for stopped ones and nowhere else. */
export function stopHere(state: PackBenchState, scan: FloorScan): PackStep {
  const { refusal } = state;
  const { parcel, why } = refusal ?? {};
  if (parcel === undefined || why === undefined) return stay(state, cue('check'));
  if (scan.bin?.use !== 'stopped')
    return refusePack(state, 'PACK_PLACE_WRONG', { subject: scan.bin?.code ?? scan.text.slice(0, 24), parcel, why });
  const { code: bin } = scan.bin;
  // The pieces had left with the parcel; they are in the house again, where the parcel lies.
  const moves = parcel.moves.map(({ from: _from, to: _to, ...item }) => ({ ...item, to: bin }));
  const stopped = append('parcelStopped', `order:${parcel.order}`, {
    ...{ order: parcel.order, parcel: parcel.parcel, packed: parcel.job, why, bin, moves },
  });
  return stay({ ...state, phase: 'booking' }, stopped);
}
