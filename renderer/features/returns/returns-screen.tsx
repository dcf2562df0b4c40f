import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ReturnsBenchState } from '../../../shared/returns/returns-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { labelAskBand, LabelAskView } from '../../ui/label-ask-view.tsx';
import { ReasonView, WhySide } from '../../ui/stage-views.tsx';
import { returnsBand } from './returns-band.ts';
import { ChecklistView, PhotoView } from './returns-check.tsx';
import { ChoicesView } from './returns-choices.tsx';
import { DoneView, IdleView, ReturnView } from './returns-open.tsx';
import { GradeView } from './returns-grade.tsx';

export function ReturnsScreen({ app }: { readonly app: StationApp }): ReactElement {
  const flow = app.flows.returns;
  const { bench, asksLead, storageFull, labelAsk } = useStore(flow.store);
  const credential = useStore(flow.lead.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const { refusal } = bench;
  const own = returnsBand(bench, storageFull, say, language);
  const band = asksLead
    ? {
        ...credentialBand(credential, { verdict: say('leadAsked'), act: say('leadAskedAct') }, say, language),
        ...(own.facts === undefined ? {} : { facts: own.facts }),
      }
    : labelAsk === undefined
      ? own
      : labelAskBand(labelAsk, say, language);
  const wantsLead = refusal?.lead !== undefined || refusal?.code === 'RETURN_PHOTO_MISSING';
  const keys: Partial<Record<KeyName, string>> = {
    ...(labelAsk === undefined ? keysOf(bench, asksLead, say) : {}),
    ...(wantsLead ? { F9: say('keyLead') } : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={band} keys={keys}>
      {asksLead ? (
        <CredentialPanel entry={flow.lead} />
      ) : labelAsk === undefined ? (
        <Stage app={app} state={bench} />
      ) : (
        <LabelAskView ask={labelAsk} onKey={(key) => app.key(key)} />
      )}
    </StationFrame>
  );
}

function keysOf(
  { phase, rma, piece, open, last, refusal }: ReturnsBenchState,
  asksLead: boolean,
  say: ReturnType<typeof useSay>['say'],
): Partial<Record<KeyName, string>> {
  if (asksLead || phase === 'booking') return {};
  const inHand = piece !== undefined || open !== undefined || rma !== undefined || refusal !== undefined;
  const printed =
    open !== undefined ? phase === 'await-scan-back' : last !== undefined && !last.voided && piece === undefined;
  return {
    ...(printed && refusal === undefined ? { F4: say('keyReprint') } : {}),
    ...(phase === 'await-scan-back' || phase === 'await-bin' || phase === 'choose-disposition'
      ? { F5: say('keyChange') }
      : {}),
    ...(rma !== undefined && (phase === 'await-item' || phase === 'done') ? { F6: say('keyCloseReturn') } : {}),
    ...(phase === 'await-photo' && refusal === undefined ? { F7: say('keyPhoto') } : {}),
    ...(inHand || (last !== undefined && !last.voided) ? { F8: say('keyUndo') } : {}),
  };
}

function Stage({ app, state }: { readonly app: StationApp; readonly state: ReturnsBenchState }): ReactElement {
  const { say } = useSay();
  const { phase, refusal, answers } = state;
  if (refusal !== undefined) {
    // A refusal that has answers of its own offers them; a checklist's answers are no answer to a refusal.
    const takeAs = answers.filter((answer) => answer.do === 'take-as');
    if (takeAs.length > 0 || refusal.code === 'RETURN_NO_PLATE')
      return <ChoicesView app={app} state={state} side={<WhySide code={refusal.code} />} />;
    const rows = refusal.subject === undefined ? [] : ([[say('packScanned'), refusal.subject]] as const);
    return <ReasonView code={refusal.code} rows={rows} />;
  }
  switch (phase) {
    case 'checking':
      return <ChecklistView app={app} state={state} />;
    case 'await-photo':
      return <PhotoView state={state} />;
    case 'choose-rma':
    case 'choose-owner':
    case 'choose-disposition':
    case 'choose-reason':
      return <ChoicesView app={app} state={state} />;
    case 'await-item':
    case 'await-serial':
      return <ReturnView app={app} state={state} />;
    case 'await-scan-back':
    case 'await-bin':
    case 'await-plate':
    case 'booking':
      return <GradeView app={app} state={state} />;
    case 'done':
      return <DoneView app={app} state={state} />;
    case 'idle':
      return <IdleView app={app} state={state} />;
  }
}
