import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame, type FrameProps } from '../../app/station-frame.tsx';
import type { TextKey } from '../../text/en.ts';
import { useSay, type Say } from '../../text/i18n.ts';
import { Rows } from '../../ui/stage-views.tsx';
import { Choices } from './choices.tsx';
import {
  ANSWERS,
  initialDimensionerWizard,
  reduceDimensionerWizard,
  shownKinds,
  shownPorts,
  type DimensionerKind,
  type DimensionerWizard,
  type DimensionerWizardEffect,
  type DimensionerWizardEvent,
} from './dimensioner-wizard-state.ts';
import { LeadFrame } from './lead-frame.tsx';
import type { SetUpProps } from './set-up.ts';
import type { SettingsDesk } from './settings-desk.ts';
import { Typed } from './typed-text.tsx';
import { saveTrialDevice } from './trial-device.ts';
import { useWizard, type WizardMachine } from './use-wizard.ts';

const kindWords: Readonly<Record<DimensionerKind, readonly [TextKey, TextKey]>> = {
  cubiscan: ['dmCubiscan', 'dmCubiscanThen'],
  columns: ['dmColumns', 'dmColumnsThen'],
  string: ['dmString', 'dmStringThen'],
  qboid: ['dmQboid', 'dmQboidThen'],
  vmeasure: ['dmVmeasure', 'dmVmeasureThen'],
  none: ['dmNone', 'dmNoneThen'],
};

/** Chooses the dimensioner: its kind, where it is, what it sends; a box is measured before it is saved. */
export function DimensionerWizardScreen({ app, desk, onLeave }: SetUpProps): ReactElement {
  const { say } = useSay();
  const [machine] = useState(() => dimensionerMachine(app, desk, onLeave));
  const { wizard, send } = useWizard(app, desk, machine);
  const asks = useStore(desk.store, (state) => state.asks);
  const status = useStore(app.view, (view) => view.devices['dimensioner-1']);
  if (asks) return <LeadFrame app={app} desk={desk} />;
  const lost = wizard.step === 'try' && (status?.state === 'absent' || status?.state === 'stale');
  return (
    <StationFrame app={app} band={bandOf(wizard, lost, say)} keys={keysOf(wizard, say)}>
      <section
        className="stage wizard"
        data-dimensioner-wizard={wizard.step}
        data-refusal={wizard.refusal ?? ''}
        data-size={sizeText(wizard)}
      >
        <div className="split">
          <div className="panel">
            <Main wizard={wizard} say={say} onKey={(key) => send({ type: 'key', key })} />
          </div>
          <div className="panel">
            <Side wizard={wizard} say={say} detail={lost ? (status.detail ?? '') : wizard.detail} />
          </div>
        </div>
      </section>
    </StationFrame>
  );
}

const sizeText = ({ frame }: DimensionerWizard): string => {
  if (frame?.reading.type !== 'dimensions') return '';
  const { length, width, height, unit } = frame.reading.dimensions;
  return `${length} × ${width} × ${height} ${unit}`;
};

interface PartProps {
  readonly wizard: DimensionerWizard;
  readonly say: Say;
}

function Main({ wizard, say, onKey }: PartProps & { readonly onKey: (key: string) => void }): ReactElement {
  switch (wizard.step) {
    case 'kind':
      return (
        <Choices
          choices={shownKinds(wizard).map((kind) => [say(kindWords[kind][0]), say(kindWords[kind][1])])}
          onKey={onKey}
        />
      );
    case 'place':
      return (
        <Choices
          choices={shownPorts(wizard).map(({ place, name }) => [
            place.type === 'serial' ? (place.path.split('/').at(-1) ?? name) : name,
            name,
          ])}
          onKey={onKey}
        />
      );
    case 'url':
      return <Typed label={say('dmUrl')} text={wizard.typed} />;
    case 'port':
      return <Typed label={say('dmPort')} text={wizard.typed} />;
    case 'format':
      return <Typed label={say('dmFormat')} text={wizard.typed} />;
    case 'try':
      return (
        <Choices
          choices={[
            [say('dvSave'), sizeText(wizard) === '' ? say('dvNothingYet') : sizeText(wizard)],
            [say('dmAsk'), say('dmAskThen')],
          ]}
          onKey={onKey}
        />
      );
    case 'saved':
      return <Rows rows={[[say('suDimensioner'), say(kindWords[wizard.kind][0])]]} />;
  }
}

function Side({ wizard, say, detail }: PartProps & { readonly detail: string }): ReactElement {
  const { step, kind, place, answers, unit, frame } = wizard;
  if (step === 'kind' || step === 'saved') return <></>;
  if (step === 'place')
    return (
      <>
        <Typed label={say('prAddress')} text={wizard.typed} />
        <p className="dim">{say('dvHelp')}</p>
      </>
    );
  const where = place?.name ?? answers.url ?? answers.port ?? '';
  return (
    <Rows
      rows={[
        [say('suDimensioner'), say(kindWords[kind][0])],
        ...(where === '' ? [] : [[say('prConnection'), where] as const]),
        ...(step === 'format' || unit !== undefined ? [[say('dmUnit'), unit ?? say('dmUnitAsSent')] as const] : []),
        ...(frame === undefined ? [] : [[say('dvHeard'), frame.raw.slice(0, 60)] as const]),
        ...(detail === '' ? [] : [[say('why'), detail] as const]),
      ]}
    />
  );
}

function keysOf({ step, places }: DimensionerWizard, say: Say): FrameProps['keys'] {
  const back = { F8: say('keyBackStep'), F12: say('keyHome') };
  switch (step) {
    case 'kind':
      return { ...back, F5: say('keyMore') };
    case 'place':
      return { ...back, F5: (places?.length ?? 0) > ANSWERS ? say('keyMore') : say('keyLookAgain') };
    case 'format':
      return { ...back, F5: say('keyUnit') };
    case 'url':
    case 'port':
    case 'try':
    case 'saved':
      return back;
  }
}

function bandOf({ step, refusal, problem, frame }: DimensionerWizard, lost: boolean, say: Say): FrameProps['band'] {
  const words = (tone: 'idle' | 'busy' | 'check' | 'ok', verdict: TextKey, act: TextKey): FrameProps['band'] => ({
    ...{ tone, shape: tone === 'check' || tone === 'ok' ? tone : 'scan', verdict: say(verdict), act: say(act) },
  });
  if (problem !== undefined) return { tone: 'check', shape: 'check', verdict: say('fNotSaved'), act: problem };
  if (refusal === 'settings') return words('check', 'dmWrong', 'dmWrongAct');
  if (refusal === 'address')
    return words(
      'check',
      'prBadAddress',
      step === 'url' ? 'dmUrlAct' : step === 'port' ? 'dmPortAct' : 'dvBadAddressAct',
    );
  switch (step) {
    case 'kind':
      return words('idle', 'dmTitle', 'dmPick');
    case 'place':
      return words('idle', 'dmTitle', 'dmPlaceAct');
    case 'url':
      return words('busy', 'dmTitle', 'dmUrlAct');
    case 'port':
      return words('busy', 'dmTitle', 'dmPortAct');
    case 'format':
      return words('busy', 'dmTitle', 'dmFormatAct');
    case 'try':
      if (frame?.reading.type === 'dimensions') return words('busy', 'dmMeasure', 'dmHeardAct');
      if (frame?.reading.type === 'fault') return words('check', 'dmFault', 'dmFaultAct');
      return lost ? words('check', 'dvAbsent', 'dvAbsentAct') : words('busy', 'dmMeasure', 'dmMeasureAct');
    case 'saved':
      return words('ok', 'dvSaved', 'dvSavedAct');
  }
}

function dimensionerMachine(
  app: StationApp,
  desk: SettingsDesk,
  onLeave: () => void,
): WizardMachine<DimensionerWizard, DimensionerWizardEvent, DimensionerWizardEffect> {
  const { bridge } = app;
  type Send = (event: DimensionerWizardEvent) => void;
  const tried = async (
    settings: Extract<DimensionerWizardEffect, { type: 'try' }>['settings'],
    send: Send,
  ): Promise<void> => {
    const started = await bridge.invoke('deviceTrial.start', { device: { kind: 'dimensioner', settings } });
    if (!started.ok) send({ type: 'refused', detail: started.error.detail ?? started.error.code });
  };
  return {
    initial: initialDimensionerWizard,
    reduce: reduceDimensionerWizard,
    onKey: (key) => ({ type: 'key', key }),
    onScan: (text) => ({ type: 'scan', text }),
    onDimensions: (frame) => ({ type: 'frame', frame }),
    carryOut: (effect, send) => {
      switch (effect.type) {
        case 'list':
          void bridge
            .invoke('deviceTrial.places', { kind: 'dimensioner' })
            .then((found) => send({ type: 'places', places: found.ok ? found.value : [] }));
          return;
        case 'try':
          void tried(effect.settings, send);
          return;
        case 'measure':
          void bridge.invoke('devices.measure', null);
          return;
        case 'stop':
          void bridge.invoke('deviceTrial.stop', null);
          return;
        case 'save':
          void saveTrialDevice(desk, 'dimensioner', effect.settings).then(send);
          return;
        case 'leave':
          onLeave();
          return;
        case 'cue':
          app.parts.play(effect.cue);
      }
    },
    follow: () => () => void bridge.invoke('deviceTrial.stop', null),
  };
}
