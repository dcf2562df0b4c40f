import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { missingSignature, openDifference, unseenDifferences } from '../../../shared/shift/seal-bench.ts';
import type { SealBenchState } from '../../../shared/shift/seal-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { CountChain } from './count-chain.tsx';
import { CloudDifferences, LeadWhy, MissingPanel, SealTile, Signatures } from './seal-panels.tsx';
import { bandOfSeal } from './shift-seal-words.ts';

/** Counted, weighed, printed, bagged, in the cloud; then two badges. */
export function ShiftSealScreen({ app }: { readonly app: StationApp }): ReactElement {
  const flow = app.flows['shift-seal'];
  const { bench, report } = useStore(flow.store);
  const hasPeople = useStore(app.view, (view) => (view.people?.people.length ?? 0) > 0);
  const leadState = useStore(flow.lead.store);
  const signerState = useStore(flow.signer.store);
  const { say, language } = useSay();
  const asksLead = bench.lead === 'asked';
  const asksSigner = hasPeople && (bench.phase === 'outgoing' || bench.phase === 'incoming');
  const own = bandOfSeal(bench, hasPeople, say, language);
  const asks = { verdict: own.verdict, act: own.act };
  const band = asksLead
    ? credentialBand(leadState, { verdict: say('leadAsked'), act: say('leadAskedAct') }, say, language)
    : asksSigner && bench.problem === undefined
      ? credentialBand(signerState, asks, say, language)
      : own;
  return (
    <StationFrame app={app} band={band} keys={asksLead ? {} : keysOf(bench, say)}>
      {asksLead ? (
        <CredentialPanel entry={flow.lead} />
      ) : asksSigner && signerState.step !== 'who' ? (
        <CredentialPanel entry={flow.signer} />
      ) : bench.phase === 'counting' ? (
        <Counting app={app} typed={bench.typed} />
      ) : (
        <Stage app={app} bench={bench} report={report} />
      )}
    </StationFrame>
  );
}

function keysOf({ phase, lead, sealed }: SealBenchState, say: Say): Partial<Record<KeyName, string>> {
  const away = { F10: say('keyQueue'), F12: say('keyHome') };
  switch (phase) {
    case 'explaining':
      return { F5: say('keyChange'), ...(lead === 'none' ? { F9: say('keyLead') } : {}), ...away };
    case 'ready':
      return { F5: say('keyChange'), ...away };
    case 'incoming':
      return { F8: say('keyLater'), ...away };
    case 'closed':
      return { ...(sealed === undefined ? {} : { F4: say('keyReport') }), ...away };
    case 'counting':
    case 'sealing':
    case 'outgoing':
      return away;
  }
}

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', 'Backspace', '0', 'Enter'] as const;
const faces: Readonly<Record<string, string>> = { Backspace: '⌫', Enter: '↵' };

function Counting({ app, typed }: { readonly app: StationApp; readonly typed: string }): ReactElement {
  const { say } = useSay();
  return (
    <section className="stage pad" data-seal="counting">
      <div className="panel pin">
        <div className="label">{say('sealByHand')}</div>
        <div className="num big" data-typed={typed}>
          {typed === '' ? '–' : typed}
          <i>{say('sealPieces')}</i>
        </div>
      </div>
      <div className="digits">
        {DIGITS.map((digit) => (
          <button type="button" key={digit} onClick={() => app.key(digit)} tabIndex={-1}>
            {faces[digit] ?? digit}
          </button>
        ))}
      </div>
    </section>
  );
}

function Stage({
  app,
  bench,
  report,
}: {
  readonly app: StationApp;
  readonly bench: SealBenchState;
  readonly report: string | undefined;
}): ReactElement {
  const { say } = useSay();
  const { reconciliation, sealed, phase, lead } = bench;
  const difference = openDifference(bench);
  const signing = sealed !== undefined && ['outgoing', 'incoming', 'closed'].includes(phase);
  const differs = sealed?.state === 'open' && unseenDifferences(sealed) > 0 && missingSignature(sealed) === undefined;
  return (
    <section className="stage shift" data-seal={phase} data-cloud={sealed?.state ?? ''} data-report={report ?? ''}>
      {reconciliation === undefined || signing ? <div /> : <CountChain reconciliation={reconciliation} />}
      <div className="split">
        {signing ? (
          differs ? (
            <div className="panel">
              <CloudDifferences sealed={sealed} />
            </div>
          ) : (
            <Signatures app={app} sealed={sealed} />
          )
        ) : (
          <div className="panel">
            {phase === 'explaining' && difference !== undefined ? (
              typeof lead === 'object' ? (
                <LeadWhy app={app} difference={difference} />
              ) : (
                <MissingPanel difference={difference} />
              )
            ) : null}
          </div>
        )}
        {signing ? (
          <div className="dest">
            <span>{say(`sealState_${sealed.state}`)}</span>
            <b>
              {sealed.seal.net.reduce((sum, { parcels }) => sum + parcels, 0)}
              <i>{say('sealPieces')}</i>
            </b>
            <span>{report === undefined ? '' : `${say('sealReport')}: PDF`}</span>
          </div>
        ) : (
          <SealTile state={bench} difference={difference} />
        )}
      </div>
    </section>
  );
}
