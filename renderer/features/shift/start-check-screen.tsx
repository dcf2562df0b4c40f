import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import { stepNow, type StartCheckState } from '../../../shared/shift/start-check.ts';
import type { CheckStepId } from '../../../shared/shift/shift-operations.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import { LiveNumber } from '../../ui/live-number.tsx';
import { Check, Now, Ok, Open } from '../../ui/shapes.tsx';
import { cardCode } from './card-code.ts';
import { DriftLine } from './drift-line.tsx';
import { bandOfCheck, massText, outcomeText, stepTitle } from './start-check-words.ts';

/** Seven steps down the left, the thing to do on the right. */
export function StartCheckScreen({ app }: { readonly app: StationApp }): ReactElement {
  const flow = app.flows['start-check'];
  const { check } = useStore(flow.store);
  const { shift } = useStore(app.view, (view) => view.settings);
  const credential = useStore(flow.lead.store);
  const { say, language } = useSay();
  const elapsedMs = useElapsed(check);
  const asksLead = check.lead === 'asked';
  const step = stepNow(check);
  const band = asksLead
    ? credentialBand(credential, { verdict: say('leadAsked'), act: say('leadAskedAct') }, say, language)
    : bandOfCheck(check, shift.testWeight, elapsedMs, say);
  const byLead = typeof check.lead === 'object';
  return (
    <StationFrame
      app={app}
      band={band}
      keys={{
        ...(asksLead || byLead || step === undefined
          ? {}
          : {
              ...(step === 'label' ? { F4: say('keyReprint') } : step === 'scanner' ? { F4: say('keyCard') } : {}),
              ...(step === 'zero' ? { F2: say('keyZero') } : {}),
              ...{ F8: say('keyUndo'), F9: say('keyLead'), F10: say('keyQueue') },
            }),
        ...(byLead ? { F5: say(check.scope === 'step' ? 'keyScopeRest' : 'keyScopeStep') } : {}),
        ...(asksLead ? {} : { F12: say('keyHome') }),
      }}
    >
      {asksLead ? (
        <CredentialPanel entry={flow.lead} />
      ) : (
        <section className="stage start" data-step={step ?? 'done'} data-fault={check.fault?.why ?? ''}>
          <div className="split">
            <div className="panel">{byLead ? <LeadReasons app={app} /> : <Steps app={app} state={check} />}</div>
            <Tile app={app} state={check} />
          </div>
        </section>
      )}
    </StationFrame>
  );
}

function useElapsed({ startedMs, tookMs }: StartCheckState): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return tookMs ?? Math.max(0, nowMs - startedMs);
}

function Steps({ app, state }: { readonly app: StationApp; readonly state: StartCheckState }): ReactElement {
  const { say } = useSay();
  const past = useStore(app.flows['start-check'].store, (view) => view.past);
  const { testWeight, tolerance } = useStore(app.view, (view) => view.settings.shift);
  const now = stepNow(state);
  const today = state.done.find(({ step }) => step === 'test-weight')?.driftMilligrams ?? state.fault?.driftMilligrams;
  const before = (past?.checks ?? []).flatMap(({ driftMilligrams }) => driftMilligrams ?? []);
  // When the check is over its record is the newest of the past already.
  const drifts = state.tookMs === undefined && today !== undefined ? [...before, today] : before;
  return (
    <ol className="checks">
      {state.plan.map((step: CheckStepId) => {
        const outcome = state.done.find((one) => one.step === step);
        const isNow = step === now;
        const Mark = outcome === undefined ? (isNow ? (state.fault ? Check : Now) : Open) : markOf(outcome.outcome);
        return (
          <li key={step} className={isNow ? 'now' : outcome === undefined ? 'todo' : 'done'} data-check={step}>
            <Mark />
            <span>{stepTitle(step, testWeight, say)}</span>
            <span className="trend">
              {step === 'test-weight' && drifts.length > 0 ? (
                <>
                  <small>{say('chkDays', { n: drifts.length })}</small>
                  <DriftLine milligrams={drifts} toleranceMg={massToMilligrams(tolerance)} />
                </>
              ) : null}
            </span>
            <b>{outcome !== undefined ? outcomeText(outcome, say) : isNow ? readingNow(state, say) : ''}</b>
          </li>
        );
      })}
    </ol>
  );
}

/** A torn or foreign code is long: it stands on the tile. */
const readingNow = ({ fault }: StartCheckState, say: Say): string =>
  fault === undefined ? say('chkNow') : fault.reading.length > 12 ? '' : fault.reading;

const markOf = (outcome: string): typeof Ok => (outcome === 'passed' ? Ok : outcome === 'absent' ? Open : Check);

function LeadReasons({ app }: { readonly app: StationApp }): ReactElement {
  const { say } = useSay();
  const reasons = [
    [say('chkKnownFault'), say('chkKnownFaultThen')],
    [say('chkByHand'), say('chkByHandThen')],
    [say('chkRepair'), say('chkRepairThen')],
  ] as const;
  return (
    <div className="answers">
      {reasons.map(([title, then], index) => {
        const slot = ([1, 2, 3] as const)[index] ?? 3;
        return <Answer key={slot} slot={slot} title={title} then={then} onAnswer={() => app.key(`F${slot}`)} />;
      })}
    </div>
  );
}

/** Where, or which one: always right. */
function Tile({ app, state }: { readonly app: StationApp; readonly state: StartCheckState }): ReactElement {
  const { say } = useSay();
  const scale = useStore(app.liveScale);
  const nominal = useStore(app.view, (view) => view.settings.shift.testWeight);
  const step = stepNow(state);
  if (step === 'zero' || step === 'test-weight')
    return (
      <div className="dest reads">
        <span>{say('chkPlate')}</span>
        <LiveNumber scale={scale} />
        <span>{step === 'zero' || nominal === undefined ? '' : `${say('chkPutOn')}: ${massText(nominal)}`}</span>
      </div>
    );
  if (step === 'scanner')
    return (
      <div className="dest">
        <span>{say('chkCard')}</span>
        <svg className="card" viewBox={cardCode.viewBox} role="img" aria-label={say('chkCard')}>
          <path d={cardCode.ground} fill="#fff" />
          <path d={cardCode.modules} fill="#000" />
        </svg>
        {state.fault === undefined || state.fault.reading === '' ? null : (
          <span className="read">
            {`${say('chkWas')}: `}
            <span className="mono">{state.fault.reading}</span>
          </span>
        )}
      </div>
    );
  if (step === 'label')
    return (
      <div className="dest find">
        <span>{say('chkThisLabel')}</span>
        <b>{state.job?.slice(-4) ?? '····'}</b>
        <span>{say('chkFresh')}</span>
      </div>
    );
  const good = state.done.filter(({ outcome }) => outcome === 'passed').length;
  return (
    <div className="dest">
      <span>{say(state.done.some(({ outcome }) => outcome === 'overridden') ? 'chkPassedBut' : 'chkTitle')}</span>
      <b>
        {good}
        <i>{`/ ${state.plan.length}`}</i>
      </b>
      <span>{state.tookMs === undefined ? '' : say('chkSeconds', { n: Math.round(state.tookMs / 1_000) })}</span>
    </div>
  );
}
