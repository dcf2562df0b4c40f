import type { LeadsAnswer } from '../../../shared/sync/park-rules.ts';
import { isParkedCode } from '../../../shared/sync/park-rules.ts';
import type { PulledConflict } from '../../../shared/sync/pulled-records.ts';
import type { QueueEntry } from '../../../shared/queue/queue-entries.ts';
import type { Say } from '../../text/i18n.ts';
import type { TextKey } from '../../text/en.ts';
import { clockText, timeText } from '../../text/time-text.ts';

/** "14:05", or "11-29 14:05" of another day. */
export function momentText(wallMs: number, nowMs: number): string {
  const today = new Date(wallMs).toDateString() === new Date(nowMs).toDateString();
  return today ? clockText(wallMs) : timeText(wallMs);
}

export function ageText(minutes: number, say: Say): string {
  return minutes < 60 ? say('minutes', { n: minutes }) : say('hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
}

const conflictSentence: Readonly<Record<PulledConflict['kind'], TextKey>> = {
  'bag-closed-twice': 'conflict_bag',
  'parcel-in-two-bags': 'conflict_bagged',
  'stock-below-zero': 'conflict_stock',
  'return-graded-twice': 'conflict_return',
  'rated-otherwise': 'conflict_rated',
};
/** "bagged:YT1" → "YT1". */
const named = (text: string): string => text.slice(text.indexOf(':') + 1);
/** A pile of stock is called by its article and place; its key has more parts than a person says. */
const conflictName = ({ subject, second }: PulledConflict): string => {
  const { sku, bin } = second.said;
  return sku === undefined || bin === undefined ? named(subject) : `${bin} ${sku}`;
};

/** The sentence a lead needs. */
export function sentenceOf({ kind, code, conflict }: QueueEntry, say: Say): string {
  if (conflict !== undefined) return say(conflictSentence[conflict.kind], { subject: conflictName(conflict) });
  if (kind === 'waits') return say('park_waits', { code });
  return isParkedCode(code) ? say(`park_${code}`) : say('park_other', { code });
}

/** What the thing is called in the band: its last four are large. */
export function subjectOf({ operation, conflict }: QueueEntry): string | undefined {
  const name = conflict === undefined ? operation && named(operation.entity) : conflictName(conflict);
  return name?.slice(0, 40);
}

const SAID = {
  bag: 'said_bag',
  gross: 'said_gross',
  chargeable: 'said_gross',
  parcels: 'said_parcels',
  grade: 'said_grade',
  quantity: 'said_quantity',
  moved: 'said_moved',
} as const;

type Side = PulledConflict['first'];
/** "bag A, 12.4 kg, 8 pieces" */
export const saidText = ({ said }: Side, say: Say): string =>
  Object.entries(SAID)
    .flatMap(([key, text]) =>
      said[key] === undefined || said[key] === '' ? [] : [say(text, { value: String(said[key]) })],
    )
    .join(', ');

/** What an answer does, and whose word it takes. */
export function answerTexts(
  answer: LeadsAnswer,
  { conflict }: QueueEntry,
  say: Say,
  nowMs: number,
): { readonly title: string; readonly then: string } {
  const values = (side: Side | undefined): readonly string[] =>
    side === undefined ? [] : saidText(side, say).split(', ');
  /** Whose word it is and what it says; an answer that has the first of it as its title does not say it twice. */
  const told = (side: Side | undefined, from = 0): string =>
    side === undefined
      ? ''
      : [say('answer_by', { who: side.actor, time: momentText(side.wallMs, nowMs) }), ...values(side).slice(from)].join(
          ', ',
        );
  switch (answer) {
    case 'send-again':
      return { title: say('answer_send_again'), then: say('answer_send_again_then') };
    case 'set-aside':
      return { title: say('answer_set_aside'), then: say('answer_set_aside_then') };
    case 'ours':
      return { title: say('answer_ours'), then: told(conflict?.second) };
    case 'theirs':
      return { title: say('answer_theirs'), then: told(conflict?.first) };
    case 'first':
      return {
        title: say('answer_first', { value: values(conflict?.first)[0] ?? '' }),
        then: told(conflict?.first, 1),
      };
    case 'second':
      return {
        title: say('answer_second', { value: values(conflict?.second)[0] ?? '' }),
        then: told(conflict?.second, 1),
      };
    case 'both':
      return { title: say('answer_both'), then: say('answer_both_then') };
  }
}
