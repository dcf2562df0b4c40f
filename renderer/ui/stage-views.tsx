import type { ReactElement, ReactNode } from 'react';
import { errorCatalog, type ErrorCode } from '../../shared/errors/catalog.ts';
import { useSay } from '../text/i18n.ts';
import { Answer } from './answer-key.tsx';
import { DigitPad } from './digit-pad.tsx';

/** The black tile: where, or which one. */
export function Tile({
  above,
  main,
  unit,
  below,
  look = 'wide',
}: {
  readonly above: string;
  readonly main: string | number;
  readonly unit?: string | undefined;
  readonly below?: string | undefined;
  /** wide: a place. find: the end of a number. plain: how many. */
  readonly look?: 'wide' | 'find' | 'plain';
}): ReactElement {
  return (
    <div className={`dest ${look}`} data-tile={main}>
      <span>{above}</span>
      <b>
        {main}
        {unit === undefined ? null : <i>{unit}</i>}
      </b>
      <span>{below ?? ''}</span>
    </div>
  );
}

export type Row = readonly [label: string, value: ReactNode];

export function Rows({ rows }: { readonly rows: readonly Row[] }): ReactElement {
  return (
    <dl className="rows">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One fact as large as it can be read, rows under it, and the tile or what stands in its place. */
export function FactView({
  phase,
  label,
  title,
  rows,
  under,
  side,
  long = false,
}: {
  readonly phase: string;
  readonly label: string;
  readonly title: ReactNode;
  readonly rows: readonly Row[];
  readonly under?: ReactNode;
  readonly side?: ReactNode;
  /** The fact is a sentence. */
  readonly long?: boolean;
}): ReactElement {
  return (
    <section className="stage refuse" data-phase={phase}>
      <div className="split">
        <div className="panel reason">
          <div>
            <div className="label">{label}</div>
            <h2 className={long ? 'fact' : ''}>{title}</h2>
            {under}
          </div>
          <Rows rows={rows} />
        </div>
        {side ?? <div className="panel" />}
      </div>
    </section>
  );
}

/** Why it does not go on, and what ends that. */
export function ReasonView({
  code,
  rows = [],
  side,
}: {
  readonly code: ErrorCode;
  readonly rows?: readonly Row[];
  readonly side?: ReactNode;
}): ReactElement {
  const { say, language } = useSay();
  const { reason, act } = errorCatalog[code][language];
  return (
    <FactView phase="refused" label={say('why')} title={reason} rows={[...rows, [say('clearsBy'), act]]} side={side} />
  );
}

export interface Choice {
  readonly title: string;
  readonly then: string;
}

/** Up to three answers by key, touch or code, beside what they are about. */
export function ChoiceView({
  phase,
  choices,
  onKey,
  side,
}: {
  readonly phase: string;
  readonly choices: readonly Choice[];
  readonly onKey: (key: string) => void;
  readonly side?: ReactNode;
}): ReactElement {
  return (
    <section className="stage unknown" data-phase={phase}>
      <div className="split">
        <div className="panel">
          <div className="answers" style={{ gridTemplateRows: `repeat(${Math.max(2, choices.length)}, 1fr)` }}>
            {choices.slice(0, 3).map(({ title, then }, i) => {
              const slot = ([1, 2, 3] as const)[i] ?? 3;
              return <Answer key={slot} slot={slot} title={title} then={then} onAnswer={() => onKey(`F${slot}`)} />;
            })}
          </div>
        </div>
        {side ?? <div className="panel" />}
      </div>
    </section>
  );
}

/** The reason beside the answers to it. */
export function WhySide({
  code,
  about,
}: {
  readonly code: ErrorCode;
  readonly about?: string | undefined;
}): ReactElement {
  const { say, language } = useSay();
  return (
    <div className="panel reason">
      <div>
        <div className="label">{about ?? say('why')}</div>
        <h2 className="fact">{errorCatalog[code][language].reason}</h2>
      </div>
    </div>
  );
}

/** A number being typed, by pad or touch. */
export function TypedNumber({
  label,
  typed,
  unit,
  onKey,
}: {
  readonly label: string;
  readonly typed: string;
  readonly unit: string;
  readonly onKey: (key: string) => void;
}): ReactElement {
  return (
    <section className="stage pad" data-phase="quantity">
      <div className="panel typed">
        <div className="label">{label}</div>
        <div className="num big" data-typed={typed}>
          {typed === '' ? '–' : typed}
          <i>{unit}</i>
        </div>
      </div>
      <DigitPad onKey={onKey} />
    </section>
  );
}
