import type { OperationPayload } from '../parcel/operations.ts';
import { keyOfCommand } from '../stock/bench-step.ts';
import { cue } from '../stock/floor-effect.ts';
import { hearOnce, type HeardScan, type Unscanned } from '../stock/hear-once.ts';
import { closeParcel, weigh } from './close-parcel.ts';
import type { PackBenchState, PackContext, PackEvent } from './pack-bench-state.ts';
import { onKey } from './pack-keys.ts';
import { openByScan, openOrder } from './pack-open.ts';
import { afterPiece, onSerial, takePiece } from './pack-pieces.ts';
import { onOrderChanged, stopHere } from './pack-stops.ts';
import { cleared, refusePack, stay, waitsForWeight, type PackStep } from './pack-step.ts';
import { packRefusals } from './refusals.ts';

export const initialPackBench: PackBenchState = {
  phase: 'idle',
  open: undefined,
  serialOf: undefined,
  settled: undefined,
  weightAtPiece: undefined,
  refusal: undefined,
  last: undefined,
  lastScan: undefined,
};

export const reducePack = hearOnce<PackBenchState, Unscanned<PackEvent>, PackContext>(
  ({ open, serialOf }) => open !== undefined && serialOf === undefined,
  onScan,
  onOther,
);

function onOther(state: PackBenchState, event: Unscanned<PackEvent>, context: PackContext): PackStep {
  switch (event.type) {
    case 'scan-torn':
      return stay(state, cue('check'));
    case 'weight': {
      const { mass, milligrams, evidence } = event;
      const settled = { ...state, settled: { mass, milligrams, evidence } };
      return waitsForWeight(state)
        ? weigh({ ...settled, refusal: undefined, phase: 'await-weight' }, context)
        : stay(settled);
    }
    case 'plate-empty': {
      const lifted = { ...state, settled: undefined };
      return state.refusal?.code === 'PACK_WEIGHT_OFF'
        ? stay({ ...lifted, refusal: undefined, phase: 'await-weight' })
        : stay(lifted);
    }
    case 'key':
      return onKey(state, event.key, context);
    case 'lead':
      return state.refusal?.code === 'PACK_WEIGHT_OFF' && state.settled !== undefined
        ? closeParcel({ ...state, refusal: undefined }, context, state.refusal.weight?.window, event.id)
        : stay(state, cue('check'));
    case 'restored': {
      const { last } = event;
      return stay({ ...state, last: { ...last, label: last.waits ? 'route' : 'carrier', voided: false } });
    }
    case 'order-changed':
      return onOrderChanged(state, event.order, context);
    case 'booked':
      return onBooked(state, event, context);
    case 'booking-failed':
      // Nothing was saved: the same act may be tried again with what is still in hand.
      return stay(
        {
          ...state,
          phase: 'refused',
          refusal: { code: event.code, answers: state.open === undefined ? [] : ['close-anyway'] },
        },
        cue('stop'),
      );
  }
}

function onScan(state: PackBenchState, scan: HeardScan, context: PackContext): PackStep {
  if (scan.command !== undefined) {
    const key = keyOfCommand(scan.command);
    return key === undefined ? stay(state) : onKey(state, key, context);
  }
  if (state.phase === 'booking') return stay(state, cue('check'));
  const code = state.refusal?.code;
  if (code === 'PACK_PARCEL_STOPPED' || code === 'PACK_PLACE_WRONG') return stopHere(state, scan);
  // A piece nobody has spoken for, and an order that must not go on, are not passed over by a further scan.
  if (
    code === 'PACK_SET_ASIDE' ||
    code === 'PACK_PIECE_UNCLEAR' ||
    code === 'PACK_ORDER_STOPPED' ||
    code === 'PACK_WEIGHT_OFF'
  )
    return stay(state, cue(packRefusals[code].tone));
  const { open } = state;
  if (open === undefined) return openByScan(state, scan, context);
  if (state.serialOf !== undefined) return onSerial(state, scan, context);
  if (scan.box !== undefined)
    return context.findBox(scan.box) === undefined
      ? refusePack(state, 'PACK_BOX_UNKNOWN', { subject: scan.box })
      : afterPiece(cleared({ ...state, open: { ...open, box: scan.box } }), context);
  if (scan.skus.length > 0) return takePiece(cleared(state), open, scan, context);
  const named = scan.code === undefined ? [] : context.findOrders(scan.code);
  if (named.some(({ order }) => order === open.order.order)) return stay(cleared(state), cue('twice'));
  if (named.length > 0) return refusePack(state, 'PACK_ORDER_OPEN', { subject: open.order.order });
  return refusePack(state, 'PACK_CODE_UNKNOWN', { subject: scan.text.slice(0, 24) });
}

function onBooked(
  state: PackBenchState,
  { operation, job, payload }: Extract<PackEvent, { type: 'booked' }>,
  context: PackContext,
): PackStep {
  const rest: PackBenchState = {
    ...state,
    ...{ open: undefined, refusal: undefined, serialOf: undefined, weightAtPiece: undefined, phase: 'closed' },
    // What still lies on the plate is this parcel: it must not pass for the weight of the next one.
    settled: undefined,
  };
  if (operation === 'orderPacked') {
    const { order, parcel, last, units, label, moves, waits, addressVersion } =
      payload as OperationPayload<'orderPacked'>;
    const closed = { order, parcel, last, units, moves, addressVersion, job, waits: waits !== undefined };
    const done: PackBenchState = { ...rest, last: { ...closed, label: label.kind, voided: false } };
    if (last || state.open === undefined) return stay(done, cue('ok'));
    // The rest of the order goes on in its next parcel; no scan is needed for that.
    const next = openOrder(done, state.open.order, context, closed);
    return { ...next, effects: [cue('ok')] };
  }
  if (operation === 'orderTakenUp') {
    const { order: code } = payload as OperationPayload<'orderTakenUp'>;
    const order = context.findOrder(code);
    if (order === undefined) return stay({ ...rest, phase: 'idle' }, cue('check'));
    const never = { ...context, findAside: () => undefined };
    return openOrder({ ...rest, settled: state.settled }, order, never);
  }
  if (operation === 'orderSetAside') return stay({ ...rest, phase: 'idle' }, cue('ok'));
  if (operation === 'parcelLabelled') {
    const { order, packed, addressVersion } = payload as OperationPayload<'parcelLabelled'>;
    const parcel = context.findPacked(order).find((one) => one.job === packed);
    const now = parcel === undefined ? undefined : { ...parcel, waits: false, addressVersion };
    return stay(
      { ...rest, last: now === undefined ? state.last : { ...now, label: 'carrier', labelled: job, voided: false } },
      cue('ok'),
    );
  }
  const gone = operation === 'orderPackingVoided' || operation === 'parcelStopped';
  return stay(
    { ...rest, last: state.last !== undefined && gone ? { ...state.last, voided: true } : state.last },
    cue('ok'),
  );
}
