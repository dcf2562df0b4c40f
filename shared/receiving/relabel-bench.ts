import type { LabelRequest } from '../devices/print-job.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import { refusing, stay, type Step } from '../stock/bench-step.ts';
import { append, cue } from '../stock/floor-effect.ts';
import type { FloorLookups } from '../stock/floor-scan.ts';
import { hearOnce, type HeardScan, type Hearing, type Unscanned } from '../stock/hear-once.ts';
import type { Grade } from '../stock/grade.ts';
import type { Sku } from '../stock/sku.ts';
import type { StockMove } from '../stock/stock-move.ts';
import { relabelRefusals, type RelabelRefusalCode } from './refusals.ts';

/** What a supervisor's system asks for: so many pieces of one article become another. */
export interface RelabelTask {
  readonly from: Sku;
  readonly to: Sku;
  readonly pieces: number;
  readonly bin: string;
  readonly grade: Grade;
  readonly lot?: string | undefined;
  readonly expiry?: string | undefined;
}

export interface RelabelState extends Hearing {
  /** old: the old code is scanned first. new: each new sticker is read back from its piece. */
  readonly phase: 'old' | 'new' | 'booking' | 'done';
  readonly task: RelabelTask;
  /** The first request: the others follow from it. */
  readonly requested: string | undefined;
  readonly scannedBack: number;
  readonly refusal:
    { readonly code: RelabelRefusalCode | ErrorCode; readonly subject?: string | undefined } | undefined;
}

export interface RelabelContext extends FloorLookups {
  readonly labelFor: (to: Sku) => LabelRequest;
}

export type RelabelEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'booked'; readonly operation: string; readonly job: string; readonly payload: unknown }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };

export const startRelabel = (task: RelabelTask): RelabelState => ({
  ...{ phase: 'old', task, requested: undefined, scannedBack: 0, refusal: undefined },
  lastScan: undefined,
});

const refuse = refusing(relabelRefusals);

/** Old code, new labels, each new code read back: only then is the stock another article. A wrong sticker is seen on its piece. */
export const reduceRelabel = hearOnce<RelabelState, Unscanned<RelabelEvent>, RelabelContext>(
  ({ phase }) => phase === 'new',
  onScan,
  onDisk,
);

function onDisk(state: RelabelState, event: Unscanned<RelabelEvent>): Step<RelabelState> {
  if (event.type === 'booking-failed')
    return stay(
      { ...state, phase: state.requested === undefined ? 'old' : 'new', refusal: { code: event.code } },
      cue('stop'),
    );
  if (event.operation === 'relabelRequested')
    return stay({ ...state, phase: 'new', requested: state.requested ?? event.job, refusal: undefined }, cue('next'));
  return event.operation === 'unitsRelabelled'
    ? stay({ ...state, phase: 'done', refusal: undefined }, cue('ok'))
    : stay(state);
}

function onScan(state: RelabelState, scan: HeardScan, context: RelabelContext): Step<RelabelState> {
  const { task } = state;
  const { from, to, pieces, bin } = task;
  const { skus, text } = scan;
  const is = (one: Sku): boolean => skus.some(({ owner, sku }) => owner === one.owner && sku === one.sku);
  if (state.phase === 'old') {
    if (!is(from)) return refuse(state, 'RELABEL_WRONG', { subject: text.slice(0, 24) });
    return requestSticker(state, context);
  }
  if (state.phase !== 'new' || state.requested === undefined) return stay(state, cue('check'));
  // The next sticker was not asked for, because nothing was saved: the piece in the hand asks again.
  if (state.refusal !== undefined && state.refusal.code !== 'RELABEL_WRONG' && is(from))
    return requestSticker(state, context);
  if (!is(to)) return refuse(state, 'RELABEL_WRONG', { subject: text.slice(0, 24) });
  const scannedBack = state.scannedBack + 1;
  const next: RelabelState = { ...state, scannedBack, refusal: undefined };
  if (scannedBack < pieces) return requestSticker(next, context);
  const relabelled = append('unitsRelabelled', `sku:${from.owner}/${from.sku}`, {
    ...{
      owner: from.owner,
      fromSku: from.sku,
      toSku: to.sku,
      pieces,
      bin,
      scannedBack,
      cause: state.requested,
      moves: movesOf(task),
    },
  });
  return stay({ ...next, phase: 'booking' }, relabelled);
}

/** One sticker at a time, the next when the last has been read back: no loose stickers lie about, and each has its place in the print ledger. */
function requestSticker(state: RelabelState, context: RelabelContext): Step<RelabelState> {
  const { from, to, bin } = state.task;
  const requested: OperationPayload<'relabelRequested'> = {
    ...{ owner: from.owner, fromSku: from.sku, toSku: to.sku, pieces: 1, bin },
    label: context.labelFor(to),
  };
  return stay(
    { ...state, phase: 'booking', refusal: undefined },
    append('relabelRequested', `sku:${from.owner}/${from.sku}`, requested),
  );
}

function movesOf({ from, to, pieces, bin, grade, lot, expiry }: RelabelTask): StockMove[] {
  const item = {
    owner: from.owner,
    grade,
    pieces,
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
  };
  return [
    { ...item, sku: from.sku, from: bin },
    { ...item, sku: to.sku, to: bin },
  ];
}
