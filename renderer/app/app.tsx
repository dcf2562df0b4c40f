import { useEffect, type ComponentType, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { BagScreen } from '../features/bag/bag-screen.tsx';
import { HomeScreen } from '../features/home/home-screen.tsx';
import { EnrolScreen } from '../features/identity/enrol-screen.tsx';
import { SignInScreen } from '../features/people/sign-in-screen.tsx';
import { PackScreen } from '../features/pack/pack-screen.tsx';
import { ManifestScreen } from '../features/manifest/manifest-screen.tsx';
import { PracticePanel } from '../features/practice/practice-panel.tsx';
import { PrintersScreen } from '../features/printers/printers-screen.tsx';
import { PutAwayScreen } from '../features/putaway/putaway-screen.tsx';
import { MergeScreen } from '../features/merge/merge-screen.tsx';
import { QueueScreen } from '../features/queue/queue-screen.tsx';
import { RelabelScreen } from '../features/relabel/relabel-screen.tsx';
import { ReceiveScreen } from '../features/receive/receive-screen.tsx';
import { ReturnsScreen } from '../features/returns/returns-screen.tsx';
import { SettingsScreen } from '../features/settings/settings-screen.tsx';
import { ShiftSealScreen } from '../features/shift/shift-seal-screen.tsx';
import { StartCheckScreen } from '../features/shift/start-check-screen.tsx';
import { StockScreen } from '../features/stock/stock-screen.tsx';
import { WeighScreen } from '../features/weigh/weigh-screen.tsx';
import type { StationScreen } from './flow.ts';
import type { BuiltFlowId } from './flows.ts';
import type { StationApp } from './station-app.ts';

/** Every flow of flows.ts and every screen of the station has its component here. */
const screens: Readonly<Record<BuiltFlowId | StationScreen, ComponentType<{ readonly app: StationApp }>>> = {
  bag: BagScreen,
  home: HomeScreen,
  manifest: ManifestScreen,
  pack: PackScreen,
  putaway: PutAwayScreen,
  returns: ReturnsScreen,
  queue: QueueScreen,
  enrol: EnrolScreen,
  receive: ReceiveScreen,
  relabel: RelabelScreen,
  settings: SettingsScreen,
  printers: PrintersScreen,
  'sign-in': SignInScreen,
  stock: StockScreen,
  weigh: WeighScreen,
  'start-check': StartCheckScreen,
  'shift-seal': ShiftSealScreen,
  merge: MergeScreen,
};

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
