import { labelEntity } from '../labels/label-ledger.ts';
import { checkBin } from '../stock/check-bin.ts';
import { append, cue, type FloorEffect } from '../stock/floor-effect.ts';
import type { FloorScan } from '../stock/floor-scan.ts';
import { binsFor } from './disposition.ts';
import type { GradedPayload, ReturnsBenchState, ReturnsContext } from './returns-bench-state.ts';
import { refuseReturn, stay, type ReturnsStep } from './returns-step.ts';

/** The sticker that came out of the printer is on the piece: its own code is read back. */
export function scanBack(state: ReturnsBenchState, scan: FloorScan, context: ReturnsContext): ReturnsStep {
  const { open, graded } = state;
  if (open === undefined || graded === undefined) return stay(state, cue('check'));
  const { relabelTo, plate } = graded;
  const right =
    relabelTo === undefined
      ? scan.job === open.job || (plate !== undefined && scan.code === plate)
      : scan.skus.some(({ owner, sku }) => owner === relabelTo.owner && sku === relabelTo.sku);
  if (!right) return refuseReturn(state, 'RETURN_LABEL_WRONG', { subject: scan.text.slice(0, 24) });
  const confirmed = append('labelConfirmed', labelEntity({ job: open.job, apart: true }), {
    job: open.job,
    by: 'scan-back',
  });
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
export function onBin(state: ReturnsBenchState, scan: FloorScan, context: ReturnsContext): ReturnsStep {
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
