import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { PracticePanel } from '../features/practice/practice-panel.tsx';
import { QueueScreen } from '../features/queue/queue-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { WeighScreen } from '../features/weigh/weigh-screen.tsx';
import type { StationApp } from './station-app.ts';

const screens = { weigh: WeighScreen, queue: QueueScreen, settings: SettingsScreen } as const;

export function App({ app }: { readonly app: StationApp }): ReactElement {
  const screen = useStore(app.view, (view) => view.screen);
  const theme = useStore(app.view, (view) => view.settings.theme);
  const practiceOpen = useStore(app.view, (view) => view.practiceOpen);
  useEffect(() => {
    document.body.classList.toggle('night', theme === 'night');
  }, [theme]);
  const Screen = screens[screen];
  return (
    <>
      <Screen app={app} />
      {practiceOpen ? <PracticePanel app={app} /> : null}
    </>
  );
}
