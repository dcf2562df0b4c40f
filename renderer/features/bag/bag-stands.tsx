import type { ReactElement } from 'react';
import type { BagFacts } from '../../../shared/consolidation/bag-rules.ts';
import { useSay } from '../../text/i18n.ts';
import { Lock } from '../../ui/shapes.tsx';
import { lookOf } from './bag-looks.ts';

/** As many as can be read from a metre; of more, the page on which the bag in question hangs. */
const PER_PAGE = 6;

export function BagStands({
  stands,
  target,
}: {
  readonly stands: readonly BagFacts[];
  readonly target: string | undefined;
}): ReactElement {
  const { say } = useSay();
  const at = Math.max(
    0,
    stands.findIndex(({ letter }) => letter === target),
  );
  const first = at - (at % PER_PAGE);
  if (stands.length === 0) return <p className="dim">{say('bagNothingHangs')}</p>;
  return (
    <div className="stands" data-stands={stands.length}>
      {stands.slice(first, first + PER_PAGE).map(({ letter, group, pieces, state, bag }) => (
        <div
          key={bag}
          className={`stand ${lookOf(letter)}${letter === target ? ' target' : ''}${state === 'sealed' ? ' sealed' : ''}`}
          data-stand={letter}
          data-pieces={pieces}
          data-state={state}
        >
          <b>{letter}</b>
          <span>
            {group.line}
            <small>{[group.country, group.dutyMode].filter((word) => word !== '' && word !== 'none').join(' ')}</small>
            <small>
              {state === 'sealed' ? <Lock /> : null}
              {state === 'sealed' ? say('bagSealedWord') : say('bagPieces', { n: pieces })}
            </small>
          </span>
        </div>
      ))}
    </div>
  );
}

/** The black tile: on which shelf. */
export function PlaceTile({ place, act }: { readonly place: string; readonly act?: string }): ReactElement {
  const { say } = useSay();
  return (
    <div className="dest" data-place={place}>
      <span>{say('holdPlace')}</span>
      <b>{place}</b>
      {act === undefined ? null : <span>{act}</span>}
    </div>
  );
}

/** The black tile: which bag. */
export function BagTile({
  letter,
  above,
  below,
}: {
  readonly letter: string;
  readonly above: string;
  readonly below: string;
}): ReactElement {
  return (
    <div className={`dest bag ${lookOf(letter)}`} data-bag={letter}>
      <span>{above}</span>
      <b>{letter}</b>
      <span>{below}</span>
    </div>
  );
}
