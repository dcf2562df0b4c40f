import type { ErrorCode } from '../errors/catalog.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';
import type { LeadsAnswer } from '../sync/park-rules.ts';
import type { QueueEntry } from './queue-entries.ts';

/** What the queue screen is at. Keys and scans alone; every page has its way back. */
export interface QueueBoard {
  /** list: sums and one entry. confirm: a lead who is signed in says it twice. lead: a badge or PIN is asked for. saving: on its way to the disk. */
  readonly page: 'list' | 'confirm' | 'lead' | 'saving';
  /** The entry in sight; undefined or gone: the first one. */
  readonly key: string | undefined;
  readonly pending: { readonly entry: QueueEntry; readonly answer: LeadsAnswer } | undefined;
  /** Whose badge was given on this screen: their answers count until they leave it. */
  readonly lead: string | undefined;
  readonly problem: ErrorCode | undefined;
}

export interface BoardContext {
  readonly entries: readonly QueueEntry[];
  /** Who stands here, if that person may decide; undefined: a lead's badge is needed. */
  readonly standing: string | undefined;
}

export type BoardEvent =
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'lead'; readonly id: string }
  | { readonly type: 'left' }
  | { readonly type: 'settled'; readonly refused: ErrorCode | undefined };

export type BoardEffect =
  | { readonly type: 'settle'; readonly entry: QueueEntry; readonly answer: LeadsAnswer; readonly lead: string }
  | { readonly type: 'cue'; readonly cue: Cue };

export interface BoardStep {
  readonly board: QueueBoard;
  readonly effects: readonly BoardEffect[];
  /** Whether the key was for this screen. */
  readonly used: boolean;
}

export const boardStart: QueueBoard = {
  ...{ page: 'list', key: undefined, pending: undefined, lead: undefined, problem: undefined },
};

/** The entry in sight and its place. */
export function inSight(
  { key }: QueueBoard,
  entries: readonly QueueEntry[],
): { readonly entry: QueueEntry | undefined; readonly at: number } {
  const found = entries.findIndex((entry) => entry.key === key);
  const at = Math.max(0, found);
  return { entry: entries[at], at };
}

export function reduceBoard(board: QueueBoard, event: BoardEvent, context: BoardContext): BoardStep {
  switch (event.type) {
    case 'key':
      return board.page === 'confirm'
        ? onConfirm(board, event.name)
        : board.page === 'list'
          ? onList(board, event.name, context)
          : { board, effects: [], used: true };
    case 'lead': {
      const next: QueueBoard = { ...board, lead: event.id, problem: undefined };
      return next.pending === undefined ? still({ ...next, page: 'list' }) : settle(next, next.pending, event.id);
    }
    case 'left':
      return still({ ...board, page: 'list', pending: undefined });
    case 'settled':
      return {
        board: {
          ...board,
          page: 'list',
          pending: undefined,
          problem: event.refused,
          // What the disk took is done with: the next open one comes into sight. A lead whose word had run out is asked for again.
          key: event.refused === undefined ? undefined : board.key,
          lead: event.refused === 'LEAD_NEEDED' ? undefined : board.lead,
        },
        effects: [{ type: 'cue', cue: event.refused === undefined ? 'ok' : 'stop' }],
        used: true,
      };
  }
}

const still = (board: QueueBoard): BoardStep => ({ board, effects: [], used: true });
const NEXT = new Set(['F10', 'ArrowDown', 'ArrowRight', 'PageDown']);
const BEFORE = new Set(['ArrowUp', 'ArrowLeft', 'PageUp']);

function onList(board: QueueBoard, name: string, context: BoardContext): BoardStep {
  const { entries, standing } = context;
  const { entry, at } = inSight(board, entries);
  if (NEXT.has(name) || BEFORE.has(name)) {
    if (entries.length < 2) return still(board);
    const next = entries[(at + (NEXT.has(name) ? 1 : entries.length - 1)) % entries.length];
    return still({ ...board, key: next?.key, problem: undefined });
  }
  if (name === 'F9') return still({ ...board, page: 'lead', pending: undefined, problem: undefined });
  const slot = Number(/^F([123])$/.exec(name)?.[1] ?? 0);
  if (slot === 0) return { board, effects: [], used: false };
  const answer = entry?.state === 'told' ? undefined : entry?.answers[slot - 1];
  if (entry === undefined || answer === undefined)
    return { board, effects: [{ type: 'cue', cue: 'check' }], used: true };
  const pending = { entry, answer };
  const next: QueueBoard = { ...board, key: entry.key, problem: undefined, pending };
  if (board.lead !== undefined) return settle(next, pending, board.lead);
  return still({ ...next, page: standing === undefined ? 'lead' : 'confirm', lead: standing });
}

function onConfirm(board: QueueBoard, name: string): BoardStep {
  if (name === 'F1' && board.pending !== undefined && board.lead !== undefined)
    return settle({ ...board, lead: undefined }, board.pending, board.lead);
  if (name === 'F8' || name === 'Escape') return still({ ...board, page: 'list', pending: undefined, lead: undefined });
  return { board, effects: [], used: /^F(?!12$)\d+$/.test(name) };
}

function settle(board: QueueBoard, pending: NonNullable<QueueBoard['pending']>, lead: string): BoardStep {
  return { board: { ...board, page: 'saving' }, effects: [{ type: 'settle', ...pending, lead }], used: true };
}
