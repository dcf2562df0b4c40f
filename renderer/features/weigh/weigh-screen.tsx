import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import type { KeyName } from '../../ui/key-row.tsx';
import { bandOf, scaleTrouble } from './weigh-band.ts';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import { KeypadView } from './keypad-view.tsx';
import { SetAside } from './set-aside-view.tsx';
import { Numbers } from './weigh-numbers.tsx';
import { ScaleTrouble, Refused } from './weigh-refused.tsx';
import { Question } from './weigh-question.tsx';

export function WeighScreen({ app }: { readonly app: StationApp }): ReactElement {
  const state = useStore(app.flows.weigh.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const entry = app.flows.weigh.lead;
  const credential = useStore(entry.store);
  const own = bandOf(state, say, language);
  const band = state.asksLead
    ? {
        ...credentialBand(credential, { verdict: say('leadAsked'), act: say('leadAskedAct') }, say, language),
        subject: state.refusal?.subject,
      }
    : own;
  const canReprint =
    state.last !== undefined &&
    state.parcel === undefined &&
    // With a question about another parcel on the screen, "print again" would be about the wrong one.
    state.refusal === undefined &&
    ['sent', 'confirmed', 'failed'].includes(state.last.label) &&
    !state.last.voided;
  const canChange =
    state.refusal?.hold === undefined &&
    state.phase !== 'booking' &&
    (state.parcel !== undefined || (state.refusal === undefined && state.last !== undefined && !state.last.voided));
  const canUndo =
    state.refusal?.hold === undefined &&
    !state.asksLead &&
    (state.parcel !== undefined || state.refusal !== undefined || (state.last !== undefined && !state.last.voided));
  const keys: Partial<Record<KeyName, string>> = {
    ...(canReprint ? { F4: say('keyReprint') } : {}),
    ...(canChange ? { F5: say('keyChange') } : {}),
    ...(!practice && app.camera.present() && (state.parcel ?? state.last) !== undefined ? { F7: say('keyPhoto') } : {}),
    ...(state.refusal?.lead === true ? { F9: say('keyLead') } : {}),
    ...(canUndo && state.refusal?.code !== 'LABEL_UNKNOWN' ? { F8: say('keyUndo') } : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={band} keys={keys}>
      <Stage app={app} state={state} trouble={band.code !== undefined && band.code === scaleTrouble(state.scale)} />
    </StationFrame>
  );
}

function Stage({
  app,
  state,
  trouble,
}: {
  readonly app: StationApp;
  readonly state: WeighBenchState;
  readonly trouble: boolean;
}): ReactElement {
  if (state.keypad !== undefined)
    return (
      <KeypadView
        keypad={state.keypad}
        onKey={(key) => app.flows.weigh.dispatch(key === 'Escape' ? { type: 'key', key } : { type: 'keypad', key })}
      />
    );
  if (trouble && !state.asksLead) return <ScaleTrouble state={state} />;
  if (state.asksLead) return <CredentialPanel entry={app.flows.weigh.lead} />;
  if (state.refusal?.place !== undefined) return <SetAside state={state} refusal={state.refusal} />;
  if (state.refusal === undefined && state.ask !== undefined)
    return <Question app={app} state={state} refusal={state.ask} />;
  if (state.refusal !== undefined && state.refusal.answers.length > 0)
    return <Question app={app} state={state} refusal={state.refusal} />;
  if (state.refusal !== undefined) return <Refused state={state} refusal={state.refusal} />;
  return <Numbers state={state} />;
}
