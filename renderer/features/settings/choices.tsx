import type { ReactElement } from 'react';
import { Answer } from '../../ui/answer-key.tsx';

export type Choice = readonly [title: string, then: string];

/** Up to three answers by key, touch or code. */
export function Choices({
  choices,
  onKey,
}: {
  readonly choices: readonly Choice[];
  readonly onKey: (key: string) => void;
}): ReactElement {
  return (
    <div className="answers">
      {choices.map(([title, then], at) => {
        const slot = ([1, 2, 3] as const)[at] ?? 3;
        return <Answer key={slot} slot={slot} title={title} then={then} onAnswer={() => onKey(`F${slot}`)} />;
      })}
    </div>
  );
}
