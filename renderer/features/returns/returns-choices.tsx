import type { ReactElement, ReactNode } from 'react';
import { dispositions, mayOverride, overrideReasons } from '../../../shared/returns/disposition.ts';
import type { ReturnAnswer, ReturnsBenchState } from '../../../shared/returns/returns-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import { itemWords } from '../../ui/item-plate.tsx';
import { ChoiceView, type Choice } from '../../ui/stage-views.tsx';

const takeAsWords = {
  'wrong-item': ['retAsWrong', 'retAsWrongThen'],
  'serial-swapped': ['retAsSwapped', 'retAsSwappedThen'],
  'empty-box': ['retEmpty', 'retEmptyThen'],
  over: ['retAsOver', 'retAsOverThen'],
  unknown: ['retAsUnknown', 'retAsUnknownThen'],
  expected: ['retOpen', 'retOpenAct'],
} as const;

/** What an answer of this bench is called, and what follows from it. */
export function answerChoice(answer: ReturnAnswer, state: ReturnsBenchState, say: Say, language: Language): Choice {
  switch (answer.do) {
    case 'take-as': {
      const [title, then] = takeAsWords[answer.condition];
      return { title: say(title), then: say(then) };
    }
    case 'choose-rma': {
      const found = state.candidates.find(({ rma }) => rma?.rma === answer.rma);
      return { title: answer.rma, then: [found?.sku.owner, found?.rma?.reason].filter(Boolean).join(', ') };
    }
    case 'choose-owner': {
      const found = state.candidates.find(({ sku }) => sku.owner === answer.owner);
      return { title: answer.owner, then: itemWords(found?.sku, language) };
    }
    case 'dispose': {
      const { graded } = state;
      const who = graded === undefined ? 'operator' : mayOverride(graded.rule.then, answer.disposition, graded.flags);
      return {
        title: dispositions[answer.disposition][language],
        then: say(who === 'lead' ? 'retNeedsLead' : 'retOwn'),
      };
    }
    case 'reason':
      return { title: overrideReasons[answer.reason][language], then: '' };
    case 'answer':
      return { title: answer.answer, then: '' };
  }
}

export function ChoicesView({
  app,
  state,
  side,
}: {
  readonly app: StationApp;
  readonly state: ReturnsBenchState;
  readonly side?: ReactNode;
}): ReactElement {
  const { say, language } = useSay();
  const { answers, graded, refusal, phase } = state;
  const choices =
    refusal?.code === 'RETURN_NO_PLATE'
      ? [{ title: say('retAgain'), then: say('retAgainThen') }]
      : answers.map((answer) => answerChoice(answer, state, say, language));
  const now =
    graded === undefined ? undefined : (
      <div className="panel reason">
        <div>
          <div className="label">
            {say('retNow', { what: dispositions[graded.disposition][language].toLowerCase() })}
          </div>
          <h2 className="fact">{graded.rule[language]}</h2>
        </div>
      </div>
    );
  return (
    <ChoiceView
      phase={refusal === undefined ? phase : 'refused'}
      choices={choices}
      onKey={(key) => app.key(key)}
      side={side ?? now}
    />
  );
}
