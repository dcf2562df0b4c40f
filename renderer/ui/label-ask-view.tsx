import type { ReactElement } from 'react';
import { errorCatalog } from '../../shared/errors/catalog.ts';
import { toneOf } from '../../shared/errors/tone-of.ts';
import type { LabelAnswer, LabelAsk } from '../../shared/labels/label-ask.ts';
import { useSay, type Language, type Say } from '../text/i18n.ts';
import type { BandViewProps } from './band-view.tsx';
import { ChoiceView, WhySide, type Choice } from './stage-views.tsx';

const words = {
  'came-out': ['ansCameOut', 'ansCameOutThen'],
  'nothing-came-out': ['ansNothing', 'ansNothingThen'],
  damaged: ['ansDamaged', 'ansDamagedThen'],
  lost: ['ansLost', 'ansLostThen'],
  'printer-was-down': ['ansPrint', 'ansPrintThen'],
} as const satisfies Record<LabelAnswer, readonly [string, string]>;

/** The band over a question about a label. */
export function labelAskBand(
  { code, subject }: LabelAsk,
  say: Say,
  language: Language,
): Omit<BandViewProps, 'codeWord'> {
  if (code === undefined)
    return { tone: 'busy', shape: 'look', verdict: say('labelAgain'), act: say('labelAgainAct'), subject };
  const tone = toneOf(code);
  const { verdict, act } = errorCatalog[code][language];
  return { tone, shape: tone, verdict, act, subject, code };
}

/** Did it come out, or why is it wanted again: the same question at every bench that prints. */
export function LabelAskView({
  ask,
  onKey,
}: {
  readonly ask: LabelAsk;
  readonly onKey: (key: string) => void;
}): ReactElement {
  const { say } = useSay();
  const choices = ask.answers.map((answer): Choice => {
    const [title, then] = words[answer];
    return { title: say(title), then: say(then) };
  });
  if (ask.code !== undefined && choices.length === 0)
    return (
      <section className="stage refuse" data-phase="label-ask">
        <WhySide code={ask.code} about={ask.subject} />
      </section>
    );
  return (
    <ChoiceView
      phase="label-ask"
      choices={choices}
      onKey={onKey}
      side={
        ask.code === undefined ? (
          <div className="panel reason">
            <div>
              <div className="label">{say('labelAgainOf')}</div>
              <h2 className="fact">{ask.subject}</h2>
            </div>
          </div>
        ) : (
          <WhySide code={ask.code} about={ask.subject} />
        )
      }
    />
  );
}
