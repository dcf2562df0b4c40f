import { useEffect, useReducer, useRef, type ReactElement } from 'react';
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

const lineText = ({ baudRate, dataBits, parity, stopBits }: SerialLine): string =>
  `${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;

/** Finds a scale: port, then what speaks there, then a known weight where the wire leaves something open. Keys, touch and scans alone. */
export function ScaleWizardScreen({
  app,
  onLeave,
}: {
  readonly app: StationApp;
  readonly onLeave: () => void;
}): ReactElement {
  const { say } = useSay();
  const state = useWizard(app, onLeave);
  return (
    <StationFrame app={app} band={bandOf(state.wizard, say)} keys={keysOf(state.wizard, say)}>
      <section className="stage wizard" data-wizard={state.wizard.step} data-probe={state.wizard.progress?.phase ?? ''}>
        <div className="split">
          <div className="panel">
            <div className="answers">
              <Answers wizard={state.wizard} say={say} onKey={(key) => state.send({ type: 'key', key })} />
            </div>
          </div>
          <div className="panel numbers">
            <Side wizard={state.wizard} say={say} />
          </div>
        </div>
      </section>
    </StationFrame>
  );
}

/** The pure wizard with its effects carried out, its keys and scans taken while it is on the screen. */
function useWizard(app: StationApp, onLeave: () => void): { wizard: WizardState; send: (event: WizardEvent) => void } {
  const memory = useRef(initialWizard);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const sendRef = useRef<(event: WizardEvent) => void>(() => undefined);
  useEffect(() => {
    const send = (event: WizardEvent): void => {
      const step = reduceWizard(memory.current, event);
      memory.current = step.state;
      redraw();
      for (const effect of step.effects) carryOut(effect);
    };
    const carryOut = (effect: WizardEffect): void => {
      switch (effect.type) {
        case 'list':
          void app.bridge
            .invoke('wizard.places', null)
            .then((places) => send({ type: 'places', places: places.ok ? places.value : [] }));
          return;
        case 'probe':
          void app.bridge.invoke('wizard.probe', { place: effect.chosen.place });
          return;
        case 'stop':
          void app.bridge.invoke('wizard.stop', null);
          return;
        case 'leave':
          onLeave();
          return;
        case 'save':
          void save(effect.settings).then(send);
          return;
      }
    };
    const save = async (scale: ScaleSettings): Promise<WizardEvent> => {
      await app.bridge.invoke('wizard.stop', null);
      const settings = { ...app.view.getState().settings, scale };
      const written = await app.bridge.invoke('settings.write', settings);
      if (!written.ok) return { type: 'not-saved', why: written.error.detail ?? written.error.code };
      await app.applySettings(settings);
      return { type: 'saved', settings: scale, restartNeeded: written.value.restartNeeded };
    };
    sendRef.current = send;
    const endInput = app.takeInput({
      key: (key) => {
        send({ type: 'key', key });
        return true;
      },
      scan: (text) => {
        send({ type: 'scan', text });
        return true;
      },
    });
    const endProgress = app.bridge.on('wizard.progress', (progress) => send({ type: 'progress', progress }));
    carryOut({ type: 'list' });
    return () => {
      endInput();
      endProgress();
      void app.bridge.invoke('wizard.stop', null);
    };
  }, [app, onLeave]);
  // The ref is the store of this screen; `redraw` follows every change of it.
  // eslint-disable-next-line react-hooks/refs
  return { wizard: memory.current, send: (event) => sendRef.current(event) };
}

function bandOf(wizard: WizardState, say: Say): Omit<BandViewProps, 'codeWord'> {
  const { step, places, progress, refusal, problem, saved } = wizard;
  const line = progress?.line === undefined ? '' : lineText(progress.line);
  if (step === 'saved')
    return {
      tone: 'ok',
      shape: 'ok',
      verdict: say('wSaved'),
      act: saved?.restartNeeded === true ? say('restart', { mode: say('sLive') }) : say('wSavedAct'),
    };
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
  if (step === 'places') return <div className="label">{say('wPlacesHelp')}</div>;
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
