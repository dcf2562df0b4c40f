import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { BagAnswer, BagBenchState, BagRefusal } from '../../../shared/consolidation/bag-bench-state.ts';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { BagTile, PlaceTile } from './bag-stands.tsx';
import { bagWords, groupWords, memberWord } from './bag-words.ts';

/** Why not: what was scanned beside what is needed, what was not done, and the answers where there are any. */
export function BagRefused({
  app,
  state,
  refusal,
  onAnswer,
}: {
  readonly app: StationApp;
  readonly state: BagBenchState;
  readonly refusal: BagRefusal;
  readonly onAnswer: (slot: 1 | 2 | 3) => void;
}): ReactElement {
  const { say, language } = useSay();
  const { difference, scanned, scannedLetter, facts } = refusal;
  const { target, parcel, phase } = state;
  const named = phase === 'await-bag' ? target : undefined;
  const why =
    difference !== undefined
      ? say('bagDiffer_line', {
          letter: scanned?.letter ?? '',
          bag: memberWord(difference.of, difference.bag, say, language),
          parcel: memberWord(difference.of, difference.parcel, say, language),
        })
      : (facts?.[language] ?? errorCatalog[refusal.code][language].reason);
  const tile = named ?? scanned ?? parcel?.bag;
  return (
    <section className="stage refuse" data-phase={phase}>
      <div className="split">
        <div className="panel reason">
          <div>
            <div className="label">{say('why')}</div>
            <h2 className="lines">{why}</h2>
          </div>
          {refusal.answers.length > 0 ? (
            <BagAnswers answers={refusal.answers} state={state} onAnswer={onAnswer} />
          ) : (
            <dl className="rows">
              {scanned === undefined && scannedLetter === undefined ? null : (
                <div>
                  <dt>{say('bagScanned')}</dt>
                  <dd>
                    {scanned === undefined
                      ? say('bagEmptyStand', { letter: scannedLetter ?? '' })
                      : bagWords(scanned, say)}
                  </dd>
                </div>
              )}
              {named === undefined ? null : (
                <div>
                  <dt>{say('bagBelongs')}</dt>
                  <dd>{bagWords(named, say)}</dd>
                </div>
              )}
              {parcel === undefined || parcel.bag !== undefined ? null : (
                <div>
                  <dt>{say('notDone')}</dt>
                  <dd>{say('bagNoneYet')}</dd>
                </div>
              )}
              <div>
                <dt>{say('clearsBy')}</dt>
                <dd>{errorCatalog[refusal.code][language].act}</dd>
              </div>
            </dl>
          )}
        </div>
        {tile === undefined ? (
          state.newLetter === undefined ? (
            <Elsewhere app={app} state={state} refusal={refusal} />
          ) : (
            <BagTile
              letter={state.newLetter}
              above={parcel === undefined ? '' : groupWords(parcel.group, language)}
              below={say('bagNewAct', { letter: state.newLetter })}
            />
          )
        ) : (
          <BagTile
            letter={tile.letter}
            above={groupWords(tile.group, language)}
            below={named === undefined ? tile.bag : say('bagNamedAct', { letter: tile.letter })}
          />
        )}
      </div>
    </section>
  );
}

/** A parcel that may not go on has its place on the shelf. */
function Elsewhere({
  app,
  state,
  refusal,
}: {
  readonly app: StationApp;
  readonly state: BagBenchState;
  readonly refusal: BagRefusal;
}): ReactElement {
  const { say } = useSay();
  const place = useStore(app.view, ({ settings }) => settings.weighing.holdPlace);
  return state.parcel !== undefined && toneOf(refusal.code) === 'stop' ? (
    <PlaceTile place={place} act={say('bagPlaceAct')} />
  ) : (
    <div className="panel" />
  );
}

export function BagAnswers({
  answers,
  state,
  onAnswer,
}: {
  readonly answers: readonly BagAnswer[];
  readonly state: BagBenchState;
  readonly onAnswer: (slot: 1 | 2 | 3) => void;
}): ReactElement {
  const { say } = useSay();
  return (
    <div className="answers">
      {answers.slice(0, 3).map((answer, index) => {
        const slot = ([1, 2, 3] as const)[index] ?? 3;
        const [title, then] = answerTexts(answer, state, say);
        return <Answer key={answer} slot={slot} title={title} then={then} onAnswer={() => onAnswer(slot)} />;
      })}
    </div>
  );
}

function answerTexts(answer: BagAnswer, { target, parcel }: BagBenchState, say: Say): readonly [string, string] {
  switch (answer) {
    case 'seal':
      return [say('ansSeal'), say('ansSealThen', { n: target?.pieces ?? 0 })];
    case 'unseal':
      return [say('ansUnseal'), say('ansUnsealThen')];
    case 'take-out':
      return [say('ansTakeOut'), say('ansTakeOutThen', { letter: parcel?.bag?.letter ?? '' })];
    case 'weigh-again':
      return [say('ansBagWeighAgain'), say('ansBagWeighAgainThen')];
    case 'counted-by-hand':
      return [say('ansByHand'), say('ansByHandThen')];
    case 'empty-bag-differs':
      return [say('ansEmptyDiffers'), say('ansEmptyDiffersThen')];
    case 'accepted':
      return [say('ansAccepted'), say('ansAcceptedThen')];
    case 'parcel-to-take-out':
      return [say('ansToTakeOut'), say('ansToTakeOutThen')];
    case 'parcel-to-put-in':
      return [say('ansToPutIn'), say('ansToPutInThen')];
    case 'label-or-bag-damaged':
      return [say('ansBagDamaged'), say('ansBagDamagedThen')];
    case 'reprint-damaged':
      return [say('ansDamaged'), say('ansDamagedThen')];
    case 'reprint-lost':
      return [say('ansLost'), say('ansLostThen')];
    case 'reprint-nothing':
    case 'nothing-came-out':
      return [say('ansNothing'), say('ansNothingThen')];
    case 'came-out':
      return [say('ansCameOut'), say('ansTear')];
  }
}
