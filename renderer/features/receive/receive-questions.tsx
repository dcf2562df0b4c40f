import type { ReactElement } from 'react';
import { differenceWords } from '../../../shared/receiving/difference.ts';
import type { ReceiveAnswer, ReceiveBenchState } from '../../../shared/receiving/receive-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import { ItemPlate, itemName, itemWords } from '../../ui/item-plate.tsx';
import { ChoiceView, ReasonView, Tile, TypedNumber, WhySide, type Choice, type Row } from '../../ui/stage-views.tsx';

interface Props {
  readonly app: StationApp;
  readonly state: ReceiveBenchState;
}

/** What an answer of receiving is called, and what follows from it. */
function answerChoice(answer: ReceiveAnswer, state: ReceiveBenchState, say: Say, language: Language): Choice {
  switch (answer.do) {
    case 'owner': {
      const sku = state.owners.find(({ owner }) => owner === answer.owner);
      return { title: answer.owner, then: itemWords(sku, language) };
    }
    case 'go-on':
      return { title: say('recGoOn'), then: say('recGoOnThen') };
    case 'surplus':
      return { title: differenceWords[answer.word][language], then: say('recSurplusThen') };
    case 'quantity':
      return { title: say('recTyped', { n: answer.pieces }), then: say('recTypedThen') };
    case 'another':
      return { title: say('recAnother'), then: say('recAnotherThen') };
    case 'same':
      return { title: say('recSame'), then: say('recSameThen') };
    case 'expired':
      return { title: say('recExpired'), then: say('recExpiredThen') };
    case 'unknown':
    case 'short':
    case 'damaged':
      return { title: differenceWords[answer.word][language], then: say('recRecorded') };
    case 'same-marks': {
      const { lot, expiry } = answer.marks;
      return { title: say('recSameMarks'), then: [lot, expiry].filter(Boolean).join(', ') };
    }
  }
}

/** A refusal with the answers to it, or a question that a person asked for. */
export function ReceiveQuestion({ app, state }: Props): ReactElement {
  const { say, language } = useSay();
  const { answers, refusal, phase, carton } = state;
  if (refusal !== undefined && answers.length === 0) {
    const rows: Row[] = [
      ...(refusal.subject === undefined ? [] : ([[say('packScanned'), refusal.subject]] as const)),
      ...(carton === undefined ? [] : ([[say('recCarton'), carton.code]] as const)),
    ];
    return <ReasonView code={refusal.code} rows={rows} />;
  }
  const missing = refusal?.missing?.map(({ sku, pieces }) => {
    const article = carton?.owner === undefined ? undefined : app.flows.receive.findSku(carton.owner, sku);
    return `${pieces} × ${itemName(article, language, sku)}`;
  });
  return (
    <ChoiceView
      phase={refusal === undefined ? phase : 'refused'}
      choices={answers.map((answer) => answerChoice(answer, state, say, language))}
      onKey={(key) => app.key(key)}
      side={
        refusal === undefined ? undefined : (
          <WhySide
            code={refusal.code}
            about={missing === undefined ? refusal.subject : `${say('recMissing')} ${missing.join(', ')}`}
          />
        )
      }
    />
  );
}

/** Lot, expiry or serial number of the piece in the hand. An expiry may be typed. */
export function MarksView({ app, state }: Props): ReactElement {
  const { say, language } = useSay();
  const { pending, wanted, answers, typed } = state;
  if (wanted === 'expiry' && answers.length === 0)
    return (
      <TypedNumber
        label={itemWords(pending?.sku, language)}
        typed={typed}
        unit=""
        onKey={(key) => app.flows.receive.onKey(key)}
      />
    );
  const plate = (
    <ItemPlate sku={pending?.sku} code={pending?.sku.sku ?? ''} note={pending?.marks.lot} language={language} />
  );
  if (answers.length > 0)
    return (
      <ChoiceView
        phase="marks"
        choices={answers.map((answer) => answerChoice(answer, state, say, language))}
        onKey={(key) => app.key(key)}
        side={
          <div className="panel reason">
            <div>
              <div className="label">{itemWords(pending?.sku, language)}</div>
              <h2 className="fact">{typed === '' ? (wanted === undefined ? '' : say(`recMark_${wanted}`)) : typed}</h2>
            </div>
          </div>
        }
      />
    );
  return (
    <section className="stage pack" data-phase="marks">
      <div className="split">
        {plate}
        <Tile above={wanted === undefined ? '' : say(`recMark_${wanted}`)} main="?" look="plain" />
      </div>
    </section>
  );
}
