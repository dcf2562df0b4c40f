import type { ReactElement } from 'react';
import { commandCodes } from './command-codes.ts';

export interface AnswerProps {
  readonly slot: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly title: string;
  readonly then: string;
  readonly onAnswer: () => void;
}

/** One answer: F-key, touch, or the code scanned off the glass (of the first three). */
export function Answer({ slot, title, then, onAnswer }: AnswerProps): ReactElement {
  const code = slot <= 3 ? commandCodes[`CMD:${slot as 1 | 2 | 3}`] : undefined;
  return (
    <button className="answer" type="button" onClick={onAnswer} tabIndex={-1}>
      <span className="cap">F{slot}</span>
      <div>
        <b>{title}</b>
        <span className="then">{then}</span>
      </div>
      {code === undefined ? null : (
        <svg className="dm" viewBox={code.viewBox} role="img" aria-label={`CMD:${slot}`}>
          <path d={code.ground} fill="#fff" />
          <path d={code.modules} fill="#000" />
        </svg>
      )}
    </button>
  );
}
