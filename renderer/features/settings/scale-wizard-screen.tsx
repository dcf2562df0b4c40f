import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ListedPlace, ScaleCandidate } from '../../../shared/devices/scale-wizard.ts';
import type { ScaleSettings, SerialLine } from '../../../shared/settings/settings.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import type { BandViewProps } from '../../ui/band-view.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { Check, Now, Ok } from '../../ui/shapes.tsx';
import {
  ANSWERS,
  initialWizard,
  readingText,
  reduceWizard,
  shownCandidates,
  shownPlaces,
  type WizardEffect,
  type WizardEvent,
  type WizardState,
} from './scale-wizard-state.ts';
import { Typed } from './typed-text.tsx';
import { LeadFrame } from './lead-frame.tsx';
import type { SetUpProps } from './set-up.ts';
import type { SettingsDesk } from './settings-desk.ts';
import { useWizard, type WizardMachine } from './use-wizard.ts';

const lineText = ({ baudRate, dataBits, parity, stopBits }: SerialLine): string =>
  `${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;

/** Finds a scale: port, then what speaks there, then a known weight where the wire leaves something open. Keys, touch and scans alone. */
export function ScaleWizardScreen({ app, desk, onLeave }: SetUpProps): ReactElement {
  const { say } = useSay();
  const [machine] = useState(() => scaleMachine(app, desk, onLeave));
  const { wizard, send } = useWizard(app, desk, machine);
  const asks = useStore(desk.store, (state) => state.asks);
  if (asks) return <LeadFrame app={app} desk={desk} />;
  return (
    <StationFrame app={app} band={bandOf(wizard, say)} keys={keysOf(wizard, say)}>
      <section className="stage wizard" data-wizard={wizard.step} data-probe={wizard.progress?.phase ?? ''}>
        <div className="split">
          <div className="panel">
            <div className="answers">
              <Answers wizard={wizard} say={say} onKey={(key) => send({ type: 'key', key })} />
            </div>
          </div>
          <div className="panel numbers">
            <Side wizard={wizard} say={say} />
          </div>
        </div>
      </section>
    </StationFrame>
  );
}

/** How the scale wizard acts on the station. */
function scaleMachine(
  app: StationApp,
  desk: SettingsDesk,
  onLeave: () => void,
): WizardMachine<WizardState, WizardEvent, WizardEffect> {
  const { bridge } = app;
  const list = async (send: (event: WizardEvent) => void): Promise<void> => {
    const places = await bridge.invoke('wizard.places', null);
    send({ type: 'places', places: places.ok ? places.value : [] });
  };
  const save = async (scale: ScaleSettings, send: (event: WizardEvent) => void): Promise<void> => {
    const saved = await desk.save((now) => ({ ...now, scale }));
    if (saved.outcome === 'saved') send({ type: 'saved', settings: scale, restartNeeded: saved.restartNeeded });
    else send({ type: 'not-saved', why: saved.outcome === 'refused' ? saved.why : undefined });
  };
  return {
    initial: initialWizard,
    reduce: reduceWizard,
    onKey: (key) => ({ type: 'key', key }),
    onScan: (text) => ({ type: 'scan', text }),
    carryOut: (effect, send) => {
      switch (effect.type) {
        case 'list':
          void list(send);
          return;
        case 'probe':
          void bridge.invoke('wizard.probe', { place: effect.chosen.place });
          return;
        case 'stop':
          void bridge.invoke('wizard.stop', null);
          return;
        case 'leave':
          onLeave();
          return;
        case 'save':
          void save(effect.settings, send);
          return;
      }
    },
    follow: (send) => {
      const end = bridge.on('wizard.progress', (progress) => send({ type: 'progress', progress }));
      void list(send);
      return () => {
        end();
        void bridge.invoke('wizard.stop', null);
      };
    },
  };
}

function bandOf(wizard: WizardState, say: Say): Omit<BandViewProps, 'codeWord'> {
  const { step, places, progress, refusal, problem, saved } = wizard;
  const line = progress?.line === undefined ? '' : lineText(progress.line);
  if (step === 'saved')
    return {
      tone: 'ok',
      shape: 'ok',
      verdict: say('wSaved'),
      act: say(saved?.restartNeeded === true ? 'fRestartAct' : 'wSavedAct'),
    };
  if (refusal === 'address')
    return { tone: 'check', shape: 'check', verdict: say('prBadAddress'), act: say('dvBadAddressAct') };
  if (step === 'places')
    return places?.length === 0
      ? { tone: 'check', shape: 'check', verdict: say('wNoPorts'), act: say('wNoPortsAct') }
      : { tone: 'idle', shape: 'scan', verdict: say('wTitle'), act: say('wPick') };
  if (problem !== undefined)
    return { tone: 'check', shape: 'check', verdict: say('wTitle'), act: say('notSaved', { why: problem }) };
  if (refusal !== undefined) {
    const act = { 'known-weight': 'wKnownAct', 'other-weight': 'wOtherAct', 'which-unit': 'wUnitAct' } as const;
    const verdict = { 'known-weight': 'wKnownNeeded', 'other-weight': 'wOther', 'which-unit': 'wKnownNeeded' } as const;
    return { tone: 'check', shape: 'check', verdict: say(verdict[refusal]), act: say(act[refusal]) };
  }
  switch (progress?.phase) {
    case 'live':
      return { tone: 'busy', shape: 'weigh', verdict: say('wFound'), act: say('wFoundAct') };
    case 'nothing':
      return progress.bytes === 0
        ? { tone: 'check', shape: 'check', verdict: say('wNothing'), act: say('wNothingAct') }
        : { tone: 'check', shape: 'check', verdict: say('wNoFit'), act: say('wNoFitAct') };
    case 'failed':
      return { tone: 'check', shape: 'check', verdict: say('wFailed'), act: say('wNothingAct') };
    case 'asking':
      return {
        tone: 'busy',
        shape: 'scan',
        verdict: say('wAsking'),
        act: say('wStep', { line, n: progress.step + 1, of: progress.of }),
      };
    case 'listening':
      return {
        tone: 'busy',
        shape: 'scan',
        verdict: say('wListening'),
        act: say('wStep', { line, n: progress.step + 1, of: progress.of }),
      };
    case undefined:
      return { tone: 'busy', shape: 'scan', verdict: say('wListening'), act: say('wOpening') };
  }
}

function keysOf({ step, places, progress }: WizardState, say: Say): Partial<Record<KeyName, string>> {
  const back = { F8: say('keyBackStep'), F12: say('keyHome') };
  if (step === 'places') return { ...back, F5: (places?.length ?? 0) > ANSWERS ? say('keyMore') : say('keyLookAgain') };
  return step === 'probe' && progress?.phase === 'live' ? { ...back, F5: say('keyUnit') } : back;
}

function Answers({
  wizard,
  say,
  onKey,
}: {
  readonly wizard: WizardState;
  readonly say: Say;
  readonly onKey: (key: string) => void;
}): ReactElement {
  const { step, progress, saved } = wizard;
  const answers: readonly (readonly [string, string, string])[] =
    step === 'places'
      ? shownPlaces(wizard).map((listed) => [listed.name, placeName(listed), boundTo(listed, say)] as const)
      : step === 'saved'
        ? []
        : progress?.phase === 'nothing' || progress?.phase === 'failed'
          ? [
              [
                'again',
                say('wAgain'),
                progress.phase === 'failed' ? (progress.detail ?? '') : say('wAgainThen'),
              ] as const,
            ]
          : shownCandidates(wizard).map(
              (candidate) => [candidate.id, headOf(candidate), whyOf(candidate, say)] as const,
            );
  if (step === 'saved' && saved !== undefined) return <SavedRows settings={saved.settings} say={say} />;
  return (
    <>
      {answers.map(([key, title, then], at) => {
        const slot = ([1, 2, 3] as const)[at] ?? 3;
        return <Answer key={key} slot={slot} title={title} then={then} onAnswer={() => onKey(`F${slot}`)} />;
      })}
    </>
  );
}

const placeName = ({ place, name }: ListedPlace): string =>
  place.type === 'serial' ? (place.path.split('/').at(-1) ?? name) : name;

/** What will be remembered: the device itself where it has an identity, else only the place it is plugged into. */
function boundTo({ place }: ListedPlace, say: Say): string {
  if (place.type === 'tcp') return `${place.host}:${place.port}`;
  if (place.usb === undefined) return say('wByPlace');
  return `USB ${place.usb.vendorId}:${place.usb.productId} ${place.usb.serialNumber ?? say('wNoSerial')}`;
}

const headOf = (candidate: ScaleCandidate): string =>
  `${readingText(candidate.last)} · ${candidate.title.split(/[,(]/)[0]?.trim() ?? ''}`;

function whyOf(candidate: ScaleCandidate, say: Say): string {
  return [
    lineText(candidate.line),
    say(candidate.asked ? 'wAnswers' : 'wSpeaks'),
    say('wFrames', { n: candidate.frames, percent: candidate.explainedPercent }),
    ...(candidate.checksum ? [say('wChecksum')] : []),
    ...(candidate.unitOnWire ? [] : [say('wNoUnit')]),
    ...Object.entries(candidate.dialect).map(([key, value]) => `${key} ${value}`),
  ].join(' · ');
}

function Side({ wizard, say }: { readonly wizard: WizardState; readonly say: Say }): ReactElement {
  const { step, chosen, progress, typed, unit, known } = wizard;
  if (step === 'saved') return <></>;
  if (step === 'places')
    return (
      <>
        <Typed label={say('prAddress')} text={typed} />
        <p className="dim">{say('dvHelp')}</p>
      </>
    );
  return (
    <>
      <div className="label">{say('wKnown')}</div>
      <div className="num known" data-known={known === undefined ? '' : `${known.value} ${known.unit}`}>
        {typed === '' ? '–' : typed}
        <i>{unit}</i>
      </div>
      <div className="ticket">
        {known === undefined ? <Now /> : <Ok />}
        <span>{known === undefined ? say('wKnownAct') : say('wKnownSet')}</span>
      </div>
      <dl className="rows">
        <div>
          <dt>{say('sPort')}</dt>
          <dd>{chosen === undefined ? '' : placeName(chosen)}</dd>
        </div>
        <div>
          <dt>{say('wHeard')}</dt>
          <dd>
            {(progress?.bytes ?? 0) === 0 && progress?.phase === 'nothing' ? <Check /> : null}{' '}
            {say('wBytes', { n: progress?.bytes ?? 0 })}
          </dd>
        </div>
      </dl>
    </>
  );
}

function SavedRows({ settings, say }: { readonly settings: ScaleSettings; readonly say: Say }): ReactElement {
  const { transport } = settings;
  const usb = transport.type === 'serial' || transport.type === 'hid' ? transport.usb : undefined;
  const rows: readonly (readonly [string, string])[] = [
    [say('sProtocol'), settings.protocol],
    ...(transport.type === 'serial' ? [[say('sBits'), lineText(transport.line)] as const] : []),
    [
      say('wBoundTo'),
      usb === undefined
        ? transport.type === 'serial'
          ? (transport.path ?? '')
          : transport.type === 'tcp'
            ? `${transport.host}:${transport.port}`
            : 'USB'
        : `USB ${usb.vendorId}:${usb.productId} ${usb.serialNumber ?? ''}`,
    ],
    ...(settings.unit === undefined ? [] : [[say('sUnit'), settings.unit] as const]),
    ...Object.entries(settings.dialect ?? {}),
  ];
  return (
    <dl className="rows">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
