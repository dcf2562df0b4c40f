import type { LabelRequest } from '../devices/print-job.ts';
import { append, cue } from '../stock/floor-effect.ts';
import type { Sku } from '../stock/sku.ts';
import { stickerCode, stickerLabel } from '../stock/sku-sticker.ts';
import { gradeByChecklist, choiceOf } from './checklist.ts';
import { checklistFor, checklists, unknownChecklist } from './checklists.ts';
import {
  disposeByRule,
  dispositions,
  dispositionSchema,
  houseRules,
  mayOverride,
  overrideReasons,
  type Disposition,
  type OverrideReason,
} from './disposition.ts';
import { refuseReturn, stay, type ReturnsStep } from './returns-step.ts';
import type {
  GradedPayload,
  GradedPiece,
  ReturnAnswer,
  ReturnedPiece,
  ReturnsBenchState,
  ReturnsContext,
} from './returns-bench-state.ts';

const allRules = (context: ReturnsContext) => [...context.rules, ...houseRules];

/** On to the next point, or the grade stands: the rule disposes and a plate is asked for. */
export function gradePiece(state: ReturnsBenchState, context: ReturnsContext): ReturnsStep {
  const { piece } = state;
  if (piece === undefined) return stay(state, cue('check'));
  if (piece.condition === 'empty-box')
    return piece.photos.length > 0 || piece.lead !== undefined
      ? recordEmptyBox(state, piece, context)
      : askPhoto(state, context);
  const { next, grade, lost, flags } = gradeByChecklist(piece.checklist, piece.answers);
  if (next !== undefined) {
    const answers = next.choices.map(({ id }): ReturnAnswer => ({ do: 'answer', step: next.id, answer: id }));
    return stay({ ...state, phase: 'checking', step: next, answers }, cue('next'));
  }
  const { owner, sku, condition } = piece;
  const rule = disposeByRule(allRules(context), { owner, category: sku?.category, grade, condition, flags });
  const relabelTo = rule.then === 'restock' ? resaleArticle(sku, grade, context) : undefined;
  const graded: GradedPiece = {
    grade,
    lost,
    flags,
    rule,
    disposition: rule.then,
    override: undefined,
    relabelTo,
    plate: undefined,
  };
  const done: ReturnsBenchState = { ...state, graded, step: undefined, answers: [] };
  return relabelTo === undefined
    ? stay({ ...done, phase: 'await-plate' }, { type: 'take-number', series: 'label' })
    : recordGraded(done, undefined, context);
}

function askPhoto(state: ReturnsBenchState, context: ReturnsContext): ReturnsStep {
  const waiting: ReturnsBenchState = { ...state, phase: 'await-photo', step: undefined, answers: [] };
  return context.camera ? stay(waiting, cue('next')) : refuseReturn(waiting, 'RETURN_PHOTO_MISSING');
}

function resaleArticle(sku: Sku | undefined, grade: GradedPiece['grade'], context: ReturnsContext): Sku | undefined {
  const other = sku === undefined ? undefined : context.resaleSku(sku.owner, sku.sku, grade);
  return other !== undefined && stickerCode(other) !== undefined ? other : undefined;
}

/** What is common to every record about a piece. */
function described(piece: ReturnedPiece, context: ReturnsContext): Omit<GradedPayload, 'grade'> {
  const { rmaCode: rma, unit, owner, sku, expectedSku, expectedSerial, marks, condition, lead, photos } = piece;
  return {
    ...{ rma, unit, owner, condition, note: '', photos: [...photos], practice: context.practice },
    ...(sku === undefined ? {} : { sku: sku.sku, category: sku.category }),
    ...(expectedSku === undefined ? {} : { expectedSku }),
    ...(expectedSerial === undefined ? {} : { expectedSerial }),
    ...(marks.serial === undefined ? {} : { serial: marks.serial }),
    ...(marks.lot === undefined ? {} : { lot: marks.lot }),
    ...(marks.expiry === undefined ? {} : { expiry: marks.expiry }),
    ...(lead === undefined ? {} : { lead }),
  };
}

/** Nothing came, so nothing is graded for sale and no stock moves; the record and its photo are what the seller gets. */
function recordEmptyBox(state: ReturnsBenchState, piece: ReturnedPiece, context: ReturnsContext): ReturnsStep {
  const graded = append('returnGraded', `return:${piece.rmaCode}/${piece.unit}`, {
    ...described(piece, context),
    grade: 'D',
  });
  return stay({ ...state, phase: 'booking' }, graded);
}

/** After what was missing is there: the record is tried again, with the number it had or a new one. */
export function retryRecord(state: ReturnsBenchState, context: ReturnsContext): ReturnsStep {
  const { graded } = state;
  if (graded === undefined) return stay(state, cue('check'));
  if (graded.relabelTo !== undefined || graded.plate !== undefined) return recordGraded(state, graded.plate, context);
  return stay({ ...state, refusal: undefined }, { type: 'take-number', series: 'label' });
}

/** Grade, answers, disposition and the label in one record. @param plate undefined: a new sticker takes the plate's place. */
export function recordGraded(
  state: ReturnsBenchState,
  plate: string | undefined,
  context: ReturnsContext,
): ReturnsStep {
  const { piece, graded } = state;
  if (piece === undefined || graded === undefined) return stay(state, cue('check'));
  const { grade, disposition, rule, override, relabelTo } = graded;
  const label =
    relabelTo === undefined
      ? plateLabel(piece, graded, plate ?? '', context)
      : stickerLabel(relabelTo, grade, context.language);
  const payload: GradedPayload = {
    ...described(piece, context),
    ...{ grade, disposition, rule: rule.id, checklist: piece.checklist.id, label },
    answers: piece.answers.map(({ step, answer, photos }) => {
      const atBest = choiceOf(piece.checklist, { step, answer })?.atBest ?? 'D';
      return { step, answer, atBest, photos: [...photos] };
    }),
    ...(override === undefined
      ? {}
      : {
          override: {
            from: override.from,
            reason: override.reason,
            ...(override.lead === undefined ? {} : { lead: override.lead }),
          },
        }),
    ...(plate === undefined || relabelTo !== undefined ? {} : { plate }),
  };
  const recorded = append('returnGraded', `return:${piece.rmaCode}/${piece.unit}`, payload);
  return stay({ ...state, graded: { ...graded, plate }, phase: 'booking', refusal: undefined, answers: [] }, recorded);
}

function plateLabel(piece: ReturnedPiece, graded: GradedPiece, plate: string, context: ReturnsContext): LabelRequest {
  const { zh, en } = dispositions[graded.disposition];
  const data = {
    plate,
    rma: piece.rmaCode.slice(0, 40),
    sku: (piece.sku?.sku ?? '?').slice(0, 40),
    grade: graded.grade,
  };
  return {
    template: 'return-plate-80x50',
    data: {
      ...data,
      disposition: context.language === 'zh' ? zh : en,
      seller: piece.owner.slice(0, 40),
      time: context.timeText(),
    },
  };
}

/** F5: three other dispositions at a time, those that nobody may choose left out; F5 again shows the rest. */
export function changeDisposition(state: ReturnsBenchState): ReturnsStep {
  const { phase, graded, answers } = state;
  if (graded === undefined || (phase !== 'await-scan-back' && phase !== 'await-bin' && phase !== 'choose-disposition'))
    return stay(state, cue('check'));
  const offered = dispositionSchema.options.filter(
    (one) => one !== graded.disposition && mayOverride(graded.rule.then, one, graded.flags) !== 'nobody',
  );
  const [shown] = answers;
  const from =
    phase === 'choose-disposition' && shown?.do === 'dispose'
      ? (offered.indexOf(shown.disposition) + 3) % Math.max(offered.length, 1)
      : 0;
  const turned = [...offered.slice(from), ...offered.slice(0, from)].slice(0, 3);
  return stay(
    {
      ...state,
      phase: 'choose-disposition',
      answers: turned.map((disposition) => ({ do: 'dispose', disposition })),
      refusal: undefined,
    },
    cue('next'),
  );
}

/** Another disposition and why. The record that says otherwise is taken back first; then the piece is recorded anew with its label. */
export function applyOverride(
  state: ReturnsBenchState,
  answer: Extract<ReturnAnswer, { do: 'dispose' | 'reason' }>,
  lead: string | undefined,
  context: ReturnsContext,
): ReturnsStep {
  const { graded, open, wanted, piece } = state;
  if (graded === undefined || open === undefined || piece === undefined) return stay(state, cue('check'));
  if (answer.do === 'dispose') {
    const reasons = Object.keys(overrideReasons) as OverrideReason[];
    return stay(
      {
        ...state,
        phase: 'choose-reason',
        wanted: answer.disposition,
        answers: reasons.map((reason) => ({ do: 'reason', reason })),
      },
      cue('next'),
    );
  }
  if (wanted === undefined) return stay(state, cue('check'));
  const from: Disposition = graded.rule.then;
  const who = mayOverride(from, wanted, graded.flags);
  // Never offered; a hazard is not talked into being sold.
  if (who === 'nobody') return stay(state, cue('stop'));
  if (who === 'lead' && lead === undefined)
    return refuseReturn(state, 'RETURN_OVERRIDE_LEAD', { subject: wanted, lead: answer });
  const override = wanted === from ? undefined : { from, reason: answer.reason, lead };
  const relabelTo = wanted === 'restock' ? resaleArticle(piece.sku, graded.grade, context) : undefined;
  const { rma, unit = 1 } = open.payload;
  const voided = append('returnVoided', `return:${rma}/${unit}`, {
    rma,
    unit,
    voids: open.job,
    reason: 'disposition changed',
    moves: [],
  });
  return stay(
    {
      ...state,
      graded: { ...graded, disposition: wanted, override, relabelTo },
      phase: 'booking',
      answers: [],
      refusal: undefined,
    },
    voided,
  );
}

// ── a piece found again by its plate ─────────────────────────────────────────────────────────────────────────────────

export function pieceFrom(payload: GradedPayload, context: ReturnsContext): ReturnedPiece {
  const { rma: rmaCode, unit = 1, owner = '?', sku, condition = 'expected', lead, answers = [], photos = [] } = payload;
  const { serial, lot, expiry, expectedSku, expectedSerial } = payload;
  const article = sku === undefined ? undefined : context.findSku(owner, sku);
  return {
    ...{ rmaCode, unit, owner, condition, lead, photos, expectedSku, expectedSerial },
    ...{ rma: context.findReturns(rmaCode)[0], sku: article },
    marks: {
      ...(serial === undefined ? {} : { serial }),
      ...(lot === undefined ? {} : { lot }),
      ...(expiry === undefined ? {} : { expiry }),
    },
    // By its own number: the checklist may have changed since.
    checklist:
      [...checklists, unknownChecklist].find(({ id }) => id === payload.checklist) ?? checklistFor(payload.category),
    answers: answers.map(({ step, answer, photos: taken }) => ({ step, answer, photos: taken })),
  };
}

export function gradedFrom(payload: GradedPayload, context: ReturnsContext): GradedPiece {
  const piece = pieceFrom(payload, context);
  const { lost, flags } = gradeByChecklist(piece.checklist, piece.answers);
  const { grade, disposition = 'quarantine', rule, override, plate } = payload;
  const known = allRules(context).find(({ id }) => id === rule);
  const { category, owner = '?', condition = 'expected' } = payload;
  return {
    ...{ grade, lost, flags, disposition, plate },
    rule: known ?? disposeByRule(allRules(context), { owner, category, grade, condition, flags }),
    override:
      override === undefined
        ? undefined
        : { from: override.from, reason: override.reason as OverrideReason, lead: override.lead },
    relabelTo: plate === undefined && disposition === 'restock' ? resaleArticle(piece.sku, grade, context) : undefined,
  };
}
