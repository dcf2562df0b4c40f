import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { DimensionsFrame } from '../../shared/devices/dimensions-frame.ts';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import type { StationDescription, StorageStatus } from '../../shared/ipc/contract.ts';
import type { Person } from '../../shared/ipc/supply-commands.ts';
import type { LineBook } from '../../shared/parcel/line-book.ts';
import type { Cue } from '../../shared/parcel/weigh-bench-state.ts';
import type { FlowId } from '../../shared/settings/flow-id.ts';
import type { VoicePhrase } from '../../shared/voice/voice-phrase.ts';
import type { Camera } from '../devices/camera.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';
import type { BagView } from '../data/bag-view.ts';
import type { Applied, OperationStore } from '../data/operation-store.ts';
import type { TextKey } from '../text/en.ts';
import type { FloorViews } from '../data/floor-views.ts';
import type { OverseasWork } from '../data/overseas-work.ts';
import type { WeighedParcels } from '../data/weighed-parcels.ts';
import type { ReferenceStore } from '../data/reference-store.ts';

/** Screens of the station itself; every flow is a screen too. */
export type StationScreen = 'home' | 'queue' | 'settings' | 'printers' | 'sign-in' | 'enrol';
/** Before and after the work of a shift: like floor flows they take scans, keys and weights, but no station is set up for them. */
export type StationFlowId = 'start-check' | 'shift-seal';
export type Screen = FlowId | StationFlowId | StationScreen;

export interface FlowScan {
  readonly text: string;
  /** performance.now() of the page when its last key came. */
  readonly atMs: number;
  readonly aim?: string;
}

/**
 * One floor flow, to which the app routes what people and devices do. Scans, keys, frames and sizes go to the flow in hand: the one on
 * screen, or that was there before queue, home or settings were looked at. Records and acknowledgements go to all flows.
 */
export interface Flow {
  /** Its screen, and what home and `CMD:` codes call it. */
  readonly id: FlowId | StationFlowId;
  readonly onScan: (scan: FlowScan) => void;
  /** Keys came like a scan's and broke off. */
  readonly onTornScan: () => void;
  /** F1…F9, Escape, and digits, '.', Backspace, Enter while a keypad is open. F10, F11, F12 belong to the app. true: it was for this flow. */
  readonly onKey: (name: string) => boolean;
  readonly onFrame?: (frame: ScaleFrame) => void;
  readonly onScaleStatus?: (status: DeviceStatus) => void;
  readonly onDimensions?: (frame: DimensionsFrame) => void;
  /** Records that came to the journal, in order, each once. */
  readonly onApplied?: (applied: readonly Applied[]) => void;
  readonly onAcknowledged?: (ackedSeq: number) => void;
  readonly onStorage?: (storage: StorageStatus) => void;
  /** After the start, from the views; once, before any input. */
  readonly restore: () => Promise<void>;
  /** Nothing half done: a change of person, a notice, another flow are allowed. */
  readonly quiet: () => boolean;
  /** It comes in hand. */
  readonly begin?: () => void;
  /** What it was for is over: this scan is work, for the floor flow that was in hand before it. */
  readonly passesOn?: (text: string) => boolean;
  /** One line for the home screen: what waits here. */
  readonly fact?: () => FlowFact | undefined;
  /** Pieces done here, shown beside the person's name. */
  readonly doneCount?: () => number;
}

export interface FlowFact {
  readonly key: TextKey;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** What every flow is made with. Everything that is asked of the world comes through here. */
export interface FlowParts {
  readonly bridge: BridgeClient;
  readonly operations: OperationStore;
  readonly reference: ReferenceStore;
  readonly weighed: WeighedParcels;
  /** From a line to its rule in force, one for all flows: check, rating and label go by the same. */
  readonly book: LineBook;
  /** Parcels, bags and manifests of the consolidation floor, one for all flows. */
  readonly bags: BagView;
  /** Stock, parcels and returns of the overseas floor, one for all flows. */
  readonly floor: FloorViews;
  readonly work: OverseasWork;
  readonly play: (cue: Cue) => void;
  /** Says the phrases one after the other in the person's language; what was being said stops. Never the only sign. */
  readonly speak: (...phrases: readonly VoicePhrase[]) => void;
  /** Stills of what lies on the bench: `camera.take()` keeps one on this machine; the flow's own operation names it. */
  readonly camera: Camera;
  readonly go: (screen: Screen) => void;
  /** The flow that scans, keys and weights belong to. */
  readonly inHand: () => FlowId | StationFlowId;
  /** Goes there with a code that need not be scanned again. */
  readonly handOver: (flow: FlowId, code: string) => void;
  readonly station: () => StationDescription;
  /** Who is at the station. */
  readonly operator: () => Person;
  /** Who may sign in here, by name; for the choice of a lead. */
  readonly people: () => readonly Person[];
  /** By id, "scale-1"; undefined: nothing has been heard of it. */
  readonly device: (id: string) => DeviceStatus | undefined;
  readonly wallMs: () => number;
}
