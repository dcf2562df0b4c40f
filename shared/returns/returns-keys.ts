import type { OperationPayload } from '../parcel/operations.ts';
import { append, cue, type FloorEffect } from '../stock/floor-effect.ts';
import { reversed } from '../stock/stock-move.ts';
import { applyOverride, changeDisposition, gradePiece, retryRecord } from './grade-piece.ts';
import { identify, pieceOf } from './identify-return.ts';
import type {
  OpenReturn,
  ReturnAnswer,
  ReturnsBenchState,
  ReturnsContext,
  ReturnsEvent,
} from './returns-bench-state.ts';
import { idleReturns, refuseReturn, stay, type ReturnsStep } from './returns-step.ts';
import { missingOf } from './rma.ts';

export function onKey(
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
function needPhoto(state: ReturnsBenchState, context: ReturnsContext): ReturnsStep {
  const waiting: ReturnsBenchState = { ...state, phase: 'await-photo', answers: [], refusal: undefined };
  return context.camera ? stay(waiting, cue('next')) : refuseReturn(waiting, 'RETURN_PHOTO_MISSING');
}

export function onPhoto(
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

/** A lead has signed for what is refused. */
export function onLead(state: ReturnsBenchState, id: string, context: ReturnsContext): ReturnsStep {
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
