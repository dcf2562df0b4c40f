import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { CommandOutput } from '../../../shared/ipc/contract.ts';
import {
  codeInFours,
  enrolStart,
  reduceEnrol,
  type EnrolBoard,
  type EnrolEvent,
} from '../../../shared/identity/enrol-board.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame, type FrameProps } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { Check } from '../../ui/shapes.tsx';

type Identity = CommandOutput<'identity.describe'>;

/** Who this station is to the cloud. A supervisor's sheet is scanned or its code typed; the queue waits meanwhile and is not touched. */
export function EnrolScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { say } = useSay();
  const settings = useStore(app.view, (view) => view.settings);
  const revoked = useStore(app.view, (view) => view.sync.held === 'STATION_REVOKED');
  const [identity, setIdentity] = useState<Identity>(null);
  const [board, setBoard] = useState(() => enrolStart(settings.cloud?.url ?? ''));
  const look = async (): Promise<Identity> => {
    const known = await app.bridge.invoke('identity.describe', null);
    setIdentity(known.ok ? known.value : null);
    return known.ok ? known.value : null;
  };
  useEffect(() => {
    void app.bridge.invoke('identity.describe', null).then((known) => {
      if (!known.ok || known.value === null) return;
      const { url } = known.value;
      setIdentity(known.value);
      setBoard((now) => (now.url === '' ? enrolStart(url) : now));
    });
  }, [app]);
  const dispatch = (event: EnrolEvent, from: EnrolBoard): boolean => {
    const { board: next, effects, used } = reduceEnrol(from, event);
    setBoard(next);
    for (const effect of effects)
      if (effect.type === 'cue') app.parts.play(effect.cue);
      else void enrol(effect, next);
    return used;
  };
  const enrol = async (
    { url, code }: { readonly url: string; readonly code: string },
    from: EnrolBoard,
  ): Promise<void> => {
    const done = await app.bridge.invoke('identity.enrol', { url, code });
    if (!done.ok) {
      dispatch({ type: 'refused', detail: done.error.detail ?? done.error.code }, from);
      return;
    }
    await look();
    dispatch({ type: 'enrolled', name: done.value.name }, from);
  };
  useEffect(() =>
    app.takeInput({
      key: (name) => dispatch({ type: 'key', name }, board),
      scan: (text) => dispatch({ type: 'scan', text }, board),
    }),
  );
  const field = (name: 'url' | 'code', label: string, value: string): ReactElement => (
    <div className={`typed${board.field === name ? ' now' : ''}`} data-enrol-field={name}>
      <span className="label">{label}</span>
      <b className="mono">
        {value}
        {board.field === name ? '▏' : ''}
      </b>
    </div>
  );
  return (
    <StationFrame app={app} band={enrolBand(board, revoked, say)} keys={{ F5: say('keyChange'), F12: say('keyHome') }}>
      <section className="stage enrol" data-enrol={board.step}>
        <div className="split">
          <div className="panel">
            {field('url', say('enUrl'), board.url)}
            {field('code', say('enCode'), codeInFours(board.code))}
            <p className="dim">{say('enField')}</p>
            <div className="answers">
              <Answer
                slot={1}
                title={say('enGo')}
                then={say('enGoThen')}
                onAnswer={() => dispatch({ type: 'key', name: 'F1' }, board)}
              />
            </div>
            {board.step === 'refused' ? <p className="dim mono">{board.detail}</p> : null}
          </div>
          <IdentityPanel identity={identity} device={app.parts.station().head.device} revoked={revoked} />
        </div>
      </section>
    </StationFrame>
  );
}

function IdentityPanel({
  identity,
  device,
  revoked,
}: {
  readonly identity: Identity;
  readonly device: string;
  readonly revoked: boolean;
}): ReactElement {
  const { say } = useSay();
  return (
    <div className="panel">
      <div className="label">{say('enNow')}</div>
      <dl className="rows">
        <div>
          <dt>{say('enDevice')}</dt>
          <dd className="mono">{device}</dd>
        </div>
        {identity === null ? null : (
          <>
            <div>
              <dt>{say('enStation')}</dt>
              <dd>{identity.name}</dd>
            </div>
            <div>
              <dt>{say('enOrganisation')}</dt>
              <dd>{identity.organisation}</dd>
            </div>
          </>
        )}
      </dl>
      {identity === null ? (
        <p>
          <b>{say('enNone')}</b>
          <br />
          {say('enNoneThen')}
        </p>
      ) : (
        <p data-key-store={identity.warning === undefined ? 'os' : 'none'}>
          {identity.warning === undefined ? null : <Check />}
          <b>{say('enKey')}</b> {say(identity.warning === undefined ? 'enKeyStore' : 'enNoKeyStore')}
        </p>
      )}
      {revoked ? (
        <p data-revoked="yes">
          <Check /> {say('enRevoked')}
        </p>
      ) : null}
    </div>
  );
}

function enrolBand({ step, detail }: EnrolBoard, revoked: boolean, say: Say): FrameProps['band'] {
  switch (step) {
    case 'asking':
      return { tone: 'busy', shape: 'scan', verdict: say('enAsking'), act: say('wait') };
    case 'done':
      return { tone: 'ok', shape: 'ok', verdict: say('enDone'), act: say('enDoneAct'), subject: detail };
    case 'refused':
      return { tone: 'check', shape: 'check', verdict: say('enRefused'), act: say('enRefusedAct') };
    case 'typing':
      return revoked
        ? { tone: 'check', shape: 'check', verdict: say('enTitle'), act: say('enRevokedAct'), code: 'STATION_REVOKED' }
        : { tone: 'idle', shape: 'scan', verdict: say('enTitle'), act: say('enAct') };
  }
}
