import type { OperationPayload } from '../parcel/operations.ts';
import { keyOfCommand } from '../stock/bench-step.ts';
import { cue } from '../stock/floor-effect.ts';
import type { FloorScan } from '../stock/floor-scan.ts';
import { hearOnce, type Unscanned } from '../stock/hear-once.ts';
import { gradedFrom, recordGraded, retryRecord } from './grade-piece.ts';
import { identify, takePiece, takeSerial } from './identify-return.ts';
import { onBin, scanBack } from './return-to-bin.ts';
import type {
  GradedPayload,
  OpenReturn,
  ReturnsBenchState,
  ReturnsContext,
  ReturnsEvent,
} from './returns-bench-state.ts';
import { onKey, onLead, onPhoto } from './returns-keys.ts';
import { idleReturns, log, refuseReturn, stay, type ReturnsStep } from './returns-step.ts';

export const initialReturnsBench: ReturnsBenchState = {
  ...idleReturns,
  phase: 'idle',
  rma: undefined,
  refusal: undefined,
  last: undefined,
  log: [],
  lastScan: undefined,
};

/** No state of this bench counts pieces by scan: each piece is asked about before the next is scanned. */
export const reduceReturns = hearOnce<ReturnsBenchState, Unscanned<ReturnsEvent>, ReturnsContext>(
  () => false,
  onScan,
  onOther,
);

function onOther(state: ReturnsBenchState, event: Unscanned<ReturnsEvent>, context: ReturnsContext): ReturnsStep {
  switch (event.type) {
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

function onScan(state: ReturnsBenchState, scan: FloorScan, context: ReturnsContext): ReturnsStep {
  if (scan.command !== undefined) {
    const key = keyOfCommand(scan.command);
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
        ? retryRecord({ ...logged, wanted: undefined, phase: 'await-plate' }, context)
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
