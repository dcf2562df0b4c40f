import type { ReactElement } from 'react';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { Dimensions } from '../../../shared/measure/quantity.ts';
import type { Refusal, WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { Check, Ok, Open } from '../../ui/shapes.tsx';
import { timeText } from '../../text/time-text.ts';

const sizeText = (size: Dimensions | undefined): string =>
  size === undefined ? '' : `${size.length} × ${size.width} × ${size.height} ${size.unit}`;

export function Question({
  app,
  state,
  refusal,
}: {
  readonly app: StationApp;
  readonly state: WeighBenchState;
  readonly refusal: Pick<Refusal, 'answers' | 'lines' | 'place' | 'facts' | 'earlier' | 'job'> & {
    readonly code?: Refusal['code'];
  };
}): ReactElement {
  const { say, language } = useSay();
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
      case 'accept':
        return [say('ansAccept'), say('ansAcceptThen')];
      case 'weigh-again':
        return [say('ansWeighAgain'), say('ansWeighAgainThen')];
      case 'set-aside':
        return [say('ansAside', { place: refusal.place ?? '' }), say('ansAsideThen')];
      case 'go-on':
        return [say('ansGoOn'), say('ansGoOnThen')];
      case 'changed-quickly':
        return [say('ansChanged'), say('ansChangedThen')];
      case 'last-size':
        return [say('ansLastSize'), say('ansLastSizeThen', { size: sizeText(state.last?.dimensions) })];
      case 'no-scan':
        return [say('ansNoScan'), say('ansNoScanThen')];
      case 'damaged':
        return [say('ansDamaged'), say('ansDamagedThen')];
      case 'lost':
        return [say('ansLost'), say('ansLostThen')];
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
        {refusal.earlier !== undefined ? (
          <EarlierPanel earlier={refusal.earlier} />
        ) : refusal.facts !== undefined ? (
          <div className="panel reason">
            <div>
              <div className="label">{say('why')}</div>
              <h2>{refusal.facts[language]}</h2>
            </div>
          </div>
        ) : refusal.code === undefined ? (
          <div className="panel" />
        ) : (
          <LedgerPanel state={state} refusal={{ ...refusal, code: refusal.code }} />
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
