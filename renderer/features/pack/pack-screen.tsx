import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { StationApp } from '../../app/station-app.ts';
import { mustBeAnswered } from '../../../shared/labels/label-ask.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { labelAskBand, LabelAskView } from '../../ui/label-ask-view.tsx';
import { packBand } from './pack-band.ts';
import { ClosedView } from './pack-closed.tsx';
import { OrderList } from './pack-list.tsx';
import { OrderView, WeighView } from './pack-order.tsx';
import { PackRefused } from './pack-refused.tsx';

export function PackScreen({ app }: { readonly app: StationApp }): ReactElement {
  const flow = app.flows.pack;
  const { bench, asksLead, storageFull, labelAsk } = useStore(flow.store);
  const credential = useStore(flow.lead.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  useStore(flow.papers);
  const { open, refusal, phase, last } = bench;
  const own = packBand(bench, storageFull, flow, say, language);
  const band = asksLead
    ? {
        ...credentialBand(credential, { verdict: say('leadAsked'), act: say('leadAskedAct') }, say, language),
        ...(own.facts === undefined ? {} : { facts: own.facts.slice(0, 1) }),
      }
    : labelAsk === undefined
      ? own
      : labelAskBand(labelAsk, say, language);
  const resting = !asksLead && labelAsk === undefined && refusal === undefined && phase !== 'booking';
  const canUndo =
    !asksLead &&
    (labelAsk === undefined || !(labelAsk.code === undefined || mustBeAnswered(labelAsk))) &&
    phase !== 'booking' &&
    (refusal !== undefined
      ? refusal.code !== 'PACK_PARCEL_STOPPED' && refusal.code !== 'PACK_PLACE_WRONG'
      : open !== undefined || (last !== undefined && !last.voided));
  const keys: Partial<Record<KeyName, string>> = {
    ...(resting && open === undefined && last !== undefined && !last.voided ? { F4: say('keyReprint') } : {}),
    ...(resting && open !== undefined && open.fitting.length > 1 ? { F5: say('keyBox') } : {}),
    ...(resting && open !== undefined && open.units.length > 0 && open.box !== undefined
      ? { F2: say('keyCloseBox') }
      : {}),
    ...(resting && phase === 'closed' && last?.voided === false && app.flows.pack.detailsOf(last.job)?.documents
      ? { F5: say('keyPapers') }
      : {}),
    ...(resting && open !== undefined ? { F6: say('keyAside') } : {}),
    ...(canUndo ? { F8: say('keyUndo') } : {}),
    ...(refusal?.code === 'PACK_WEIGHT_OFF' ? { F9: say('keyLead') } : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={band} keys={keys}>
      {asksLead ? (
        <CredentialPanel entry={flow.lead} />
      ) : labelAsk !== undefined ? (
        <LabelAskView ask={labelAsk} onKey={(key) => app.key(key)} />
      ) : refusal !== undefined ? (
        <PackRefused app={app} state={bench} refusal={refusal} />
      ) : open !== undefined && phase === 'await-weight' ? (
        <WeighView app={app} open={open} state={bench} />
      ) : open !== undefined ? (
        <OrderView app={app} open={open} state={bench} />
      ) : phase === 'closed' && last !== undefined && !last.voided ? (
        <ClosedView app={app} last={last} />
      ) : (
        <OrderList app={app} phase={phase} />
      )}
    </StationFrame>
  );
}
