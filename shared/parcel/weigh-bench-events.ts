import type { DeviceStatus } from '../devices/device-status.ts';
import type { DimensionsFrame } from '../devices/dimensions-frame.ts';
import type { LabelState } from '../devices/print-job.ts';
import type { ScaleFrame } from '../devices/scale-reading.ts';
import type { ErrorCode, Result } from '../errors/catalog.ts';
import type { ChargeableResult } from '../rating/chargeable-result.ts';
import type { Box, Line, PreAlert } from '../reference/reference-data.ts';
import type { BenchRules } from './bench-rules.ts';
import type { ParcelToCheck } from './parcel-to-check.ts';
import type { OperationPayload, OperationType } from './operations.ts';
import type { BookedParcel, Cue, Refusal, WeighBenchState } from './weigh-bench-state.ts';
import type { LastScan } from '../devices/scanned-twice.ts';
import type { SteadyRun } from './steady-run.ts';

/** What the bench knows besides its state. Lookups are local and answer at once; nothing here waits for a network. */
export interface BenchContext {
  readonly neededFrames: number;
  readonly zeroBandMg: number;
  readonly toleranceMg: number;
  readonly minimumMg: number;
  readonly defaultLine: string;
  readonly lines: readonly Line[];
  readonly practice: boolean;
  readonly language: 'zh' | 'en';
  readonly station: string;
  readonly operator: string;
  readonly scaleName: string;
  readonly scaleSimulated: boolean;
  /** A dimensioner is ready: it is asked when a parcel settles, its size counts instead of the announced one, and booking waits for it. */
  readonly measuresSizes?: boolean;
  readonly findPreAlert: (waybill: string) => PreAlert | undefined;
  readonly findBox: (code: string) => Box | undefined;
  readonly findWeighed: (waybill: string) => Refusal['earlier'];
  /** By the rule of its line, as `rules.check` has judged it. */
  readonly rate: (parcel: ParcelToCheck & { readonly line: string }) => Result<ChargeableResult>;
  readonly timeText: (wallMs: number) => string;
  readonly rules: BenchRules;
}

export type BenchKey = 'F1' | 'F2' | 'F3' | 'F4' | 'F5' | 'F6' | 'F7' | 'F8' | 'F9' | 'Escape';

export type BenchEvent =
  | { readonly type: 'scan'; readonly text: string; readonly atMs: number; readonly aim?: string }
  | { readonly type: 'dimensions'; readonly frame: DimensionsFrame }
  | { readonly type: 'scan-torn' }
  | { readonly type: 'frame'; readonly frame: ScaleFrame }
  | { readonly type: 'scale-status'; readonly status: DeviceStatus }
  | { readonly type: 'key'; readonly key: BenchKey }
  | { readonly type: 'keypad'; readonly key: string }
  | {
      readonly type: 'booked';
      readonly seq: number;
      readonly job: string;
      readonly payload: OperationPayload<'parcelWeighed'>;
      readonly wallMs: number;
    }
  | { readonly type: 'booking-failed'; readonly code: ErrorCode }
  | { readonly type: 'label'; readonly job: string; readonly state: LabelState; readonly code?: ErrorCode | undefined }
  /** The lead's badge or PIN was right; lead-left: nobody came. */
  | { readonly type: 'lead'; readonly lead: { readonly id: string; readonly name: string } }
  | { readonly type: 'lead-left' }
  /** The release is on the disk. */
  | { readonly type: 'hold-released'; readonly waybill: string }
  | { readonly type: 'photo'; readonly waybill: string; readonly stored: boolean; readonly code?: ErrorCode }
  | { readonly type: 'voided'; readonly seq: number; readonly epoch: number }
  | { readonly type: 'synced'; readonly ackedSeq: number }
  | { readonly type: 'storage'; readonly full: boolean }
  | { readonly type: 'restored'; readonly last: BookedParcel | undefined; readonly unknownLabels: readonly string[] };

export type BenchEffect =
  | {
      readonly type: 'append';
      readonly operation: OperationType;
      readonly entity: string;
      readonly payload: Record<string, unknown>;
    }
  | { readonly type: 'cue'; readonly cue: Cue }
  /** Who may decide is asked for a badge or PIN. */
  | { readonly type: 'ask-lead' }
  | { readonly type: 'take-photo'; readonly waybill: string }
  | { readonly type: 'go'; readonly screen: 'queue' | 'settings' };

/** State plus what the picture does not show: the run of equal frames and the last scan. */
export interface BenchMemory {
  readonly bench: WeighBenchState;
  readonly run: SteadyRun | undefined;
  readonly lastScan: LastScan | undefined;
  /** Age at which a person was last told that the hold list is old. */
  readonly oldListSeenMs: number | undefined;
}

export interface BenchStep {
  readonly memory: BenchMemory;
  readonly effects: readonly BenchEffect[];
}
