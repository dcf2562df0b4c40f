import type { ErrorCode } from '../errors/catalog.ts';
import { labelEntity } from '../labels/label-ledger.ts';
import { keyOfCommand, refusing, stay, type Step } from '../stock/bench-step.ts';
import { append, cue } from '../stock/floor-effect.ts';
import type { FloorLookups } from '../stock/floor-scan.ts';
import { hearOnce, type HeardScan, type Hearing, type Unscanned } from '../stock/hear-once.ts';
import type { Sku } from '../stock/sku.ts';
import { stickerLabel } from '../stock/sku-sticker.ts';
import type { StockMove } from '../stock/stock-move.ts';
import { relabelRefusals, type RelabelRefusalCode } from './refusals.ts';
import type { OpenRelabelTask, RelabelTask } from './relabel-task.ts';

export interface RelabelState extends Hearing {
  /** old: the old code of the next piece. new: its new sticker is read back from the piece. */
  readonly phase: 'idle' | 'old' | 'new' | 'booking' | 'done';
  readonly open: OpenRelabelTask | undefined;
  /** The sticker that is out and has not been read back: the operation that asked for it. */
  readonly requested: string | undefined;
  readonly refusal:
    { readonly code: RelabelRefusalCode | ErrorCode; readonly subject?: string | undefined } | undefined;
}

export interface RelabelContext extends FloorLookups {
  readonly language: 'zh' | 'en';
  readonly findSku: (owner: string, sku: string) => Sku | undefined;
  /** A task by its number; those of an old article, oldest first. Whole ones too. */
  readonly findTask: (task: string) => OpenRelabelTask | undefined;
  readonly findTasksOf: (owner: string, fromSku: string) => readonly OpenRelabelTask[];
}

export type RelabelEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'key'; readonly key: 'F8' | 'Escape' }
  | { readonly type: 'booked'; readonly operation: string; readonly job: string; readonly payload: unknown }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode };

export const initialRelabel: RelabelState = {
  ...{ phase: 'idle', open: undefined, requested: undefined, refusal: undefined, lastScan: undefined },
};

const refuse = refusing(relabelRefusals);
const left = ({ task, done }: OpenRelabelTask): number => task.pieces - done;

/**
 * Piece by piece: the old code is read, one sticker is printed, the new code is read back from the piece, and at that moment the piece is
 * the other article in stock. No loose stickers lie about, a wrong one is seen on its piece, and whatever stops the work loses at most
 * the piece in the hand.
 */
export const reduceRelabel = hearOnce<RelabelState, Unscanned<RelabelEvent>, RelabelContext>(
  () => false,
  onScan,
  onOther,
);

function onOther(state: RelabelState, event: Unscanned<RelabelEvent>): Step<RelabelState> {
  const { open, requested } = state;
  switch (event.type) {
    case 'scan-torn':
      return stay(state, cue('check'));
    case 'key':
      if (state.phase === 'booking') return stay(state, cue('check'));
      if (state.refusal !== undefined) return stay({ ...state, refusal: undefined }, cue('next'));
      // The task can be left at any piece; a sticker that was printed for nothing is thrown away.
      return open === undefined ? stay(state, cue('check')) : stay({ ...state, ...closed, phase: 'idle' }, cue('next'));
    case 'booking-failed':
      return stay(
        { ...state, phase: requested === undefined ? 'old' : 'new', refusal: { code: event.code } },
        cue('stop'),
      );
    case 'booked':
      if (open === undefined) return stay(state);
      if (event.operation === 'relabelRequested')
        return stay({ ...state, phase: 'new', requested: event.job, refusal: undefined }, cue('next'));
      if (event.operation !== 'unitsRelabelled') return stay(state);
      return afterPiece({ ...state, requested: undefined, refusal: undefined }, { ...open, done: open.done + 1 });
  }
}
const closed = { open: undefined, requested: undefined, refusal: undefined } as const;

const afterPiece = (state: RelabelState, open: OpenRelabelTask): Step<RelabelState> =>
  stay({ ...state, open, phase: left(open) > 0 ? 'old' : 'done' }, cue(left(open) > 0 ? 'next' : 'ok'));

function onScan(state: RelabelState, scan: HeardScan, context: RelabelContext): Step<RelabelState> {
  if (scan.command !== undefined)
    return keyOfCommand(scan.command) === 'F8' ? onOther(state, { type: 'key', key: 'F8' }) : stay(state);
  const { open } = state;
  switch (state.phase) {
    case 'booking':
      return stay(state, cue('check'));
    case 'idle':
    case 'done':
      return openTask(state, scan, context);
    case 'old':
      if (open === undefined) return stay(state);
      return is(scan, open.task.owner, open.task.fromSku)
        ? requestSticker(state, open.task, context)
        : refuse(state, 'RELABEL_NOT_THIS', { subject: scan.text.slice(0, 24) });
    case 'new':
      return open === undefined ? stay(state) : onNew(state, open, scan);
  }
}

function openTask(state: RelabelState, scan: HeardScan, context: RelabelContext): Step<RelabelState> {
  const named = context.findTask(scan.code ?? scan.text);
  const ofPiece = scan.skus.flatMap(({ owner, sku }) => context.findTasksOf(owner, sku));
  const open = named ?? ofPiece.find((one) => left(one) > 0);
  if (open === undefined) return refuse(state, 'RELABEL_NO_TASK', { subject: scan.text.slice(0, 24) });
  if (left(open) <= 0) return refuse(state, 'RELABEL_TASK_DONE', { subject: open.task.task });
  const opened: RelabelState = { ...state, ...closed, open, phase: 'old' };
  // Opened by its first piece: that one is in the hand.
  return named === undefined ? requestSticker(opened, open.task, context) : stay(opened, cue('next'));
}

/** One sticker at a time: each has its place in the print ledger. */
function requestSticker(state: RelabelState, task: RelabelTask, context: RelabelContext): Step<RelabelState> {
  const { owner, fromSku, toSku, bin, grade } = task;
  const to = context.findSku(owner, toSku);
  if (to === undefined) return refuse(state, 'RELABEL_NO_ARTICLE', { subject: toSku });
  const requested = append('relabelRequested', `sku:${owner}/${fromSku}`, {
    ...{ owner, fromSku, toSku, pieces: 1, bin, task: task.task },
    label: stickerLabel(to, grade, context.language),
  });
  return stay({ ...state, phase: 'booking', refusal: undefined }, requested);
}

function onNew(state: RelabelState, { task }: OpenRelabelTask, scan: HeardScan): Step<RelabelState> {
  const { owner, fromSku, toSku, bin } = task;
  // The piece still shows its old code: the sticker did not come out or got lost. F4 prints it again.
  if (state.requested === undefined || !is(scan, owner, toSku))
    return refuse(state, 'RELABEL_WRONG', { subject: scan.text.slice(0, 24) });
  const relabelled = append('unitsRelabelled', `sku:${owner}/${fromSku}`, {
    ...{ owner, fromSku, toSku, pieces: 1, bin, scannedBack: 1, cause: state.requested, task: task.task },
    moves: movesOf(task),
  });
  const confirmed = append('labelConfirmed', labelEntity({ job: state.requested, apart: true }), {
    ...{ job: state.requested, by: 'scan-back' as const },
  });
  return stay({ ...state, phase: 'booking', refusal: undefined }, confirmed, relabelled);
}

const is = ({ skus }: HeardScan, owner: string, sku: string): boolean =>
  skus.some((one) => one.owner === owner && one.sku === sku);

function movesOf({ owner, fromSku, toSku, bin, grade, lot, expiry }: RelabelTask): StockMove[] {
  const piece = {
    ...{ owner, grade, pieces: 1 },
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
  };
  return [
    { ...piece, sku: fromSku, from: bin },
    { ...piece, sku: toSku, to: bin },
  ];
}
