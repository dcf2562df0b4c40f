import { massToMilligrams } from '../measure/mass.ts';
import { cue } from '../stock/floor-effect.ts';
import type { FloorScan } from '../stock/floor-scan.ts';
import type { HeardScan } from '../stock/hear-once.ts';
import type { Sku } from '../stock/sku.ts';
import { sinceUnitMs, tellUnit } from '../stock/tell-units.ts';
import { closeParcel, weigh } from './close-parcel.ts';
import type { OpenOrder, PackBenchState, PackContext } from './pack-bench-state.ts';
import { isComplete, nextNeeded, piecesIn, refusePack, stay, type PackStep } from './pack-step.ts';

/** A piece of an article was scanned for the open order. */
export function takePiece(state: PackBenchState, open: OpenOrder, scan: HeardScan, context: PackContext): PackStep {
  const { atMs } = scan;
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
    sinceMs: sinceUnitMs(
      earlier.map((unit) => unit.atMs),
      scan,
    ),
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

export function onSerial(state: PackBenchState, scan: FloorScan, context: PackContext): PackStep {
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

export function addPiece(
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
export function afterPiece(state: PackBenchState, context: PackContext): PackStep {
  const { open } = state;
  if (open === undefined || !isComplete(open)) return stay(state, cue('next'));
  if (open.box === undefined) return stay({ ...state, phase: 'items' }, cue('next'));
  if (context.weighs === 'none') return closeParcel(state, context, undefined, undefined);
  const waiting: PackBenchState = { ...state, phase: 'await-weight' };
  // What lies on the scale may be all of it already; when it is not, the weight that comes next is judged.
  const now = state.settled === undefined ? undefined : weigh(waiting, context);
  return now === undefined || now.state.refusal !== undefined ? stay(waiting, cue('next')) : now;
}
