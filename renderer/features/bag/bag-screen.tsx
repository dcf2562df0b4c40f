import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { standOf } from '../../../shared/consolidation/bag-answers.ts';
import type { BagBenchState } from '../../../shared/consolidation/bag-bench-state.ts';
import { kilogramText } from '../../../shared/measure/kg-text.ts';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import { DigitPad } from '../../ui/digit-pad.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { LiveNumber } from '../../ui/live-number.tsx';
import { Receipt } from '../../ui/label-receipt.tsx';
import { ScaleTrouble } from '../../ui/scale-trouble-view.tsx';
import { bagBand, bagScaleTrouble } from './bag-band.ts';
import { BagAnswers, BagRefused } from './bag-refused.tsx';
import { BagStands, BagTile, PlaceTile } from './bag-stands.tsx';
import { BagSum } from './bag-sum.tsx';
import { groupWords } from './bag-words.ts';

export function BagScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { store, lead } = app.flows.bag;
  const state = useStore(store);
  const credential = useStore(lead.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const band = state.asksLead
    ? {
        ...credentialBand(credential, { verdict: say('leadAsked'), act: say('leadAskedAct') }, say, language),
        subject: state.target?.bag ?? state.refusal?.subject,
      }
    : bagBand(state, say, language);
  const { last, phase, refusal, question, sealing } = state;
  const open = state.parcel !== undefined || state.target !== undefined || refusal !== undefined;
  const printed = ['sent', 'confirmed', 'failed', 'unknown'].includes(last?.label ?? '');
  const keys: Partial<Record<KeyName, string>> = {
    ...(phase === 'sealed' && printed && refusal === undefined && question === undefined
      ? { F4: say('keyReprint') }
      : {}),
    ...(!state.asksLead && standOf(state) !== undefined ? { F4: say('keyStandTag') } : {}),
    ...(sealing !== undefined && question === undefined ? { F5: say('keyChange') } : {}),
    ...(!state.asksLead && state.parcel !== undefined && state.parcel.bag === undefined && phase !== 'saving'
      ? { F6: say('keyHold') }
      : {}),
    ...(!state.asksLead && (open || (last !== undefined && !last.undone)) ? { F8: say('keyUndo') } : {}),
    ...(phase === 'sum' && question === undefined && !state.asksLead ? { F9: say('keyLead') } : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={band} keys={keys}>
      <Stage app={app} state={state} />
    </StationFrame>
  );
}

function Stage({ app, state }: { readonly app: StationApp; readonly state: BagBenchState }): ReactElement {
  const { language } = useSay();
  const { refusal, question, phase, sealing, target, last } = state;
  const onAnswer = (slot: 1 | 2 | 3): void => void app.key(`F${slot}`);
  if (state.asksLead) return <CredentialPanel entry={app.flows.bag.lead} />;
  if (state.tareTyped !== undefined) return <TareTyped app={app} state={state} />;
  if (question !== undefined) {
    const about = target ?? last?.bag;
    return (
      <section className="stage refuse" data-phase={phase} data-question={question.about}>
        <div className="split">
          <div className="panel">
            <BagAnswers answers={question.answers} state={state} onAnswer={onAnswer} />
          </div>
          {about === undefined ? (
            <div className="panel" />
          ) : (
            <BagTile letter={about.letter} above={groupWords(about.group, language)} below={about.bag} />
          )}
        </div>
      </section>
    );
  }
  if (bagScaleTrouble(state) !== undefined && refusal === undefined)
    return <ScaleTrouble scale={state.scale} phase={phase} />;
  if (refusal !== undefined) return <BagRefused app={app} state={state} refusal={refusal} onAnswer={onAnswer} />;
  if (phase === 'sum' && sealing !== undefined) return <BagSum sealing={sealing} onWeighAgain={() => onAnswer(1)} />;
  if (phase === 'weigh-bag' || phase === 'settling') return <WeighBag state={state} />;
  return <Bags app={app} state={state} onAnswer={onAnswer} />;
}

/** The stands on the left, the bag in question on the right. */
function Bags({
  app,
  state,
  onAnswer,
}: {
  readonly app: StationApp;
  readonly state: BagBenchState;
  readonly onAnswer: (slot: 1 | 2 | 3) => void;
}): ReactElement {
  const { say, language } = useSay();
  const stands = useStore(app.flows.bag.stands);
  const { phase, target, newLetter, parcel, last } = state;
  const shown = target ?? (phase === 'bagged' || phase === 'sealed' || phase === 'done' ? last?.bag : undefined);
  const letter = phase === 'await-new-bag' ? newLetter : shown?.letter;
  if (state.aside !== undefined)
    return (
      <section className="stage bagin" data-phase={phase}>
        <div className="split">
          <div className="panel">
            <BagStands stands={stands} target={undefined} />
          </div>
          <PlaceTile place={state.aside.place} />
        </div>
      </section>
    );
  return (
    <section className="stage bagin" data-phase={phase}>
      <div className="split">
        <div className="panel">
          {phase === 'await-parcel' && target !== undefined ? (
            <BagAnswers answers={['seal']} state={state} onAnswer={onAnswer} />
          ) : phase === 'sealed' && last !== undefined ? (
            <Sealed state={state} />
          ) : (
            <BagStands stands={stands} target={letter} />
          )}
        </div>
        {phase === 'await-new-bag' && newLetter !== undefined && parcel !== undefined ? (
          <BagTile
            letter={newLetter}
            above={`${parcel.group.line} · ${groupWords(parcel.group, language)}`}
            below={say('bagNewAct', { letter: newLetter })}
          />
        ) : shown === undefined ? (
          <div className="panel" />
        ) : (
          <BagTile
            letter={shown.letter}
            above={groupWords(shown.group, language)}
            below={say(phase === 'await-bag' ? 'bagNth' : 'bagContent', {
              n: phase === 'await-bag' ? shown.pieces + 1 : shown.pieces,
              sum: kilogramText(shown.sumMilligrams + (phase === 'await-bag' ? (parcel?.milligrams ?? 0) : 0)),
            })}
          />
        )}
      </div>
    </section>
  );
}

function WeighBag({ state }: { readonly state: BagBenchState }): ReactElement {
  const { say, language } = useSay();
  const { sealing, phase, stableFrames, neededFrames } = state;
  return (
    <section className="stage weigh" data-phase={phase}>
      <div className="split numbers">
        <div className="panel">
          <div className="label">{say('bagOnScale')}</div>
          <LiveNumber scale={state.scale} />
          {phase === 'settling' ? (
            <div className="settlerow">
              <div className="settle" style={{ gridTemplateColumns: `repeat(${neededFrames}, 1fr)` }}>
                {Array.from({ length: neededFrames }, (_, at) => (
                  <span key={at} className={at < stableFrames ? 'on' : ''} />
                ))}
              </div>
              <span className="nb">{say('stableOf', { n: stableFrames, of: neededFrames })}</span>
            </div>
          ) : (
            <div className="ticket">
              <span>{say('liveOnly')}</span>
            </div>
          )}
        </div>
        {sealing === undefined ? (
          <div className="panel" />
        ) : (
          <BagTile
            letter={sealing.bag.letter}
            above={groupWords(sealing.bag.group, language)}
            below={say('bagContent', { n: sealing.bag.pieces, sum: kilogramText(sealing.bag.sumMilligrams) })}
          />
        )}
      </div>
      <div className="cells facts">
        <div>
          <div className="label">{say('bagEmpty')}</div>
          <b>
            {sealing === undefined ? '' : kilogramText(massToMilligrams(sealing.tare))}
            <span className="u">kg</span>
          </b>
        </div>
        <div>
          <div className="label">{say('bagSum', { n: sealing?.bag.pieces ?? 0 })}</div>
          <b>
            {kilogramText(sealing?.bag.sumMilligrams ?? 0)}
            <span className="u">kg</span>
          </b>
        </div>
      </div>
    </section>
  );
}

/** What was booked: the weight, its number, and what became of the label. */
function Sealed({ state }: { readonly state: BagBenchState }): ReactElement {
  const { say } = useSay();
  const { last } = state;
  if (last === undefined) return <div />;
  const { bag, weighing } = last;
  return (
    <div className="sealed-bag">
      <div className="label">{say('gross')}</div>
      <div
        className="num big"
        data-number="bag-gross"
        data-value={`${kilogramText(weighing?.grossMilligrams ?? bag.grossMilligrams ?? 0)} kg`}
      >
        {kilogramText(weighing?.grossMilligrams ?? bag.grossMilligrams ?? 0)}
        <i>kg</i>
      </div>
      <div className="mono unit" data-unit={bag.unitNumber}>
        {bag.unitNumber}
      </div>
      {last.label === undefined ? null : <Receipt label={last.label} inCloud={last.inCloud} />}
    </div>
  );
}

function TareTyped({ app, state }: { readonly app: StationApp; readonly state: BagBenchState }): ReactElement {
  const { say } = useSay();
  return (
    <section className="stage pad people" data-phase="tare">
      <div className="panel pin">
        <div className="label">{say('bagEmpty')}</div>
        <div className="num big" data-number="tare-typed" data-value={state.tareTyped}>
          {state.tareTyped === '' ? '–' : state.tareTyped}
          <i>g</i>
        </div>
      </div>
      <DigitPad onKey={(key) => void app.key(key)} />
    </section>
  );
}
