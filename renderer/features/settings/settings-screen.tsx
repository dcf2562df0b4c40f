import { useCallback, useEffect, useState, type ComponentType, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import type { TextKey } from '../../text/en.ts';
import { useSay, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { DimensionerWizardScreen } from './dimensioner-wizard-screen.tsx';
import { printerText } from './printer-wizard-views.tsx';
import { PrinterWizardScreen } from './printer-wizard-screen.tsx';
import { ScaleWizardScreen } from './scale-wizard-screen.tsx';
import { ScannerWizardScreen } from './scanner-wizard-screen.tsx';
import type { SetUpProps } from './set-up.ts';
import { createSettingsDesk } from './settings-desk.ts';
import type { SettingsPage } from './settings-fields.ts';
import { SettingsForm } from './settings-form.tsx';

interface Part {
  readonly title: TextKey;
  /** What is set now, or what stands there. */
  readonly then: (settings: Settings, say: Say) => string;
  readonly screen: ComponentType<SetUpProps>;
}

const form = (page: SettingsPage, title: TextKey, then: TextKey): Part => ({
  title,
  then: (_settings, say) => say(then),
  screen: (props) => <SettingsForm {...props} page={page} />,
});

/** What can be set up here, in the order of its keys. */
const parts: readonly Part[] = [
  { title: 'sScale', then: ({ scale }, say) => scale?.protocol ?? say('prNotSet'), screen: ScaleWizardScreen },
  {
    title: 'printer',
    then: ({ printer }, say) => (printer === undefined ? say('prNotSet') : printerText(printer)),
    screen: PrinterWizardScreen,
  },
  {
    title: 'scanner',
    then: ({ scanDevice }, say) => scanDevice?.transport.type ?? say('suTypes'),
    screen: ScannerWizardScreen,
  },
  {
    title: 'suDimensioner',
    then: ({ dimensioner }, say) =>
      dimensioner === undefined
        ? say('prNotSet')
        : dimensioner.way === 'line'
          ? dimensioner.protocol
          : dimensioner.dialect,
    screen: DimensionerWizardScreen,
  },
  form('station', 'suStation', 'suStationThen'),
  form('work', 'suWork', 'suWorkThen'),
  form('bags', 'suBags', 'suBagsThen'),
  form('overseas', 'suOverseas', 'suOverseasThen'),
];
const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** The set-up: a list of its parts, each behind its key. */
export function SettingsScreen({ app }: { readonly app: StationApp }): ReactElement {
  const [desk] = useState(() => createSettingsDesk(app));
  const [open, setOpen] = useState<number>();
  const leave = useCallback(() => setOpen(undefined), []);
  const Shown = open === undefined ? undefined : parts[open]?.screen;
  return Shown === undefined ? (
    <PartsList app={app} onOpen={setOpen} />
  ) : (
    <Shown app={app} desk={desk} onLeave={leave} />
  );
}

function PartsList({ app, onOpen }: { readonly app: StationApp; readonly onOpen: (at: number) => void }): ReactElement {
  const { say } = useSay();
  const settings = useStore(app.view, (view) => view.settings);
  const choose = (slot: number): boolean => {
    if (parts[slot - 1] === undefined) return false;
    onOpen(slot - 1);
    return true;
  };
  useEffect(() =>
    app.takeInput({
      key: (name) => (name === 'F9' ? app.go('enrol') : /^F[1-8]$/.test(name) && choose(Number(name.slice(1)))),
      scan: (text) => /^CMD:[1-8]$/i.test(text) && choose(Number(text.slice(4))),
    }),
  );
  return (
    <StationFrame
      app={app}
      band={{ tone: 'idle', shape: 'scan', verdict: say('suTitle'), act: say('suAct') }}
      keys={{ F9: say('keyEnrol'), F10: say('keyQueue'), F12: say('keyHome') }}
    >
      <section className="stage home set-up" data-set-up="list">
        <div className="answers two deep">
          {parts.map(({ title, then }, index) => {
            const slot = SLOTS[index];
            return slot === undefined ? null : (
              <Answer
                key={title}
                slot={slot}
                title={say(title)}
                then={then(settings, say)}
                onAnswer={() => choose(slot)}
              />
            );
          })}
        </div>
      </section>
    </StationFrame>
  );
}
