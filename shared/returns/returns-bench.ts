import type { OperationPayload } from '../parcel/operations.ts';
import { checkBin } from '../stock/check-bin.ts';
import { append, cue, type FloorEffect } from '../stock/floor-effect.ts';
import { readFloorScan, type FloorScan } from '../stock/floor-scan.ts';
import { reversed } from '../stock/stock-move.ts';
import { binsFor } from './disposition.ts';
import { applyOverride, changeDisposition, gradedFrom, gradePiece, recordGraded, retryRecord } from './grade-piece.ts';
import { identify, pieceOf, takePiece, takeSerial } from './identify-return.ts';
import { missingOf } from './rma.ts';
import { idleReturns, log, refuseReturn, stay, type ReturnsStep } from './returns-step.ts';
import type {
  GradedPayload,
  OpenReturn,
  ReturnAnswer,
  ReturnsBenchState,
  ReturnsContext,
  ReturnsEvent,
} from './returns-bench-state.ts';

export const initialReturnsBench: ReturnsBenchState = {
  ...idleReturns,
  phase: 'idle',
  rma: undefined,
  refusal: undefined,
  last: undefined,
  log: [],
};

export function reduceReturns(state: ReturnsBenchState, event: ReturnsEvent, context: ReturnsContext): ReturnsStep {
  switch (event.type) {
    case 'scan':
      return onScan(state, readFloorScan(event.text, event.aim, context), context);
    case 'scan-torn':
      return stay(state, cue('check'));
    case 'key':
      return onKey(state, event.key, context);
    case 'photo':
      return onPhoto(state, event.photo, context);
    case 'plate':
      return state.phase !== 'await-plate'
        ? stay(state)
        : event.plate === undefined
          ? refuseReturn(state, 'RETURN_NO_PLATE')
          : recordGraded(state, event.plate, context);
    case 'lead':
      return onLead(state, event.id, context);
    case 'booked':
      return onBooked(state, event, context);
    case 'booking-failed':
      return stay({ ...afterFailure(state, context), refusal: { code: event.code } }, cue('stop'));
  }
}

/** Nothing was saved: back to where the same act can be tried again, with what the records say. */
function afterFailure(state: ReturnsBenchState, context: ReturnsContext): ReturnsBenchState {
  const { open, piece, graded, rma } = state;
  if (open !== undefined) {
    const recorded = gradedFrom(open.payload, context);
    return { ...state, wanted: undefined, graded: recorded, phase: open.scannedBack ? 'await-bin' : 'await-scan-back' };
  }
  if (piece !== undefined) return { ...state, phase: graded === undefined ? 'await-photo' : 'await-plate' };
  return { ...state, phase: rma === undefined ? 'idle' : 'await-item' };
}

// ── scans ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const commandKeys = { '1': 'F1', '2': 'F2', '3': 'F3', CHANGE: 'F5', UNDO: 'F8' } as const;

function onScan(state: ReturnsBenchState, scan: FloorScan, context: ReturnsContext): ReturnsStep {
  if (scan.command !== undefined) {
    const key = scan.command in commandKeys ? commandKeys[scan.command as keyof typeof commandKeys] : undefined;
    return key === undefined ? stay(state) : onKey(state, key, context);
  }
  switch (state.phase) {
    case 'idle':
    case 'done':
      return identify(state, scan, context);
    case 'await-item':
      return takePiece(state, scan, context);
    case 'await-serial':
      return takeSerial(state, scan, context);
    case 'await-scan-back':
      return scanBack(state, scan, context);
    case 'await-bin':
      return onBin(state, scan, context);
    case 'choose-rma':
    case 'choose-owner':
    case 'checking':
    case 'await-photo':
    case 'await-plate':
    case 'choose-disposition':
    case 'choose-reason':
    case 'booking':
      // A question is open: a scan does not answer it.
      return stay(state, cue('check'));
  }
}

/** The sticker that came out of the printer is on the piece: its own code is read back. */
function scanBack(state: ReturnsBenchState, scan: FloorScan, context: ReturnsContext): ReturnsStep {
  const { open, graded } = state;
  if (open === undefined || graded === undefined) return stay(state, cue('check'));
  const { relabelTo, plate } = graded;
  const right =
    relabelTo === undefined
      ? scan.job === open.job || (plate !== undefined && scan.code === plate)
      : scan.skus.some(({ owner, sku }) => owner === relabelTo.owner && sku === relabelTo.sku);
  if (!right) return refuseReturn(state, 'RETURN_LABEL_WRONG', { subject: scan.text.slice(0, 24) });
  const confirmed = append('labelConfirmed', `label:${open.job}`, { job: open.job, by: 'scan-back' });
  return awaitBin({ ...state, open: { ...open, scannedBack: true } }, context, [confirmed]);
}

function awaitBin(state: ReturnsBenchState, context: ReturnsContext, effects: readonly FloorEffect[]): ReturnsStep {
  const { open } = state;
  const { owner = '', sku, disposition, grade } = open?.payload ?? { grade: 'D' as const };
  const article = state.graded?.relabelTo?.sku ?? sku;
  const proposedBin =
    disposition === undefined || article === undefined
      ? undefined
      : context.proposeBin(owner, article, disposition, grade);
  return stay({ ...state, phase: 'await-bin', refusal: undefined, proposedBin }, ...effects, cue('next'));
}

/** The act that makes it true: the piece lies in the bin that was scanned, and the stock says so in the same record. */
function onBin(state: ReturnsBenchState, scan: FloorScan, context: ReturnsContext): ReturnsStep {
  const { open, graded } = state;
  const { bin } = scan;
  if (open === undefined || graded === undefined) return stay(state, cue('check'));
  if (bin === undefined) return refuseReturn(state, 'RETURN_NOT_A_BIN', { subject: scan.text.slice(0, 24) });
  const { payload } = open;
  const { rma, unit = 1, owner = '', grade, disposition = 'quarantine', lot, expiry, serial } = payload;
  const { relabelTo } = graded;
  const sku = relabelTo?.sku ?? payload.sku ?? unknownArticle(payload);
  const item = {
    owner,
    sku,
    grade,
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    pieces: 1,
  };
  const uses = binsFor(disposition, grade);
  const problem = checkBin(bin, uses, [item], context.inBin(bin.code));
  if (problem !== undefined)
    return refuseReturn(state, problem === 'use' || problem === 'grade' ? 'RETURN_BIN_UNSUITED' : 'RETURN_BIN_TAKEN', {
      subject: bin.code,
    });
  const moves = [{ ...item, to: bin.code, ...(serial === undefined ? {} : { serials: [serial] }) }];
  const putAway = append('returnPutAway', `return:${rma}/${unit}`, {
    ...{ rma, unit, owner, grade, disposition, bin: bin.code, graded: open.job, moves, practice: context.practice },
    ...(relabelTo === undefined || payload.sku === undefined
      ? {}
      : { relabelled: { fromSku: payload.sku, toSku: relabelTo.sku } }),
  });
  return stay({ ...state, phase: 'booking', refusal: undefined }, putAway);
}

/** What nobody knows lies in stock under the number of its plate, so that it is found, counted and cleared up. */
const unknownArticle = ({ rma, unit }: GradedPayload): string => `?${rma.slice(0, 50)}/${unit ?? 1}`;

// ── keys, photos, leads ──────────────────────────────────────────────────────────────────────────────────────────────

function onKey(
  state: ReturnsBenchState,
  key: Extract<ReturnsEvent, { type: 'key' }>['key'],
  context: ReturnsContext,
): ReturnsStep {
  if (state.phase === 'booking') return stay(state, cue('check'));
  switch (key) {
    case 'F1':
    case 'F2':
    case 'F3': {
      if (state.phase === 'await-plate' && key === 'F1') return retryRecord(state, context);
      const answer = state.answers[Number(key.slice(1)) - 1];
      return answer === undefined ? stay(state) : onAnswer(state, answer, context);
    }
    case 'F5':
      return changeDisposition(state);
    case 'F6':
      return closeReturn(state, context);
    case 'F7':
      return state.phase === 'await-photo' && context.camera
        ? stay(state, { type: 'photo', about: state.step?.id ?? 'piece' })
        : stay(state, cue('check'));
    case 'F8':
      return undo(state);
    case 'Escape':
      return state.refusal === undefined ? stay(state) : stay({ ...state, refusal: undefined });
  }
}

function onAnswer(state: ReturnsBenchState, answer: ReturnAnswer, context: ReturnsContext): ReturnsStep {
  switch (answer.do) {
    case 'answer': {
      const choice = state.step?.choices.find(({ id }) => id === answer.answer);
      if (state.piece === undefined || choice === undefined) return stay(state, cue('check'));
      const answered = {
        ...state.piece,
        answers: [...state.piece.answers, { step: answer.step, answer: answer.answer, photos: [] }],
      };
      if (!choice.photo) return gradePiece({ ...state, piece: answered, refusal: undefined }, context);
      return needPhoto({ ...state, piece: answered }, context);
    }
    case 'take-as':
      return pieceOf(state, answer.condition, undefined, context);
    case 'choose-rma':
    case 'choose-owner': {
      const chosen = state.candidates.find(({ sku, rma }) =>
        answer.do === 'choose-rma' ? rma?.rma === answer.rma : sku.owner === answer.owner,
      );
      return chosen === undefined
        ? stay(state, cue('check'))
        : identify(state, { text: '', skus: [chosen.sku], marks: state.candidateMarks }, context, chosen.rma);
    }
    case 'dispose':
    case 'reason':
      return applyOverride(state, answer, undefined, context);
  }
}

/** A failed point is shown, not told. Without a camera a lead answers for it. */
export function needPhoto(state: ReturnsBenchState, context: ReturnsContext): ReturnsStep {
  const waiting: ReturnsBenchState = { ...state, phase: 'await-photo', answers: [], refusal: undefined };
  return context.camera ? stay(waiting, cue('next')) : refuseReturn(waiting, 'RETURN_PHOTO_MISSING');
}

function onPhoto(
  state: ReturnsBenchState,
  photo: Extract<ReturnsEvent, { type: 'photo' }>['photo'],
  context: ReturnsContext,
): ReturnsStep {
  const { piece } = state;
  if (state.phase !== 'await-photo' || piece === undefined) return stay(state, cue('check'));
  return gradePiece({ ...state, refusal: undefined, piece: withPhotos(piece, [photo]) }, context);
}

function withPhotos(
  piece: NonNullable<ReturnsBenchState['piece']>,
  photos: OperationPayload<'returnGraded'>['photos'] & object,
): typeof piece {
  const last = piece.answers.at(-1);
  if (piece.condition === 'empty-box' || last === undefined) return { ...piece, photos: [...piece.photos, ...photos] };
  return { ...piece, answers: [...piece.answers.slice(0, -1), { ...last, photos: [...last.photos, ...photos] }] };
}

function onLead(state: ReturnsBenchState, id: string, context: ReturnsContext): ReturnsStep {
  const { refusal, piece } = state;
  if (refusal?.code === 'RETURN_PHOTO_MISSING' && piece !== undefined)
    return gradePiece({ ...state, refusal: undefined, piece: { ...piece, lead: id } }, context);
  if (
    refusal?.code === 'RETURN_OVERRIDE_LEAD' &&
    refusal.lead !== undefined &&
    (refusal.lead.do === 'reason' || refusal.lead.do === 'dispose')
  )
    return applyOverride({ ...state, refusal: undefined }, refusal.lead, id, context);
  if (refusal?.lead?.do === 'take-as')
    return pieceOf({ ...state, refusal: undefined }, refusal.lead.condition, id, context);
  return stay(state, cue('check'));
}

/** F6 while a return is open and nothing is in hand: nothing more of it comes. */
function closeReturn(state: ReturnsBenchState, context: ReturnsContext): ReturnsStep {
  const { rma } = state;
  if (rma === undefined || (state.phase !== 'await-item' && state.phase !== 'done')) return stay(state, cue('check'));
  const taken = context.findTaken(rma.rma);
  const closed = append('returnClosed', `return:${rma.rma}`, {
    ...{ rma: rma.rma, owner: rma.owner, taken: taken.length, missing: missingOf(rma, taken) },
  });
  return stay({ ...state, phase: 'booking' }, closed);
}

/** Back one answer; a piece in hand put back; what was recorded taken back by a new operation that points at it. */
function undo(state: ReturnsBenchState): ReturnsStep {
  const { phase, piece, open, last, rma } = state;
  if (phase === 'choose-disposition' || phase === 'choose-reason')
    return stay(
      {
        ...state,
        phase: open?.scannedBack === true ? 'await-bin' : 'await-scan-back',
        answers: [],
        wanted: undefined,
        refusal: undefined,
      },
      cue('next'),
    );
  if (open !== undefined && (phase === 'await-scan-back' || phase === 'await-bin'))
    return stay({ ...state, phase: 'booking' }, takeBack(open, undefined));
  if (piece !== undefined && (phase === 'checking' || phase === 'await-photo') && piece.answers.length > 0) {
    const answers = piece.answers.slice(0, -1);
    return gradeAgain({ ...state, refusal: undefined, piece: { ...piece, answers } });
  }
  if (piece !== undefined || phase === 'await-item' || phase === 'choose-rma' || phase === 'choose-owner')
    return stay(
      {
        ...state,
        ...idleReturns,
        refusal: undefined,
        phase: rma !== undefined && piece !== undefined ? 'await-item' : 'idle',
        rma: piece === undefined ? undefined : rma,
      },
      cue('next'),
    );
  if (state.refusal !== undefined) return stay({ ...state, refusal: undefined }, cue('next'));
  if (last === undefined || last.voided) return stay(state, cue('check'));
  return stay({ ...state, phase: 'booking' }, takeBack(last.graded, last.putAway));
}

/** One answer back is the same step once more; nothing is recorded by that. */
function gradeAgain(state: ReturnsBenchState): ReturnsStep {
  const { piece } = state;
  const step = piece?.checklist.steps[piece.answers.length];
  const answers = step?.choices.map(({ id }): ReturnAnswer => ({ do: 'answer', step: step.id, answer: id })) ?? [];
  return stay({ ...state, phase: 'checking', step, answers }, cue('next'));
}

function takeBack(
  { job, payload }: OpenReturn,
  putAway: NonNullable<ReturnsBenchState['last']>['putAway'],
): FloorEffect {
  const { rma, unit = 1 } = payload;
  return append('returnVoided', `return:${rma}/${unit}`, {
    ...{
      rma,
      unit,
      voids: job,
      reason: 'undone at the bench',
      moves: putAway === undefined ? [] : reversed(putAway.payload.moves),
    },
    ...(putAway === undefined ? {} : { putAway: putAway.job }),
  });
}

// ── the disk has answered ────────────────────────────────────────────────────────────────────────────────────────────

function onBooked(
  state: ReturnsBenchState,
  { operation, job, payload }: Extract<ReturnsEvent, { type: 'booked' }>,
  context: ReturnsContext,
): ReturnsStep {
  switch (operation) {
    case 'returnGraded': {
      const graded = payload as GradedPayload;
      const open: OpenReturn = { job, payload: graded, scannedBack: false };
      const { rma, unit, grade, disposition } = graded;
      if (graded.condition === 'empty-box') {
        const done: ReturnsBenchState = {
          ...state,
          ...idleReturns,
          phase: 'done',
          last: { graded: open, voided: false },
        };
        return stay(log(done, { what: 'empty-box', rma, unit, job }), cue('ok'));
      }
      return stay(
        log(
          { ...state, phase: 'await-scan-back', open, refusal: undefined, answers: [] },
          { what: 'graded', rma, unit, grade, disposition, job },
        ),
        cue('next'),
      );
    }
    case 'returnPutAway': {
      const putAway = payload as OperationPayload<'returnPutAway'>;
      const { rma, unit, grade, disposition, bin } = putAway;
      const last =
        state.open === undefined
          ? state.last
          : { graded: state.open, putAway: { job, payload: putAway }, voided: false };
      return stay(
        log(
          { ...state, ...idleReturns, phase: 'done', last, refusal: undefined },
          { what: 'put-away', rma, unit, grade, disposition, bin, job },
        ),
        cue('ok'),
      );
    }
    case 'returnVoided': {
      const { rma, unit } = payload as OperationPayload<'returnVoided'>;
      const last = state.open === undefined && state.last !== undefined ? { ...state.last, voided: true } : state.last;
      // Undone for another disposition: the piece is still in the hand and goes through the same record anew.
      const again = state.wanted !== undefined && state.piece !== undefined;
      const next: ReturnsBenchState = again
        ? { ...state, open: undefined }
        : { ...state, ...idleReturns, phase: 'done', last, refusal: undefined };
      const logged = log(next, { what: 'undone', rma, unit, job });
      return again
        ? recordGraded({ ...logged, wanted: undefined }, state.graded?.plate ?? '', context)
        : stay(logged, cue('ok'));
    }
    case 'returnClosed': {
      const { rma } = payload as OperationPayload<'returnClosed'>;
      return stay(
        log(
          { ...state, ...idleReturns, phase: 'done', rma: undefined, refusal: undefined },
          { what: 'closed', rma, unit: undefined, job },
        ),
        cue('ok'),
      );
    }
    default:
      // The label's confirmation: nothing on this bench waits for it.
      return stay(state);
  }
}
