import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { DimensionsFrame } from '../../shared/devices/dimensions-frame.ts';
import { splitAim, type ScanSource } from '../../shared/devices/scan.ts';
import { ScanMerger } from '../../shared/devices/scan-merger.ts';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import { screenOfCommand } from '../../shared/identifiers/station-command.ts';
import type { Bridge, Notice, StationDescription, StorageStatus } from '../../shared/ipc/contract.ts';
import { massToMilligrams } from '../../shared/measure/mass.ts';
import { createLineBook } from '../../shared/parcel/line-book.ts';
import type { Settings } from '../../shared/settings/settings.ts';
import type { OperatorState, Person } from '../../shared/ipc/supply-commands.ts';
import { createBridgeClient, type BridgeClient } from '../bridge/bridge-client.ts';
import { errorCatalog } from '../../shared/errors/catalog.ts';
import { DexieViewStorage } from '../data/dexie-view-storage.ts';
import { BagView } from '../data/bag-view.ts';
import { FloorViews } from '../data/floor-views.ts';
import { followOthersStock } from '../data/follow-others-stock.ts';
import { overseasWork, type OverseasWork } from '../data/overseas-work.ts';
import { OperationStore, type Applied } from '../data/operation-store.ts';
import { LabelDocuments } from '../data/label-documents.ts';
import { ReferenceStore } from '../data/reference-store.ts';
import { WeighedParcels } from '../data/weighed-parcels.ts';
import { ViewFault } from '../data/view-storage.ts';
import { createCamera, type Camera } from '../devices/camera.ts';
import { captureWedge } from '../devices/wedge-capture.ts';
import { receiveDeviceStream } from '../devices/device-stream.ts';
import { SyncLoop, type SyncStatus } from '../sync/sync-loop.ts';
import { settleParked } from '../sync/settle-parked.ts';
import { countView, lineOfFormerPage } from './count-view.ts';
import { earlyInput } from './early-input.ts';
import { journalOver } from './journal-over.ts';
import { changeLanguage, spokenLanguage } from '../text/i18n.ts';
import { languageFor } from '../text/languages.ts';
import { isMarkedBadge } from '../../shared/identity/credential-entry.ts';
import { createCredentialEntry, type CredentialEntry } from '../ui/credential-entry.ts';
import { createSound } from '../ui/sound/sound.ts';
import { mark } from './bench-mark.ts';
import type { Flow, FlowParts, Screen, StationScreen } from './flow.ts';
import {
  allFlows,
  createFlows,
  floorFlowsOf,
  isBuilt,
  isFloorFlow,
  type BuiltFlowId,
  type FloorFlowId,
  type Flows,
} from './flows.ts';
import { followPrinters, onePrinter, type PrintersOfStation } from './printers-of-station.ts';
import { createLiveScale, type LiveScale } from './live-scale.ts';

/** A screen that is built. */
export type OpenScreen = BuiltFlowId | StationScreen;

/** What all screens share. Live weight is not in here. */
export interface StationView {
  readonly screen: OpenScreen;
  readonly settings: Settings;
  readonly mode: StationDescription['mode'];
  readonly devices: Readonly<Record<string, DeviceStatus>>;
  readonly sync: SyncStatus;
  readonly counts: { readonly here: number; readonly inCloud: number; readonly parked: number };
  /** Pieces done in the flow in hand. */
  readonly doneCount: number;
  /** undefined: main has not said yet. */
  readonly people: OperatorState | undefined;
  /** The flow that scans, keys and weights belong to. */
  readonly inHand: BuiltFlowId;
  readonly notices: readonly Notice[];
  readonly printers: PrintersOfStation;
  readonly practiceOpen: boolean;
  readonly description: StationDescription;
}

export interface StationApp {
  readonly view: StoreApi<StationView>;
  readonly flows: Flows;
  /** What flows are made with; screens of the station use the same. */
  readonly parts: FlowParts;
  readonly liveScale: LiveScale['store'];
  readonly bridge: BridgeClient;
  readonly operations: OperationStore;
  readonly reference: ReferenceStore;
  readonly camera: Camera;
  readonly floor: FloorViews;
  readonly work: OverseasWork;
  operator(): Person;
  readonly signIn: CredentialEntry;
  signOut(): Promise<void>;
  /** Resolves when everything that a scan is decided by has been read: what was scanned and pressed before is heard then. */
  readonly atWork: Promise<void>;
  /** Nothing half done in the flow in hand. */
  quiet(): boolean;
  /** Another flow only when nothing is half done in the one in hand; false: it is not quiet, the screen stays. */
  go(screen: Screen): boolean;
  /** A set-up screen that takes keys and scans while it is shown; true: it was for it. Returns the end of that. */
  takeInput(taker: InputTaker): () => void;
  /** A key of a person by name, as the keyboard or a touch on the glass gives it. */
  key(key: string): boolean;
  dismissNotice(): void;
  applySettings(settings: Settings): Promise<void>;
}

export interface InputTaker {
  readonly key: (name: string) => boolean;
  readonly scan: (text: string, source: ScanSource) => boolean;
  /** A scan that came another way a moment ago is heard all the same: which gun spoke is the question. */
  readonly hearsTwins?: true;
  /** A measured size; without it sizes go to the flow in hand. */
  readonly dimensions?: (frame: DimensionsFrame) => void;
}

const MAX_NOTICES = 5;
const stationScreens: Readonly<Record<StationScreen, true>> = {
  ...{ home: true, queue: true, settings: true, printers: true, enrol: true, 'sign-in': true },
};
const isStationScreen = (screen: Screen): screen is StationScreen => Object.hasOwn(stationScreens, screen);

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
  const bags = new BagView(operations);
  const labelDocuments = new LabelDocuments(bridge);
  const offSync: SyncStatus = {
    online: false,
    held: undefined,
    lastProgressMs: Date.now(),
    why: '',
    aborted: 0,
    quarantined: 0,
  };
  const offered = floorFlowsOf(description.settings, description.mode);
  /** A station with one flow stands in it; what else can be practised is a scan or F12 away. */
  const standsInOne = description.settings.station.flows.length === 1;
  const view = createStore<StationView>(() => ({
    screen: standsInOne ? (offered[0] ?? 'weigh') : 'home',
    settings: description.settings,
    mode: description.mode,
    devices: {},
    sync: offSync,
    counts: { here: 0, inCloud: 0, parked: 0 },
    doneCount: 0,
    people: undefined,
    inHand: offered[0] ?? 'weigh',
    notices: description.notices.slice(-MAX_NOTICES),
    printers: onePrinter,
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
  const [rebuilt] = await Promise.all([
    operations.begin(description.boot).catch(inWords),
    reference.begin(),
    labelDocuments.begin(),
  ]);
  for (const detail of [lineOfFormerPage(), rebuilt])
    if (detail !== undefined) addNotice({ code: 'LOCAL_VIEW_REBUILT', detail, wallMs: Date.now() });
  // Read while the flows are made and the first picture is drawn.
  const reading = operations.parcels();
  reading.catch(() => undefined);
  const early = earlyInput();

  const { play, speak } = createSound(() => spokenLanguage(languageOf(view.getState().people, description.settings)));
  const operator = (): Person =>
    view.getState().people?.operator ?? { ...description.settings.operator, role: 'operator' };
  const people = (): readonly Person[] => view.getState().people?.people ?? [];
  const camera = createCamera(bridge);
  const floor = new FloorViews();
  const work: OverseasWork = overseasWork(reference, labelDocuments);
  const weighed = new WeighedParcels();
  const parts: FlowParts = {
    bridge,
    operations,
    reference,
    weighed,
    book: createLineBook(() => reference.lines, Date.now),
    floor,
    bags,
    work,
    play,
    speak,
    camera,
    go: (screen) => void go(screen),
    inHand: () => view.getState().inHand,
    handOver: (flow, code) => {
      if (go(flow) && view.getState().inHand === flow) inHand().onScan({ text: code, atMs: performance.now() });
    },
    station: () => description,
    operator,
    people,
    device: (id) => view.getState().devices[id],
    wallMs: () => Date.now(),
  };
  const flows = createFlows(parts);
  const inHand = (): Flow => flows[view.getState().inHand];
  /** The floor flow in hand, or that was before the check of a shift. */
  let floorFlow: FloorFlowId = offered[0] ?? 'weigh';
  const liveScale = createLiveScale(() => massToMilligrams(description.settings.weighing.zeroBand));
  let lastFrame: ScaleFrame | undefined;
  /** Where people are known somebody has to be one of them; what waits may be looked at by anybody. */
  const nobodyHere = (): boolean => {
    const state = view.getState().people;
    return state?.rule === 'people' && !state.signedIn;
  };
  const isCheckDue = (): boolean => view.getState().people?.signedIn === true && flows['start-check'].isDue();
  const go = (wanted: Screen): boolean => {
    const allowed = nobodyHere() && wanted !== 'queue' ? 'sign-in' : wanted;
    const current: Screen = view.getState().inHand;
    const screen = isFloorFlow(allowed) && isCheckDue() ? 'start-check' : allowed;
    if (isFloorFlow(allowed) && screen !== allowed) floorFlow = allowed;
    // Left by F12, the check is not in hand any more: the next scan is work.
    if (screen === 'home' && !isFloorFlow(current) && inHand().quiet()) view.setState({ inHand: floorFlow });
    if (screen === current || isStationScreen(screen)) {
      view.setState({ screen });
      return true;
    }
    if (!isBuilt(screen)) return false;
    if (!inHand().quiet()) {
      play('check');
      return false;
    }
    view.setState({ screen, inHand: screen });
    if (isFloorFlow(screen)) floorFlow = screen;
    inHand().begin?.();
    refreshCounts();
    // It has not seen the scale while another flow was in hand.
    const status = view.getState().devices['scale-1'];
    if (status !== undefined) inHand().onScaleStatus?.(status);
    if (lastFrame !== undefined && status?.state === 'ready') inHand().onFrame?.(lastFrame);
    return true;
  };
  let taker: InputTaker | undefined;
  const startScreen = (): Screen => (standsInOne ? floorFlow : 'home');
  const onPeople = (state: OperatorState): void => {
    const nobodyWas = nobodyHere();
    view.setState({ people: state });
    void changeLanguage(languageOf(state, description.settings));
    // The answer to the sign-in may come before this: then it found nobody here yet, and stayed.
    if (nobodyWas && !nobodyHere() && view.getState().screen === 'sign-in') go(startScreen());
    if (nobodyHere() && view.getState().screen !== 'queue') go('sign-in');
  };
  bridge.on('operator.changed', onPeople);
  const signIn = createCredentialEntry({
    wants: 'anyone',
    people,
    check: (credential) => bridge.invoke('operator.signIn', credential),
    play,
    speak: parts.speak,
    onIn: () => {
      play('ok');
      go(startScreen());
    },
    onLeave: () => void go('home'),
  });
  const refreshCounts = (): void =>
    view.setState({ counts: operations.counts(), doneCount: inHand().doneCount?.() ?? 0 });

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
      for (const flow of allFlows(flows)) flow.onAcknowledged?.(ackedSeq);
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
    bags.onApplied(applied);
    floor.onApplied((operations.head() ?? description.head).device, applied);
    weighed.onApplied(applied);
    for (const flow of allFlows(flows)) flow.onApplied?.(applied);
    refreshCounts();
    sync.wake();
  };
  const onStatus = (status: DeviceStatus): void => {
    view.setState(({ devices }) => ({ devices: { ...devices, [status.deviceId]: status } }));
    if (status.kind !== 'scale') return;
    liveScale.onStatus(status);
    inHand().onScaleStatus?.(status);
  };
  const onStorage = (storage: StorageStatus): void => {
    for (const flow of allFlows(flows)) flow.onStorage?.(storage);
  };
  const lookAtPrinters = followPrinters(bridge, (printers) => view.setState({ printers }));
  bridge.on('device.status', onStatus);
  bridge.on('notice', addNotice);
  bridge.on('storage.status', onStorage);
  /** Two stages, both local: heard at once, then what was decided. Over whatever way it came. */
  const merger = new ScanMerger();
  const scanned = (given: string, source: ScanSource, atMs: number): void => {
    const isTwin = merger.isTwin(given, source, atMs);
    if (isTwin && (isBuilt(view.getState().screen) || taker?.hearsTwins !== true)) return;
    const { text, aim } = splitAim(given);
    play('heard');
    mark('wh-heard', text);
    // A screen of the station may want it; a command for the station goes there; every other scan is work and goes to the flow in hand.
    if (!isBuilt(view.getState().screen) && taker?.scan(text, source) === true) return;
    // A marked badge changes the person wherever nothing is half done; the flow has it when a lead was asked for.
    if (isMarkedBadge(text) && (inHand().quiet() || nobodyHere())) {
      view.setState({ screen: 'sign-in' });
      signIn.reset();
      signIn.onScan(text);
      return;
    }
    const target = screenOfCommand(text);
    if (target !== undefined && (!isFloorFlow(target) || offered.includes(target))) {
      go(target);
      return;
    }
    if (nobodyHere()) {
      go('sign-in');
      play('check');
      return;
    }
    // The first work of a shift leads to its check; after it the scan that ends it is work again.
    if (isFloorFlow(view.getState().inHand) && inHand().quiet() && isCheckDue()) {
      go('start-check');
      play('check');
      return;
    }
    if (inHand().passesOn?.(text) === true) go(floorFlow);
    view.setState(({ inHand: screen }) => ({ screen, notices: [] }));
    inHand().onScan({ text, atMs, ...(aim === undefined ? {} : { aim }) });
    mark('wh-decided', text);
  };
  receiveDeviceStream(window, {
    onFrame: (frame) => {
      lastFrame = frame;
      liveScale.onFrame(frame);
      inHand().onFrame?.(frame);
    },
    onScan: (scan) => {
      const atMs = performance.now();
      early.in(() => scanned(`${scan.aim ?? ''}${scan.text}`, scan.source, atMs));
    },
    onDimensions: (frame) => {
      if (!isBuilt(view.getState().screen) && taker?.dimensions !== undefined) taker.dimensions(frame);
      else inHand().onDimensions?.(frame);
    },
  });

  onStorage(description.storage);
  refreshCounts();
  const known = await bridge.invoke('operator.describe', null);
  if (known.ok) onPeople(known.value);
  /** What no picture waits for, and every decision does; in its order. */
  const goToWork = async (): Promise<void> => {
    const parcels = await reading;
    weighed.restore(parcels);
    await bags.begin(parcels);
    bags.follow(reference, bridge);
    await floor.restore(operations);
    followOthersStock(floor, reference, bridge, () => (operations.head() ?? description.head).device);
    for (const flow of allFlows(flows)) await flow.restore();
    refreshCounts();
    const devices = await bridge.invoke('devices.list', null);
    if (devices.ok) for (const status of devices.value) onStatus(status);
    await lookAtPrinters();
    await bridge.invoke('devices.openScaleStream', null);
    early.letIn();
    sync.start();
    countView({ operations, isQuiet: () => inHand().quiet() });
  };

  const key = (name: string): boolean => {
    const { screen, practiceOpen, mode } = view.getState();
    switch (name) {
      case 'F10':
        // On the queue it shows the next thing that waits.
        if (screen === 'queue') break;
        return go('queue');
      case 'F12':
        return go(screen === 'home' ? 'settings' : 'home');
      case 'F9':
        // Inside a flow F9 asks for a lead; on the station's screens it changes the person.
        if (screen !== 'home') break;
        if (inHand().quiet()) return go('sign-in');
        play('check');
        return true;
      case 'F11':
        // Practice has no second printer.
        if (mode === 'practice') view.setState({ practiceOpen: !practiceOpen });
        else if (screen === 'printers') view.setState({ screen: view.getState().inHand });
        else if (view.getState().printers.fallback) go('printers');
        return true;
    }
    if (!isBuilt(screen)) return taker?.key(name) === true;
    return inHand().onKey(name) || /^F\d+$/.test(name);
  };
  captureWedge(window, description.settings.scanner, {
    onScan: (text, atMs) => early.in(() => scanned(text, 'keyboard', atMs)),
    onTorn: () => early.in(() => inHand().onTornScan()),
    onKey: (name) => {
      early.in(() => void key(name));
    },
  });

  return {
    view,
    flows,
    parts,
    liveScale: liveScale.store,
    bridge,
    operations,
    reference,
    camera,
    floor,
    work,
    operator,
    signIn,
    atWork: goToWork(),
    async signOut() {
      if (inHand().quiet()) await bridge.invoke('operator.signOut', null);
      else play('check');
    },
    quiet: () => inHand().quiet(),
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
      await lookAtPrinters();
      await changeLanguage(languageOf(view.getState().people, settings));
    },
  };
}

/** A person's language goes before the station's, where this program has it. */
function languageOf(people: OperatorState | undefined, settings: Settings): string {
  return languageFor(people?.operator.language, settings.language);
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
