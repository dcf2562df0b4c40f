import type { ReactElement } from 'react';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { Refusal, WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { Check, Ok, Open } from '../../ui/shapes.tsx';
import { timeText } from './weigh-store.ts';

export function Question({
  app,
  state,
  refusal,
}: {
  readonly app: StationApp;
  readonly state: WeighBenchState;
  readonly refusal: Refusal;
}): ReactElement {
  const { say } = useSay();
  const texts = (answer: Refusal['answers'][number]): readonly [string, string] => {
    switch (answer) {
      case 'reweigh':
        return [say('ansReweigh'), say('ansReweighThen')];
      case 'line-1':
      case 'line-2':
        return [say('ansLine', { line: refusal.lines?.[answer === 'line-1' ? 0 : 1] ?? '' }), say('ansLineThen')];
      case 'came-out':
        return [say('ansCameOut'), say('ansCameOutThen')];
      case 'nothing-came-out':
        return [say('ansNothing'), say('ansNothingThen')];
      case 'print-again':
        return [say('ansPrint'), say('ansPrintThen')];
    }
  };
  return (
    <section className="stage unknown" data-phase={state.phase}>
      <div className="split">
        <div className="panel">
          <div className="answers">
            {refusal.answers.map((answer, i) => {
              const [title, then] = texts(answer);
              const slot = ([1, 2, 3] as const)[i] ?? 3;
              return <Answer key={answer} slot={slot} title={title} then={then} onAnswer={() => app.key(`F${slot}`)} />;
            })}
          </div>
          {refusal.code === 'LABEL_UNKNOWN' ? <p className="promise">{say('nothingPrints')}</p> : null}
        </div>
        {refusal.earlier === undefined ? (
          <LedgerPanel state={state} refusal={refusal} />
        ) : (
          <EarlierPanel earlier={refusal.earlier} />
        )}
      </div>
    </section>
  );
}

function EarlierPanel({ earlier }: { readonly earlier: NonNullable<Refusal['earlier']> }): ReactElement {
  const { say } = useSay();
  return (
    <div className="panel">
      <dl className="rows">
        <div>
          <dt>{say('earlier')}</dt>
          <dd>{timeText(earlier.wallMs)}</dd>
        </div>
        <div>
          <dt>{say('gross')}</dt>
          <dd>
            {earlier.gross.value} {earlier.gross.unit}
          </dd>
        </div>
        <div>
          <dt>{say('chargeable')}</dt>
          <dd>
            {earlier.chargeable.value} {earlier.chargeable.unit}
          </dd>
        </div>
      </dl>
    </div>
  );
}

function LedgerPanel({ state, refusal }: { readonly state: WeighBenchState; readonly refusal: Refusal }): ReactElement {
  const { say, language } = useSay();
  if (refusal.job === undefined) {
    return (
      <div className="panel">
        <dl className="rows">
          <div>
            <dt>{say('why')}</dt>
            <dd>{errorCatalog[refusal.code][language].reason}</dd>
          </div>
        </dl>
      </div>
    );
  }
  const time = state.last?.job === refusal.job ? timeText(state.last.wallMs) : '';
  const unknown = refusal.code === 'LABEL_UNKNOWN';
  return (
    <div className="panel ledger">
      <div className="label">{say('thisLabel')}</div>
      <ol>
        <li>
          <Ok />
          <span>{say('savedHere')}</span>
          <span className="mono">{time}</span>
        </li>
        <li className={unknown ? '' : 'dim'}>
          {unknown ? <Ok /> : <Open />}
          <span>{say('sentStep')}</span>
          <span className="mono">{unknown ? '' : '–'}</span>
        </li>
        <li className="q">
          <Check />
          <span>{unknown ? say('printerLostStep') : errorCatalog[refusal.code][language].reason}</span>
          <span className="mono">{errorCatalog[refusal.code].number}</span>
        </li>
        <li className="dim">
          <Open />
          <span>{say('printedStep')}</span>
          <span className="mono">{unknown ? '?' : '–'}</span>
        </li>
      </ol>
    </div>
  );
}
