import type { OperationPayload } from '../parcel/operations.ts';
import { keyOfCommand, refusing, stay, typeDigit, type Step } from '../stock/bench-step.ts';
import { append, cue } from '../stock/floor-effect.ts';
import type { FloorScan } from '../stock/floor-scan.ts';
import { hearOnce, type HeardScan, type Unscanned } from '../stock/hear-once.ts';
import type { Photo } from '../stock/photo.ts';
import { reversed } from '../stock/stock-move.ts';
import { closeCarton, withDifference, weightIsOff } from './close-carton.ts';
import { countPiece, setQuantity, takeMark } from './count-piece.ts';
import { wordsOf, type DifferenceWord } from './difference.ts';
import type {
  OpenCarton,
  ReceiveAnswer,
  ReceiveBenchState,
  ReceiveContext,
  ReceiveEvent,
} from './receive-bench-state.ts';
import { cartonCodeSchema } from './receiving-operations.ts';
import { receiveRefusals } from './refusals.ts';

export type ReceiveStep = Step<ReceiveBenchState>;

export const initialReceiveBench: ReceiveBenchState = {
  phase: 'idle',
  carton: undefined,
  pending: undefined,
  wanted: undefined,
  owners: [],
  typed: '',
  answers: [],
  refusal: undefined,
  last: undefined,
  lastScan: undefined,
};

const refuse = refusing(receiveRefusals);
/** Back to counting, without a question. */
const counting = (state: ReceiveBenchState): ReceiveBenchState => ({
  ...state,
  ...{ phase: state.carton === undefined ? 'idle' : 'counting', pending: undefined, wanted: undefined, typed: '' },
  ...{ answers: [], refusal: undefined },
});

export const reduceReceive = hearOnce<ReceiveBenchState, Unscanned<ReceiveEvent>, ReceiveContext>(
  ({ carton }) => carton !== undefined,
  onScan,
  onOther,
);

function onOther(state: ReceiveBenchState, event: Unscanned<ReceiveEvent>, context: ReceiveContext): ReceiveStep {
  if (state.phase === 'booking' && event.type !== 'booked' && event.type !== 'booking-failed')
    return stay(state, cue('check'));
  switch (event.type) {
    case 'scan-torn':
      return stay(state, cue('check'));
    case 'weight':
      return onWeight(state, event);
    case 'key':
      return onKey(state, event.key, context);
    case 'keypad':
      return onKeypad(state, event.key, context);
    case 'photo':
      return onPhoto(state, event.photo, context);
    case 'booked':
      return onBooked(state, event);
    case 'booking-failed':
      return stay({ ...counting(state), refusal: { code: event.code } }, cue('stop'));
  }
}

function onScan(state: ReceiveBenchState, scan: HeardScan, context: ReceiveContext): ReceiveStep {
  if (state.phase === 'booking') return stay(state, cue('check'));
  if (scan.command !== undefined) {
    const key = keyOfCommand(scan.command);
    return key === undefined ? stay(state) : onKey(state, key, context);
  }
  const { carton, phase } = state;
  if (carton === undefined) return openCarton(state, scan, context);
  if (phase === 'marks') return takeMark(state, carton, scan, context);
  // A number half typed and a photo that is due are not passed over by a scan.
  if (phase === 'quantity' || phase === 'photo' || phase === 'damage' || state.refusal?.code === 'RECEIVE_UNIT_UNCLEAR')
    return stay(state, cue('check'));
  if (scan.code !== undefined && codesOf(carton).includes(scan.code))
    return closeCarton(counting(state), carton, context);
  if (scan.skus.length > 0) return countPiece(counting(state), carton, scan, context);
  if (scan.sscc !== undefined || (scan.code !== undefined && context.findCarton(scan.code) !== undefined))
    return refuse(state, 'RECEIVE_CARTON_OPEN', { subject: carton.code });
  const answers = wordsOf('unknown').map((word): ReceiveAnswer => ({ do: 'unknown', word }));
  return refuse({ ...counting(state), answers }, 'RECEIVE_ITEM_UNKNOWN', { subject: scan.text.slice(0, 80) });
}

/** A carton goes by its number or its waybill. */
const codesOf = ({ code, announced }: OpenCarton): (string | undefined)[] => [
  code,
  announced?.carton.carton,
  announced?.carton.waybill,
];

/** The notice by SSCC or waybill; without one the carton is counted blind, which is a choice of scanning its first item. */
function openCarton(state: ReceiveBenchState, scan: FloorScan, context: ReceiveContext): ReceiveStep {
  const { code } = scan;
  if (
    !cartonCodeSchema.safeParse(code).success ||
    code === undefined ||
    scan.bin !== undefined ||
    (scan.skus.length > 0 && context.findCarton(code) === undefined)
  )
    return refuse(state, 'RECEIVE_CODE_UNKNOWN', { subject: scan.text.slice(0, 24) });
  const announced = context.findCarton(code);
  const name = announced?.carton.carton ?? code;
  if (context.isReceived(name)) return refuse(state, 'RECEIVE_CARTON_DONE', { subject: name });
  const carton: OpenCarton = {
    code: name,
    announced,
    owner: announced?.owner,
    lines: [],
    differences: [],
    gross: undefined,
    surplus: [],
  };
  const opened = counting({ ...state, carton });
  return announced === undefined
    ? refuse(opened, 'RECEIVE_NOT_ANNOUNCED', { subject: name })
    : stay(opened, cue('next'));
}

/** The closed carton on the scale, before its first piece is taken out. */
function onWeight(
  state: ReceiveBenchState,
  { mass, milligrams, evidence }: Extract<ReceiveEvent, { type: 'weight' }>,
): ReceiveStep {
  const { carton } = state;
  if (carton === undefined || state.phase !== 'counting' || carton.lines.length > 0) return stay(state);
  const weighed = { ...state, carton: { ...carton, gross: { mass, evidence } } };
  if (!weightIsOff(carton.announced?.carton.gross, milligrams)) return stay(weighed, cue('next'));
  return refuse({ ...weighed, answers: [{ do: 'go-on' }] }, 'RECEIVE_WEIGHT_OFF', { subject: carton.code });
}

// ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function onKey(
  state: ReceiveBenchState,
  key: Extract<ReceiveEvent, { type: 'key' }>['key'],
  context: ReceiveContext,
): ReceiveStep {
  const { carton } = state;
  switch (key) {
    case 'F1':
    case 'F2':
    case 'F3': {
      const answer = state.answers[Number(key.slice(1)) - 1];
      return answer === undefined || carton === undefined ? stay(state) : onAnswer(state, carton, answer, context);
    }
    case 'F5':
      // A number typed for the article counted last.
      return carton === undefined || carton.lines.length === 0 || state.phase !== 'counting'
        ? stay(state, cue('check'))
        : stay({ ...counting(state), phase: 'quantity' }, cue('next'));
    case 'F6': {
      if (carton === undefined || carton.lines.length === 0 || state.phase !== 'counting')
        return stay(state, cue('check'));
      const answers = wordsOf('damaged')
        .slice(0, 3)
        .map((word): ReceiveAnswer => ({ do: 'damaged', word }));
      return stay({ ...counting(state), phase: 'damage', answers }, cue('next'));
    }
    case 'F7':
      if (state.phase !== 'photo') return stay(state, cue('check'));
      return context.camera
        ? stay(state, { type: 'photo', about: carton?.code ?? '' })
        : onPhoto(state, undefined, context);
    case 'F8':
      return undo(state);
    case 'Escape':
      return state.phase === 'photo' ? stay(state, cue('check')) : stay(counting(state));
  }
}

function onAnswer(
  state: ReceiveBenchState,
  carton: OpenCarton,
  answer: ReceiveAnswer,
  context: ReceiveContext,
): ReceiveStep {
  const { pending } = state;
  switch (answer.do) {
    case 'go-on':
      return stay(counting(state), cue('next'));
    case 'owner': {
      const sku = state.owners.find(({ owner }) => owner === answer.owner);
      const known = { ...carton, owner: answer.owner };
      return sku === undefined || pending === undefined
        ? stay(state, cue('check'))
        : countPiece(
            { ...counting(state), carton: known },
            known,
            { text: '', skus: [sku], marks: pending.marks, atMs: pending.atMs },
            context,
          );
    }
    case 'same':
      return stay(counting(state), cue('twice'));
    case 'another':
    case 'expired':
    case 'surplus':
    case 'same-marks': {
      if (pending === undefined) return stay(state, cue('check'));
      const surplus = answer.do === 'surplus' ? [...carton.surplus, pending.sku.sku] : carton.surplus;
      const marks = answer.do === 'same-marks' ? { ...pending.marks, ...answer.marks } : pending.marks;
      const settled = {
        another: pending.another || answer.do === 'another',
        expired: pending.expired || answer.do === 'expired',
      };
      const known = { ...carton, surplus };
      return countPiece(
        { ...counting(state), carton: known },
        known,
        { text: '', skus: [pending.sku], marks, atMs: pending.atMs },
        context,
        settled,
      );
    }
    case 'unknown':
      return withDifference(
        counting(state),
        carton,
        { kind: 'unknown', code: state.refusal?.subject ?? '', pieces: 1, word: answer.word, photos: [] },
        context,
      );
    case 'short': {
      const missing = state.refusal?.missing ?? [];
      const differences = missing.map(({ sku, pieces }) => ({
        kind: 'short' as const,
        sku,
        pieces,
        word: answer.word,
        photos: [],
      }));
      const known = { ...carton, differences: [...carton.differences, ...differences] };
      return closeCarton({ ...counting(state), carton: known }, known, context);
    }
    case 'quantity': {
      const known = { ...carton, surplus: [...carton.surplus, answer.sku] };
      return setQuantity({ ...counting(state), carton: known }, known, answer.pieces, context);
    }
    case 'damaged':
      return damageLast(state, carton, answer.word, context);
  }
}

/** The piece counted last is broken: it is counted as such, and shown. */
function damageLast(
  state: ReceiveBenchState,
  carton: OpenCarton,
  word: DifferenceWord,
  context: ReceiveContext,
): ReceiveStep {
  const at = carton.lines.findLastIndex(({ grade, pieces }) => grade === 'A' && pieces > 0);
  const latest = carton.lines.reduce(
    (best, line, i) => (line.grade === 'A' && line.atMs >= (carton.lines[best]?.atMs ?? -1) ? i : best),
    at,
  );
  const line = carton.lines[latest];
  if (line === undefined) return stay(state, cue('check'));
  const serials = line.serials.slice(-1);
  const scanned = Math.min(1, line.scanned);
  const good = {
    ...line,
    pieces: line.pieces - 1,
    scanned: line.scanned - scanned,
    serials: line.serials.slice(0, -1),
  };
  const same = (one: typeof line): boolean =>
    one.grade === 'D' && one.sku === line.sku && one.lot === line.lot && one.expiry === line.expiry;
  const before = carton.lines.find(same);
  const bad =
    before === undefined
      ? { ...line, grade: 'D' as const, pieces: 1, scanned, serials }
      : {
          ...before,
          pieces: before.pieces + 1,
          scanned: before.scanned + scanned,
          serials: [...before.serials, ...serials],
        };
  const rest = carton.lines.filter((one) => one !== line && one !== before);
  const known = { ...carton, lines: [...rest, ...(good.pieces > 0 ? [good] : []), bad] };
  return withDifference(
    { ...counting(state), carton: known },
    known,
    { kind: 'damaged', sku: line.sku, pieces: 1, word, photos: [] },
    context,
  );
}

function onKeypad(state: ReceiveBenchState, key: string, context: ReceiveContext): ReceiveStep {
  const { carton } = state;
  if (carton === undefined) return stay(state);
  if (state.phase === 'marks' && state.wanted === 'expiry') {
    const typed =
      /^\d$/.test(key) && state.typed.length < 8
        ? state.typed + key
        : key === 'Backspace'
          ? state.typed.slice(0, -1)
          : state.typed;
    if (key !== 'Enter') return stay({ ...state, typed });
    return takeMark(
      { ...state, typed: '' },
      carton,
      { text: state.typed, skus: [], marks: {}, code: state.typed },
      context,
    );
  }
  if (state.phase !== 'quantity') return stay(state);
  if (key === 'Enter') return setQuantity(state, carton, Number(state.typed), context);
  const typed = typeDigit(state.typed, key);
  return typed === undefined ? stay(state) : stay({ ...state, typed });
}

/** One picture shows all differences that still want one: they lie side by side on the bench. undefined: the camera has gone. */
function onPhoto(state: ReceiveBenchState, photo: Photo | undefined, context: ReceiveContext): ReceiveStep {
  const { carton } = state;
  if (carton === undefined || state.phase !== 'photo') return stay(state, cue('check'));
  const shown = photo === undefined ? { photos: [], noCamera: true as const } : { photos: [photo] };
  const differences = carton.differences.map((one) =>
    one.photos.length === 0 && one.noCamera === undefined ? { ...one, ...shown } : one,
  );
  const known = { ...carton, differences };
  const next = { ...counting(state), carton: known };
  // Short and over are said at closing: the picture was the last thing missing.
  const closing = differences.some(({ kind }) => kind === 'short' || kind === 'over');
  return closing ? closeCarton(next, known, context) : stay(next, cue('next'));
}

// ── undo and answers of the disk ─────────────────────────────────────────────────────────────────────────────────────

/** An open question away; else the whole count of this carton; else the carton received last, by a record of its own. */
function undo(state: ReceiveBenchState): ReceiveStep {
  const { carton, last } = state;
  if (state.phase === 'photo') return stay(state, cue('check'));
  if (state.refusal !== undefined || state.phase === 'marks' || state.phase === 'quantity' || state.phase === 'damage')
    return stay(counting(state), cue('next'));
  if (carton !== undefined) {
    const latest = carton.lines.reduce(
      (best, line, i) => (line.atMs >= (carton.lines[best]?.atMs ?? -1) ? i : best),
      -1,
    );
    const line = carton.lines[latest];
    if (line === undefined) return stay({ ...counting(state), carton: undefined, phase: 'idle' }, cue('next'));
    const fewer = {
      ...line,
      pieces: line.pieces - 1,
      scanned: Math.min(line.scanned, line.pieces - 1),
      serials: line.serials.slice(0, Math.max(0, line.pieces - 1)),
    };
    const lines = carton.lines.flatMap((one, i) => (i !== latest ? [one] : fewer.pieces === 0 ? [] : [fewer]));
    // What was said to be damaged stays said only while such a piece is counted.
    const damaged = lines.filter(({ grade }) => grade === 'D').reduce((sum, { pieces }) => sum + pieces, 0);
    let kept = 0;
    const differences = carton.differences.filter(({ kind }) => kind !== 'damaged' || (kept += 1) <= damaged);
    return stay({ ...counting(state), carton: { ...carton, lines, differences } }, cue('next'));
  }
  if (last === undefined || last.voided) return stay(state, cue('check'));
  const { carton: code, moves } = last.payload;
  const voided = append('cartonReceiptVoided', `carton:${code}`, {
    voids: last.job,
    carton: code,
    reason: 'undone at the bench',
    moves: reversed(moves),
  });
  return stay({ ...state, phase: 'booking' }, voided);
}

function onBooked(
  state: ReceiveBenchState,
  { operation, job, payload }: Extract<ReceiveEvent, { type: 'booked' }>,
): ReceiveStep {
  const done: ReceiveBenchState = { ...counting(state), carton: undefined, phase: 'done' };
  if (operation === 'cartonReceived')
    return stay(
      { ...done, last: { job, payload: payload as OperationPayload<'cartonReceived'>, voided: false } },
      cue('ok'),
    );
  return stay({ ...done, last: state.last === undefined ? undefined : { ...state.last, voided: true } }, cue('ok'));
}
