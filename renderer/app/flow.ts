import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { DimensionsFrame } from '../../shared/devices/dimensions-frame.ts';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import type { StationDescription, StorageStatus } from '../../shared/ipc/contract.ts';
import type { Person } from '../../shared/ipc/supply-commands.ts';
import type { Cue } from '../../shared/parcel/weigh-bench-state.ts';
import type { FlowId } from '../../shared/settings/flow-id.ts';
import type { VoicePhrase } from '../../shared/voice/voice-phrase.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';
import type { BagView } from '../data/bag-view.ts';
import type { Applied, OperationStore } from '../data/operation-store.ts';
import type { FloorViews } from '../data/floor-views.ts';
import type { FloorWork } from '../data/floor-work.ts';
import type { ReferenceStore } from '../data/reference-store.ts';

/** Screens of the station itself; every flow is a screen too. */
export type StationScreen = 'home' | 'queue' | 'settings' | 'sign-in';
export type Screen = FlowId | StationScreen;

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
  readonly id: FlowId;
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
  /** Pieces done here, shown beside the person's name. */
  readonly doneCount?: () => number;
}

/** What every flow is made with. Everything that is asked of the world comes through here. */
export interface FlowParts {
  readonly bridge: BridgeClient;
  readonly operations: OperationStore;
  readonly reference: ReferenceStore;
  /** Parcels, bags and manifests of the consolidation floor, one for all flows. */
  readonly bags: BagView;
  /** Stock, parcels and returns of the overseas floor, one for all flows. */
  readonly floor: FloorViews;
  readonly work: FloorWork;
  readonly play: (cue: Cue) => void;
  /** Says the phrases one after the other in the person's language; what was being said stops. Never the only sign. */
  readonly speak: (...phrases: readonly VoicePhrase[]) => void;
  readonly go: (screen: Screen) => void;
  readonly station: () => StationDescription;
  /** Who is at the station. */
  readonly operator: () => Person;
  /** Who may sign in here, by name; for the choice of a lead. */
  readonly people: () => readonly Person[];
  /** By id, "scale-1"; undefined: nothing has been heard of it. */
  readonly device: (id: string) => DeviceStatus | undefined;
  readonly wallMs: () => number;
}
