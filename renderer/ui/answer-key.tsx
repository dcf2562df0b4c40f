import type { ReactElement } from 'react';
import { commandCodes } from './command-codes.ts';

export interface AnswerProps {
  readonly slot: 1 | 2 | 3;
  readonly title: string;
  readonly then: string;
  readonly onAnswer: () => void;
}

/** One answer: F-key, touch, or the code scanned off the glass. */
export function Answer({ slot, title, then, onAnswer }: AnswerProps): ReactElement {
  const code = commandCodes[`CMD:${slot}`];
  return (
    <button className="answer" type="button" onClick={onAnswer} tabIndex={-1}>
      <span className="cap">F{slot}</span>
      <div>
        <b>{title}</b>
        <span className="then">{then}</span>
      </div>
      <svg className="dm" viewBox={code.viewBox} role="img" aria-label={`CMD:${slot}`}>
        <path d={code.ground} fill="#fff" />
        <path d={code.modules} fill="#000" />
      </svg>
    </button>
  );
}
