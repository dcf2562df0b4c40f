import type { ErrorCode } from '../errors/catalog.ts';
import type { ExportTarget, ExportWhat } from '../ipc/queue-commands.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';

/** The export page: which stick, what to write, what became of it. */
export interface ExportBoard {
  /** undefined: being looked for. */
  readonly targets: readonly ExportTarget[] | undefined;
  /** The stick in sight. */
  readonly at: number;
  readonly writing: ExportWhat | undefined;
  readonly written: { readonly what: ExportWhat; readonly file: string; readonly records: number } | undefined;
  readonly problem: ErrorCode | undefined;
}

export type ExportEvent =
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'targets'; readonly targets: readonly ExportTarget[] }
  | { readonly type: 'written'; readonly file: string; readonly records: number }
  | { readonly type: 'refused'; readonly code: ErrorCode };

export type ExportEffect =
  | { readonly type: 'look' }
  | { readonly type: 'write'; readonly what: ExportWhat; readonly target: string }
  | { readonly type: 'close' }
  | { readonly type: 'cue'; readonly cue: Cue };

export interface ExportStep {
  readonly board: ExportBoard;
  readonly effects: readonly ExportEffect[];
  readonly used: boolean;
}

export const exportStart: ExportBoard = {
  ...{ targets: undefined, at: 0, writing: undefined, written: undefined, problem: undefined },
};
/** F1, F2, F3. */
export const EXPORTS: readonly ExportWhat[] = ['xlsx', 'csv', 'journal'];

export function reduceExport(board: ExportBoard, event: ExportEvent): ExportStep {
  const step = (next: ExportBoard, ...effects: readonly ExportEffect[]): ExportStep => ({
    ...{ board: next, effects, used: true },
  });
  switch (event.type) {
    case 'targets': {
      const none = event.targets.length === 0;
      const next = { ...board, targets: event.targets, at: Math.min(board.at, Math.max(0, event.targets.length - 1)) };
      if (none) return step({ ...next, problem: 'NO_TARGET' }, { type: 'cue', cue: 'check' });
      return step({ ...next, problem: board.problem === 'NO_TARGET' ? undefined : board.problem });
    }
    case 'written': {
      if (board.writing === undefined) return step(board);
      const { file, records } = event;
      const written = { what: board.writing, file, records };
      return step({ ...board, writing: undefined, written, problem: undefined }, { type: 'cue', cue: 'ok' });
    }
    case 'refused':
      return step(
        { ...board, writing: undefined, problem: event.code },
        { type: 'cue', cue: 'check' },
        { type: 'look' },
      );
    case 'key':
      return onKey(board, event.name);
  }
}

function onKey(board: ExportBoard, name: string): ExportStep {
  const still = (next: ExportBoard, ...effects: readonly ExportEffect[]): ExportStep => ({
    ...{ board: next, effects, used: true },
  });
  // A copy that has begun is waited for: half of one would lie on the stick.
  if (board.writing !== undefined) return { board, effects: [], used: true };
  if (name === 'F8' || name === 'Escape') return still(exportStart, { type: 'close' });
  if (name === 'F5')
    return still({ ...board, targets: undefined, problem: undefined, written: undefined }, { type: 'look' });
  const targets = board.targets ?? [];
  if (name === 'F10' && targets.length > 1)
    return still({ ...board, at: (board.at + 1) % targets.length, written: undefined });
  const what = EXPORTS[Number(/^F([123])$/.exec(name)?.[1] ?? 0) - 1];
  if (what === undefined) return { board, effects: [], used: /^F(?!12$)\d+$/.test(name) };
  const target = targets[board.at];
  if (target === undefined)
    return still({ ...board, problem: 'NO_TARGET' }, { type: 'cue', cue: 'check' }, { type: 'look' });
  const next = { ...board, writing: what, written: undefined, problem: undefined };
  return still(next, { type: 'write', what, target: target.path });
}
