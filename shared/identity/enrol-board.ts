import type { Cue } from '../parcel/weigh-bench-state.ts';
import { enrolmentCodeSchema } from './device-identity.ts';

/** A station tells the cloud who it is: address and one-time code, scanned together or typed. */
export interface EnrolBoard {
  readonly url: string;
  readonly code: string;
  readonly field: 'url' | 'code';
  readonly step: 'typing' | 'asking' | 'done' | 'refused';
  /** What the cloud or this station said to it, for the phone. */
  readonly detail: string;
}

export type EnrolEvent =
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'scan'; readonly text: string }
  | { readonly type: 'enrolled'; readonly name: string }
  | { readonly type: 'refused'; readonly detail: string };

export type EnrolEffect =
  { readonly type: 'enrol'; readonly url: string; readonly code: string } | { readonly type: 'cue'; readonly cue: Cue };

export interface EnrolStep {
  readonly board: EnrolBoard;
  readonly effects: readonly EnrolEffect[];
  readonly used: boolean;
}

const MAX_URL = 300;
const MAX_CODE = 20;

export const enrolStart = (url: string): EnrolBoard => ({
  ...{ url, code: '', field: url === '' ? 'url' : 'code', step: 'typing', detail: '' },
});

/** What a supervisor's sheet carries: `ENROL:<code>@<address>`, or the code alone. undefined: neither. */
export function enrolmentScan(text: string): { readonly code: string; readonly url?: string } | undefined {
  const [, code = text, url] = /^ENROL:([^@]{1,40})@(https?:\/\/\S{1,290})$/i.exec(text.trim()) ?? [];
  if (!enrolmentCodeSchema.safeParse(code).success) return undefined;
  return url === undefined ? { code } : { code, url };
}

/** In fours, as it stands on the sheet. */
export const codeInFours = (code: string): string =>
  (
    code
      .toUpperCase()
      .replaceAll(/[\s-]/g, '')
      .match(/.{1,4}/g) ?? []
  ).join('-');

export function reduceEnrol(board: EnrolBoard, event: EnrolEvent): EnrolStep {
  const still = (next: EnrolBoard, ...effects: readonly EnrolEffect[]): EnrolStep => ({
    ...{ board: next, effects, used: true },
  });
  switch (event.type) {
    case 'enrolled':
      return still({ ...board, code: '', step: 'done', detail: event.name }, { type: 'cue', cue: 'ok' });
    case 'refused':
      return still({ ...board, step: 'refused', detail: event.detail }, { type: 'cue', cue: 'check' });
    case 'scan': {
      const found = board.step === 'asking' ? undefined : enrolmentScan(event.text);
      if (found === undefined) return { board, effects: [{ type: 'cue', cue: 'check' }], used: false };
      return ask({ ...board, code: found.code, url: found.url ?? board.url });
    }
    case 'key':
      return board.step === 'asking' ? { board, effects: [], used: true } : onKey(board, event.name);
  }
}

function onKey(board: EnrolBoard, name: string): EnrolStep {
  const typing = (next: Partial<EnrolBoard>): EnrolStep => ({
    ...{ board: { ...board, step: 'typing', detail: '', ...next }, effects: [], used: true },
  });
  const { field } = board;
  if (name === 'F1' || (name === 'Enter' && field === 'code')) return ask(board);
  if (name === 'F5' || name === 'Enter' || name === 'Tab' || name === 'ArrowDown' || name === 'ArrowUp')
    return typing({ field: field === 'url' ? 'code' : 'url' });
  if (name === 'Backspace') return typing({ [field]: board[field].slice(0, -1) });
  if (name === 'Escape') return typing({ [field]: '' });
  if (name.length !== 1 || !/^[\x21-\x7e]$/.test(name)) return { board, effects: [], used: false };
  return typing({ [field]: (board[field] + name).slice(0, field === 'url' ? MAX_URL : MAX_CODE) });
}

/** What is missing is where the typing goes on. */
function ask(board: EnrolBoard): EnrolStep {
  const wrong = (field: EnrolBoard['field']): EnrolStep => ({
    board: { ...board, field, step: 'typing' },
    effects: [{ type: 'cue', cue: 'check' }],
    used: true,
  });
  if (!/^https?:\/\/[^\s/]+/.test(board.url)) return wrong('url');
  const code = enrolmentCodeSchema.safeParse(board.code);
  if (!code.success) return wrong('code');
  const next: EnrolBoard = { ...board, code: code.data, step: 'asking', detail: '' };
  return { board: next, effects: [{ type: 'enrol', url: board.url, code: code.data }], used: true };
}
