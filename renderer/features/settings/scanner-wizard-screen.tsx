import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { SerialLine } from '../../../shared/settings/settings.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame, type FrameProps } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { Rows } from '../../ui/stage-views.tsx';
import { Choices, type Choice } from './choices.tsx';
import { LeadFrame } from './lead-frame.tsx';
import {
  hasMoreScanners,
  initialScannerWizard,
  lineOnTrial,
  reduceScannerWizard,
  shownScanners,
  type ScannerPlace,
  type ScannerWizard,
  type ScannerWizardEffect,
  type ScannerWizardEvent,
} from './scanner-wizard-state.ts';
import type { SetUpProps } from './set-up.ts';
import type { SettingsDesk } from './settings-desk.ts';
import { Typed } from './typed-text.tsx';
import { saveTrialDevice } from './trial-device.ts';
import { useWizard, type WizardMachine } from './use-wizard.ts';

export const lineText = ({ baudRate, dataBits, parity, stopBits }: SerialLine): string =>
  `${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;

/** Chooses the gun that does not type: from what is plugged in, or by its address; it is heard before it is saved. */
export function ScannerWizardScreen({ app, desk, onLeave }: SetUpProps): ReactElement {
  const { say } = useSay();
  const [machine] = useState(() => scannerMachine(app, desk, onLeave));
  const { wizard, send } = useWizard(app, desk, machine);
  const asks = useStore(desk.store, (state) => state.asks);
  if (asks) return <LeadFrame app={app} desk={desk} />;
  const line = lineOnTrial(wizard);
  const back = { F8: say('keyBackStep'), F12: say('keyHome') };
  const more = hasMoreScanners(wizard) ? say('keyMore') : say('keyLookAgain');
  const keys: FrameProps['keys'] =
    wizard.step === 'places'
      ? { ...back, F5: more }
      : wizard.step === 'try' && line !== undefined
        ? { ...back, F5: say('dvLine') }
        : back;
  return (
    <StationFrame app={app} band={bandOf(wizard, say)} keys={keys}>
      <section className="stage wizard" data-scanner-wizard={wizard.step} data-heard={wizard.heard ?? ''}>
        <div className="split">
          <div className="panel">
            {wizard.step === 'places' ? (
              <Choices
                choices={shownScanners(wizard).map((place) => placeChoice(place, say))}
                onKey={(key) => send({ type: 'key', key })}
              />
            ) : wizard.step === 'try' && wizard.heard !== undefined ? (
              <Choices choices={[[say('dvSave'), say('dvSaveThen')]]} onKey={(key) => send({ type: 'key', key })} />
            ) : (
              <></>
            )}
          </div>
          <div className="panel">
            {wizard.step === 'places' ? (
              <>
                <Typed label={say('prAddress')} text={wizard.typed} />
                <p className="dim">{say('dvHelp')}</p>
              </>
            ) : (
              <Rows
                rows={[
                  [say('prConnection'), wizard.chosen === undefined ? '' : placeChoice(wizard.chosen, say)[0]],
                  ...(line === undefined ? [] : [[say('prBaud'), lineText(line)] as const]),
                  [say('dvHeard'), wizard.heard ?? say('dvNothingYet')],
                  ...(wizard.detail === '' ? [] : [[say('why'), wizard.detail] as const]),
                ]}
              />
            )}
          </div>
        </div>
      </section>
    </StationFrame>
  );
}

function placeChoice(place: ScannerPlace, say: Say): Choice {
  if (place === 'keyboard') return [say('dvKeyboard'), say('dvKeyboardThen')];
  const { place: at, name } = place;
  return at.type === 'serial'
    ? [at.path.split('/').at(-1) ?? name, name]
    : [name, at.type === 'hid' ? 'HID-POS' : 'TCP'];
}

function bandOf({ step, refusal, problem, chosen, state, heard }: ScannerWizard, say: Say): FrameProps['band'] {
  if (problem !== undefined) return { tone: 'check', shape: 'check', verdict: say('fNotSaved'), act: problem };
  if (refusal === 'address')
    return { tone: 'check', shape: 'check', verdict: say('prBadAddress'), act: say('dvBadAddressAct') };
  if (step === 'places') return { tone: 'idle', shape: 'scan', verdict: say('dvScanTitle'), act: say('dvScanPick') };
  if (step === 'saved') return { tone: 'ok', shape: 'ok', verdict: say('dvSaved'), act: say('dvSavedAct') };
  if (refusal === 'other-scanner')
    return { tone: 'check', shape: 'check', verdict: say('dvOther'), act: say('dvOtherAct') };
  if (heard !== undefined) return { tone: 'busy', shape: 'scan', verdict: say('dvHeard'), act: say('dvHeardAct') };
  if (chosen !== 'keyboard' && (state === 'absent' || state === 'stale'))
    return { tone: 'check', shape: 'check', verdict: say('dvAbsent'), act: say('dvAbsentAct') };
  if (chosen !== 'keyboard' && state !== 'ready')
    return { tone: 'busy', shape: 'scan', verdict: say('dvOpening'), act: say('wOpening') };
  return { tone: 'busy', shape: 'scan', verdict: say('dvTry'), act: say('dvTryAct') };
}

function scannerMachine(
  app: StationApp,
  desk: SettingsDesk,
  onLeave: () => void,
): WizardMachine<ScannerWizard, ScannerWizardEvent, ScannerWizardEffect> {
  const { bridge } = app;
  type Send = (event: ScannerWizardEvent) => void;
  const list = async (send: Send): Promise<void> => {
    const found = await bridge.invoke('deviceTrial.places', { kind: 'scanner' });
    send({ type: 'places', places: found.ok ? found.value : [] });
  };
  return {
    initial: initialScannerWizard,
    hearsTwins: true,
    reduce: reduceScannerWizard,
    onKey: (key) => ({ type: 'key', key }),
    onScan: (text, source) => ({ type: 'scan', text, source }),
    carryOut: (effect, send) => {
      switch (effect.type) {
        case 'list':
          void list(send);
          return;
        case 'try':
          void bridge.invoke('deviceTrial.start', { device: { kind: 'scanner', settings: effect.settings } });
          return;
        case 'stop':
          void bridge.invoke('deviceTrial.stop', null);
          return;
        case 'save':
          void saveTrialDevice(desk, 'scanDevice', effect.settings).then(send);
          return;
        case 'leave':
          onLeave();
          return;
        case 'cue':
          app.parts.play(effect.cue);
      }
    },
    follow: (send) => {
      void list(send);
      const end = bridge.on('device.status', ({ deviceId, state, detail }) => {
        if (deviceId === 'scanner-1') send({ type: 'status', state, detail: detail ?? '' });
      });
      return () => {
        end();
        void bridge.invoke('deviceTrial.stop', null);
      };
    },
  };
}
