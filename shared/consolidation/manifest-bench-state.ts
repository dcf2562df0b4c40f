import type { ErrorCode } from '../errors/catalog.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';
import type { BagFacts } from './bag-rules.ts';
import type { ResolvedTag } from './bag-bench-state.ts';
import type { ManifestScope } from './consolidation-operations.ts';

export type ManifestPhase =
  | 'idle' // no manifest is open
  | 'loading' // bags are scanned onto it
  | 'missing' // what belongs to it and is not on it, by name
  | 'signing' // the driver signs on the glass, or the signed sheet is scanned
  | 'saving'
  | 'handed-over';

export type ManifestAnswer = 'finish' | 'leave-them' | 'unload' | 'sign' | 'paper' | 'load-more';

export interface ManifestRefusal {
  readonly code: ErrorCode;
  readonly subject?: string | undefined;
  readonly bag?: BagFacts | undefined;
  readonly answers: readonly ManifestAnswer[];
}

/** Who takes it: scanned or typed, none of it is needed to load. */
export interface Transport {
  readonly vehicle: string;
  readonly driver: string;
  readonly carrier: string;
  readonly airWaybill: string;
}

/** A manifest as a screen keeps it: copies, the fold goes on changing. */
export interface ManifestFacts {
  readonly manifest: string;
  readonly scope: ManifestScope;
  readonly bags: readonly BagFacts[];
  readonly parcels: number;
  readonly grossMilligrams: number;
  readonly handedOver: boolean;
}

export interface ManifestBenchState {
  readonly phase: ManifestPhase;
  readonly manifest: ManifestFacts | undefined;
  /** Bags that belong to it and are not on it. */
  readonly missing: readonly BagFacts[];
  readonly transport: Transport;
  readonly refusal: ManifestRefusal | undefined;
  /** The bag that was loaded or unloaded last, for the tile and for F8. */
  readonly lastBag: { readonly bag: BagFacts; readonly seq: number; readonly loaded: boolean } | undefined;
  /** Points on the glass so far. */
  readonly ink: number;
  readonly storageFull: boolean;
}

export interface ManifestContext {
  readonly practice: boolean;
  /** `<device>-<epoch>-<n>`: nobody else numbers this chain's manifests. */
  readonly newManifestId: () => string;
  readonly lines: readonly string[];
  readonly openManifest: () => ManifestFacts | undefined;
  readonly findManifest: (manifest: string) => ManifestFacts | undefined;
  /** Waybill of a parcel in this bag that may not leave. */
  readonly stoppedIn: (bag: string) => string | undefined;
  readonly manifestOfBag: (bag: string) => string | undefined;
  readonly findBag: (bag: string) => BagFacts | undefined;
  readonly resolveTag: (text: string) => ResolvedTag | undefined;
  /** Bags here, sealed or open with parcels in them, that belong to this scope and are on no manifest. */
  readonly belonging: (scope: ManifestScope) => readonly BagFacts[];
}

/** What this bench writes. */
export const manifestActs = ['manifestOpened', 'bagLoaded', 'bagUnloaded', 'manifestHandedOver'] as const;
export type ManifestAct = (typeof manifestActs)[number];

export type ManifestEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string | undefined }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'ink'; readonly points: number }
  | { readonly type: 'signed'; readonly strokes: string | undefined }
  | { readonly type: 'recorded'; readonly operation: ManifestAct; readonly seq: number }
  | { readonly type: 'failed'; readonly code: ErrorCode }
  | { readonly type: 'restored' }
  | { readonly type: 'storage'; readonly full: boolean };

export type ManifestEffect =
  | {
      readonly type: 'append';
      readonly operation: ManifestAct;
      readonly entity: string;
      readonly payload: Record<string, unknown>;
    }
  /** The PDF of what is loaded: handover sheet and manifest. */
  | { readonly type: 'make-papers'; readonly manifest: string }
  /** The pad is asked for its strokes; they come as `signed`. */
  | { readonly type: 'take-ink' }
  | { readonly type: 'clear-ink' }
  | { readonly type: 'cue'; readonly cue: Cue }
  | { readonly type: 'say-code'; readonly code: ErrorCode };
