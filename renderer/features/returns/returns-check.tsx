import type { ReactElement } from 'react';
import { gradeByChecklist, choiceOf } from '../../../shared/returns/checklist.ts';
import type { ReturnedPiece, ReturnsBenchState } from '../../../shared/returns/returns-bench-state.ts';
import { grades } from '../../../shared/stock/grade.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { Now, Ok, Open } from '../../ui/shapes.tsx';

/** One point at a time; the grades that are lost are struck out beside it. The grade is earned, never asked for. */
export function ChecklistView({
  app,
  state,
}: {
  readonly app: StationApp;
  readonly state: ReturnsBenchState;
}): ReactElement | null {
  const { say, language } = useSay();
  const { piece, step } = state;
  if (piece === undefined || step === undefined) return null;
  return (
    <section className="stage ret" data-phase="checking" data-step={step.id}>
      <Steps piece={piece} now={step.id} />
      <div className="split">
        <div className="panel ask">
          <h2>{step[language]}</h2>
          <div className="answers">
            {step.choices.slice(0, 3).map((choice, i) => {
              const slot = ([1, 2, 3] as const)[i] ?? 3;
              return (
                <Answer
                  key={choice.id}
                  slot={slot}
                  title={choice[language]}
                  then={choice.photo ? say('retPhotoThen') : ''}
                  onAnswer={() => app.key(`F${slot}`)}
                />
              );
            })}
          </div>
        </div>
        <Ladder piece={piece} />
      </div>
    </section>
  );
}

function Steps({ piece, now }: { readonly piece: ReturnedPiece; readonly now: string | undefined }): ReactElement {
  const { language } = useSay();
  const { steps } = piece.checklist;
  return (
    <div className="steps" style={{ gridTemplateColumns: `repeat(${steps.length}, minmax(0, 1fr))` }}>
      {steps.map(({ id, nameZh, nameEn }) => {
        const done = id !== now && piece.answers.some(({ step }) => step === id);
        return (
          <span className={id === now ? 'now' : done ? 'done' : ''} key={id}>
            {id === now ? <Now /> : done ? <Ok /> : <Open />}
            {language === 'zh' ? nameZh : nameEn}
          </span>
        );
      })}
    </div>
  );
}

function Ladder({ piece }: { readonly piece: ReturnedPiece }): ReactElement {
  const { say, language } = useSay();
  const { lost } = gradeByChecklist(piece.checklist, piece.answers);
  return (
    <div className="panel grade">
      <div className="label">{say('retStill')}</div>
      <div className="ladder">
        {grades.map((grade) => {
          const gone = lost.find((one) => one.grade === grade);
          const why = gone === undefined ? undefined : choiceOf(piece.checklist, gone.by);
          return (
            <div className={`rung${gone === undefined ? '' : ' out'}`} key={grade} data-grade={grade}>
              <b>{grade}</b>
              <span>
                {gone === undefined
                  ? say(`retGrade${grade}`)
                  : say('retNo', { why: why?.[language].toLowerCase() ?? '' })}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The failed point is shown, not told. */
export function PhotoView({ state }: { readonly state: ReturnsBenchState }): ReactElement | null {
  const { say, language } = useSay();
  const { piece } = state;
  if (piece === undefined) return null;
  const failed = piece.answers.at(-1);
  const choice = failed === undefined ? undefined : choiceOf(piece.checklist, failed);
  const step = piece.checklist.steps.find(({ id }) => id === failed?.step);
  return (
    <section className="stage ret" data-phase="await-photo">
      <Steps piece={piece} now={failed?.step} />
      <div className="split">
        <div className="panel ask">
          <div className="label">{say('retPhotoOf')}</div>
          <h2 className="shown">{choice?.[language] ?? say('retEmpty')}</h2>
          <p className="dim">{step?.[language] ?? ''}</p>
        </div>
        <Ladder piece={piece} />
      </div>
    </section>
  );
}
