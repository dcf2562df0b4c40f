import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import { splitAim, type ScanSource } from '../../shared/devices/scan.ts';
import { ScanMerger } from '../../shared/devices/scan-merger.ts';
import type { Notice, StationDescription } from '../../shared/ipc/contract.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import { createBridgeClient, type BridgeClient } from '../bridge/bridge-client.ts';
import { errorCatalog } from '../../shared/errors/catalog.ts';
import { DexieViewStorage } from '../data/dexie-view-storage.ts';
import { OperationStore, type Applied } from '../data/operation-store.ts';
import { ReferenceStore } from '../data/reference-store.ts';
import { ViewFault } from '../data/view-storage.ts';
import { captureWedge } from '../devices/wedge-capture.ts';
import { receiveDeviceStream } from '../devices/device-stream.ts';
import { createWeighStore, type WeighStore } from '../features/weigh/weigh-store.ts';
import { SyncLoop, type SyncStatus } from '../sync/sync-loop.ts';
import { settleParked } from '../sync/settle-parked.ts';
import { journalOver } from './journal-over.ts';
import { changeLanguage } from '../text/i18n.ts';
import { createCuePlayer } from '../ui/sound/cues.ts';

export type Screen = 'weigh' | 'queue' | 'settings';

/** What all screens share. Live weight is not in here. */
export interface StationView {
  readonly screen: Screen;
  readonly settings: Settings;
  readonly mode: StationDescription['mode'];
  readonly devices: Readonly<Record<string, DeviceStatus>>;
  readonly sync: SyncStatus;
  readonly counts: { readonly here: number; readonly inCloud: number; readonly parked: number };
  readonly parcels: number;
  readonly notices: readonly Notice[];
  readonly practiceOpen: boolean;
  readonly description: StationDescription;
}

export interface StationApp {
  readonly view: StoreApi<StationView>;
  readonly weigh: WeighStore;
  readonly bridge: BridgeClient;
  readonly operations: OperationStore;
  readonly reference: ReferenceStore;
  go(screen: Screen): void;
  /** A set-up screen that takes keys and scans while it is shown; true: it was for it. Returns the end of that. */
  takeInput(taker: InputTaker): () => void;
  /** A key of a person by name, as the keyboard or a touch on the glass gives it. */
  key(key: string): boolean;
  dismissNotice(): void;
  applySettings(settings: Settings): Promise<void>;
}

export interface InputTaker {
  readonly key: (name: string) => boolean;
  readonly scan: (text: string) => boolean;
}

const MAX_NOTICES = 5;

/** Brings the page up: journal compared, views rebuilt if they differ, devices and sync connected. */
export async function startStationApp(bridgeOfWindow: Bridge): Promise<StationApp> {
  const bridge = createBridgeClient(bridgeOfWindow);
  const described = await bridge.invoke('station.describe', null);
  if (!described.ok) throw new Error(`${described.error.code}: ${described.error.detail ?? ''}`);
  let description = described.value;
  await changeLanguage(description.settings.language);

  const journal = journalOver(bridge);
  const operations = new OperationStore(new DexieViewStorage(`weighhouse-${description.mode}`), journal, (detail) =>
    addNotice({ code: 'LOCAL_VIEW_REBUILT', detail, wallMs: Date.now() }),
  );
  const reference = new ReferenceStore(bridge);
  const offSync: SyncStatus = { online: false, held: undefined, lastProgressMs: Date.now(), why: '', aborted: 0 };
  const view = createStore<StationView>(() => ({
    screen: 'weigh',
    settings: description.settings,
    mode: description.mode,
    devices: {},
    sync: offSync,
    counts: { here: 0, inCloud: 0, parked: 0 },
    parcels: 0,
    notices: description.notices.slice(-MAX_NOTICES),
    practiceOpen: false,
    description,
  }));
  const addNotice = (notice: Notice): void =>
    view.setState(({ notices }) => ({ notices: [...notices, notice].slice(-MAX_NOTICES) }));

  // From before the view is compared: what is recorded meanwhile waits its turn. Trouble with the view is the store's to mend.
  let onApplied: (applied: readonly Applied[]) => void = () => undefined;
  bridge.on('journal.appended', ({ epoch, records }) => {
    void operations.apply(epoch, records).then((applied) => onApplied(applied));
  });
  const [rebuilt] = await Promise.all([operations.begin(description.boot).catch(inWords), reference.begin()]);
  if (rebuilt !== undefined) addNotice({ code: 'LOCAL_VIEW_REBUILT', detail: rebuilt, wallMs: Date.now() });

  const go = (screen: Screen): void => view.setState({ screen });
  let taker: InputTaker | undefined;
  const play = createCuePlayer();
  const weigh = createWeighStore({
    bridge,
    operations,
    reference,
    station: () => description,
    scaleStatus: () => view.getState().devices['scale-1'],
    dimensionerStatus: () => view.getState().devices['dimensioner-1'],
    play,
    go,
    wallMs: () => Date.now(),
  });
  const refreshCounts = (): void => view.setState({ counts: operations.counts(), parcels: weigh.parcelCount() });

  const sync = new SyncLoop({
    bridge,
    store: operations,
    monoMs: () => performance.now(),
    wallMs: () => Date.now(),
    random: () => Math.random(),
    after: (delayMs, callback) => {
      const timer = window.setTimeout(callback, delayMs);
      return () => window.clearTimeout(timer);
    },
    onStatus: (status) => view.setState({ sync: status, counts: operations.counts() }),
    onAcknowledged: (ackedSeq) => {
      weigh.dispatch({ type: 'synced', ackedSeq });
      refreshCounts();
    },
  });

  reference.onChange(
    () =>
      void settleParked(operations, reference).then(
        (gone) => gone > 0 && refreshCounts(),
        () => undefined,
      ),
  );
  onApplied = (applied) => {
    reference.onApplied(applied);
    weigh.onApplied(applied);
    refreshCounts();
    sync.wake();
  };
  const onStatus = (status: DeviceStatus): void => {
    view.setState(({ devices }) => ({ devices: { ...devices, [status.deviceId]: status } }));
    if (status.kind === 'scale') weigh.dispatch({ type: 'scale-status', status });
  };
  bridge.on('device.status', onStatus);
  bridge.on('notice', addNotice);
  bridge.on('storage.status', (storage) => weigh.dispatch({ type: 'storage', full: storage.state === 'full' }));
  /** Two stages, both local: heard at once, then what was decided. Over whatever way it came. */
  const merger = new ScanMerger();
  const scanned = (given: string, source: ScanSource, atMs: number): void => {
    if (merger.isTwin(given, source, atMs)) return;
    const { text, aim } = splitAim(given);
    play('heard');
    // The wizard takes numbers and answers by scan; every other scan is work and goes to the bench.
    if (view.getState().screen === 'settings' && taker?.scan(text) === true) return;
    view.setState({ screen: 'weigh', notices: [] });
    weigh.dispatch({ type: 'scan', text, atMs, ...(aim === undefined ? {} : { aim }) });
  };
  receiveDeviceStream(window, {
    onFrame: (frame) => weigh.onFrame(frame),
    onScan: (scan) => scanned(`${scan.aim ?? ''}${scan.text}`, scan.source, performance.now()),
    onDimensions: (frame) => weigh.dispatch({ type: 'dimensions', frame }),
  });

  await weigh.restore();
  weigh.dispatch({ type: 'storage', full: description.storage.state === 'full' });
  refreshCounts();
  const devices = await bridge.invoke('devices.list', null);
  if (devices.ok) for (const status of devices.value) onStatus(status);
  await bridge.invoke('devices.openScaleStream', null);
  sync.start();

  const key = (name: string): boolean => {
    const { screen, practiceOpen, mode } = view.getState();
    switch (name) {
      case 'F10':
        go('queue');
        return true;
      case 'F12':
        go(screen === 'weigh' ? 'settings' : 'weigh');
        return true;
      case 'F11':
        if (mode === 'practice') view.setState({ practiceOpen: !practiceOpen });
        return true;
    }
    if (screen !== 'weigh') return screen === 'settings' && taker?.key(name) === true;
    if (weigh.store.getState().keypad !== undefined && /^(\d|\.|Backspace|Enter)$/.test(name)) {
      weigh.dispatch({ type: 'keypad', key: name });
      return true;
    }
    switch (name) {
      case 'F1':
      case 'F2':
      case 'F3':
      case 'F4':
      case 'F5':
      case 'F8':
      case 'Escape':
        weigh.dispatch({ type: 'key', key: name });
        return true;
    }
    return /^F\d+$/.test(name);
  };
  captureWedge(window, description.settings.scanner, {
    onScan: (text, atMs) => scanned(text, 'keyboard', atMs),
    onTorn: () => weigh.dispatch({ type: 'scan-torn' }),
    onKey: key,
  });

  return {
    view,
    weigh,
    bridge,
    operations,
    reference,
    go,
    key,
    takeInput(next) {
      taker = next;
      return () => {
        if (taker === next) taker = undefined;
      };
    },
    dismissNotice: () => view.setState(({ notices }) => ({ notices: notices.slice(0, -1) })),
    async applySettings(settings) {
      description = { ...description, settings };
      view.setState({ settings, description });
      await changeLanguage(settings.language);
    },
  };
}

/** A view that cannot be opened stops the start, with its number and what to do; the page tries again by itself. */
function inWords(error: unknown): never {
  if (!(error instanceof ViewFault)) throw error;
  const { number, zh, en } = errorCatalog[error.code];
  throw new ViewFault(
    error.code,
    `${number} ${zh.verdict} · ${en.verdict}\n${zh.act} · ${en.act}\n${zh.reason} · ${en.reason}`,
  );
}
