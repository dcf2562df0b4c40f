import type { ReactElement } from 'react';
import type { QueueBoard } from '../../../shared/queue/queue-board.ts';
import { operationWord } from '../../../shared/queue/operation-words.ts';
import type { QueueEntry } from '../../../shared/queue/queue-entries.ts';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { answerTexts, momentText, saidText, sentenceOf } from './queue-words.ts';

const SLOTS = [1, 2, 3] as const;

export interface QueueEntryPanelProps {
  readonly entry: QueueEntry;
  readonly at: number;
  readonly of: number;
  readonly board: QueueBoard;
  readonly nowMs: number;
  readonly onKey: (name: string) => void;
}

/** Each side stands in its own answer. */
const saysBothSides = ({ answers, state }: QueueEntry): boolean => answers.length === 2 && state !== 'told';

/** One thing that waits for a lead: when and what, the sentence, both sides where there are two, the answers. */
export function QueueEntryPanel({ entry, at, of, board, nowMs, onKey }: QueueEntryPanelProps): ReactElement {
  const { say, language } = useSay();
  const { operation, conflict, word, state, waiting } = entry;
  const time = momentText(operation?.wallMs ?? entry.atMs, nowMs);
  const head =
    entry.kind === 'conflict'
      ? say('qDisagree', { time })
      : say('qNotTaken', { time, what: operationWord(operation?.type ?? '', language) });
  return (
    <div className="panel parked" data-entry={entry.key} data-state={state}>
      <div className="label entry-head">
        <span>{head}</span>
        {of > 1 ? <b>{say('qPlace', { at: at + 1, of })}</b> : null}
      </div>
      <h2>{sentenceOf(entry, say)}</h2>
      {conflict === undefined || saysBothSides(entry) ? null : (
        <dl className="rows sides">
          {[conflict.first, conflict.second].map((side) => (
            <div key={side.operation}>
              <dt>
                {side.actor} {momentText(side.wallMs, nowMs)}
              </dt>
              <dd>{saidText(side, say)}</dd>
            </div>
          ))}
        </dl>
      )}
      {waiting > 0 || state === 'again' ? (
        <p className="dim">
          {[waiting > 0 ? say('qAlsoWaits', { n: waiting }) : '', state === 'again' ? say('qAgain') : '']
            .filter((text) => text !== '')
            .join(' ')}
        </p>
      ) : null}
      {state === 'told' && word !== undefined ? (
        <p className="told">
          <b>{answerTexts(word.answer, entry, say, nowMs).title}</b>
          <span>{say('qToldAct', { lead: word.lead })}</span>
        </p>
      ) : board.page === 'confirm' && board.pending !== undefined ? (
        <div className="answers">
          <Answer
            slot={1}
            title={say('qYes', { what: answerTexts(board.pending.answer, entry, say, nowMs).title })}
            then={answerTexts(board.pending.answer, entry, say, nowMs).then}
            onAnswer={() => onKey('F1')}
          />
        </div>
      ) : (
        <div className="answers">
          {entry.answers.map((answer, index) => {
            const slot = SLOTS[index];
            return slot === undefined ? null : (
              <Answer
                key={answer}
                slot={slot}
                {...answerTexts(answer, entry, say, nowMs)}
                onAnswer={() => onKey(`F${slot}`)}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}
