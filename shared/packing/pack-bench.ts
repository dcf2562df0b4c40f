import { massToMilligrams } from '../measure/mass.ts';
import { append, cue } from '../stock/floor-effect.ts';
import { readFloorScan, type FloorScan } from '../stock/floor-scan.ts';
import type { Sku } from '../stock/sku.ts';
import { reversed } from '../stock/stock-move.ts';
import { tellUnit } from '../stock/tell-units.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import { closeParcel, weigh } from './close-parcel.ts';
import type { Order } from './order.ts';
import type {
  OpenOrder,
  PackBenchState,
  PackContext,
  PackEvent,
  PackRefusal,
  PackedParcel,
} from './pack-bench-state.ts';
import { packRefusals, type PackRefusalCode } from './refusals.ts';
import { isComplete, nextNeeded, piecesIn, refusePack, stay, type PackStep } from './pack-step.ts';
import { suggestBoxes } from './suggest-box.ts';

export const initialPackBench: PackBenchState = {
  phase: 'idle',
  open: undefined,
  serialOf: undefined,
  settled: undefined,
  weightAtPiece: undefined,
  refusal: undefined,
  last: undefined,
};

export function reducePack(state: PackBenchState, event: PackEvent, context: PackContext): PackStep {
  switch (event.type) {
    case 'scan':
      return onScan(state, readFloorScan(event.text, event.aim, context), event.atMs, context);
    case 'scan-torn':
      return stay(state, cue('check'));
    case 'weight': {
      const { mass, milligrams, evidence } = event;
      const settled = { ...state, settled: { mass, milligrams, evidence } };
      return state.phase === 'await-weight' ? weigh(settled, context) : stay(settled);
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

// ── scans ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function onScan(state: PackBenchState, scan: FloorScan, atMs: number, context: PackContext): PackStep {
  if (scan.command !== undefined) {
    const keys = { '1': 'F1', '2': 'F2', '3': 'F3', CHANGE: 'F5', UNDO: 'F8' } as const;
    const key = keys[scan.command as keyof typeof keys] as (typeof keys)[keyof typeof keys] | undefined;
    return key === undefined ? stay(state) : onKey(state, key, context);
  }
  if (state.phase === 'booking') return stay(state, cue('check'));
  const code = state.refusal?.code;
  if (code === 'PACK_PARCEL_STOPPED' || code === 'PACK_PLACE_WRONG') return stopHere(state, scan);
  // A piece nobody has spoken for, and an order that must not go on, are not passed over by a further scan.
  if (code === 'PACK_PIECE_UNCLEAR' || code === 'PACK_ORDER_STOPPED' || code === 'PACK_WEIGHT_OFF')
    return stay(state, cue(packRefusals[code].tone));
  const { open } = state;
  if (open === undefined) return openByScan(state, scan, atMs, context);
  if (state.serialOf !== undefined) return onSerial(state, scan, context);
  if (scan.box !== undefined)
    return context.findBox(scan.box) === undefined
      ? refusePack(state, 'PACK_BOX_UNKNOWN', { subject: scan.box })
      : afterPiece(cleared({ ...state, open: { ...open, box: scan.box } }), context);
  if (scan.skus.length > 0) return takePiece(cleared(state), open, scan, atMs, context);
  const named = scan.code === undefined ? [] : context.findOrders(scan.code);
  if (named.some(({ order }) => order === open.order.order)) return stay(cleared(state), cue('twice'));
  if (named.length > 0) return refusePack(state, 'PACK_ORDER_OPEN', { subject: open.order.order });
  return refusePack(state, 'PACK_CODE_UNKNOWN', { subject: scan.text.slice(0, 24) });
}

/** Back to where the open order stands, without the last refusal. */
const cleared = (state: PackBenchState): PackBenchState =>
  state.open === undefined
    ? { ...state, refusal: undefined, phase: 'idle' }
    : { ...state, refusal: undefined, phase: isComplete(state.open) ? 'await-weight' : 'items' };

function openByScan(state: PackBenchState, scan: FloorScan, atMs: number, context: PackContext): PackStep {
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
  return opened.state.open === undefined ? opened : takePiece(opened.state, opened.state.open, scan, atMs, context);
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
  const { carrier, tracking, document, addressVersion } = label;
  const labelled = append('parcelLabelled', `order:${parcel.order}`, {
    ...{ order: parcel.order, parcel: parcel.parcel, packed: parcel.job },
    label: { kind: 'carrier', carrier, tracking, document },
    addressVersion,
  });
  return stay({ ...state, refusal: undefined, phase: 'booking' }, labelled);
}

const mustStop = (order: Order, parcel: PackedParcel): PackRefusal['why'] =>
  order.stopped ?? (order.addressVersion > parcel.addressVersion && !parcel.waits ? 'address-changed' : undefined);

/** @param justPacked a parcel that the views may not know yet. */
function openOrder(state: PackBenchState, order: Order, context: PackContext, justPacked?: PackedParcel): PackStep {
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

// ── pieces ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function takePiece(
  state: PackBenchState,
  open: OpenOrder,
  scan: FloorScan,
  atMs: number,
  context: PackContext,
): PackStep {
  const own = scan.skus.find(
    ({ owner, sku }) => owner === open.order.owner && open.order.lines.some((line) => line.sku === sku),
  );
  const needed = open.order.lines[nextNeeded(open)];
  const neededSku = needed === undefined ? undefined : context.findSku(open.order.owner, needed.sku);
  if (own === undefined) {
    const scanned = scan.skus.find(({ owner }) => owner === open.order.owner) ?? scan.skus[0];
    return refusePack(state, 'PACK_ITEM_WRONG', {
      subject: open.order.order,
      scanned,
      needed: neededSku,
      goesTo: needed?.bin,
    });
  }
  const lines = open.order.lines.map((one, line) => ({ one, line })).filter(({ one }) => one.sku === own.sku);
  // A piece whose label names its lot fills the line of that lot.
  const fits = lines.filter(({ one, line }) => piecesIn(open, line) < one.pieces);
  const free =
    fits.find(({ one }) => scan.marks.lot !== undefined && one.lot === scan.marks.lot) ??
    fits.find(({ one }) => one.lot === undefined || scan.marks.lot === undefined);
  const earlier = open.units.filter(({ sku }) => sku === own.sku);
  const told = tellUnit({
    serial: scan.marks.serial,
    serialsSeen: earlier.flatMap(({ serial }) => serial ?? []),
    sinceMs: earlier.length === 0 ? undefined : atMs - Math.max(...earlier.map((unit) => unit.atMs)),
    weight: weightStep(state, own, context),
  });
  if (told.unit === 'same')
    return told.by === 'serial'
      ? refusePack(state, 'PACK_SERIAL_TWICE', { subject: scan.marks.serial })
      : stay(state, cue('twice'));
  if (free === undefined)
    return fits.length > 0
      ? refusePack(state, 'PACK_ITEM_WRONG', {
          scanned: own,
          needed: own,
          subject: scan.marks.lot,
          goesTo: fits[0]?.one.bin,
        })
      : refusePack(state, 'PACK_ITEM_ENOUGH', { scanned: own, needed: neededSku, goesTo: lines[0]?.one.bin });
  if (own.tracks.serial && scan.marks.serial === undefined)
    return stay({ ...state, phase: 'await-serial', serialOf: { sku: own, line: free.line, atMs } }, cue('next'));
  if (told.unit === 'unclear')
    return refusePack(state, 'PACK_PIECE_UNCLEAR', {
      piece: { sku: own, atMs },
      scanned: own,
      answers: ['another-piece', 'same-piece'],
    });
  const { serial } = scan.marks;
  return addPiece(
    state,
    open,
    { line: free.line, sku: own.sku, toldBy: told.by, atMs, ...(serial === undefined ? {} : { serial }) },
    context,
  );
}

function weightStep(
  state: PackBenchState,
  sku: Sku,
  context: PackContext,
): { grown: number; piece: number; scaleStep: number } | undefined {
  if (state.settled === undefined || state.weightAtPiece === undefined || sku.weight === undefined) return undefined;
  const grown = state.settled.milligrams - state.weightAtPiece;
  return { grown, piece: massToMilligrams(sku.weight), scaleStep: context.scaleStepMilligrams };
}

function onSerial(state: PackBenchState, scan: FloorScan, context: PackContext): PackStep {
  const { serialOf, open } = state;
  const serial = scan.marks.serial ?? scan.code;
  // The article's own code once more is no serial number.
  if (
    serialOf === undefined ||
    open === undefined ||
    serial === undefined ||
    (scan.skus.some(({ sku }) => sku === serialOf.sku.sku) && scan.marks.serial === undefined)
  )
    return stay(state, cue('check'));
  if (open.units.some((unit) => unit.sku === serialOf.sku.sku && unit.serial === serial))
    return refusePack(state, 'PACK_SERIAL_TWICE', { subject: serial });
  const { sku, line, atMs } = serialOf;
  const first = !open.units.some((unit) => unit.sku === sku.sku);
  return addPiece(
    { ...state, serialOf: undefined },
    open,
    { line, sku: sku.sku, serial: serial.slice(0, 40), toldBy: first ? 'first' : 'serial', atMs },
    context,
  );
}

function addPiece(
  state: PackBenchState,
  open: OpenOrder,
  unit: OpenOrder['units'][number],
  context: PackContext,
): PackStep {
  const next: PackBenchState = {
    ...state,
    open: { ...open, units: [...open.units, unit] },
    refusal: undefined,
    phase: 'items',
    weightAtPiece:
      state.settled?.milligrams ?? (state.weightAtPiece === undefined && open.units.length > 0 ? undefined : 0),
  };
  return afterPiece(next, context);
}

/** The last piece closes the parcel, or asks for its weight; every other one asks for the next. */
function afterPiece(state: PackBenchState, context: PackContext): PackStep {
  const { open } = state;
  if (open === undefined || !isComplete(open)) return stay(state, cue('next'));
  if (open.box === undefined) return stay({ ...state, phase: 'items' }, cue('next'));
  if (context.weighs === 'none') return closeParcel(state, context, undefined, undefined);
  const waiting: PackBenchState = { ...state, phase: 'await-weight' };
  // What lies on the scale may be all of it already; when it is not, the weight that comes next is judged.
  const now = state.settled === undefined ? undefined : weigh(waiting, context);
  return now === undefined || now.state.refusal !== undefined ? stay(waiting, cue('next')) : now;
}

// ── stops ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** News about an order: what is in hand is stopped at once, what was closed here is fetched back. */
function onOrderChanged(state: PackBenchState, order: Order, context: PackContext): PackStep {
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

function stopHere(state: PackBenchState, scan: FloorScan): PackStep {
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

// ── keys and answers ─────────────────────────────────────────────────────────────────────────────────────────────────

function onKey(state: PackBenchState, key: Extract<PackEvent, { type: 'key' }>['key'], context: PackContext): PackStep {
  if (state.phase === 'booking') return stay(state, cue('check'));
  const { open, refusal } = state;
  switch (key) {
    case 'F1':
    case 'F2':
    case 'F3': {
      const answer = refusal?.answers[Number(key.slice(1)) - 1];
      if (refusal === undefined && key === 'F2') return closeEarly(state, context);
      return answer === undefined ? stay(state) : onAnswer(state, answer, context);
    }
    case 'F5': {
      if (open === undefined || open.fitting.length === 0 || refusal !== undefined) return stay(state, cue('check'));
      const next = open.fitting[(open.fitting.indexOf(open.box ?? '') + 1) % open.fitting.length];
      return stay({ ...state, open: { ...open, box: next } }, cue('next'));
    }
    case 'F8':
      return undo(state);
    case 'Escape':
      return refusal !== undefined &&
        packRefusals[refusal.code as PackRefusalCode]?.colour === 'check' &&
        refusal.answers.length === 0 &&
        refusal.code !== 'PACK_WEIGHT_OFF'
        ? stay(cleared(state))
        : stay(state);
  }
}

/** The rest goes into another parcel: this one closes with what is in it. */
function closeEarly(state: PackBenchState, context: PackContext): PackStep {
  const { open } = state;
  if (open === undefined || open.units.length === 0 || open.box === undefined) return stay(state, cue('check'));
  if (context.weighs === 'none') return closeParcel(state, context, undefined, undefined);
  const waiting: PackBenchState = { ...state, phase: 'await-weight' };
  return state.settled === undefined ? stay(waiting, cue('next')) : weigh(waiting, context);
}

function onAnswer(state: PackBenchState, answer: PackRefusal['answers'][number], context: PackContext): PackStep {
  const { open, refusal } = state;
  if (open === undefined || refusal === undefined) return stay(state, cue('check'));
  if (answer === 'same-piece') return stay(cleared(state), cue('twice'));
  if (answer === 'close-anyway') return afterPiece(cleared(state), context);
  const { piece } = refusal;
  const line = open.order.lines.findIndex((one, at) => one.sku === piece?.sku.sku && piecesIn(open, at) < one.pieces);
  if (piece === undefined || line === -1) return stay(cleared(state), cue('check'));
  return addPiece(state, open, { line, sku: piece.sku.sku, toldBy: 'person', atMs: piece.atMs }, context);
}

/** The last piece out; an order without pieces put back; a closed parcel taken apart by a new operation. */
function undo(state: PackBenchState): PackStep {
  const { open, last, refusal } = state;
  if (refusal?.code === 'PACK_PARCEL_STOPPED' || refusal?.code === 'PACK_PLACE_WRONG') return stay(state, cue('stop'));
  if (refusal?.code === 'PACK_ORDER_STOPPED')
    return stay(
      { ...state, open: undefined, refusal: undefined, phase: 'idle', weightAtPiece: undefined },
      cue('next'),
    );
  if (open !== undefined && open.units.length > 0 && refusal === undefined)
    return stay(
      {
        ...state,
        open: { ...open, units: open.units.slice(0, -1) },
        serialOf: undefined,
        phase: 'items',
        weightAtPiece: undefined,
      },
      cue('next'),
    );
  if (refusal !== undefined) return stay(cleared(state), cue('next'));
  if (open !== undefined) return stay({ ...state, open: undefined, serialOf: undefined, phase: 'idle' }, cue('next'));
  if (last === undefined || last.voided) return stay(state, cue('check'));
  const voided = append('orderPackingVoided', `order:${last.order}`, {
    ...{
      voids: last.job,
      order: last.order,
      parcel: last.parcel,
      reason: 'undone at the bench',
      moves: reversed(last.moves),
    },
  });
  return stay({ ...state, phase: 'booking' }, voided);
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
