import { labelEntity } from '../labels/label-ledger.ts';
import { append, cue } from '../stock/floor-effect.ts';
import type { FloorScan, UnitMarks } from '../stock/floor-scan.ts';
import type { Sku } from '../stock/sku.ts';
import { checklistFor } from './checklists.ts';
import { gradedFrom, gradePiece, pieceFrom } from './grade-piece.ts';
import type { Condition } from './return-conditions.ts';
import { idleReturns, refuseReturn, stay, type ReturnsStep } from './returns-step.ts';
import type {
  OpenReturn,
  ReturnAnswer,
  ReturnedPiece,
  ReturnsBenchState,
  ReturnsContext,
} from './returns-bench-state.ts';
import { missingOf, stillExpected, type Rma } from './rma.ts';

/** Owner of what nobody knows, until somebody does. */
const UNKNOWN_OWNER = '?';

/** First scan of a return: its plate, its RMA, its label or old waybill, or the article itself. */
export function identify(
  state: ReturnsBenchState,
  scan: FloorScan,
  context: ReturnsContext,
  chosen?: Rma,
): ReturnsStep {
  const fresh: ReturnsBenchState = { ...state, ...idleReturns, refusal: undefined };
  const graded = context.findOpenReturn(scan.job ?? scan.code ?? '');
  if (graded !== undefined) return resume(fresh, graded, context);
  const rmas = scan.code === undefined ? [] : context.findReturns(scan.code);
  const rma = rmas.find((one) => missingOf(one, context.findTaken(one.rma)).length > 0) ?? rmas[0];
  if (rma !== undefined) return openRma(fresh, rma);
  if (scan.skus.length > 0) return byArticle(fresh, scan, context, chosen);
  const unknownCode = scan.code ?? scan.text.trim().slice(0, 40);
  return unknownCode === ''
    ? stay(state, cue('check'))
    : refuseReturn({ ...fresh, unknownCode, answers: [{ do: 'take-as', condition: 'unknown' }] }, 'RETURN_UNKNOWN', {
        subject: unknownCode.slice(0, 24),
      });
}

/** With the return open, F1 says that the box is empty. */
function openRma(state: ReturnsBenchState, rma: Rma): ReturnsStep {
  return stay(
    { ...state, rma, phase: 'await-item', answers: [{ do: 'take-as', condition: 'empty-box' }] },
    cue('next'),
  );
}

/** Its plate was scanned: it goes on where it stopped, on whichever day. */
function resume(state: ReturnsBenchState, open: OpenReturn, context: ReturnsContext): ReturnsStep {
  const { owner = '', sku, disposition, grade } = open.payload;
  const graded = gradedFrom(open.payload, context);
  const article = graded.relabelTo?.sku ?? sku;
  const proposedBin =
    disposition === undefined || article === undefined
      ? undefined
      : context.proposeBin(owner, article, disposition, grade);
  const confirmed = append('labelConfirmed', labelEntity({ job: open.job, apart: true }), {
    job: open.job,
    by: 'scan-back',
  });
  const next: ReturnsBenchState = {
    ...state,
    ...{ piece: pieceFrom(open.payload, context), graded, proposedBin, rma: undefined },
    ...{ open: { ...open, scannedBack: true }, phase: 'await-bin' },
  };
  return stay(next, ...(open.scannedBack ? [] : [confirmed]), cue('next'));
}

/** Several sellers' or several announced returns may want it: a person chooses, oldest announcement first. */
function byArticle(
  state: ReturnsBenchState,
  scan: FloorScan,
  context: ReturnsContext,
  chosen: Rma | undefined,
): ReturnsStep {
  const candidates = scan.skus.flatMap((sku) =>
    context
      .findReturnsOf(sku.owner, sku.sku)
      .filter((rma) => chosen === undefined || rma.rma === chosen.rma)
      .map((rma) => ({ sku, rma })),
  );
  const kept = { ...state, candidateMarks: scan.marks };
  if (candidates.length > 1) {
    const answers = candidates.slice(0, 3).map(({ rma }): ReturnAnswer => ({ do: 'choose-rma', rma: rma.rma }));
    return stay({ ...kept, candidates, answers, phase: 'choose-rma' }, cue('next'));
  }
  const [only] = candidates;
  if (only !== undefined) return takePiece({ ...kept, rma: only.rma }, { ...scan, skus: [only.sku] }, context);
  if (scan.skus.length > 1) {
    const answers = scan.skus.slice(0, 3).map(({ owner }): ReturnAnswer => ({ do: 'choose-owner', owner }));
    return stay(
      { ...kept, candidates: scan.skus.map((sku) => ({ sku })), answers, phase: 'choose-owner' },
      cue('next'),
    );
  }
  const [sku] = scan.skus;
  const unknownCode = scan.code ?? sku?.sku ?? '';
  return pieceOf(
    { ...kept, rma: undefined, unknownCode, candidates: sku === undefined ? [] : [{ sku }] },
    'unknown',
    undefined,
    context,
  );
}

/** A return is open and something was scanned: is it what was announced? */
export function takePiece(state: ReturnsBenchState, scan: FloorScan, context: ReturnsContext): ReturnsStep {
  const { rma } = state;
  if (rma === undefined) return stay(state, cue('check'));
  const announced = rma.lines.map(({ sku }) => sku);
  const own = scan.skus.find(({ owner, sku }) => owner === rma.owner && announced.includes(sku));
  const kept: ReturnsBenchState = {
    ...state,
    phase: 'await-item',
    candidateMarks: scan.marks,
    unknownCode: undefined,
    refusal: undefined,
  };
  if (own !== undefined) return checkSerial({ ...kept, candidates: [{ sku: own }] }, own, scan.marks, context);
  const other = scan.skus.find(({ owner }) => owner === rma.owner) ?? scan.skus[0];
  if (other === undefined && scan.code !== undefined && context.findReturns(scan.code).length > 0)
    return identify(state, scan, context);
  const wrong: ReturnsBenchState = {
    ...kept,
    candidates: other === undefined ? [] : [{ sku: other }],
    unknownCode: other === undefined ? (scan.code ?? scan.text.trim().slice(0, 40)) : undefined,
    answers: [{ do: 'take-as', condition: 'wrong-item' }],
  };
  return refuseReturn(wrong, 'RETURN_WRONG_ITEM', { scanned: other, expected: announced, subject: rma.rma });
}

const lineOf = (rma: Rma, sku: Sku): string[] =>
  rma.lines.filter((line) => line.sku === sku.sku).flatMap(({ serials = [] }) => serials);

function checkSerial(state: ReturnsBenchState, sku: Sku, marks: UnitMarks, context: ReturnsContext): ReturnsStep {
  const { rma } = state;
  if (rma === undefined) return stay(state, cue('check'));
  if (sku.tracks.serial && marks.serial === undefined)
    return stay({ ...state, phase: 'await-serial', answers: [] }, cue('next'));
  const taken = context.findTaken(rma.rma);
  const again = marks.serial !== undefined && taken.some((one) => one.sku === sku.sku && one.serial === marks.serial);
  if (again || stillExpected(rma, taken, sku.sku) <= 0)
    return refuseReturn({ ...state, answers: [] }, 'RETURN_OVER', {
      scanned: sku,
      subject: rma.rma,
      lead: { do: 'take-as', condition: 'over' },
    });
  const shipped = lineOf(rma, sku);
  if (sku.tracks.serial && shipped.length > 0 && !shipped.includes(marks.serial ?? ''))
    return refuseReturn(
      { ...state, answers: [{ do: 'take-as', condition: 'serial-swapped' }] },
      'RETURN_SERIAL_SWAPPED',
      {
        ...{ scanned: sku, subject: marks.serial, expected: shipped },
      },
    );
  return pieceOf(state, 'expected', undefined, context);
}

export function takeSerial(state: ReturnsBenchState, scan: FloorScan, context: ReturnsContext): ReturnsStep {
  const sku = state.candidates[0]?.sku;
  const serial = scan.marks.serial ?? scan.code;
  const articleAgain = scan.marks.serial === undefined && scan.skus.some((one) => one.sku === sku?.sku);
  if (sku === undefined || serial === undefined || articleAgain) return stay(state, cue('check'));
  const candidateMarks = { ...state.candidateMarks, serial: serial.slice(0, 40) };
  return checkSerial({ ...state, candidateMarks, phase: 'await-item' }, sku, candidateMarks, context);
}

/** The piece is known for what it is; its checklist begins. An empty box has none, but a photo. */
export function pieceOf(
  state: ReturnsBenchState,
  condition: Condition,
  lead: string | undefined,
  context: ReturnsContext,
): ReturnsStep {
  const { rma, unknownCode } = state;
  const missing = rma === undefined ? [] : missingOf(rma, context.findTaken(rma.rma));
  const rmaCode = rma?.rma ?? `?${(unknownCode ?? '').slice(0, 60)}`;
  const unit = context.findTaken(rmaCode).reduce((highest, one) => Math.max(highest, one.unit), 0) + 1;
  // An empty box stands for the one article that is still to come; with several nobody can say which.
  const emptied =
    condition === 'empty-box' && rma !== undefined && missing.length === 1
      ? context.findSku(rma.owner, missing[0]?.sku ?? '')
      : undefined;
  const sku = condition === 'empty-box' ? emptied : state.candidates[0]?.sku;
  const wrong = condition === 'wrong-item' && missing.length === 1 ? missing[0]?.sku : undefined;
  const shipped = rma !== undefined && sku !== undefined ? lineOf(rma, sku) : [];
  const piece: ReturnedPiece = {
    ...{ rma, rmaCode, unit, sku, condition, lead },
    owner: rma?.owner ?? sku?.owner ?? UNKNOWN_OWNER,
    expectedSku: wrong,
    expectedSerial: condition === 'serial-swapped' && shipped.length === 1 ? shipped[0] : undefined,
    marks: condition === 'empty-box' ? {} : state.candidateMarks,
    checklist: checklistFor(sku?.category),
    ...{ answers: [], photos: [] },
  };
  return gradePiece({ ...state, piece, refusal: undefined, candidates: [], answers: [] }, context);
}
