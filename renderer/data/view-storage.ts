import type { JobId, LabelState } from '../../shared/devices/print-job.ts';
import type { LedgerEntry } from '../../shared/labels/label-ledger.ts';
import type { Dimensions } from '../../shared/measure/quantity.ts';
import type { ErrorCode } from '../../shared/errors/catalog.ts';

/** One operation with its place. Rows that the cloud has are kept: they are the views' source. */
export interface OperationRow {
  readonly epoch: number;
  readonly seq: number;
  readonly type: string;
  readonly entity: string;
  readonly body: string;
  readonly hash: string;
}

export interface ParcelRow {
  readonly waybill: string;
  readonly epoch: number;
  readonly seq: number;
  readonly wallMs: number;
  readonly grossValue: string;
  readonly grossUnit: string;
  readonly chargeableValue: string;
  readonly chargeableUnit: string;
  readonly line: string;
  /** Not in rows that an earlier version wrote. */
  readonly cargoClass?: string;
  readonly dimensions?: Dimensions;
  readonly accepted?: readonly string[];
}

/** Parked by the cloud: in sight of a person until one decides. */
export interface ParkedRow {
  readonly epoch: number;
  readonly seq: number;
  readonly result: 'parked' | 'deferred';
  /** parked: why. deferred: the operation it waits for. */
  readonly code: string;
  readonly atMs: number;
}

/** How far one chain of the journal is in the view. */
export interface ChainRow {
  readonly device: string;
  readonly epoch: number;
  readonly firstSeq: number;
  /** Last number in the view, and its hash. */
  readonly seq: number;
  readonly hash: string;
  /** Everything up to here is in the cloud. */
  readonly acked: number;
}

export interface ViewState {
  readonly chains: readonly ChainRow[];
  readonly isEmpty: boolean;
  readonly parked: number;
}

export type ParcelChange =
  | { readonly put: ParcelRow }
  /** Only when it is still this weighing that the view shows. */
  | { readonly remove: Pick<ParcelRow, 'waybill' | 'epoch' | 'seq'> };

export interface ViewChange {
  readonly chain: ChainRow;
  readonly operations: readonly OperationRow[];
  readonly labels: readonly LedgerEntry[];
  readonly parcels: readonly ParcelChange[];
}

/** Why a view cannot be used as it is. */
export class ViewFault extends Error {
  readonly code: Extract<ErrorCode, 'LOCAL_VIEW_BLOCKED' | 'LOCAL_VIEW_NEWER'>;
  constructor(code: ViewFault['code'], detail: string) {
    super(detail);
    this.name = 'ViewFault';
    this.code = code;
  }
}

/**
 * The local view as the repository needs it: a copy of the journal that can be queried and may vanish, refuse or hang at any time.
 * Every call either does all it says, durably, or rejects within a bounded time.
 */
export interface ViewStorage {
  /** @throws ViewFault when another window blocks it or a newer program wrote it */
  open(): Promise<void>;
  /** What takes no longer when there is much in it. */
  state(): Promise<ViewState>;
  /** How many records of these numbers, both ends included, are here. */
  countRecords(epoch: number, fromSeq: number, toSeq: number): Promise<number>;
  /** One strict transaction. */
  commit(change: ViewChange): Promise<void>;
  /** One strict transaction. */
  acknowledge(chain: ChainRow, parked: readonly ParkedRow[]): Promise<void>;
  /** Everything goes; afterwards it is open and empty. */
  clear(): Promise<void>;
  operation(epoch: number, seq: number): Promise<OperationRow | undefined>;
  operationsAfter(epoch: number, seq: number, limit: number): Promise<readonly OperationRow[]>;
  /** Numbers of all operations of these kinds in one chain, in order: by an index. */
  numbersOf(epoch: number, types: readonly string[]): Promise<readonly number[]>;
  /** Those of them that are here, in this order. */
  operationsAt(epoch: number, seqs: readonly number[]): Promise<readonly OperationRow[]>;
  /** All labels in one of these states: by an index, not by reading a year of labels. */
  labelsIn(states: readonly LabelState[]): Promise<readonly LedgerEntry[]>;
  /** Those of them that are known. */
  labelsOf(jobs: readonly JobId[]): Promise<readonly LedgerEntry[]>;
  parcels(): Promise<readonly ParcelRow[]>;
  parcel(waybill: string): Promise<ParcelRow | undefined>;
  parked(): Promise<readonly ParkedRow[]>;
  /** These were decided: they are nothing that a person has to look at. */
  settle(rows: readonly Pick<ParkedRow, 'epoch' | 'seq'>[]): Promise<void>;
  close(): void;
}
