import type { ErrorCode } from '../errors/catalog.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import { keyOfCommand, refusing, stay, typeDigit, type Step } from '../stock/bench-step.ts';
import type { BinUse } from '../stock/bin.ts';
import { checkBin } from '../stock/check-bin.ts';
import { append, cue } from '../stock/floor-effect.ts';
import type { FloorLookups } from '../stock/floor-scan.ts';
import { hearOnce, type HeardScan, type Hearing, type Unscanned } from '../stock/hear-once.ts';
import type { StockRow } from '../stock/stock-ledger.ts';
import { reversed, type StockMove } from '../stock/stock-move.ts';
import { sinceUnitMs, tellUnit } from '../stock/tell-units.ts';
import { putAwayRefusals, type PutAwayRefusalCode } from './refusals.ts';

/** Pieces in the hand or on the trolley, of one pile at the dock. */
export interface HeldPile {
  readonly row: StockRow;
  readonly pieces: number;
  readonly serials: readonly string[];
  readonly atMs: number;
}

export interface PutAwayState extends Hearing {
  readonly phase: 'idle' | 'holding' | 'quantity' | 'booking' | 'done';
  readonly held: readonly HeldPile[];
  readonly proposed: string | undefined;
  readonly typed: string;
  readonly refusal:
    { readonly code: PutAwayRefusalCode | ErrorCode; readonly subject?: string | undefined } | undefined;
  readonly last:
    { readonly job: string; readonly payload: OperationPayload<'unitsPutAway'>; readonly voided: boolean } | undefined;
}

export interface PutAwayContext extends FloorLookups {
  readonly dock: string;
  readonly inBin: (bin: string) => readonly StockRow[];
  readonly proposeBin: (row: StockRow) => string | undefined;
}

export type PutAwayEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'key'; readonly key: 'F5' | 'F8' | 'Escape' }
  | { readonly type: 'keypad'; readonly key: string }
  | { readonly type: 'booked'; readonly operation: string; readonly job: string; readonly payload: unknown }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };

export const initialPutAway: PutAwayState = {
  ...{ phase: 'idle', held: [], proposed: undefined, typed: '', refusal: undefined, last: undefined },
  lastScan: undefined,
};

const refuse = refusing(putAwayRefusals);
type PutAwayStep = Step<PutAwayState>;

/** Good pieces go where goods for sale lie; damaged ones are kept apart. */
const usesFor = ({ grade }: StockRow): readonly BinUse[] =>
  grade === 'A' ? ['pick', 'reserve'] : grade === 'D' ? ['quarantine', 'seller-return'] : ['resale', 'quarantine'];

/** Scan pieces at the dock, scan the bin: they have moved. */
export const reducePutAway = hearOnce<PutAwayState, Unscanned<PutAwayEvent>, PutAwayContext>(
  () => true,
  onScan,
  onOther,
);

function onScan(state: PutAwayState, scan: HeardScan, context: PutAwayContext): PutAwayStep {
  if (state.phase === 'booking') return stay(state, cue('check'));
  if (scan.command !== undefined) {
    const key = keyOfCommand(scan.command);
    return key === 'F5' || key === 'F8' ? onKey(state, key) : stay(state);
  }
  if (state.phase === 'quantity') return stay(state, cue('check'));
  if (scan.bin !== undefined && state.held.length > 0) return onBin(state, scan.bin.code, context);
  return takePieces(state, scan, context);
}

function onOther(state: PutAwayState, event: Unscanned<PutAwayEvent>): PutAwayStep {
  if (state.phase === 'booking' && event.type !== 'booked' && event.type !== 'booking-failed')
    return stay(state, cue('check'));
  switch (event.type) {
    case 'scan-torn':
      return stay(state, cue('check'));
    case 'key':
      return onKey(state, event.key);
    case 'keypad':
      return onKeypad(state, event.key);
    case 'booked': {
      const last =
        event.operation === 'unitsPutAway'
          ? { job: event.job, payload: event.payload as OperationPayload<'unitsPutAway'>, voided: false }
          : state.last === undefined
            ? undefined
            : { ...state.last, voided: true };
      return stay({ ...initialPutAway, phase: 'done', last }, cue('ok'));
    }
    case 'booking-failed':
      return stay(
        { ...state, phase: state.held.length > 0 ? 'holding' : 'idle', refusal: { code: event.code } },
        cue('stop'),
      );
  }
}

function takePieces(state: PutAwayState, scan: HeardScan, context: PutAwayContext): PutAwayStep {
  if (scan.skus.length === 0)
    return state.held.length > 0
      ? refuse(state, 'PUTAWAY_NOT_A_BIN', { subject: scan.text.slice(0, 24) })
      : refuse(state, 'PUTAWAY_NOTHING', { subject: scan.text.slice(0, 24) });
  const { serial, lot, expiry } = scan.marks;
  const { atMs } = scan;
  const heldOf = (row: StockRow): HeldPile | undefined =>
    state.held.find(
      (one) =>
        one.row.sku === row.sku &&
        one.row.owner === row.owner &&
        one.row.lot === row.lot &&
        one.row.expiry === row.expiry &&
        one.row.grade === row.grade,
    );
  const rows = context
    .inBin(context.dock)
    .filter((row) => row.pieces > 0 && scan.skus.some(({ owner, sku }) => row.owner === owner && row.sku === sku))
    .filter((row) => (lot === undefined || row.lot === lot) && (expiry === undefined || row.expiry === expiry));
  // First expired, first to its place; good pieces before damaged ones.
  const free = rows
    .filter((row) => (heldOf(row)?.pieces ?? 0) < row.pieces)
    .sort((a, b) => (a.grade < b.grade ? -1 : a.grade > b.grade ? 1 : (a.expiry ?? '9') < (b.expiry ?? '9') ? -1 : 1));
  const earlier = state.held.filter(({ row }) => rows.some((one) => one.sku === row.sku && one.owner === row.owner));
  const told = tellUnit({
    ...{ serial, serialsSeen: earlier.flatMap(({ serials }) => serials) },
    sinceMs: sinceUnitMs(
      earlier.map((one) => one.atMs),
      scan,
    ),
  });
  // What is between the times is taken as one piece read twice: the count at the dock is the limit anyway, and F5 types a number.
  if (told.unit !== 'other') return stay(state, cue('twice'));
  const [row] = free;
  if (row === undefined) return refuse(state, 'PUTAWAY_NOTHING', { subject: scan.skus[0]?.sku });
  const held = heldOf(row);
  const serials = serial === undefined ? [] : [serial];
  const more: HeldPile = {
    row,
    pieces: (held?.pieces ?? 0) + 1,
    serials: [...(held?.serials ?? []), ...serials],
    atMs,
  };
  const others = state.held.filter((one) => one !== held);
  return stay(
    { ...state, held: [...others, more], phase: 'holding', proposed: context.proposeBin(row), refusal: undefined },
    cue('next'),
  );
}

function onBin(state: PutAwayState, code: string, context: PutAwayContext): PutAwayStep {
  const bin = context.findBin(code);
  if (bin === undefined || code === context.dock) return refuse(state, 'PUTAWAY_NOT_A_BIN', { subject: code });
  const items = state.held.map(({ row: { bin: _bin, pieces: _pieces, ...item }, pieces }) => ({ ...item, pieces }));
  const rows = context.inBin(code);
  for (const { row } of state.held) {
    const problem = checkBin(bin, usesFor(row), plain(items), rows);
    if (problem !== undefined)
      return refuse(state, problem === 'use' || problem === 'grade' ? 'PUTAWAY_BIN_UNSUITED' : 'PUTAWAY_BIN_TAKEN', {
        subject: code,
      });
  }
  const moves = state.held.map(({ row, pieces, serials }): StockMove => {
    const { owner, sku, grade, lot, expiry } = row;
    return {
      ...{ owner, sku, grade, pieces, from: context.dock, to: code },
      ...(lot === undefined ? {} : { lot }),
      ...(expiry === undefined ? {} : { expiry }),
      ...(serials.length === 0 ? {} : { serials: [...serials] }),
    };
  });
  const { proposed } = state;
  const putAway = append('unitsPutAway', `bin:${code}`, {
    bin: code,
    moves,
    ...(proposed === undefined || proposed === code ? {} : { proposed }),
  });
  return stay({ ...state, phase: 'booking', refusal: undefined }, putAway);
}

/** Keys with undefined values are no keys. */
const plain = (
  items: readonly {
    owner: string;
    sku: string;
    grade: StockRow['grade'];
    lot?: string | undefined;
    expiry?: string | undefined;
    pieces: number;
  }[],
) =>
  items.map(({ lot, expiry, ...rest }) => ({
    ...rest,
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
  }));

function onKey(state: PutAwayState, key: 'F5' | 'F8' | 'Escape'): PutAwayStep {
  const latest = state.held.at(-1);
  if (key === 'F5')
    return latest === undefined || latest.serials.length > 0
      ? stay(state, cue('check'))
      : stay({ ...state, phase: 'quantity', typed: '' }, cue('next'));
  if (state.phase === 'quantity') return stay({ ...state, phase: 'holding', typed: '' });
  if (key === 'Escape') return stay({ ...state, refusal: undefined });
  if (latest !== undefined) {
    const rest = state.held.slice(0, -1);
    const fewer = { ...latest, pieces: latest.pieces - 1, serials: latest.serials.slice(0, -1) };
    const held = fewer.pieces === 0 ? rest : [...rest, fewer];
    return stay({ ...state, held, phase: held.length === 0 ? 'idle' : 'holding', refusal: undefined }, cue('next'));
  }
  const { last } = state;
  if (last === undefined || last.voided) return stay(state, cue('check'));
  const voided = append('putAwayVoided', `bin:${last.payload.bin}`, {
    voids: last.job,
    reason: 'undone at the bin',
    moves: reversed(last.payload.moves),
  });
  return stay({ ...state, phase: 'booking' }, voided);
}

function onKeypad(state: PutAwayState, key: string): PutAwayStep {
  const latest = state.held.at(-1);
  if (state.phase !== 'quantity' || latest === undefined) return stay(state);
  if (key !== 'Enter') {
    const typed = typeDigit(state.typed, key);
    return typed === undefined ? stay(state) : stay({ ...state, typed });
  }
  const pieces = Number(state.typed);
  const back: PutAwayState = { ...state, phase: 'holding', typed: '' };
  // Never more than lies at the dock: a typed number is confirmed, not believed.
  if (pieces < 1 || pieces > latest.row.pieces) return stay(back, cue('check'));
  return stay({ ...back, held: [...state.held.slice(0, -1), { ...latest, pieces }] }, cue('next'));
}
